/**
 * True for a text written as a formula that gives it (`="01067"`), as programs write it so that Excel does not take it for
 * a number; blanks around it left aside.
 */
export const isFormulaText = (cell: string): boolean => /^[ \t]*="(?:[^"]|"")*"[ \t]*$/.test(cell)

/** The share of a column's cells that must be written so, where the others are plain. */
const least = 0.1

/**
 * How many of a column's cells are texts written as formulas; 0 where they are few, or where others are formulas of
 * another kind, which are then the column's values.
 */
export function formulaTexts(cells: readonly string[]): number {
  const count = cells.filter(isFormulaText).length
  const isMixed = cells.some((cell) => cell.startsWith('=') && !isFormulaText(cell))
  return isMixed || count < least * cells.length ? 0 : count
}
