import { error } from '@aw-flow/schema'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppEnvironment } from '../app-environment.ts'
import { refuse } from '../http/error-answer.ts'

/**
 * Rejects bodies longer than `bytes` before they are read; 0: no limit. A body with a Content-Length is checked by that
 * header, since Node reads no more: the body limit of Hono wraps each body in a stream, which costs as much as starting a
 * run.
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
