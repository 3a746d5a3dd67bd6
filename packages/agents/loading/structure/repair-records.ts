import { message } from '@aw-flow/messages'
import type { Dialect, RepairedRecord } from '@aw-flow/schema'
import type { CellCosts } from './align-cells.ts'
import { ColumnModel } from './column-model.ts'
import { repairRecord } from './repair-record.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** If a larger share of the records has a different number of cells, they are not damaged. */
const maxDamagedShare = 0.04
const maxTrainingRecords = 500
const maxRepairs = 100
const maxJoined = 1000
/** Additional cost in nats that a repaired record may have, compared with the most expensive intact one. */
const maxExtraCost = 20

/**
 * Repairs the few records that are damaged by a surplus or missing quote or delimiter: their repaired cells resemble
 * the cells of the other records. Records without such a repair are not changed. If many records have a different
 * number of cells, none is changed.
 */
export function repairRecords(
  records: readonly SourceRecord[],
  width: number,
  dialect: Dialect,
  text: string,
): RepairedRecord[] {
  const filled = records.filter((record) => !isBlank(record))
  const joined = filled.filter((record) => record.joined)
  if (joined.length > 0) return joined.slice(0, maxJoined).map((record) => toJoinedRepair(record, text))
  const damaged = filled.filter((record) => record.cutAtLineEnd || countUsedCells(record, width) !== width)
  if (
    width < 2 ||
    damaged.length === 0 ||
    damaged.length > Math.min(maxRepairs, Math.max(1, maxDamagedShare * filled.length))
  )
    return []
  const intact = filled.filter((record) => record.cells.length === width && record.strayQuotes === 0)
  if (intact.length < 3) return []
  const table = trainCosts(intact, width)
  const maxCost = Math.max(...intact.slice(0, maxTrainingRecords).map((record) => computeCost(record, table)))
  return damaged.flatMap((record) => {
    const raw = text.slice(record.start, record.end).replace(/\n$/, '')
    const repaired = repairRecord(raw, dialect, table)
    if (!repaired || repaired.cost > 1.25 * maxCost + maxExtraCost) return []
    if (!repaired.cells.every((cell, column) => isPlausible(cell.replaceAll(dialect.quote, ''), column, table)))
      return []
    return [{ line: record.line, lines: raw.split('\n').length, raw, cells: repaired.cells, reason: repaired.reason }]
  })
}

function toJoinedRepair({ line, start, end, cells }: SourceRecord, text: string): RepairedRecord {
  const raw = text.slice(start, end).replace(/\n$/, '')
  const reason = message('loading.repair-joined', {})
  return { line, lines: raw.split('\n').length, raw, cells: [...cells], reason }
}

/** Returns whether a cell costs no more than random text of sixty equally likely characters. */
const isPlausible = (cell: string, column: number, table: CellCosts): boolean =>
  cell === '' || table.computeCellCost(column, cell) <= (cell.length + 1) * Math.log(60) + 4

/** Trains the cost model of a table on its intact records. */
export function trainCosts(intact: readonly SourceRecord[], width: number): CellCosts {
  const step = Math.max(1, Math.floor(intact.length / maxTrainingRecords))
  const training = intact.filter((_, index) => index % step === 0)
  const models = Array.from(
    { length: width },
    (_, column) => new ColumnModel(training.map(({ cells }) => cells[column] as string)),
  )
  const model = (column: number): ColumnModel => models[column] as ColumnModel
  return {
    width,
    computeCellCost: (column, text) => model(column).computeCost(text),
    findSplit(column, text) {
      const prefixCosts = model(column).computePrefixCosts(text)
      const suffixCosts = model(column + 1).computeSuffixCosts(text)
      let best = { at: 0, cost: Infinity }
      for (let at = 1; at < text.length; at++) {
        const cost = (prefixCosts[at] as number) + (suffixCosts[at] as number)
        if (cost < best.cost) best = { at, cost }
      }
      return best
    },
  }
}

const computeCost = ({ cells }: SourceRecord, table: CellCosts): number =>
  cells.reduce((sum, cell, column) => sum + table.computeCellCost(column, cell), 0)

/** Counts the cells without empty ones beyond the width. */
function countUsedCells({ cells }: SourceRecord, width: number): number {
  let count = cells.length
  while (count > width && cells[count - 1] === '') count--
  return count
}
