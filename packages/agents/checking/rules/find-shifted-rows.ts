import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import type { CellViolation } from './violation.ts'
import { appendAll } from '../large-lists.ts'

const minRows = 30
const maxColumns = 60
/** Maximum share of rows with shifted values. */
const maxShiftedShare = 0.15
/** Minimum log likelihood ratio of shifted values to correct ones, over all cells of a row. */
const minEvidence = 7
/** Minimum number of cells that indicate the shift. */
const minIndicating = 2
/** Minimum log likelihood ratio of a cell that indicates the shift. */
const minCellEvidence = 1
/** Maximum absolute log likelihood ratio of a cell. */
const maxCellEvidence = 4
/** The cells after the last indicating one are also shifted if they do not contradict it. */
const maxContradiction = 0.7
/** In columns with more empty cells, an empty cell does not indicate a shift. */
const maxEmptyShare = 0.4

/** The frequencies of the values and shapes of a column. */
interface Frequencies {
  readonly filled: number
  readonly shapes: readonly string[]
  readonly cellsByShape: ReadonlyMap<string, number>
}

/**
 * Returns the shape of a value: its words and separators, and the digits of its numbers before and after the decimal
 * mark.
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

function countShapes({ values, counts }: EncodedColumn): Frequencies {
  const shapes = values.map(toShape)
  const cellsByShape = new Map<string, number>()
  let filled = 0
  counts.forEach((count, code) => {
    if (code === 0 || count === 0) return
    filled += count
    const shape = shapes[code] as string
    cellsByShape.set(shape, (cellsByShape.get(shape) ?? 0) + count)
  })
  return { filled, shapes, cellsByShape }
}

/** Returns the log likelihood ratio of the value in another column to that in its own, for each code of a column. */
function compareColumns(
  column: EncodedColumn,
  own: Frequencies,
  other: EncodedColumn,
  otherFrequencies: Frequencies,
): Float64Array {
  const computeLikelihood = (cells: number, shapeCells: number, filled: number): number =>
    0.002 + (filled === 0 ? 0 : (0.7 * Math.max(0, cells) + 0.3 * Math.max(0, shapeCells)) / filled)
  return Float64Array.from(column.values, (text, code) => {
    if (code === 0) return 0
    const shape = own.shapes[code] as string
    const otherCode = other.codes.get(text)
    const inOther = computeLikelihood(
      otherCode === undefined ? 0 : (other.counts[otherCode] as number),
      otherFrequencies.cellsByShape.get(shape) ?? 0,
      otherFrequencies.filled,
    )
    const inOwn = computeLikelihood(
      (column.counts[code] as number) - 1,
      (own.cellsByShape.get(shape) ?? 0) - 1,
      own.filled,
    )
    return Math.max(-maxCellEvidence, Math.min(maxCellEvidence, Math.log(inOther / inOwn)))
  })
}

/**
 * Finds rows where a run of values is shifted by one column, because a cell is missing or surplus. The values are far
 * more likely in the adjacent columns, and the cell at the end of the run is empty.
 */
export function findShiftedRows({ rows, columns }: EncodedTable): CellViolation[] {
  if (rows < minRows || columns.length > maxColumns || columns.length < 3) return []
  const frequencies = columns.map(countShapes)
  const results: CellViolation[] = []
  for (const step of [-1, 1] as const) {
    const evidence = columns.map((column, index) => {
      const [other, otherFrequencies] = [columns[index + step], frequencies[index + step]]
      return other && otherFrequencies
        ? compareColumns(column, frequencies[index] as Frequencies, other, otherFrequencies)
        : undefined
    })
    const violations: CellViolation[] = []
    let shiftedRows = 0
    for (let row = 0; row < rows; row++) {
      const run = findRun({ rows, columns }, row, step, evidence)
      if (!run) continue
      shiftedRows++
      violations.push(...describeRun(columns, row, step, run))
    }
    if (shiftedRows <= maxShiftedShare * rows) appendAll(results, violations)
  }
  return results
}

/** Returns the empty cell, followed by the shifted cells in order; `undefined` if the row is correct. */
function findRun(
  { rows, columns }: EncodedTable,
  row: number,
  step: -1 | 1,
  evidence: readonly (Float64Array | undefined)[],
): number[] | undefined {
  let best: { run: number[]; sum: number } | undefined
  for (const [gap, { repaired, counts }] of columns.entries()) {
    if (repaired[row] !== 0 || (counts[0] as number) > maxEmptyShare * rows) continue
    let [sum, indicating, bestSum, bestEnd] = [0, 0, 0, -1]
    let index = gap - step
    for (; index >= 0 && index < columns.length; index -= step) {
      const cell = evidence[index]?.[(columns[index] as EncodedColumn).repaired[row] as number] ?? 0
      if (cell < -maxContradiction) break
      sum += cell
      if (cell >= minCellEvidence) indicating++
      if (cell > 0 && sum > bestSum) [bestSum, bestEnd] = [sum, index]
    }
    if (bestSum < minEvidence || indicating < minIndicating || (best && bestSum <= best.sum)) continue
    // A surplus cell shifts all cells up to the end of the row.
    const end = step === -1 && index === columns.length ? columns.length - 1 : bestEnd
    const run: number[] = []
    for (let position = gap; position !== end - step; position -= step) run.push(position)
    best = { run, sum: bestSum }
  }
  return best?.run
}

function describeRun(
  columns: readonly EncodedColumn[],
  row: number,
  step: -1 | 1,
  run: readonly number[],
): CellViolation[] {
  const getText = (index: number): string => {
    const { values, repaired } = columns[index] as EncodedColumn
    return values[repaired[row] as number] as string
  }
  return run.flatMap((index, position): CellViolation[] => {
    const column = columns[index] as EncodedColumn
    const source = run[position + 1]
    const params = { from: column.name, to: columns[index + step]?.name ?? column.name }
    const shared = { row, column: index, kind: 'spilled-value', rule: 'dependency', params, logOdds: 4 } as const
    if (source !== undefined) return getText(source) === getText(index) ? [] : [{ ...shared, value: getText(source) }]
    // The original value of the last cell was lost, unless it was empty.
    const wasEmpty = (column.counts[0] as number) > maxEmptyShare * column.repaired.length
    return getText(index) === '' ? [] : [{ ...shared, ...(wasEmpty ? { value: '' } : {}) }]
  })
}
