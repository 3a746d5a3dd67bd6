import { message, type Message } from '@aw-flow/messages'
import type { Dialect } from '@aw-flow/schema'
import { alignCells, type Alignment, type CellCosts } from './align-cells.ts'
import { readRecords, type SourceRecord } from '../detect/read-records.ts'

/** A damaged record made whole: its cells, what that cost in nats, and what was wrong. */
export interface MendedRecord extends Alignment {
  reason: Message
}

const costs = { quoteAsText: 4, delimiterPutIn: 4, withoutQuotes: 8, otherDelimiter: 6 }
/** A quote that is text: no reader takes it for a quote, and no column is charged for it. */
const literal = '\uE0F1'
const longest = 20_000
const mostQuotes = 60
const otherDelimiters = [',', ';', '\t', '|', ' ']

/**
 * Reads a damaged record in every way in which one mistake can have been made (a quote that is text, a delimiter that
 * is missing beside a quote, quotes that are none, another delimiter), and answers the one that makes it most like the
 * table's other records. `undefined` where none makes cells for every column.
 */
export function mendRecord(raw: string, dialect: Dialect, table: CellCosts): MendedRecord | undefined {
  const { quote, delimiter } = dialect
  if (raw.length > longest) return undefined
  const unmarked: CellCosts = {
    width: table.width,
    cell: (column, text) => table.cell(column, text.replaceAll(literal, '')),
    cut: (column, text) => table.cut(column, text),
  }
  let best: MendedRecord | undefined
  const consider = (
    text: string,
    marks: Dialect,
    cost: number,
    reason: Message,
    fits?: (record: SourceRecord) => boolean,
  ) => {
    const read = readRecords(text, marks, { records: 2 })
    const record = read[0]
    if (read.length !== 1 || !record || (fits && !fits(record))) return
    const aligned = alignCells(record.cells, record.quoted, unmarked, marks.delimiter)
    if (!aligned || aligned.cost + cost >= (best?.cost ?? Infinity)) return
    const cells = aligned.cells.map((cell) => cell.replaceAll(literal, quote))
    best = { cells, cost: aligned.cost + cost, reason }
  }
  const plain = readRecords(raw, dialect, { records: 1 })[0]
  if (!plain) return undefined
  consider(raw, dialect, plain.strayQuotes > 0 ? 0.5 : 0, countReason(plain.cells.length, table.width))
  for (const at of quote === '' ? [] : placesOf(raw, quote)) {
    consider(
      raw.slice(0, at) + literal + raw.slice(at + 1),
      dialect,
      costs.quoteAsText,
      message('loading.repair-quote', {}),
      (record) => Math.abs(record.cells.length - table.width) <= 1,
    )
    for (const place of [at, at + 1]) {
      if (place === 0 || place === raw.length) continue
      if (raw.startsWith(delimiter, place) || raw.startsWith(delimiter, place - delimiter.length)) continue
      const fits = (record: SourceRecord) =>
        record.cells.length === table.width && record.strayQuotes <= plain.strayQuotes
      consider(
        raw.slice(0, place) + delimiter + raw.slice(place),
        dialect,
        costs.delimiterPutIn,
        message('loading.repair-at-quote', {}),
        fits,
      )
    }
  }
  if (quote !== '' && raw.includes(quote))
    consider(raw, { ...dialect, quote: '', escape: '' }, costs.withoutQuotes, message('loading.repair-quotes', {}))
  for (const other of otherDelimiters) {
    if (other === delimiter || !raw.includes(other)) continue
    // Blanks stand between words too: they cut cells only where quotes show it.
    const fits = ({ cells, quoted }: SourceRecord) =>
      cells.length >= table.width - 1 && cells.length > plain.cells.length && (other !== ' ' || quoted.some(Boolean))
    consider(
      raw,
      { ...dialect, delimiter: other },
      costs.otherDelimiter,
      message('loading.repair-cut', { mark: JSON.stringify(other).slice(1, -1) }),
      fits,
    )
  }
  return best
}

const countReason = (cells: number, width: number): Message =>
  cells > width ? message('loading.repair-surplus', {}) : message('loading.repair-missing', {})

function placesOf(text: string, mark: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(mark); at >= 0 && places.length < mostQuotes; at = text.indexOf(mark, at + 1))
    places.push(at)
  return places
}
