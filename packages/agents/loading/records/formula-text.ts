/**
 * Returns whether a cell is a string written as a formula (`="01067"`). Programs write strings this way so that Excel
 * does not convert them to numbers.
 */
export const isFormulaText = (cell: string): boolean => /^[ \t]*="(?:[^"]|"")*"[ \t]*$/.test(cell)

/** Minimum share of a column's cells that must be written as formulas. */
const minShare = 0.1

/**
 * Counts a column's cells that are strings written as formulas. Returns 0 if there are only a few such cells. Also
 * returns 0 if other formulas occur, because the column then contains actual formulas.
 */
export function countFormulaCells(cells: readonly string[]): number {
  const count = cells.filter(isFormulaText).length
  const isMixed = cells.some((cell) => cell.startsWith('=') && !isFormulaText(cell))
  return isMixed || count < minShare * cells.length ? 0 : count
}
