const maxDelayMs = 3_600_000

/**
 * Returns the delay that a service requests in `Retry-After` (RFC 9110 §10.2.3), in milliseconds. A date is relative to
 * the `Date` of the response, because clocks differ, or else to this clock. `Retry-After-Ms`, which language model
 * services send, is more exact. Returns `undefined` if the headers are missing or invalid.
 *
 * @param headers Headers with names in lowercase.
 * @param options.maxMs The longest delay to return, in ms. Default: one hour.
 * @internal
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string | undefined>>,
  { maxMs = maxDelayMs, now = Date.now() } = {},
): number | undefined {
  const ms = headers['retry-after-ms']?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(ms)) return Math.min(maxMs, Math.ceil(Number(ms)))
  const header = headers['retry-after']?.trim() ?? ''
  // Servers behind proxies send the header twice, and some write a unit.
  const [, seconds] = /^(\d+(?:\.\d+)?)\s{0,9}s?(?:,|$)/i.exec(header) ?? []
  if (seconds !== undefined) return Math.min(maxMs, Math.ceil(Number(seconds) * 1000))
  // `Date.parse` reads text such as "-5" as a date of 2001.
  if (!/\d:\d\d/.test(header)) return undefined
  const retryTime = Date.parse(header)
  if (Number.isNaN(retryTime)) return undefined
  const responseTime = Date.parse(headers.date ?? '')
  return Math.min(maxMs, Math.max(0, retryTime - (Number.isNaN(responseTime) ? now : responseTime)))
}
