import { message, type Message } from '@aw-flow/messages'
import { broadKind, cellKind, isTyped } from '../columns/cell-kind.ts'
import { headerVote } from './detect-header.ts'
import { isProse } from '../detect/is-prose.ts'
import { isSummary } from './is-total.ts'
import { isBlank, type SourceRecord } from '../detect/read-records.ts'
import { withoutTotal } from './without-total.ts'

/** Where a table ends and what stands below it. */
export interface TableEnd {
  /** How many of the records given belong to the table. */
  records: number
  /** Where further tables begin. */
  otherTables: { line: number; columns: number }[]
  reason: Message
}

/** A table's own form, by which it is told from what stands below it. */
interface TableForm {
  width: number
  /** Filled cells of its usual record. */
  fill: number
  /** The kind that nearly all cells of a column are of, where they are numbers, dates and the like. */
  kinds: (string | undefined)[]
  /** Columns of numbers, dates and the like that nearly all of its records fill. */
  always: number[]
  header: readonly string[]
}

const looked = 200

/**
 * Tells a table's records from the notes and further tables below it. `body` are the records behind the header, blank
 * ones too. A table goes on behind a blank line where what follows has its width and its kinds of values; it ends where
 * its header stands again, where a header of another table does, or where only notes follow.
 */
export function detectTableEnd(body: readonly SourceRecord[], header: readonly string[], width: number): TableEnd {
  const all = { records: body.length, otherTables: [], reason: message('loading.end-none', {}) }
  if (width < 2) return { ...all, records: endOfColumn(body), reason: message('loading.end-notes', {}) }
  const segments = splitAtBlanks(body)
  const first = segments[0]
  if (!first || first.length < 2) return all
  const form = formOf(first, header, width)
  const again = headerAgain(body, form)
  const ownRecords = (end: number): number => withoutTotal(body.slice(0, withoutNotes(body.slice(0, end), form)))
  if (again !== undefined) {
    const title = titleAbove(body, again, form)
    const ended = endedBy(body, title, message('loading.end-header', {}))
    return { ...ended, records: ownRecords(title) }
  }
  let end = body.indexOf(first.at(-1) as SourceRecord) + 1
  for (const segment of segments.slice(1)) {
    const dense = segment.filter((record) => !isSparse(record, form))
    if (dense.every((record) => isBare(record, form) || isSummary(record))) continue
    if (!goesOn(dense, form)) {
      const title = body.indexOf(segment[0] as SourceRecord)
      return { ...endedBy(body, title, message('loading.end-blank', {})), records: ownRecords(end) }
    }
    end = body.indexOf(segment.at(-1) as SourceRecord) + 1
  }
  const records = withoutNotes(body.slice(0, end), form)
  const kept = withoutTotal(body.slice(0, records))
  const reason = kept < records ? message('loading.end-sum', {}) : message('loading.end-notes', {})
  return { records: kept, otherTables: [], reason }
}

/** How many records of a file's last ones come before its closing notes, by the form of records from its beginning. */
export function detectNotes(last: readonly SourceRecord[], sample: readonly SourceRecord[], width: number): number {
  if (width < 2 || sample.length < 2) return last.length
  const form = formOf(sample, [], width)
  return withoutNotes(last, form)
}

/**
 * Where the records take another width for good, at a row that names columns: where a second table follows the first
 * one without a blank line. `undefined` where that is not so.
 */
export function findWidthChange(records: readonly SourceRecord[]): number | undefined {
  const filled = records.filter((record) => !isBlank(record))
  const head = filled.slice(0, 5)
  for (let at = 3; at < filled.length - 2; at++) {
    const record = filled[at] as SourceRecord
    const width = record.cells.length
    const before = filled[at - 1]?.cells.length ?? 0
    if (width === before || width < 2 || before < 2) continue
    const above = filled.slice(Math.max(0, at - 40), at)
    const below = filled.slice(at + 1, at + 41)
    if (share(above, before) < 0.8 || share(below, width) < 0.8 || share(below, before) > 0.1) continue
    // Words with their values stand above a table, and are none.
    if (before === 2 && at <= mostPairs && !isNamed(above)) continue
    // Behind a blank line the records are weighed as a whole (`mainRecords`).
    if (filled[at - 1]?.end !== record.start || at * before < 0.3 * (filled.length - at) * width) continue
    const rows = below.map(({ cells }) => cells)
    const { vote, strong } = headerVote(record.cells, rows, width)
    if ((vote > 1.5 && strong) || head.some(({ cells }) => shared(cells, record.cells) >= 0.5))
      return records.indexOf(record)
  }
  return undefined
}

const mostPairs = 15

/** True for records of which the first names the columns beyond doubt. */
function isNamed([first, ...below]: readonly SourceRecord[]): boolean {
  const rows = below.map(({ cells }) => cells)
  const { vote, strong } = headerVote(first?.cells ?? [], rows, first?.cells.length ?? 0)
  return strong && vote > 1.5
}

/**
 * The records between blank ones that make the file's table: the first that is at least half as large as the largest.
 * All of them where no blank one stands between.
 */
export function mainRecords(records: readonly SourceRecord[]): readonly SourceRecord[] {
  const segments = splitAtBlanks(records)
  const areas = segments.map((segment) =>
    segment.reduce((sum, record) => sum + (isProse(record) ? 0 : Math.max(0, filledCells(record) - 1)), 0),
  )
  const most = Math.max(0, ...areas)
  const main = segments.find((segment, index) => segment.length >= 3 && (areas[index] as number) >= most / 2)
  return segments.length < 2 || !main ? records : main
}

const share = (records: readonly SourceRecord[], width: number): number =>
  records.filter(({ cells }) => cells.length === width).length / Math.max(1, records.length)

function endedBy(body: readonly SourceRecord[], at: number, reason: Message): TableEnd {
  const next = body.slice(at).find((record) => !isBlank(record))
  return {
    records: at,
    otherTables: next ? [{ line: next.line, columns: widest(body.slice(at, at + looked)) }] : [],
    reason,
  }
}

const widest = (records: readonly SourceRecord[]): number =>
  records.reduce((max, { cells }) => Math.max(max, cells.length), 0)

/** Runs of records without a blank one between them; one run where blank ones are the rule. */
function splitAtBlanks(records: readonly SourceRecord[]): SourceRecord[][] {
  const filled = records.filter((record) => !isBlank(record))
  if (records.length > 6 && records.length - filled.length > 0.4 * records.length) return [filled]
  const segments: SourceRecord[][] = []
  let open: SourceRecord[] | undefined
  for (const record of records) {
    if (record.isRule) continue
    if (isBlank(record)) open = undefined
    else if (open) open.push(record)
    else segments.push((open = [record]))
  }
  return segments
}

function formOf(records: readonly SourceRecord[], header: readonly string[], width: number): TableForm {
  const rows = records.filter(({ cells }) => cells.length === width).slice(0, looked)
  const fills = rows.map(filledCells).sort((a, b) => a - b)
  const kinds = Array.from({ length: width }, (_, column) => kindOf(rows.map(({ cells }) => cells[column] ?? '')))
  const isAlways = (column: number): boolean =>
    kinds[column] !== undefined && rows.filter(({ cells }) => cells[column]?.trim() !== '').length >= 0.95 * rows.length
  const always = rows.length < 3 ? [] : kinds.flatMap((_, column) => (isAlways(column) ? [column] : []))
  return { width, fill: fills[Math.floor(fills.length / 2)] ?? width, kinds, always, header }
}

function kindOf(texts: readonly string[]): string | undefined {
  const kinds = texts
    .filter((text) => text.trim() !== '')
    .map((text) => (isTyped(cellKind(text)) ? broadKind(cellKind(text)) : ''))
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].find(([kind, count]) => kind !== '' && count >= 0.8 * kinds.length)?.[0]
}

/**
 * Where the header stands again, once or twice. More often it is a printed page's, and the table goes on; so it does
 * where the lines above say that a page begins, or are drawn.
 */
function headerAgain(body: readonly SourceRecord[], form: TableForm): number | undefined {
  const { header } = form
  if (header.filter((name) => name !== '').length < 2) return undefined
  const places = body.flatMap((record, index) => (isSame(record.cells, header) ? [index] : []))
  const [first] = places
  if (first === undefined || places.length > 2) return undefined
  const above = body.slice(Math.max(0, first - 3), first)
  const isPage = above.some(
    ({ cells, isRule }) => isRule || cells.some((cell) => pageWord.test(cell)) || isRuleLine(cells),
  )
  return isPage ? undefined : first
}

const pageWord = /(?:^|\s)(?:page|seite|página|pagina|side|sida|strona)\s*:?\s*\d+/i

const isRuleLine = (cells: readonly string[]): boolean =>
  cells.some((cell) => /[-=_]{3}/.test(cell)) && cells.every((cell) => /^[\s\-=_+|]*$/.test(cell))

/** Where the title begins that stands right above a line, behind the records before it. */
function titleAbove(body: readonly SourceRecord[], at: number, form: TableForm): number {
  let title = at
  while (title > 2 && at - title < 4) {
    const record = body[title - 1] as SourceRecord
    if (!isBlank(record) && !(isSparse(record, form) && !record.cells.some((cell) => isTyped(cellKind(cell))))) break
    title--
  }
  return title
}

/** How many of the records of one column come before texts at its end, where all others are numbers, dates and the like. */
function endOfColumn(body: readonly SourceRecord[]): number {
  const kinds = body.map(({ cells }) => (cells.length === 1 ? cellKind(cells[0] ?? '') : 'text'))
  const last = kinds.findLastIndex((kind) => kind !== 'text' && kind !== 'code' && kind !== 'empty')
  const others = kinds.slice(0, last + 1).filter((kind) => isTyped(kind) || kind === 'empty' || kind === 'null')
  const isTypedColumn = last >= 5 && others.length === last + 1 && body.length - last - 1 <= mostNotesOfColumn
  return isTypedColumn ? last + 1 : body.length
}

const mostNotesOfColumn = 12

const isSame = (cells: readonly string[], header: readonly string[]): boolean => {
  const named = header.filter((name) => name !== '').length
  return header.filter((name, index) => name !== '' && name === cells[index]?.trim()).length >= 0.8 * named
}

function shared(one: readonly string[], other: readonly string[]): number {
  const names = new Set(one.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))
  const others = new Set(other.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))
  const both = [...others].filter((text) => names.has(text)).length
  return both / Math.max(1, Math.min(names.size, others.size))
}

/** True where records behind a blank line belong to the table above it. */
function goesOn(dense: readonly SourceRecord[], form: TableForm): boolean {
  const { width, kinds, header } = form
  const rows = dense.slice(0, looked)
  if (isSame(rows[0]?.cells ?? [], header) && header.length > 0) return false
  if (rows.filter(({ cells }) => cells.length === width).length < 0.7 * rows.length) return false
  let fit = 0
  let cells = 0
  for (const record of rows) {
    kinds.forEach((kind, column) => {
      const text = record.cells[column]?.trim() ?? ''
      if (kind === undefined || text === '') return
      cells++
      const found = cellKind(text)
      if (broadKind(found) === kind || found === 'null') fit++
    })
  }
  if (fit < 0.65 * cells) return false
  const body = rows.slice(1).map((record) => record.cells)
  const { vote, strong } = headerVote(rows[0]?.cells ?? [], body, width)
  return body.length === 0 || !(vote > 2.5 && strong)
}

const isSparse = (record: SourceRecord, { fill }: TableForm): boolean =>
  filledCells(record) <= Math.max(1, Math.floor(fill / 4))

/** True where nothing stands in any column that the table's own records fill. */
const isBare = ({ cells }: SourceRecord, { always }: TableForm): boolean =>
  always.length > 0 && always.every((column) => (cells[column]?.trim() ?? '') === '')

/** Without the sparse records at the end, where such ones are rare further up. */
function withoutNotes(records: readonly SourceRecord[], form: TableForm): number {
  let end = records.length
  const sparse = records.filter((record) => !isBlank(record) && isNote(record, form)).length
  while (end > 2) {
    const record = records[end - 1] as SourceRecord
    if (!isBlank(record) && !isNote(record, form)) break
    end--
  }
  const notes = records.slice(end).filter((record) => !isBlank(record)).length
  const rare = Math.max(6, 0.05 * records.length)
  return notes === 0 || sparse - notes > rare ? records.length : end
}

function isNote(record: SourceRecord, form: TableForm): boolean {
  if (isDamaged(record, form)) return false
  if (form.width > 2 && record.cells.length < form.width && isProse(record)) return true
  // Words where every record has numbers and dates.
  const texts = form.always.map((column) => cellKind(record.cells[column] ?? ''))
  if (texts.length >= 2 && texts.every((kind) => kind === 'text') && record.cells.length !== form.width) return true
  // A word for a sum or a mean where every record has a number or a date.
  if (form.always.includes(0) && record.cells[0]?.trim() !== '' && isSummary(record)) return true
  if (!isSparse(record, form)) return isBare(record, form) && filledCells(record) <= form.fill / 2
  if (form.fill < 3 && form.width === 2) return isLineBelowPairs(record, form)
  const [first = '', ...others] = record.cells
  const isAlone = others.every((cell) => cell.trim() === '') && cellKind(first) === 'text' && severalWords.test(first)
  if (form.fill < 3) return (record.cells.length === 1 && form.width > 2) || (isAlone && form.always.includes(0))
  const at = record.cells.findIndex((cell) => cell.trim() !== '')
  const text = record.cells[at]?.trim() ?? ''
  const further = record.cells.slice(at + 1).some((cell) => isTyped(cellKind(cell)))
  return at <= 1 && !further && broadKind(cellKind(text)) !== form.kinds[at]
}

const severalWords = /\p{L}\S*\s+\S/u

/** A line with nothing behind its first cell below pairs, where every pair has a number or a date in front, or a number behind words. */
function isLineBelowPairs({ cells: [text = '', ...others] }: SourceRecord, { always, kinds }: TableForm): boolean {
  if (others.some((cell) => cell.trim() !== '') || (others.length > 0 && !severalWords.test(text))) return false
  if (always.includes(0)) return broadKind(cellKind(text)) !== kinds[0]
  return always.includes(1) && /\p{L}+\s+\p{L}+\s+\p{L}+/u.test(text.slice(0, 200))
}

/** A record of the table all the same: a stray quote holds its cells together, or they are cut by another delimiter. */
const isDamaged = ({ cells }: SourceRecord, { width }: TableForm): boolean =>
  width > 2 &&
  cells.some((cell) =>
    [',', ';', '\t', '|'].some((mark) => cell.includes(mark) && cutBy(cell, mark).length >= width - 1),
  )

/** What a mark cuts a cell into; nothing where blanks follow it as in sentences, and words stand between. */
function cutBy(cell: string, mark: string): string[] {
  const parts = cell.split(mark)
  const isSentence =
    parts.slice(1).every((part) => /^(?:\s|$)/.test(part)) && /\p{L}+\s+\p{L}+\s+\p{L}+/u.test(cell.slice(0, 200))
  return isSentence ? [] : parts
}

const filledCells = (record: SourceRecord): number => record.cells.filter((cell) => cell.trim() !== '').length
