import {
  NodeError,
  createBodyTooLargeError,
  decodeHeader,
  protectResponse,
  type EgressResponse,
  type EgressLimits,
  type Redactor,
  type RequestTimer,
} from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { decodeContent, findContentDecoders } from './decode-content.ts'
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
  const encoding = String(headers['content-encoding'] ?? '')
  const decoders = findContentDecoders(encoding)
  const createEncodingError = (): NodeError =>
    new NodeError('permanent', error('egress.content-encoding', { host: url.host, encoding }))
  if (!decoders && method !== 'HEAD') {
    body.destroy()
    throw createEncodingError()
  }
  async function* readChunks(): AsyncGenerator<Uint8Array> {
    let size = 0
    try {
      for await (const chunk of decodeContent(body, decoders ?? [])) {
        timer.resetIdle()
        size += chunk.length
        if (size > limits.bodyBytes) throw createBodyTooLargeError(url, limits.bodyBytes)
        yield chunk
      }
    } catch (cause) {
      // The body is complete, but is not encoded as declared.
      if (/^(?:Z_|ERR__|ERR_BROTLI)/.test(String((cause as { code?: unknown }).code)) && !body.errored)
        throw createEncodingError()
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
    value === undefined ? [] : [value].flat().map((one) => [name, decodeHeader(one)] as const),
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
