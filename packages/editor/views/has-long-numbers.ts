/** Returns whether a column has numbers of more than four digits. If so, its numbers of four digits are grouped, too. */
export const hasLongNumbers = (cells: Iterable<string | null | undefined>): boolean => {
  for (const cell of cells) if (cell && /^[-+]?\d{5}/.test(cell)) return true
  return false
}
