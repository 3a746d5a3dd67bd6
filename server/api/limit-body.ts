import { error } from '@aw-flow/schema'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppEnvironment } from '../app-environment.ts'
import { refuse } from '../error-answer.ts'

/**
 * Bodies longer than `bytes` are refused before they are read whole; 0: no limit. One whose length is said is judged by
 * that, since Node reads no more than was said: Hono's own judge makes a stream of each, which costs as much as a start.
 */
export function limitBody(bytes: number): MiddlewareHandler<AppEnvironment> {
  if (bytes === 0) return (_context, next) => next()
  const onError = (context: Context<AppEnvironment>) => refuse(context, 413, error('body.too-large', { max: bytes }))
  const counted = bodyLimit({ maxSize: bytes, onError })
  return async (context, next) => {
    const { headers } = context.env?.incoming ?? {}
    const length = headers?.['transfer-encoding'] === undefined ? Number(headers?.['content-length']) : NaN
    if (Number.isNaN(length)) return counted(context, next)
    return length > bytes ? onError(context) : next()
  }
}
