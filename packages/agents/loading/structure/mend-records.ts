import { message } from '@aw-flow/messages'
import type { Dialect, RepairedRecord } from '@aw-flow/schema'
import type { CellCosts } from './align-cells.ts'
import { ColumnModel } from './column-model.ts'
import { mendRecord } from './mend-record.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'

/** Above this share of the records, another number of cells is the file's habit and no damage. */
const habit = 0.04
const mostLearnt = 500
const mostMended = 100
const mostJoined = 1000
/** How much dearer than the dearest whole record a mended one may be, in nats, beside what its damage costs. */
const margin = 20

/**
 * Finds the few records that a quote or a delimiter too many or too few has spoilt, and what their author meant: cells
 * that look like those of the other records. A record is left as it is where none looks so, and all are where many
 * records have another number of cells.
 */
export function mendRecords(
  records: readonly SourceRecord[],
  width: number,
  dialect: Dialect,
  text: string,
): RepairedRecord[] {
  const filled = records.filter((record) => !isBlank(record))
  const joined = filled.filter((record) => record.joined)
  if (joined.length > 0) return joined.slice(0, mostJoined).map((record) => joinedMend(record, text))
  const damaged = filled.filter((record) => record.cutAtLineEnd || usedCells(record, width) !== width)
  if (width < 2 || damaged.length === 0 || damaged.length > Math.min(mostMended, Math.max(1, habit * filled.length)))
    return []
  const whole = filled.filter((record) => record.cells.length === width && record.strayQuotes === 0)
  if (whole.length < 3) return []
  const table = learnCosts(whole, width)
  const dearest = Math.max(...whole.slice(0, mostLearnt).map((record) => costOf(record, table)))
  return damaged.flatMap((record) => {
    const raw = text.slice(record.start, record.end).replace(/\n$/, '')
    const mended = mendRecord(raw, dialect, table)
    if (!mended || mended.cost > 1.25 * dearest + margin) return []
    if (!mended.cells.every((cell, column) => isLike(cell.replaceAll(dialect.quote, ''), column, table))) return []
    return [{ line: record.line, lines: raw.split('\n').length, raw, cells: mended.cells, reason: mended.reason }]
  })
}

function joinedMend({ line, start, end, cells }: SourceRecord, text: string): RepairedRecord {
  const raw = text.slice(start, end).replace(/\n$/, '')
  const reason = message('loading.repair-joined', {})
  return { line, lines: raw.split('\n').length, raw, cells: [...cells], reason }
}

/** True for a cell that its column explains no worse than chance would: sixty characters, each as likely. */
const isLike = (cell: string, column: number, table: CellCosts): boolean =>
  cell === '' || table.cell(column, cell) <= (cell.length + 1) * Math.log(60) + 4

/** What cells cost in a table of which these are records. */
export function learnCosts(whole: readonly SourceRecord[], width: number): CellCosts {
  const every = Math.max(1, Math.floor(whole.length / mostLearnt))
  const learnt = whole.filter((_, index) => index % every === 0)
  const models = Array.from(
    { length: width },
    (_, column) => new ColumnModel(learnt.map(({ cells }) => cells[column] as string)),
  )
  const model = (column: number): ColumnModel => models[column] as ColumnModel
  return {
    width,
    cell: (column, text) => model(column).cost(text),
    cut(column, text) {
      const ends = model(column).prefixCosts(text)
      const begins = model(column + 1).suffixCosts(text)
      let best = { at: 0, cost: Infinity }
      for (let at = 1; at < text.length; at++) {
        const cost = (ends[at] as number) + (begins[at] as number)
        if (cost < best.cost) best = { at, cost }
      }
      return best
    },
  }
}

const costOf = ({ cells }: SourceRecord, table: CellCosts): number =>
  cells.reduce((sum, cell, column) => sum + table.cell(column, cell), 0)

/** Without empty cells beyond the width. */
function usedCells({ cells }: SourceRecord, width: number): number {
  let count = cells.length
  while (count > width && cells[count - 1] === '') count--
  return count
}
