/** Converts a time in the JSON of PostgreSQL (time zone UTC) to ISO 8601 in UTC. */
export function toIsoTime(text: string): string {
  // Ten times faster than parsing a date; a list has a hundred of them.
  const isShort = text.endsWith('+00:00') && text.length <= 29 && (text.length === 25 || text[19] === '.')
  return isShort ? `${text.slice(0, 19)}.${text.slice(20, -6).padEnd(3, '0')}Z` : new Date(text).toISOString()
}
