const maxDelayMs = 3_600_000

/**
 * Returns the delay that a service requests in `Retry-After` (RFC 9110 §10.2.3), in milliseconds. A date is relative to
 * the `Date` of the response, because clocks differ, or else to this clock. Returns `undefined` if the header is missing
 * or invalid.
 *
 * @param headers Headers with names in lowercase.
 * @param options.maxMs The longest delay to return, in ms. Default: one hour.
 * @internal
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string | undefined>>,
  { maxMs = maxDelayMs, now = Date.now() } = {},
): number | undefined {
  const header = headers['retry-after']?.trim()
  if (header === undefined || header === '') return undefined
  if (/^\d+(\.\d+)?$/.test(header)) return Math.min(maxMs, Math.ceil(Number(header) * 1000))
  const retryTime = Date.parse(header)
  if (Number.isNaN(retryTime)) return undefined
  const responseTime = Date.parse(headers.date ?? '')
  return Math.min(maxMs, Math.max(0, retryTime - (Number.isNaN(responseTime) ? now : responseTime)))
}
