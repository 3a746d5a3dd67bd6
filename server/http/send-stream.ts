import type { Context } from 'hono'
import { Readable } from 'node:stream'
import type { AppEnvironment } from '../app-environment.ts'

/** Sends a stream of bytes as the body of a successful response. */
export const sendStream = (context: Context<AppEnvironment>, stream: Readable, headers: Record<string, string>) =>
  context.body(Readable.toWeb(stream) as ReadableStream<Uint8Array>, 200, headers)

/** Sends pieces of text as the body of a successful response. */
export const sendTexts = (
  context: Context<AppEnvironment>,
  texts: Iterable<string> | AsyncIterable<string>,
  headers: Record<string, string>,
) =>
  context.body(
    (Readable.toWeb(Readable.from(texts)) as ReadableStream<string>).pipeThrough(new TextEncoderStream()),
    200,
    headers,
  )
