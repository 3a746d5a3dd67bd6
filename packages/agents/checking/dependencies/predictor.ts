/** The evidence for one cell: how often each value occurs under the same conditions. */
export interface Tally {
  /** Number of cells keyed by code, including the cell itself. Code 0 is a missing value. */
  counts: ReadonlyMap<number, number>
  /** The code of the cell for which the evidence is collected. */
  cellCode: number
  /** Number of other non-empty cells. */
  otherCellCount: number
  /** The most frequent codes; see `findLeadingCodes`. If absent, all codes are candidates. */
  leadingCodes?: readonly number[]
}

const maxUnrankedCodes = 6

/**
 * Finds a group's three most frequent codes, in the order of `counts`. If any single cell of the group is excluded,
 * these codes still include the two most frequent codes of the remaining cells. Returns all codes if there are at most
 * `maxUnrankedCodes`.
 */
export function findLeadingCodes(counts: ReadonlyMap<number, number>): number[] {
  const codes = [...counts.keys()]
  if (codes.length <= maxUnrankedCodes) return codes
  const getCount = (code: number): number => (code === 0 ? 0 : (counts.get(code) as number))
  const topCodes: number[] = []
  for (const code of codes) {
    if (topCodes.length === 3 && getCount(code) <= getCount(topCodes[2] as number)) continue
    topCodes.push(code)
    for (
      let index = topCodes.length - 1;
      index > 0 && getCount(topCodes[index] as number) > getCount(topCodes[index - 1] as number);
      index--
    )
      [topCodes[index], topCodes[index - 1]] = [topCodes[index - 1] as number, topCodes[index] as number]
    topCodes.length = Math.min(3, topCodes.length)
  }
  const selectedCodes = new Set(topCodes)
  return codes.filter((code) => selectedCodes.has(code))
}

/** Counts the cells with a code, excluding the cell itself. */
export const countOtherCells = ({ counts, cellCode }: Tally, code: number): number =>
  (counts.get(code) ?? 0) - (code === cellCode ? 1 : 0)

/** A part of a value: one of its words, or a number of characters at its start. */
export type ValuePart = 'first' | 'second' | 'last' | number

/** A source of evidence for the cells of one column. */
export interface Predictor {
  /** The index of the predicted column. */
  targetIndex: number
  /** The indexes of the columns that the prediction is based on. */
  sourceIndexes: readonly number[]
  /** The part of each source column's values that is used; `undefined` for the full value. */
  parts?: readonly (ValuePart | undefined)[]
  /**
   * The rate of legitimate exceptions: the fraction of cells that differ from the prediction although they are correct.
   */
  exceptionRate: number
  /** The rate of legitimate exceptions if almost all other cells in the evidence agree. */
  unanimousExceptionRate: number
  /** Fraction of cells that differ from the prediction, legitimately or not. */
  disagreement: number
  /** The weight of the predictor's evidence. */
  weight: number
  /** Returns the evidence for the cell in a row, or `undefined` if there is none. */
  tally(row: number): Tally | undefined
}
