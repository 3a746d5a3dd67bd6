import type { Caller } from './caller.ts'
import type { RateLimit } from './rate-limit.ts'

/**
 * Counts a request of a caller, or of an address if the caller is unknown. The limit of a caller applies across all
 * addresses, and that of a user across all workspaces as well. The local owner has none.
 *
 * @param address - The address or network that `toRateLimitAddress` returns.
 * @returns The seconds to wait if the limit is exceeded.
 */
export function countRequest(
  rateLimit: RateLimit,
  caller: Caller | undefined,
  address: string | undefined,
): { retryAfter: number } | undefined {
  if (caller?.kind === 'local-owner') return undefined
  const callerSubject = caller?.kind === 'user' ? [caller.id] : caller && [caller.workspace, caller.apiKey ?? caller.id]
  return rateLimit.count(JSON.stringify(callerSubject ?? [null, address]))
}
