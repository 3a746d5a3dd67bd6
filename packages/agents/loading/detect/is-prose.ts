import type { SourceRecord } from './read-records.ts'

/**
 * True for a line of words whose delimiters are those of sentences: blanks follow them, and several words stand between.
 */
export const isProse = ({ cells, quoted }: SourceRecord): boolean =>
  cells.length > 1 &&
  !quoted.some(Boolean) &&
  cells.slice(1).every((cell) => /^\s+\S/.test(cell)) &&
  cells.some((cell) => /\p{L}+\s+\p{L}+\s+\p{L}+/u.test(cell))
