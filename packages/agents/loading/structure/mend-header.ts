import { message, type Message } from '@aw-flow/messages'
import type { Dialect } from '@aw-flow/schema'
import type { CellCosts } from './align-cells.ts'
import { headerVote } from './detect-header.ts'
import { mendRecord } from './mend-record.ts'
import { readRecords, type SourceRecord } from '../detect/read-records.ts'

/** A damaged line of names made whole. */
export interface MendedHeader {
  names: string[]
  reason: Message
}

/** What an empty name costs, in nats: over values, and over a column without any. */
const emptyName = { overValues: 24, overNothing: 4 }
/** One mistake and no more. */
const mostCost = 12

const marks = [',', ';', '\t', '|', ' ']
const inSentences = /^(?:of|the|and|by|in|for|from|to|on|at|der|die|das|und|von|de|du|des|la|le|les|et|y|el|en)$/i

/** The names of a line that another delimiter cuts into as many different words as there are columns, beyond doubt. */
function otherwiseCut(
  raw: string,
  rows: readonly string[][],
  width: number,
  { quote, escape }: Dialect,
): MendedHeader | undefined {
  for (const mark of marks) {
    const cells = readRecords(raw, { delimiter: mark, quote, escape })[0]?.cells ?? []
    const names = cells.map((name) => name.trim()).filter((name) => mark !== ' ' || name !== '')
    if (names.length !== width || new Set(names).size < width) continue
    if (!names.every((name) => /\p{L}/u.test(name) && !inSentences.test(name))) continue
    const { vote, strong } = headerVote(names, rows, width)
    if (!strong || vote <= 2.5) continue
    const called = JSON.stringify(mark).slice(1, -1)
    const reason =
      mark === ' ' ? message('loading.repair-names-blank', {}) : message('loading.repair-names', { mark: called })
    return { names, reason }
  }
  return undefined
}

/**
 * The names that a damaged first line means (a quote or a delimiter too many, another delimiter), where they name the
 * columns of the records below beyond doubt. No name is ever cut in two: where is only known beside a quote,
 * or where another delimiter cuts the whole line.
 */
export function mendHeader(
  record: SourceRecord,
  below: readonly SourceRecord[],
  width: number,
  dialect: Dialect,
  text: string,
): MendedHeader | undefined {
  const rows = below.filter(({ cells }) => cells.length === width).map(({ cells }) => cells)
  if (width < 3 || rows.length < 2 || (record.cells.length === width && record.strayQuotes === 0)) return undefined
  const isEmpty = Array.from({ length: width }, (_, column) => rows.every((cells) => cells[column]?.trim() === ''))
  const names: CellCosts = {
    width,
    cell: (column, name) => (name.trim() !== '' ? 0 : isEmpty[column] ? emptyName.overNothing : emptyName.overValues),
    cut: () => undefined,
  }
  const raw = text.slice(record.start, record.end).replace(/\n$/, '')
  const mended = mendRecord(raw, dialect, names)
  if (!mended || mended.cost > mostCost)
    return record.cells.length === 1 ? otherwiseCut(raw, rows, width, dialect) : undefined
  if (mended.cells.some((name, column) => name.trim() === '' && !isEmpty[column])) return undefined
  const { vote, strong } = headerVote(mended.cells, rows, width)
  return strong && vote > 0.5 ? { names: mended.cells.map((name) => name.trim()), reason: mended.reason } : undefined
}
