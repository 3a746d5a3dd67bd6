import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { estimateExceptionRate, type Predictor } from './predictor.ts'

const windowRadius = 2
const minExceptionRate = 0.001

/**
 * Finds columns in which equal values form runs of adjacent rows. In such a column, if the rows above and below a row
 * are equal, they determine its value.
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 */
export function findRunColumns(table: EncodedTable, noise: number): RunColumn[] {
  return table.columns.flatMap((column, columnIndex) => {
    const measure = measureRuns(column, table.rows, noise)
    return measure ? [{ ...measure, columnIndex }] : []
  })
}

/** Creates predictors for runs, based on the table's current repaired values. */
export const createRunPredictors = ({ columns, rows }: EncodedTable, runs: readonly RunColumn[]): Predictor[] =>
  runs.map((run) => createRunPredictor(columns[run.columnIndex] as EncodedColumn, run.columnIndex, rows, run))

/** A column in which equal values form runs. */
export interface RunColumn extends RunMeasure {
  /** The index of the column. */
  columnIndex: number
}

interface RunMeasure {
  exceptionRate: number
  disagreement: number
  strength: number
}

/**
 * Measures how often a row between two rows with equal values has the same value. If values rarely recur in later runs,
 * deviations are considered errors.
 */
function measureRuns(
  { repairedCodes, counts }: EncodedColumn,
  rowCount: number,
  noise: number,
): RunMeasure | undefined {
  let enclosedCount = 0
  let agreeingCount = 0
  let runCount = 0
  let nonEmptyCount = 0
  const seenCodes = new Set<number>()
  let recurringRunCount = 0
  let previous = 0
  for (let row = 0; row < rowCount; row++) {
    const code = repairedCodes[row] as number
    if (code === 0) continue
    nonEmptyCount++
    const [codeAbove, codeBelow] = [repairedCodes[row - 1] ?? 0, repairedCodes[row + 1] ?? 0]
    const isEnclosed = codeAbove !== 0 && codeAbove === codeBelow
    if (isEnclosed) {
      enclosedCount++
      if (code === codeAbove) agreeingCount++
      else continue
    }
    if (code === previous) continue
    runCount++
    if (seenCodes.has(code)) recurringRunCount++
    seenCodes.add(code)
    previous = code
  }
  if (
    enclosedCount < 20 ||
    enclosedCount < 0.2 * nonEmptyCount ||
    !areRarerValuesInRuns(repairedCodes, counts, rowCount)
  )
    return undefined
  let chance = 0
  counts.forEach((count, code) => {
    if (code > 0) chance += (count / nonEmptyCount) ** 2
  })
  const agreement = agreeingCount / enclosedCount
  const strength = chance >= 1 ? 0 : (agreement - chance) / (1 - chance)
  if (strength < 0.5) return undefined
  const isDecisive = strength >= 0.8 && agreement >= 0.93 && recurringRunCount <= 0.1 * runCount
  const mismatchRate = 1 - agreement
  const exceptionRate = Math.max(minExceptionRate, estimateExceptionRate(mismatchRate, noise, 1))
  return {
    disagreement: mismatchRate,
    strength,
    exceptionRate: isDecisive ? exceptionRate : Math.max(0.01, mismatchRate),
  }
}

/**
 * Minimum fraction of cells that must be adjacent to an equal cell. Cells with the most frequent value do not count. If
 * the fraction is lower, a single different value between two equal ones is considered correct.
 */
const minInRunFraction = 0.5

function areRarerValuesInRuns(repairedCodes: Int32Array, counts: readonly number[], rowCount: number): boolean {
  let mode = 1
  counts.forEach((count, code) => {
    if (code > 0 && count > (counts[mode] ?? 0)) mode = code
  })
  let otherCount = 0
  let inRunCount = 0
  for (let row = 0; row < rowCount; row++) {
    const code = repairedCodes[row] as number
    if (code === 0 || code === mode) continue
    otherCount++
    if (code === repairedCodes[row - 1] || code === repairedCodes[row + 1]) inRunCount++
  }
  return inRunCount >= minInRunFraction * otherCount
}

function createRunPredictor(
  column: EncodedColumn,
  columnIndex: number,
  rowCount: number,
  measure: RunMeasure,
): Predictor {
  // This is a copy, because repaired values change while rows are scored.
  const repairedCodes = column.repairedCodes.slice()
  return {
    targetIndex: columnIndex,
    sourceIndexes: [],
    kind: 'run',
    exceptionRate: measure.exceptionRate,
    unanimousExceptionRate: measure.exceptionRate,
    disagreement: measure.disagreement,
    weight: measure.strength,
    tally(row) {
      const codeAbove = repairedCodes[row - 1] ?? 0
      if (codeAbove === 0 || codeAbove !== repairedCodes[row + 1]) return undefined
      const cellCode = repairedCodes[row] as number
      const counts = new Map([[cellCode, 1]])
      let total = 0
      for (
        let neighbor = Math.max(0, row - windowRadius);
        neighbor <= Math.min(rowCount - 1, row + windowRadius);
        neighbor++
      ) {
        if (neighbor === row) continue
        const code = repairedCodes[neighbor] as number
        counts.set(code, (counts.get(code) ?? 0) + 1)
        if (code !== 0) total++
      }
      return { counts, cellCode, otherCellCount: total }
    },
  }
}
