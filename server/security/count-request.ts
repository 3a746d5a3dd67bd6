import type { Caller } from './caller.ts'
import type { RateLimiter, RateLimitState } from './rate-limit.ts'

/**
 * Counts a request against the rate limit of its caller, or of its address if the caller is unknown. A caller's limit
 * applies across all addresses; a signed-in user's limit also applies across all workspaces, as does that of all API keys
 * of a user together. The local owner is not limited.
 *
 * @param address - The address or network that `toRateLimitAddress` returns.
 * @returns The seconds to wait if the limit is exceeded.
 */
export function countRequest(
  rateLimit: RateLimiter,
  caller: Caller | undefined,
  address: string | undefined,
): { retryAfter: number } | undefined {
  return caller?.kind === 'local-owner' ? undefined : rateLimit.count(toLimitKey(caller, address))
}

/** Returns how near a caller is to the rate limit, after `countRequest`. */
export const describeLimit = (
  rateLimit: RateLimiter,
  caller: Caller | undefined,
  address: string | undefined,
): RateLimitState | undefined =>
  caller?.kind === 'local-owner' ? undefined : rateLimit.describe(toLimitKey(caller, address))

function toLimitKey(caller: Caller | undefined, address: string | undefined): string {
  const isPerson = caller?.kind === 'user' || caller?.apiKey !== undefined
  const callerKey = isPerson ? [caller.id, caller.kind] : caller && [caller.workspace, caller.id]
  return JSON.stringify(callerKey ?? [null, address])
}
