import { error } from '@aw-flow/schema'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { AppEnvironment } from '../app-environment.ts'
import { sendProblem } from '../http/error-response.ts'

/**
 * Creates the middleware that rejects bodies longer than `maxBytes` before they are read. 0 means unlimited. If the
 * request has a `Content-Length` header and is not encoded, only the header is checked, because Node does not read more
 * than the header specifies. Hono's own limit wraps every body in a stream, which takes as long as starting a run.
 */
export function limitBody(maxBytes: number): MiddlewareHandler<AppEnvironment> {
  if (maxBytes === 0) return (_context, next) => next()
  const onError = (context: Context<AppEnvironment>) =>
    sendProblem(context, 413, error('body.too-large', { max: maxBytes }))
  const countingLimit = bodyLimit({ maxSize: maxBytes, onError })
  return async (context, next) => {
    const { headers } = context.env?.incoming ?? {}
    const isPlain = headers?.['transfer-encoding'] === undefined && headers?.['content-encoding'] === undefined
    const length = isPlain ? Number(headers?.['content-length']) : NaN
    if (Number.isNaN(length)) return countingLimit(context, next)
    return length > maxBytes ? onError(context) : next()
  }
}
