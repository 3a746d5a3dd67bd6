import { defined } from '@aw-flow/schema'
import type { EncodedColumn } from '../encoded-table.ts'

/** The evidence for one cell: how often each value occurs under the same conditions. */
export interface Tally {
  /** Number of cells keyed by code, including the cell itself. Code 0 is a missing value. */
  counts: ReadonlyMap<number, number>
  /** The code of the cell for which the evidence is collected. */
  cellCode: number
  /** Number of other non-empty cells. */
  otherCellCount: number
  /** The rate of legitimate exceptions among such cells. Default: the predictor's rate. */
  exceptionRate?: number
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
   * What the prediction is based on. `columns`: rows with equal values in other columns. `run` and `sequence`: adjacent
   * rows. `whole`: the parts that make up the value, such as substrings or the terms of a sum. `part`: the whole and
   * its other parts.
   */
  kind: 'columns' | 'run' | 'sequence' | 'whole' | 'part'
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

/** A computed value has no legitimate alternative, so it counts as this many agreeing rows. */
const computedSupport = 3

/**
 * Creates the evidence for a cell whose value is computed from other columns.
 *
 * @param exceptionRate - The rate of legitimate exceptions among such cells. Default: the predictor's rate.
 */
export function createComputedTally(code: number, cellCode: number, exceptionRate?: number): Tally {
  const counts = new Map([[code, computedSupport]])
  counts.set(cellCode, (counts.get(cellCode) ?? 0) + 1)
  return defined({ counts, cellCode, otherCellCount: computedSupport, exceptionRate })
}

/** Exception rates are looked up only if there are at least this many distinct computed strings. */
const minComputedStrings = 40
/** A string is characteristic of its row only if at most this fraction of rows has it. */
const maxCharacteristicFraction = 0.05
/** Rate of legitimate exceptions among cells that contain the computed string of another row. */
const misassignedExceptionRate = 0.0005

/**
 * Creates a lookup of exception rates for a column of computed strings. A cell that contains another row's string is
 * probably misassigned, whereas legitimate exceptions contain other strings.
 *
 * @param computeText - Returns a row's computed string, or `undefined` if it cannot be computed.
 * @returns A function that returns the rate of legitimate exceptions for a value that differs from its row's computed
 * string, or `undefined` if the predictor's rate applies.
 */
export function createExceptionRateLookup(
  rowCount: number,
  computeText: (row: number) => string | undefined,
): (text: string) => number | undefined {
  const counts = new Map<string, number>()
  for (let row = 0; row < rowCount; row++) {
    const text = computeText(row)
    if (text !== undefined && text !== '') counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  if (counts.size < minComputedStrings) return () => undefined
  return (text) => {
    const count = counts.get(text) ?? 0
    return count > 0 && count <= Math.max(1, maxCharacteristicFraction * rowCount)
      ? misassignedExceptionRate
      : undefined
  }
}

/**
 * Creates a predictor that computes a column from other columns.
 *
 * @param mismatchShare - Fraction of rows that differ from the prediction.
 * @param computeCode - Returns a row's computed code, or `undefined` if it cannot be computed.
 * @param getExceptionRate - Returns the rate of legitimate exceptions for a value, or `undefined` if the predictor's
 * rate applies.
 */
export function createComputedPredictor(
  { targetIndex, sourceIndexes, kind }: Pick<Predictor, 'targetIndex' | 'sourceIndexes' | 'kind'>,
  { mismatchShare: mismatchRate, exceptionRate }: { readonly mismatchShare: number; readonly exceptionRate: number },
  { values, repairedCodes, observedCodes }: EncodedColumn,
  computeCode: (row: number) => number | undefined,
  getExceptionRate?: (text: string) => number | undefined,
): Predictor {
  const rate = Math.max(exceptionRate, mismatchRate / 20)
  return {
    targetIndex,
    sourceIndexes,
    kind,
    exceptionRate: rate,
    unanimousExceptionRate: rate,
    disagreement: Math.min(0.1, mismatchRate),
    weight: 1,
    tally(row) {
      const code = computeCode(row)
      if (code === undefined) return undefined
      return createComputedTally(
        code,
        repairedCodes[row] as number,
        getExceptionRate?.(values[observedCodes[row] as number] as string),
      )
    },
  }
}

const minExceptionRate = 0.0004
/**
 * The ratio of all errors to those that can be detected within a single column. The remaining errors are valid values
 * of their column.
 */
const errorsPerDetectedError = 2.5

/**
 * Estimates the rate of legitimate exceptions: the fraction of rows that differ from the prediction and are not
 * explained by errors.
 *
 * @param mismatchRate - Fraction of rows that differ from the prediction.
 * @param noise - Estimated fraction of wrong cells, based on a check of each column by itself.
 * @param cellsPerRow - Number of cells per row that the prediction involves.
 */
export const estimateExceptionRate = (mismatchRate: number, noise: number, cellsPerRow: number): number =>
  Math.max(minExceptionRate, mismatchRate - 0.003 - errorsPerDetectedError * noise * cellsPerRow)
