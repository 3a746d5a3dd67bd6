import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { AppEnvironment } from '../app-environment.ts'
import { Rejection } from '../http/rejection.ts'

/**
 * Replaces the body of a request that has a `Content-Encoding` with its decoded content. Limits of bodies apply to the
 * decoded content.
 *
 * @throws {Rejection} 415 if the encoding is unknown. Reading the body throws one if it is not encoded as declared.
 */
export async function decodeRequestBody(context: Context<AppEnvironment>): Promise<void> {
  const encoding = context.req.header('content-encoding') ?? ''
  const { raw } = context.req
  if (encoding === '' || raw.body === null) return
  // Loads the decoders with the first encoded request, because few clients encode their requests.
  const { decodeContent, findContentDecoders } = await import('@aw-flow/outside/egress')
  const decoders = findContentDecoders(encoding)
  if (!decoders) throw new Rejection(415, error('body.content-encoding', { encoding }))
  const content = decodeContent(Readable.fromWeb(raw.body as NodeReadableStream<Uint8Array>), decoders)
  async function* readContent(): AsyncGenerator<Uint8Array> {
    try {
      yield* content
    } catch (cause) {
      if (raw.signal.aborted) throw cause
      throw new Rejection(400, error('body.not-encoded', { encoding }))
    }
  }
  const headers = new Headers(raw.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  context.req.raw = new Request(raw.url, {
    method: raw.method,
    headers,
    body: ReadableStream.from(readContent()),
    duplex: 'half',
    signal: raw.signal,
  } as RequestInit)
}
