/** Maximum delay, in milliseconds. */
const maxDelayMs = 3_600_000

/**
 * Returns the delay that a service requests in `Retry-After` (RFC 9110 §10.2.3), in milliseconds, up to one hour. A
 * date is interpreted relative to the `Date` header of the response. Returns `undefined` if the header is missing or
 * invalid.
 */
export function parseRetryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const header = headers['retry-after']?.trim()
  if (header === undefined || header === '') return undefined
  if (/^\d+$/.test(header)) return Math.min(maxDelayMs, Number(header) * 1000)
  const retryTime = Date.parse(header)
  const responseTime = Date.parse(headers.date ?? '')
  if (Number.isNaN(retryTime) || Number.isNaN(responseTime)) return undefined
  return Math.min(maxDelayMs, Math.max(0, retryTime - responseTime))
}
