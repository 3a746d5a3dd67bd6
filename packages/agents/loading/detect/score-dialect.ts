import type { Dialect } from '@aw-flow/schema'
import { broadKind, cellKind, cellShape, isTyped } from '../columns/cell-kind.ts'
import { joinFreeText } from './free-text-column.ts'
import { isProse } from './is-prose.ts'
import { isBlank, readRecords, type SourceRecord } from './read-records.ts'

/** How well a dialect explains a text. */
export interface DialectScore {
  /** 0 to about 1; comparable between dialects of one text. */
  score: number
  /** Cells of most records, weighted by their length; 1 where the dialect cuts nothing. */
  width: number
  /** Share of the records that have this width, in their order. */
  cover: number
  /** Share of quotes that stand where quotes may stand; 1 without quotes. */
  quoteHealth: number
  /** Cells that stand in quotes. */
  quotedCells: number
  /** Quoted cells that hold the delimiter or a line break: what only quotes can explain. */
  protectedCells: number
  /** Share of the filled cells that are numbers, dates and the like. */
  typed: number
  records: number
}

type Marks = Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'repeated' | 'columnStarts'>

const usualDelimiters = [',', ';', '\t', '|']
const bodyRecords = 300
/** Characters of a cell that show whether it is a sentence. */
const shown = 200

/**
 * Scores a dialect by what it makes of a text: how many records have the most usual width and stand together, how many
 * cells look like known kinds of values, how alike the cells of a column are, and whether the quotes stand where quotes
 * may. Records of other widths (titles, notes, damaged ones) count against it only by their share.
 */
export function scoreDialect(text: string, marks: Marks, prior: number): DialectScore {
  const read = readRecords(text, marks).filter((record) => !isBlank(record))
  const records = marks.repeated || marks.columnStarts ? read : joinFreeText(read, marks.delimiter)
  const usual = measureWidth(records, marks.delimiter)
  const { width, cover } = usual.cover < 0.6 ? (raggedWidth(records, marks) ?? usual) : usual
  const quotes = measureQuotes(records, marks)
  const common = { width, cover, records: records.length, ...quotes }
  if (width < 2) return { ...common, typed: 0, score: 0 }
  const body = records
    .filter(({ cells }) => (cover === ragged ? cells.length <= width : cells.length === width))
    .slice(0, bodyRecords)
  const { known, alike, typed } = measureCells(body, width, marks.delimiter)
  let score = cover ** 1.5 * (1 - 1 / (width + 0.3)) * (0.5 * known + 0.5 * alike) * prior
  score *= 0.4 + 0.6 * quotes.quoteHealth
  if (marks.quote !== '') score *= quotes.quotedCells === 0 ? 0.9 : 1.02
  if (marks.quote === "'") score *= quotes.protectedCells > 0 && quotes.quoteHealth > 0.95 ? 1.03 : 0.97
  if (marks.quote === '') score *= 1 - 0.6 * cutInQuotes(records, marks.delimiter)
  return { ...common, typed, score }
}

/** The cover that is given to records of which none is longer than the first, or which begin with the same columns. */
const ragged = 0.5

/**
 * The width of records that end where their last filled cell is: that of the first one where none is longer, that of the
 * longest where all have three cells and more. Sentences are not taken for records: blanks follow their commas.
 */
function raggedWidth(
  records: readonly SourceRecord[],
  { delimiter }: Marks,
): { width: number; cover: number } | undefined {
  const widths = records.map(({ cells }) => cells.length)
  const longest = widths.reduce((most, width) => Math.max(most, width), 0)
  const share = (least: number): number => widths.filter((width) => width >= least).length / widths.length
  const isHeaded = widths[0] === longest && longest >= 3 && share(2) >= 0.95
  const isBegun = share(3) >= 0.98 && longest <= 12
  if (records.length < 4 || (!isHeaded && !isBegun)) return undefined
  const cells = records.flatMap((record) => record.cells.slice(1))
  const spaced = cells.filter((cell) => cell.startsWith(' ')).length
  return delimiter.includes(' ') || spaced > 0.2 * cells.length ? undefined : { width: longest, cover: ragged }
}

/** The share of the records in which a delimiter stands between quotes that begin and end cells. */
function cutInQuotes(records: readonly SourceRecord[], delimiter: string): number {
  if (delimiter === '"') return 0
  const cut = records.filter(({ cells }) => {
    const opens = cells.findIndex((cell) => /^\s*"/.test(cell) && !/"\s*$/.test(cell.replace(/^\s*"/, '')))
    return opens >= 0 && cells.slice(opens + 1).some((cell) => /[^"]"\s*$/.test(cell))
  }).length
  return cut / Math.max(1, records.length)
}

function measureWidth(records: readonly SourceRecord[], delimiter: string): { width: number; cover: number } {
  const byWidth = new Map<number, number>()
  let total = 0
  let inCompany = 0
  records.forEach((record, index) => {
    const length = Math.min(400, record.end - record.start) + 1
    const weight =
      isProse(record) || isSpaced(record, delimiter) ? length / 20 : isNote(record, delimiter) ? length / 3 : length
    const cells = record.cells.length
    total += weight
    if (cells < 2) return
    byWidth.set(cells, (byWidth.get(cells) ?? 0) + weight)
    const neighbours = [records[index - 1], records[index + 1]]
    if (records.length === 1 || neighbours.some((other) => other?.cells.length === cells)) inCompany += weight
  })
  let width = 1
  let most = 0
  for (const [cells, weight] of byWidth) {
    if (weight > most || (weight === most && cells > width)) {
      width = cells
      most = weight
    }
  }
  return { width, cover: width === 1 ? 1 : (0.6 * most + 0.4 * inCompany) / total }
}

/** The same for sentences whose commas are cut together with the blanks behind them. */
const isSpaced = ({ cells, quoted }: SourceRecord, delimiter: string): boolean =>
  /^[,;] $/.test(delimiter) &&
  cells.length > 1 &&
  !quoted.some(Boolean) &&
  cells.some((cell) => /\p{L}+\s+\p{L}+\s+\p{L}+/u.test(cell.slice(0, shown)))

/** A sentence in which no tab and no other mark that sentences rarely hold stands: long notes outweigh short records. */
const isNote = ({ cells: [first = '', ...others] }: SourceRecord, delimiter: string): boolean =>
  others.length === 0 && /^[\t;|]$/.test(delimiter) && /(?:\p{L}+[,.]?\s+){4}\p{L}/u.test(first.slice(0, shown))

function measureQuotes(records: readonly SourceRecord[], { quote, delimiter }: Marks) {
  let quotedCells = 0
  let protectedCells = 0
  let stray = 0
  for (const record of records) {
    stray += record.stray
    record.quoted.forEach((isQuoted, column) => {
      if (!isQuoted) return
      quotedCells++
      const cell = record.cells[column] as string
      if (cell.includes(delimiter) || cell.includes('\n')) protectedCells++
    })
  }
  return {
    quotedCells,
    protectedCells,
    quoteHealth: quote === '' ? 1 : (quotedCells + 0.5) / (quotedCells + 0.5 + stray),
  }
}

/** How much of the cells is of a known kind, and how alike the cells of each column are; both 0 to 1. */
function measureCells(body: readonly SourceRecord[], width: number, delimiter: string) {
  const others = usualDelimiters.filter((other) => !delimiter.includes(other))
  let known = 0
  let typed = 0
  let cells = 0
  let alike = 0
  let alikeWeight = 0
  for (let column = 0; column < width; column++) {
    const shapes = new Map<string, number>()
    const kinds = new Map<string, number>()
    let filled = 0
    for (const record of body) {
      const cell = record.cells[column] ?? ''
      if (cell === '') continue
      filled++
      const kind = cellKind(cell)
      if (isTyped(kind) || kind === 'null') typed++
      known += knownness(cell, kind, record.quoted[column] === true, others, delimiter)
      const form = isTyped(kind) ? broadKind(kind) : cellShape(cell)
      shapes.set(form, (shapes.get(form) ?? 0) + 1)
      kinds.set(broadKind(kind), (kinds.get(broadKind(kind)) ?? 0) + 1)
    }
    cells += filled
    if (filled < 2) continue
    alike += filled * Math.max(concentration(shapes, filled), 0.85 * concentration(kinds, filled))
    alikeWeight += filled
  }
  return {
    known: cells === 0 ? 0.3 : known / cells,
    alike: alikeWeight === 0 ? 0.5 : alike / alikeWeight,
    typed: cells === 0 ? 0 : typed / cells,
  }
}

function knownness(
  cell: string,
  kind: ReturnType<typeof cellKind>,
  quoted: boolean,
  others: readonly string[],
  delimiter: string,
): number {
  let known = isTyped(kind) ? 1 : kind === 'boolean' || kind === 'null' ? 0.9 : kind === 'code' ? 0.75 : 0.65
  if (kind === 'text' && cell.length > 40) known = 0.5
  if (quoted) return known
  if (/^["']|["']$/.test(cell)) known *= 0.4
  if (kind === 'text' || kind === 'code') {
    for (const other of others) if (cell.includes(other) && (other !== ',' || /,\S/.test(cell))) known *= 0.35
  }
  if (delimiter !== ' ' && /^\s|\s$/.test(cell)) known *= 0.9
  return known
}

/** Herfindahl index: 1 when all are one kind. */
function concentration(counts: ReadonlyMap<string, number>, total: number): number {
  let sum = 0
  for (const count of counts.values()) sum += (count / total) ** 2
  return sum
}
