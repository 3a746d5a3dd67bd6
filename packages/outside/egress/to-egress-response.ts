import {
  NodeError,
  createBodyTooLargeError,
  type EgressResponse,
  type EgressLimits,
  type RequestTimer,
} from '@aw-flow/engine'
import type { Duplex, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from './undici.ts'
import { toEgressError } from './to-egress-error.ts'

export interface ReadOptions {
  url: URL
  method: string
  limits: EgressLimits
  redact(text: string): string
  timer: RequestTimer
}

/**
 * Converts an undici response to an `EgressResponse`. The body is decompressed, and its size and duration are limited.
 */
export function toEgressResponse(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { url, method, limits, redact, timer }: ReadOptions,
): EgressResponse {
  // If an unread body fails, the error must not terminate the process.
  body.on('error', () => undefined)
  const contentLength = Number(headers['content-length'] ?? 0)
  if (method !== 'HEAD' && contentLength > limits.bodyBytes) {
    body.destroy()
    throw createBodyTooLargeError(url, limits.bodyBytes)
  }
  const redactedHeaders: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) redactedHeaders[name] = redact(Array.isArray(value) ? value.join(', ') : value)
  }
  async function* readChunks(): AsyncGenerator<Uint8Array> {
    let size = 0
    try {
      for await (const chunk of decompress(body, String(headers['content-encoding'] ?? ''))) {
        timer.resetIdle()
        size += (chunk as Uint8Array).length
        if (size > limits.bodyBytes) throw createBodyTooLargeError(url, limits.bodyBytes)
        yield chunk as Uint8Array
      }
    } catch (cause) {
      throw cause instanceof NodeError
        ? cause
        : toEgressError(
            cause,
            url,
            limits,
            timer,
            timer.signal.aborted && !timer.exceededLimit ? timer.signal : undefined,
          )
    } finally {
      body.destroy()
      timer.end()
    }
  }
  return {
    status: statusCode,
    url: redact(url.href),
    headers: redactedHeaders,
    body: readChunks(),
    redact,
    async close() {
      timer.end()
      body.destroy()
    },
  }
}

function decompress(body: Readable, encoding: string): Readable {
  const stream = decompressors.get(encoding.trim().toLowerCase())?.()
  if (!stream) return body
  body.on('error', (cause) => stream.destroy(cause))
  stream.on('close', () => body.destroy())
  return body.pipe(stream)
}

const decompressors = new Map<string, () => Duplex>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])
