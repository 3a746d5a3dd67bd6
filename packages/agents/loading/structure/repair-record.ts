import { message, type Message } from '@aw-flow/messages'
import type { Dialect } from '@aw-flow/schema/internal'
import { alignCells, type Alignment, type CellCosts } from './align-cells.ts'
import { readRecords, type SourceRecord } from '../records/read-records.ts'

/** A repaired record: its cells, the cost of the repair in nats, and its reason. */
export interface RecordRepair extends Alignment {
  reason: Message
}

/** Cost of each kind of repair in nats. */
const costs = { quoteAsText: 4, insertedDelimiter: 4, withoutQuotes: 8, otherDelimiter: 6 }
/** Placeholder for a quote that is text. It is not parsed as a quote and does not affect costs. */
const literalQuote = '\uE0F1'
const maxLength = 20_000
const maxQuotes = 60
const otherDelimiters = [',', ';', '\t', '|', ' ']

/**
 * Repairs a damaged record by undoing one possible mistake: an unescaped quote, a missing delimiter next to a quote,
 * unescaped quotes throughout, or a different delimiter. Returns the repair with the lowest cost, which is most similar
 * to the other records, or `undefined` if no repair yields one cell per column.
 */
export function repairRecord(rawRecord: string, dialect: Dialect, cellCosts: CellCosts): RecordRepair | undefined {
  const { quote, delimiter } = dialect
  if (rawRecord.length > maxLength) return undefined
  const tableCosts: CellCosts = {
    width: cellCosts.width,
    computeCellCost: (column, text) => cellCosts.computeCellCost(column, text.replaceAll(literalQuote, '')),
    findSplit: (column, text) => cellCosts.findSplit(column, text),
  }
  let best: RecordRepair | undefined
  const tryRepair = (
    text: string,
    candidateDialect: Dialect,
    cost: number,
    reason: Message,
    isAcceptable?: (record: SourceRecord) => boolean,
  ) => {
    const parsedRecords = readRecords(text, candidateDialect, { maxRecords: 2 })
    const record = parsedRecords[0]
    if (parsedRecords.length !== 1 || !record || (isAcceptable && !isAcceptable(record))) return
    const alignment = alignCells(record.cells, record.quoted, tableCosts, candidateDialect.delimiter)
    if (!alignment || alignment.cost + cost >= (best?.cost ?? Infinity)) return
    const cells = alignment.cells.map((cell) => cell.replaceAll(literalQuote, quote))
    best = { cells, cost: alignment.cost + cost, reason }
  }
  const originalRecord = readRecords(rawRecord, dialect, { maxRecords: 1 })[0]
  if (!originalRecord) return undefined
  tryRepair(
    rawRecord,
    dialect,
    originalRecord.strayQuotes > 0 ? 0.5 : 0,
    describeWidthDifference(originalRecord.cells.length, cellCosts.width),
  )
  for (const quoteOffset of quote === '' ? [] : findOffsets(rawRecord, quote)) {
    tryRepair(
      rawRecord.slice(0, quoteOffset) + literalQuote + rawRecord.slice(quoteOffset + 1),
      dialect,
      costs.quoteAsText,
      message('loading.repair-quote', {}),
      (record) => Math.abs(record.cells.length - cellCosts.width) <= 1,
    )
    for (const offset of [quoteOffset, quoteOffset + 1]) {
      if (offset === 0 || offset === rawRecord.length) continue
      if (rawRecord.startsWith(delimiter, offset) || rawRecord.startsWith(delimiter, offset - delimiter.length))
        continue
      const isAcceptable = (record: SourceRecord) =>
        record.cells.length === cellCosts.width && record.strayQuotes <= originalRecord.strayQuotes
      tryRepair(
        rawRecord.slice(0, offset) + delimiter + rawRecord.slice(offset),
        dialect,
        costs.insertedDelimiter,
        message('loading.repair-at-quote', {}),
        isAcceptable,
      )
    }
  }
  if (quote !== '' && rawRecord.includes(quote))
    tryRepair(
      rawRecord,
      { ...dialect, quote: '', escape: '' },
      costs.withoutQuotes,
      message('loading.repair-quotes', {}),
    )
  for (const otherDelimiter of otherDelimiters) {
    if (otherDelimiter === delimiter || !rawRecord.includes(otherDelimiter)) continue
    // Spaces also separate words, so they count as delimiters only if cells are quoted.
    const isAcceptable = ({ cells, quoted }: SourceRecord) =>
      cells.length >= cellCosts.width - 1 &&
      cells.length > originalRecord.cells.length &&
      (otherDelimiter !== ' ' || quoted.some(Boolean))
    tryRepair(
      rawRecord,
      { ...dialect, delimiter: otherDelimiter },
      costs.otherDelimiter,
      message('loading.repair-split', { mark: JSON.stringify(otherDelimiter).slice(1, -1) }),
      isAcceptable,
    )
  }
  return best
}

const describeWidthDifference = (cellCount: number, width: number): Message =>
  cellCount > width ? message('loading.repair-extra-delimiter', {}) : message('loading.repair-missing', {})

function findOffsets(text: string, character: string): number[] {
  const offsets: number[] = []
  for (
    let index = text.indexOf(character);
    index >= 0 && offsets.length < maxQuotes;
    index = text.indexOf(character, index + 1)
  )
    offsets.push(index)
  return offsets
}
