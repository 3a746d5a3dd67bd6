import { error } from '@aw-flow/schema'
import type { MiddlewareHandler } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { sendProblem } from '../http/error-answer.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Authentication } from '../security/authenticate.ts'
import { findRequiredPermission } from '../security/caller.ts'
import type { HostRules } from '../security/host-rules.ts'
import type { RateLimit } from '../security/rate-limit.ts'

export interface AdmissionOptions {
  hostRules: HostRules
  authentication: Authentication
  rateLimit: RateLimit
  metrics: Metrics
}

/**
 * Creates the middleware that rejects foreign hosts and origins, callers without the required permission, and excess
 * requests.
 */
export function createAdmission({
  hostRules,
  authentication,
  rateLimit,
  metrics,
}: AdmissionOptions): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const { req } = context
    const hostProblem = hostRules.check({ host: req.header('host'), origin: req.header('origin') })
    if (hostProblem) {
      metrics.countRejection('foreign')
      return sendProblem(context, 403, hostProblem)
    }
    // A CORS preflight request carries no token.
    if (req.method === 'OPTIONS' && req.header('access-control-request-method') !== undefined) return next()
    const caller = authentication.identifyCaller(req.header('authorization'))
    if (caller) context.set('caller', caller)
    const permission = findRequiredPermission(req.method, req.path)
    if (permission === undefined) return next()
    if (caller?.kind !== 'local-owner') {
      const address = context.env?.incoming?.socket.remoteAddress ?? ''
      const exceeded = rateLimit.count(`${caller?.id ?? 'anyone'}|${address}`)
      if (exceeded) {
        metrics.countRejection('rate')
        context.header('Retry-After', String(exceeded.retryAfter))
        return sendProblem(context, 429, error('rate.limit', { seconds: exceeded.retryAfter }))
      }
    }
    const rejection = authentication.findRejection(caller, permission)
    if (rejection) {
      metrics.countRejection('rights')
      if (rejection.status === 401) context.header('WWW-Authenticate', 'Bearer')
      return sendProblem(context, rejection.status, rejection.problem)
    }
    return next()
  }
}
