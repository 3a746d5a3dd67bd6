/** A time as PostgreSQL writes it in JSON, in UTC where that is its time zone, as ISO 8601 in UTC has it. */
export function isoTime(text: string): string {
  // Ten times as fast as by way of a date, of which a list has a hundred.
  const isShort = text.endsWith('+00:00') && text.length <= 29 && (text.length === 25 || text[19] === '.')
  return isShort ? `${text.slice(0, 19)}.${text.slice(20, -6).padEnd(3, '0')}Z` : new Date(text).toISOString()
}
