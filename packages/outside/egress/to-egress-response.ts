import {
  NodeError,
  createBodyTooLargeError,
  protectResponse,
  type EgressResponse,
  type EgressLimits,
  type Redactor,
  type RequestTimer,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Duplex, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Dispatcher } from './undici.ts'
import { toEgressError } from './to-egress-error.ts'

export interface ReadOptions {
  url: URL
  method: string
  limits: EgressLimits
  redactor: Redactor
  timer: RequestTimer
}

/**
 * Converts an undici response to an `EgressResponse`. The body is decompressed, and its size and duration are limited.
 */
export function toEgressResponse(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { url, method, limits, redactor, timer }: ReadOptions,
): EgressResponse {
  // If an unread body fails, the error must not terminate the process.
  body.on('error', () => undefined)
  const contentLength = Number(headers['content-length'] ?? 0)
  if (method !== 'HEAD' && contentLength > limits.bodyBytes) {
    body.destroy()
    throw createBodyTooLargeError(url, limits.bodyBytes)
  }
  const decoders = findDecoders(String(headers['content-encoding'] ?? ''))
  if (!decoders && !redactor.isEmpty) {
    body.destroy()
    const params = { host: url.host, encoding: String(headers['content-encoding']) }
    throw new NodeError('permanent', error('egress.content-encoding', params))
  }
  async function* readChunks(): AsyncGenerator<Uint8Array> {
    let size = 0
    try {
      for await (const chunk of decompress(body, decoders ?? [])) {
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
  const receivedHeaders = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  )
  return {
    status: statusCode,
    ...protectResponse({ url, headers: receivedHeaders, body: readChunks() }, redactor),
    async close() {
      timer.end()
      body.destroy()
    },
  }
}

/** Returns the decoders for a `Content-Encoding` header, or `undefined` if it contains an unknown encoding. */
function findDecoders(header: string): (() => Duplex)[] | undefined {
  const encodings = header
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
  const decoders = encodings.flatMap((encoding) => decompressors.get(encoding) ?? [])
  return decoders.length === encodings.length ? decoders.reverse() : undefined
}

const decompress = (body: Readable, decoders: readonly (() => Duplex)[]): Readable =>
  decoders.reduce((source: Readable, createDecoder) => {
    const stream = createDecoder()
    source.on('error', (cause) => stream.destroy(cause))
    stream.on('close', () => source.destroy())
    return source.pipe(stream)
  }, body)

const decompressors = new Map<string, () => Duplex>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])
