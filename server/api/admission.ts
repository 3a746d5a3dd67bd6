import { error } from '@aw-flow/schema'
import type { MiddlewareHandler } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { findClientIp, toRateLimitAddress } from '../accounts/sign-in/client-address.ts'
import { sendProblem } from '../http/error-response.ts'
import type { Log } from '../operation/log.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Authenticator } from '../security/authenticate.ts'
import { isPublicRequest, type Caller } from '../security/caller.ts'
import { countRequest, describeLimit } from '../security/count-request.ts'
import type { HostRules } from '../security/host-rules.ts'
import type { RateLimiter } from '../security/rate-limit.ts'

export interface AdmissionOptions {
  hostRules: HostRules
  authentication: Authenticator
  rateLimit: RateLimiter
  metrics: Metrics
  log?: Log | undefined
  /** Addresses of proxies whose `X-Forwarded-For` header is trusted. */
  trustedProxies: readonly string[]
}

/** Returns whether a path belongs to webhooks. Each of them has its own list of origins. */
export const isHookPath = (path: string): boolean => /^\/hooks(-test)?\//.test(path)

const sharedPathPattern = /^\/api\/v1\/shared\//

/** Header that specifies the ID of the requested workspace. */
export const workspaceHeader = 'x-workspace-id'

/** Matches paths that contain a workspace ID. */
const workspacePathPattern = /^\/api\/v1\/workspaces\/([^/]+)/

/** Removes all permissions if the caller's workspace is not the requested one. */
const restrictCaller = (caller: Caller, workspaceId: string | undefined): Caller =>
  workspaceId === undefined || caller.workspace === workspaceId ? caller : { ...caller, permissions: new Set() }

/**
 * Creates the middleware that rejects requests with a host or origin that is not allowed, from an unknown caller, or
 * over the rate limit. Permissions are checked per route.
 */
export function createAdmission({
  hostRules,
  authentication,
  rateLimit,
  metrics,
  log,
  trustedProxies,
}: AdmissionOptions): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const { req } = context
    const origin = isHookPath(req.path) ? undefined : req.header('origin')
    const hostProblem = hostRules.check({ host: req.header('host'), origin })
    if (hostProblem) {
      metrics.countRejection('foreign')
      return sendProblem(context, 403, hostProblem)
    }
    // CORS preflight requests do not include a token.
    if (req.method === 'OPTIONS' && req.header('access-control-request-method') !== undefined && !isHookPath(req.path))
      return next()
    const peerAddress = context.env?.incoming?.socket.remoteAddress
    const ip = findClientIp(peerAddress, req.header('x-forwarded-for'), trustedProxies)
    const address = toRateLimitAddress(ip)
    context.set('clientIp', ip)
    context.set('clientAddress', address)
    const workspaceId = workspacePathPattern.exec(req.path)?.[1] ?? req.header(workspaceHeader)
    const apiKey = req.header('x-api-key')
    const credentials = req.header('authorization') ?? (apiKey === undefined ? undefined : `Bearer ${apiKey}`)
    const identifiedCaller = await authentication.identifyCaller(credentials, workspaceId)
    const caller = identifiedCaller && restrictCaller(identifiedCaller, workspaceId)
    if (caller) context.set('caller', caller)
    const isPublic = isPublicRequest(req.method, req.path)
    // Shared workflows count toward the rate limit although they are public, because they can be large.
    if (isPublic && !sharedPathPattern.test(req.path)) return next()
    const exceededLimit = countRequest(rateLimit, caller, address)
    const limit = describeLimit(rateLimit, caller, address)
    if (limit) {
      context.header('X-RateLimit-Limit', String(limit.limit))
      context.header('X-RateLimit-Remaining', String(limit.remaining))
      context.header('X-RateLimit-Reset', String(limit.resetAt))
    }
    // Logged when a tenth is left, so once on the way to the limit.
    if (limit && limit.remaining === Math.floor(limit.limit / 10)) {
      const { limit: max, remaining, resetAt } = limit
      log?.write('warn', 'A rate limit is near.', { user: caller?.id ?? 'anonymous', limit: max, remaining, resetAt })
    }
    if (exceededLimit) {
      metrics.countRejection('rate')
      context.header('Retry-After', String(exceededLimit.retryAfter))
      return sendProblem(context, 429, error('rate.limit', { seconds: exceededLimit.retryAfter }))
    }
    if (caller?.problem && !isPublic) {
      metrics.countRejection('rights')
      return sendProblem(context, 403, caller.problem)
    }
    if (caller || isPublic) return next()
    metrics.countRejection('rights')
    context.header('WWW-Authenticate', 'Bearer')
    return sendProblem(context, 401, error('caller.unknown', {}))
  }
}
