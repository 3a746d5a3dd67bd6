import { error } from '@aw-flow/schema'
import type { MiddlewareHandler } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { refuse } from '../http/error-answer.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Authentication } from '../security/authenticate.ts'
import { neededRight } from '../security/caller.ts'
import type { HostRules } from '../security/host-rules.ts'
import type { RateLimit } from '../security/rate-limit.ts'

export interface AdmissionOptions {
  hostRules: HostRules
  authentication: Authentication
  rateLimit: RateLimit
  metrics: Metrics
}

/**
 * Creates the middleware that rejects foreign hosts and origins, callers without the required right, and excess
 * requests.
 */
export function admission({
  hostRules,
  authentication,
  rateLimit,
  metrics,
}: AdmissionOptions): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const { req } = context
    const foreign = hostRules.check({ host: req.header('host'), origin: req.header('origin') })
    if (foreign) {
      metrics.refused('foreign')
      return refuse(context, 403, foreign)
    }
    // A CORS preflight request carries no token.
    if (req.method === 'OPTIONS' && req.header('access-control-request-method') !== undefined) return next()
    const caller = authentication.callerOf(req.header('authorization'))
    if (caller) context.set('caller', caller)
    const right = neededRight(req.method, req.path)
    if (right === undefined) return next()
    if (caller?.kind !== 'local-owner') {
      const address = context.env?.incoming?.socket.remoteAddress ?? ''
      const over = rateLimit.count(`${caller?.id ?? 'anyone'}|${address}`)
      if (over) {
        metrics.refused('rate')
        context.header('Retry-After', String(over.retryAfter))
        return refuse(context, 429, error('rate.limit', { seconds: over.retryAfter }))
      }
    }
    const refusal = authentication.refusal(caller, right)
    if (refusal) {
      metrics.refused('rights')
      if (refusal.status === 401) context.header('WWW-Authenticate', 'Bearer')
      return refuse(context, refusal.status, refusal.problem)
    }
    return next()
  }
}
