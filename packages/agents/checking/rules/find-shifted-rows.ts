import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import type { CellViolation } from './violation.ts'
import { appendAll } from '../large-lists.ts'

const minRows = 30
const maxColumns = 60
/** Maximum share of rows with shifted values. */
const maxShiftedShare = 0.15
/** Minimum log likelihood ratio of a shift to no shift, summed over a run of cells. */
const minEvidence = 7
/** Minimum number of cells in a run that indicate the shift. */
const minIndicatingCells = 2
/** A cell indicates a shift if its log likelihood ratio is at least this. */
const minCellEvidence = 1
/** The log likelihood ratio of a cell is clamped to this absolute value. */
const maxCellEvidence = 4
/**
 * If a cell's log likelihood ratio is below the negative of this value, the cell contradicts the shift and ends the
 * run.
 */
const maxContradiction = 0.7
/** In a column with a larger share of empty cells, an empty cell does not indicate a shift. */
const maxEmptyShare = 0.4

/** Statistics about the shapes of a column's values. */
interface ShapeFrequencies {
  /** Number of non-empty cells. */
  readonly nonEmptyCount: number
  /** The shape of each value, indexed by code. */
  readonly shapes: readonly string[]
  readonly cellCountByShape: ReadonlyMap<string, number>
}

/**
 * Returns the shape of a value. For a number, this is the number of digits before and after the decimal point. For
 * other values, words and numbers are replaced with placeholders, and separators are kept.
 */
function toShape(text: string): string {
  const number = /^[-+]?(\d{1,12})(?:[.,](\d{1,12}))?%?$/.exec(text)
  if (number) return `${number[1]?.length}.${number[2]?.length ?? 0}`
  return text
    .slice(0, 40)
    .replace(/(?<!\p{L})\p{Lu}{1,4}(?!\p{L})/gu, (word) => `<${word.length}>`)
    .replace(/\p{Lu}?\p{Ll}+/gu, 'a')
    .replace(/\p{L}+/gu, 'A')
    .replace(/\d+/g, '9')
    .slice(0, 16)
}

function countShapes({ values, counts }: EncodedColumn): ShapeFrequencies {
  const shapes = values.map(toShape)
  const cellCountByShape = new Map<string, number>()
  let nonEmptyCount = 0
  counts.forEach((count, code) => {
    if (code === 0 || count === 0) return
    nonEmptyCount += count
    const shape = shapes[code] as string
    cellCountByShape.set(shape, (cellCountByShape.get(shape) ?? 0) + count)
  })
  return { nonEmptyCount, shapes, cellCountByShape }
}

/**
 * Computes, for each value of a column, the log likelihood ratio of belonging to another column rather than to its own.
 * The result is indexed by code.
 */
function compareColumns(
  column: EncodedColumn,
  ownFrequencies: ShapeFrequencies,
  otherColumn: EncodedColumn,
  otherFrequencies: ShapeFrequencies,
): Float64Array {
  const computeLikelihood = (valueCount: number, shapeCount: number, nonEmptyCount: number): number =>
    0.002 + (nonEmptyCount === 0 ? 0 : (0.7 * Math.max(0, valueCount) + 0.3 * Math.max(0, shapeCount)) / nonEmptyCount)
  return Float64Array.from(column.values, (text, code) => {
    if (code === 0) return 0
    const shape = ownFrequencies.shapes[code] as string
    const otherCode = otherColumn.codes.get(text)
    const likelihoodInOtherColumn = computeLikelihood(
      otherCode === undefined ? 0 : (otherColumn.counts[otherCode] as number),
      otherFrequencies.cellCountByShape.get(shape) ?? 0,
      otherFrequencies.nonEmptyCount,
    )
    const likelihoodInOwnColumn = computeLikelihood(
      (column.counts[code] as number) - 1,
      (ownFrequencies.cellCountByShape.get(shape) ?? 0) - 1,
      ownFrequencies.nonEmptyCount,
    )
    return Math.max(
      -maxCellEvidence,
      Math.min(maxCellEvidence, Math.log(likelihoodInOtherColumn / likelihoodInOwnColumn)),
    )
  })
}

/**
 * Finds rows in which a run of values is shifted by one column because a cell is missing or extra. In such a row,
 * the values are far more likely in the adjacent columns, and a cell at one end of the run is empty.
 */
export function findShiftedRows({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  if (rowCount < minRows || columns.length > maxColumns || columns.length < 3) return []
  const frequencies = columns.map(countShapes)
  const results: CellViolation[] = []
  for (const step of [-1, 1] as const) {
    const evidence = columns.map((column, index) => {
      const [adjacentColumn, adjacentFrequencies] = [columns[index + step], frequencies[index + step]]
      return adjacentColumn && adjacentFrequencies
        ? compareColumns(column, frequencies[index] as ShapeFrequencies, adjacentColumn, adjacentFrequencies)
        : undefined
    })
    const violations: CellViolation[] = []
    let shiftedRowCount = 0
    for (let row = 0; row < rowCount; row++) {
      const run = findRun({ rows: rowCount, columns }, row, step, evidence)
      if (!run) continue
      shiftedRowCount++
      violations.push(...createViolations(columns, row, step, run))
    }
    if (shiftedRowCount <= maxShiftedShare * rowCount) appendAll(results, violations)
  }
  return results
}

/**
 * Returns the column indexes of the empty cell and the shifted cells, in the order of the shift. Returns `undefined` if
 * the row has no shifted cells.
 */
function findRun(
  { rows: rowCount, columns }: EncodedTable,
  row: number,
  step: -1 | 1,
  evidence: readonly (Float64Array | undefined)[],
): number[] | undefined {
  let best: { run: number[]; sum: number } | undefined
  for (const [emptyIndex, { repairedCodes, counts }] of columns.entries()) {
    if (repairedCodes[row] !== 0 || (counts[0] as number) > maxEmptyShare * rowCount) continue
    let [sum, indicatingCount, bestSum, bestEnd] = [0, 0, 0, -1]
    let index = emptyIndex - step
    for (; index >= 0 && index < columns.length; index -= step) {
      const cellEvidence = evidence[index]?.[(columns[index] as EncodedColumn).repairedCodes[row] as number] ?? 0
      if (cellEvidence < -maxContradiction) break
      sum += cellEvidence
      if (cellEvidence >= minCellEvidence) indicatingCount++
      if (cellEvidence > 0 && sum > bestSum) [bestSum, bestEnd] = [sum, index]
    }
    if (bestSum < minEvidence || indicatingCount < minIndicatingCells || (best && bestSum <= best.sum)) continue
    // An extra cell shifts all cells up to the end of the row.
    const end = step === -1 && index === columns.length ? columns.length - 1 : bestEnd
    const run: number[] = []
    for (let columnIndex = emptyIndex; columnIndex !== end - step; columnIndex -= step) run.push(columnIndex)
    best = { run, sum: bestSum }
  }
  return best?.run
}

function createViolations(
  columns: readonly EncodedColumn[],
  row: number,
  step: -1 | 1,
  run: readonly number[],
): CellViolation[] {
  const getText = (index: number): string => {
    const { values, repairedCodes } = columns[index] as EncodedColumn
    return values[repairedCodes[row] as number] as string
  }
  return run.flatMap((index, position): CellViolation[] => {
    const column = columns[index] as EncodedColumn
    const sourceIndex = run[position + 1]
    const params = { from: column.name, to: columns[index + step]?.name ?? column.name }
    const sharedFields = { row, column: index, kind: 'spilled-value', rule: 'dependency', params, logOdds: 4 } as const
    if (sourceIndex !== undefined)
      return getText(sourceIndex) === getText(index) ? [] : [{ ...sharedFields, replacement: getText(sourceIndex) }]
    // The original value of the last cell is lost, unless it was probably empty.
    const wasEmpty = (column.counts[0] as number) > maxEmptyShare * column.repairedCodes.length
    return getText(index) === '' ? [] : [{ ...sharedFields, ...(wasEmpty ? { replacement: '' } : {}) }]
  })
}
