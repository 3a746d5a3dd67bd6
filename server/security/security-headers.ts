import type { MiddlewareHandler } from 'hono'
import { inertContentPolicy } from './content-security-policy.ts'

/**
 * Headers of every answer. What has set no policy of its own gets the one under which nothing loads or runs. No
 * Strict-Transport-Security: that is the word of whoever terminates TLS in front.
 */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  const { headers } = context.res
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('X-Frame-Options', 'DENY')
  headers.set('Referrer-Policy', 'no-referrer')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', inertContentPolicy)
}
