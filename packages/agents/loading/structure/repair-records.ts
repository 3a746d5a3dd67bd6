import { message } from '@aw-flow/messages'
import type { Dialect, RepairedRecord } from '@aw-flow/schema/internal'
import type { CellCosts } from './align-cells.ts'
import { ColumnModel } from './column-model.ts'
import { repairRecord } from './repair-record.ts'
import { isBlank, type SourceRecord } from '../records/read-records.ts'

/** Maximum fraction of damaged records. If more records differ in the number of cells, they are considered intact. */
const maxDamagedFraction = 0.04
const maxTrainingRecords = 500
const maxRepairs = 100
const maxJoinedRecords = 1000
/**
 * Maximum amount in nats by which the cost of a repaired record may exceed 1.25 times that of the most expensive intact
 * record.
 */
const maxExtraCost = 20

/**
 * Repairs the few records damaged by an extra or missing quote or delimiter. A repair is accepted only if the repaired
 * cells resemble those of the other records. If too many records have a different number of cells, none is repaired.
 */
export function repairRecords(
  records: readonly SourceRecord[],
  width: number,
  dialect: Dialect,
  text: string,
): RepairedRecord[] {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  const joinedRecords = nonBlankRecords.filter((record) => record.joined)
  if (joinedRecords.length > 0)
    return joinedRecords.slice(0, maxJoinedRecords).map((record) => toJoinedRepair(record, text))
  const damagedRecords = nonBlankRecords.filter(
    (record) => record.isTruncated || countUsedCells(record, width) !== width,
  )
  if (
    width < 2 ||
    damagedRecords.length === 0 ||
    damagedRecords.length > Math.min(maxRepairs, Math.max(1, maxDamagedFraction * nonBlankRecords.length))
  )
    return []
  const intactRecords = nonBlankRecords.filter((record) => record.cells.length === width && record.strayQuotes === 0)
  if (intactRecords.length < 3) return []
  const cellCosts = trainCosts(intactRecords, width)
  const maxCost = Math.max(
    ...intactRecords.slice(0, maxTrainingRecords).map((record) => computeCost(record, cellCosts)),
  )
  return damagedRecords.flatMap((record) => {
    const raw = text.slice(record.start, record.end).replace(/\n$/, '')
    const repair = repairRecord(raw, dialect, cellCosts)
    if (!repair || repair.cost > 1.25 * maxCost + maxExtraCost) return []
    if (!repair.cells.every((cell, column) => isPlausible(cell.replaceAll(dialect.quote, ''), column, cellCosts)))
      return []
    return [{ line: record.line, lines: raw.split('\n').length, raw, cells: repair.cells, reason: repair.reason }]
  })
}

function toJoinedRepair({ line, start, end, cells, joined }: SourceRecord, text: string): RepairedRecord {
  const raw = text.slice(start, end).replace(/\n$/, '')
  const reason = joined === 'number' ? message('loading.repair-thousands', {}) : message('loading.repair-joined', {})
  return { line, lines: raw.split('\n').length, raw, cells: [...cells], reason }
}

/** Returns whether a cell costs at most as much as random text over an alphabet of 60 characters. */
const isPlausible = (cell: string, column: number, cellCosts: CellCosts): boolean =>
  cell === '' || cellCosts.computeCellCost(column, cell) <= (cell.length + 1) * Math.log(60) + 4

/** Trains a cost model for the table's columns on its intact records. */
export function trainCosts(intactRecords: readonly SourceRecord[], width: number): CellCosts {
  const step = Math.max(1, Math.floor(intactRecords.length / maxTrainingRecords))
  const trainingRecords = intactRecords.filter((_, index) => index % step === 0)
  const models = Array.from(
    { length: width },
    (_, column) => new ColumnModel(trainingRecords.map(({ cells }) => cells[column] as string)),
  )
  const getModel = (column: number): ColumnModel => models[column] as ColumnModel
  return {
    width,
    computeCellCost: (column, text) => getModel(column).computeCost(text),
    findSplit(column, text) {
      const prefixCosts = getModel(column).computePrefixCosts(text)
      const suffixCosts = getModel(column + 1).computeSuffixCosts(text)
      let best = { position: 0, cost: Infinity }
      for (let position = 1; position < text.length; position++) {
        const cost = (prefixCosts[position] as number) + (suffixCosts[position] as number)
        if (cost < best.cost) best = { position, cost }
      }
      return best
    },
  }
}

const computeCost = ({ cells }: SourceRecord, cellCosts: CellCosts): number =>
  cells.reduce((sum, cell, column) => sum + cellCosts.computeCellCost(column, cell), 0)

/** Counts the cells of a record, except trailing empty cells beyond the width. */
function countUsedCells({ cells }: SourceRecord, width: number): number {
  let count = cells.length
  while (count > width && cells[count - 1] === '') count--
  return count
}
