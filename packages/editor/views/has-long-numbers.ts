/** Returns whether a column has numbers with more than four digits, beside which four digits are grouped, too. */
export const hasLongNumbers = (cells: Iterable<string | null | undefined>): boolean => {
  for (const cell of cells) if (cell && /^[-+]?\d{5}/.test(cell)) return true
  return false
}
