/**
 * Returns whether a cell is a string written as a formula (`="01067"`), which prevents Excel from reading it as a
 * number.
 */
export const isFormulaText = (cell: string): boolean => /^[ \t]*="(?:[^"]|"")*"[ \t]*$/.test(cell)

/** Minimum share of a column's cells that are written as formulas. */
const minShare = 0.1

/**
 * Counts a column's cells that are strings written as formulas. Returns 0 if they are few, or if other formulas occur:
 * then the formulas are the column's values.
 */
export function countFormulaTexts(cells: readonly string[]): number {
  const count = cells.filter(isFormulaText).length
  const isMixed = cells.some((cell) => cell.startsWith('=') && !isFormulaText(cell))
  return isMixed || count < minShare * cells.length ? 0 : count
}
