import type { SourceRecord } from './read-records.ts'

/**
 * Returns whether a line is prose: a space follows every delimiter, and at least one cell contains three words in a
 * row.
 */
export const isProse = ({ cells, quoted }: SourceRecord): boolean =>
  cells.length > 1 &&
  !quoted.some(Boolean) &&
  cells.slice(1).every((cell) => /^\s+\S/.test(cell)) &&
  cells.some((cell) => /\p{L}\s+\p{L}+\s+\p{L}/u.test(cell))
