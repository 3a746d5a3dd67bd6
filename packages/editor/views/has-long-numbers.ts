/**
 * Returns whether any cell has a number with more than four integer digits. If so, four-digit numbers in the column are
 * grouped, too.
 */
export const hasLongNumbers = (cells: Iterable<string | null | undefined>): boolean => {
  for (const cell of cells) if (cell && /^[-+]?\d{5}/.test(cell)) return true
  return false
}
