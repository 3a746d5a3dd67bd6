/** More is not waited for one status, in ms. */
const longest = 3_600_000

/**
 * How long a service asks to be left alone (`Retry-After`, RFC 9110 §10.2.3, in seconds or as a date, which is counted
 * from the answer's own `Date`), at most an hour. `undefined` where it does not say.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const asked = headers['retry-after']?.trim()
  if (asked === undefined || asked === '') return undefined
  if (/^\d+$/.test(asked)) return Math.min(longest, Number(asked) * 1000)
  const until = Date.parse(asked)
  const from = Date.parse(headers.date ?? '')
  if (Number.isNaN(until) || Number.isNaN(from)) return undefined
  return Math.min(longest, Math.max(0, until - from))
}
