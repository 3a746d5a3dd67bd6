import { decodeBody } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { Context } from 'hono'
import { Rejection } from './rejection.ts'

/**
 * Reads a request body as text, by the charset of its type, else as UTF-8.
 *
 * @throws {Rejection} If the body is not in this encoding.
 */
export async function readBodyText(context: Context): Promise<string> {
  const bytes = new Uint8Array(await context.req.arrayBuffer())
  try {
    return decodeBody(bytes, context.req.header('content-type') ?? '', { fatal: true })
  } catch {
    throw new Rejection(400, error('body.encoding', {}))
  }
}
