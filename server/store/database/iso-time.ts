/** Converts a timestamp in PostgreSQL's JSON format (UTC) to an ISO 8601 string. */
export function toIsoTime(text: string): string {
  // Slicing is ten times as fast as parsing a date, which matters for lists with a hundred timestamps.
  const isShort = text.endsWith('+00:00') && text.length <= 29 && (text.length === 25 || text[19] === '.')
  return isShort ? `${text.slice(0, 19)}.${text.slice(20, -6).padEnd(3, '0')}Z` : new Date(text).toISOString()
}
