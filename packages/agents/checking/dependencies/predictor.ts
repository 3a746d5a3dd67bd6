import type { EncodedColumn } from '../encoded-table.ts'

/** Evidence for one cell: the number of cells with each value under the same conditions. */
export interface Tally {
  /** Number of cells by code, including the cell itself; code 0 is a missing value. */
  counts: ReadonlyMap<number, number>
  /** The code of the cell itself. */
  cellCode: number
  /** Number of other cells with a value. */
  total: number
  /** The rate of legitimate exceptions among such cells, if it differs from that of the predictor. */
  exceptionRate?: number
  /** The most frequent codes, if there are many; see `findLeadingCodes`. */
  leading?: readonly number[]
}

const maxUnrankedCodes = 6

/**
 * Finds the three most frequent codes of a group, in the order of `counts`: regardless of the code of the cell itself,
 * they include the two most frequent codes of the other cells. Returns all codes if there are at most
 * `maxUnrankedCodes`.
 */
export function findLeadingCodes(counts: ReadonlyMap<number, number>): number[] {
  const codes = [...counts.keys()]
  if (codes.length <= maxUnrankedCodes) return codes
  const getCount = (code: number): number => (code === 0 ? 0 : (counts.get(code) as number))
  const top: number[] = []
  for (const code of codes) {
    if (top.length === 3 && getCount(code) <= getCount(top[2] as number)) continue
    top.push(code)
    for (
      let index = top.length - 1;
      index > 0 && getCount(top[index] as number) > getCount(top[index - 1] as number);
      index--
    )
      [top[index], top[index - 1]] = [top[index - 1] as number, top[index] as number]
    top.length = Math.min(3, top.length)
  }
  const selected = new Set(top)
  return codes.filter((code) => selected.has(code))
}

/** Counts the other cells with a code. */
export const countOthersWith = ({ counts, cellCode }: Tally, code: number): number =>
  (counts.get(code) ?? 0) - (code === cellCode ? 1 : 0)

/** A part of a value: one of its words, or the number of its first characters. */
export type ValuePart = 'first' | 'second' | 'last' | number

/** A source of evidence for the cells of one column. */
export interface Predictor {
  /** The index of the predicted column. */
  to: number
  /** The determinant columns of the row. */
  from: readonly number[]
  /** The part of each determinant that is used; undefined for the full value. */
  parts?: readonly (ValuePart | undefined)[]
  /**
   * `columns`: from equal values of other columns; `run` and `sequence`: from adjacent rows; `whole`: computed from its
   * parts (strings or terms of a sum); `part`: computed from the whole and the other parts.
   */
  kind: 'columns' | 'run' | 'sequence' | 'whole' | 'part'
  /** Share of cells that differ from the prediction and are correct: the rate of legitimate exceptions. */
  exceptionRate: number
  /** The rate of legitimate exceptions where almost all other cells of the evidence agree. */
  unanimousExceptionRate: number
  /** Share of cells that differ from the prediction, legitimately or not. */
  disagreement: number
  /** The weight of its evidence. */
  weight: number
  /** Returns the evidence for the cell of a row; `undefined` if there is none. */
  tally(row: number): Tally | undefined
}

/** Number of agreeing rows that a computed value counts as, because it has no legitimate alternative. */
const computedSupport = 3

/**
 * Creates the evidence for a cell whose value is computed from other columns.
 *
 * @param exceptionRate - The rate of legitimate exceptions among such cells, if it differs from that of the predictor.
 */
export function createComputedTally(code: number, cellCode: number, exceptionRate?: number): Tally {
  const counts = new Map([[code, computedSupport]])
  counts.set(cellCode, (counts.get(cellCode) ?? 0) + 1)
  return { counts, cellCode, total: computedSupport, ...(exceptionRate === undefined ? {} : { exceptionRate }) }
}

/** Minimum number of distinct computed strings. */
const minComputedTexts = 40
/** Maximum share of rows with the same computed string. */
const maxComputedShare = 0.05
/** Rate of legitimate exceptions among cells with the computed text of another row. */
const misassignedExceptionRate = 0.0005

/**
 * Creates a lookup of exception rates for a column of computed strings: a cell that has the string of another row is
 * misassigned, whereas legitimate exceptions have other strings.
 *
 * @param computeText - Returns the computed text of a row; `undefined` if it cannot be computed.
 * @returns The rate of legitimate exceptions for a value that differs from the computed text of its row; `undefined`
 * for the rate of the predictor.
 */
export function createExceptionRateLookup(
  rows: number,
  computeText: (row: number) => string | undefined,
): (text: string) => number | undefined {
  const counts = new Map<string, number>()
  for (let row = 0; row < rows; row++) {
    const text = computeText(row)
    if (text !== undefined && text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  if (counts.size < minComputedTexts) return () => undefined
  return (text) => {
    const count = counts.get(text) ?? 0
    return count > 0 && count <= Math.max(1, maxComputedShare * rows) ? misassignedExceptionRate : undefined
  }
}

/**
 * Creates a predictor that computes a column from others.
 *
 * @param differing - Share of rows that differ from the prediction.
 * @param computeCode - Returns the computed code of a row; `undefined` if it cannot be computed.
 * @param getExceptionRate - Returns the rate of legitimate exceptions for a value, if it differs from that of the
 * predictor.
 */
export function createComputedPredictor(
  { to, from, kind }: Pick<Predictor, 'to' | 'from' | 'kind'>,
  { differing, exceptionRate }: { readonly differing: number; readonly exceptionRate: number },
  { values, repaired, observed }: EncodedColumn,
  computeCode: (row: number) => number | undefined,
  getExceptionRate?: (text: string) => number | undefined,
): Predictor {
  const rate = Math.max(exceptionRate, differing / 20)
  return {
    to,
    from,
    kind,
    exceptionRate: rate,
    unanimousExceptionRate: rate,
    disagreement: Math.min(0.1, differing),
    weight: 1,
    tally(row) {
      const code = computeCode(row)
      if (code === undefined) return undefined
      return createComputedTally(
        code,
        repaired[row] as number,
        getExceptionRate?.(values[observed[row] as number] as string),
      )
    },
  }
}

const minExceptionRate = 0.0004
/**
 * The ratio of all errors to those that are detected within a single column. The other errors are valid values of the
 * column.
 */
const errorsPerDetectedError = 2.5

/**
 * Estimates the rate of legitimate exceptions: the share of differing rows that errors do not explain.
 *
 * @param differing - Share of rows that differ from the prediction.
 * @param noise - Share of cells that are wrong within their own column.
 * @param cells - Number of cells per row in which an error causes a difference.
 */
export const estimateExceptionRate = (differing: number, noise: number, cells: number): number =>
  Math.max(minExceptionRate, differing - 0.003 - errorsPerDetectedError * noise * cells)
