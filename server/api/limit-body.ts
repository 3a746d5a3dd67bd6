import { error } from '@aw-flow/schema'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppEnvironment } from '../app-environment.ts'
import { refuse } from '../http/error-answer.ts'

/**
 * Rejects bodies longer than `bytes` before they are read; 0: no limit. For a body with a Content-Length, only that
 * header is checked, because Node does not read beyond it. The body limit of Hono would wrap each body in a stream,
 * which takes as long as starting a run.
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
