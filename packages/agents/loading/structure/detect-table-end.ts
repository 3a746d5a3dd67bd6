import { message, type Message } from '@aw-flow/messages'
import { broadKind, cellKind, isTyped } from '../columns/cell-kind.ts'
import { scoreHeader } from './detect-header.ts'
import { isProse } from '../detect/is-prose.ts'
import { isRuleLine } from './is-rule-line.ts'
import { isSummary } from './is-total.ts'
import { filledCells, isBlank, type SourceRecord } from '../detect/read-records.ts'
import { countBeforeTotals } from './count-before-totals.ts'

/** The end of a table and what follows it. */
export interface DetectedTableEnd {
  /** Number of given records that belong to the table. */
  records: number
  /** Start lines of other tables. */
  otherTables: { line: number; columns: number }[]
  reason: Message
}

/** Properties of a table's records that distinguish them from the lines below. */
interface TableForm {
  width: number
  /** Median number of filled cells. */
  medianFill: number
  /** Kind of nearly all cells by column, for numbers, dates and other typed values. */
  kinds: (string | undefined)[]
  /** Typed columns that are filled in nearly all records. */
  requiredColumns: number[]
  header: readonly string[]
}

const maxSampledRecords = 200

/**
 * Detects the end of a table. It continues after a blank line if the following records have its width and its kinds of
 * values. It ends before a repeated header, the header of another table, totals, or notes.
 *
 * @param body Records after the header, including blank ones.
 */
export function detectTableEnd(
  body: readonly SourceRecord[],
  header: readonly string[],
  width: number,
): DetectedTableEnd {
  const noEnd = { records: body.length, otherTables: [], reason: message('loading.end-none', {}) }
  if (width < 2) return { ...noEnd, records: endOfColumn(body), reason: message('loading.end-notes', {}) }
  const segments = splitAtBlanks(body)
  const first = segments[0]
  if (!first || first.length < 2) return noEnd
  const form = formOf(first, header, width)
  const repeatedHeader = findRepeatedHeader(body, form)
  const countOwnRecords = (end: number): number =>
    countBeforeTotals(body.slice(0, countBeforeNotes(body.slice(0, end), form)))
  if (repeatedHeader !== undefined) {
    const title = findTitleAbove(body, repeatedHeader, form)
    const end = endBefore(body, title, message('loading.end-header', {}))
    return { ...end, records: countOwnRecords(title) }
  }
  let end = body.indexOf(first.at(-1) as SourceRecord) + 1
  for (const segment of segments.slice(1)) {
    const dense = segment.filter((record) => !isSparse(record, form))
    if (dense.every((record) => lacksRequiredCells(record, form) || isSummary(record))) continue
    if (!continuesTable(dense, form)) {
      const title = body.indexOf(segment[0] as SourceRecord)
      return { ...endBefore(body, title, message('loading.end-blank', {})), records: countOwnRecords(end) }
    }
    end = body.indexOf(segment.at(-1) as SourceRecord) + 1
  }
  const records = countBeforeNotes(body.slice(0, end), form)
  const recordsBeforeTotals = countBeforeTotals(body.slice(0, records))
  const reason = recordsBeforeTotals < records ? message('loading.end-sum', {}) : message('loading.end-notes', {})
  return { records: recordsBeforeTotals, otherTables: [], reason }
}

/** Counts the last records of a file that precede its notes. `sample` are records from its start. */
export function detectNotes(last: readonly SourceRecord[], sample: readonly SourceRecord[], width: number): number {
  if (width < 2 || sample.length < 2) return last.length
  const form = formOf(sample, [], width)
  return countBeforeNotes(last, form)
}

/**
 * Finds a second table that follows without a blank line: the index of a header row from which the records have a
 * different width. Returns `undefined` if there is none.
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
    // Key-value lines above a table are not a table.
    if (before === 2 && at <= maxKeyValueLines && !isNamed(above)) continue
    // Records after a blank line are compared by `mainRecords`.
    if (filled[at - 1]?.end !== record.start || at * before < 0.3 * (filled.length - at) * width) continue
    const rows = below.map(({ cells }) => cells)
    const { score, isCertain } = scoreHeader(record.cells, rows, width)
    if ((score > 1.5 && isCertain) || head.some(({ cells }) => nameOverlap(cells, record.cells) >= 0.5))
      return records.indexOf(record)
  }
  return undefined
}

const maxKeyValueLines = 15

/** Whether the first record certainly names the columns. */
function isNamed([first, ...below]: readonly SourceRecord[]): boolean {
  const rows = below.map(({ cells }) => cells)
  const { score, isCertain } = scoreHeader(first?.cells ?? [], rows, first?.cells.length ?? 0)
  return isCertain && score > 1.5
}

/**
 * Returns the main table among groups of records separated by blank ones: the first that is at least half as large as
 * the largest group.
 */
export function mainRecords(records: readonly SourceRecord[]): readonly SourceRecord[] {
  const segments = splitAtBlanks(records)
  const areas = segments.map((segment) =>
    segment.reduce((sum, record) => sum + (isProse(record) ? 0 : Math.max(0, filledCells(record) - 1)), 0),
  )
  const maxArea = Math.max(0, ...areas)
  const main = segments.find((segment, index) => segment.length >= 3 && (areas[index] as number) >= maxArea / 2)
  return segments.length < 2 || !main ? records : main
}

const share = (records: readonly SourceRecord[], width: number): number =>
  records.filter(({ cells }) => cells.length === width).length / Math.max(1, records.length)

function endBefore(body: readonly SourceRecord[], at: number, reason: Message): DetectedTableEnd {
  const next = body.slice(at).find((record) => !isBlank(record))
  return {
    records: at,
    otherTables: next ? [{ line: next.line, columns: maxWidth(body.slice(at, at + maxSampledRecords)) }] : [],
    reason,
  }
}

const maxWidth = (records: readonly SourceRecord[]): number =>
  records.reduce((max, { cells }) => Math.max(max, cells.length), 0)

/** Groups records at blank ones. Returns a single group if blank records are frequent. */
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
  const rows = records.filter(({ cells }) => cells.length === width).slice(0, maxSampledRecords)
  const fills = rows.map(filledCells).sort((a, b) => a - b)
  const kinds = Array.from({ length: width }, (_, column) => kindOf(rows.map(({ cells }) => cells[column] ?? '')))
  const isRequired = (column: number): boolean =>
    kinds[column] !== undefined && rows.filter(({ cells }) => cells[column]?.trim() !== '').length >= 0.95 * rows.length
  const requiredColumns = rows.length < 3 ? [] : kinds.flatMap((_, column) => (isRequired(column) ? [column] : []))
  return { width, medianFill: fills[Math.floor(fills.length / 2)] ?? width, kinds, requiredColumns, header }
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
 * Finds a header that is repeated once or twice. More repetitions, and repetitions below a page number or a ruled line,
 * are page headers within the same table.
 */
function findRepeatedHeader(body: readonly SourceRecord[], form: TableForm): number | undefined {
  const { header } = form
  if (header.filter((name) => name !== '').length < 2) return undefined
  const places = body.flatMap((record, index) => (equalsHeader(record.cells, header) ? [index] : []))
  const [first] = places
  if (first === undefined || places.length > 2) return undefined
  const above = body.slice(Math.max(0, first - 3), first)
  const isPage = above.some(
    ({ cells, isRule }) => isRule || cells.some((cell) => pageWord.test(cell)) || isRuleLine(cells),
  )
  return isPage ? undefined : first
}

const pageWord = /(?:^|\s)(?:page|seite|página|pagina|side|sida|strona)\s*:?\s*\d+/i

/** Returns the index of the first title line directly above a record. */
function findTitleAbove(body: readonly SourceRecord[], at: number, form: TableForm): number {
  let title = at
  while (title > 2 && at - title < 4) {
    const record = body[title - 1] as SourceRecord
    if (!isBlank(record) && !(isSparse(record, form) && !record.cells.some((cell) => isTyped(cellKind(cell))))) break
    title--
  }
  return title
}

/** Counts the records of a single typed column before texts at its end. */
function endOfColumn(body: readonly SourceRecord[]): number {
  const kinds = body.map(({ cells }) => (cells.length === 1 ? cellKind(cells[0] ?? '') : 'text'))
  const last = kinds.findLastIndex((kind) => kind !== 'text' && kind !== 'code' && kind !== 'empty')
  const others = kinds.slice(0, last + 1).filter((kind) => isTyped(kind) || kind === 'empty' || kind === 'null')
  const isTypedColumn = last >= 5 && others.length === last + 1 && body.length - last - 1 <= maxNotesBelowColumn
  return isTypedColumn ? last + 1 : body.length
}

const maxNotesBelowColumn = 12

const equalsHeader = (cells: readonly string[], header: readonly string[]): boolean => {
  const named = header.filter((name) => name !== '').length
  return header.filter((name, index) => name !== '' && name === cells[index]?.trim()).length >= 0.8 * named
}

function nameOverlap(namesA: readonly string[], namesB: readonly string[]): number {
  const names = new Set(namesA.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))
  const others = new Set(namesB.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))
  const both = [...others].filter((text) => names.has(text)).length
  return both / Math.max(1, Math.min(names.size, others.size))
}

/** Whether records after a blank line belong to the table above. */
function continuesTable(dense: readonly SourceRecord[], form: TableForm): boolean {
  const { width, kinds, header } = form
  const rows = dense.slice(0, maxSampledRecords)
  if (equalsHeader(rows[0]?.cells ?? [], header) && header.length > 0) return false
  if (rows.filter(({ cells }) => cells.length === width).length < 0.7 * rows.length) return false
  let fit = 0
  let cells = 0
  for (const record of rows) {
    kinds.forEach((kind, column) => {
      const text = record.cells[column]?.trim() ?? ''
      if (kind === undefined || text === '') return
      cells++
      const kindFound = cellKind(text)
      if (broadKind(kindFound) === kind || kindFound === 'null') fit++
    })
  }
  if (fit < 0.65 * cells) return false
  const body = rows.slice(1).map((record) => record.cells)
  const { score, isCertain } = scoreHeader(rows[0]?.cells ?? [], body, width)
  return body.length === 0 || !(score > 2.5 && isCertain)
}

const isSparse = (record: SourceRecord, { medianFill }: TableForm): boolean =>
  filledCells(record) <= Math.max(1, Math.floor(medianFill / 4))

/** Whether all required columns are empty. */
const lacksRequiredCells = ({ cells }: SourceRecord, { requiredColumns }: TableForm): boolean =>
  requiredColumns.length > 0 && requiredColumns.every((column) => (cells[column]?.trim() ?? '') === '')

/** Counts the records without the notes at the end, if notes are rare further up. */
function countBeforeNotes(records: readonly SourceRecord[], form: TableForm): number {
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
  // Texts in all required columns, which contain numbers and dates.
  const texts = form.requiredColumns.map((column) => cellKind(record.cells[column] ?? ''))
  if (texts.length >= 2 && texts.every((kind) => kind === 'text') && record.cells.length !== form.width) return true
  // The label of a total or a mean in a required first column.
  if (form.requiredColumns.includes(0) && record.cells[0]?.trim() !== '' && isSummary(record)) return true
  if (!isSparse(record, form)) return lacksRequiredCells(record, form) && filledCells(record) <= form.medianFill / 2
  if (form.medianFill < 3 && form.width === 2) return isLineBelowPairs(record, form)
  const [first = '', ...others] = record.cells
  const isAlone = others.every((cell) => cell.trim() === '') && cellKind(first) === 'text' && severalWords.test(first)
  if (form.medianFill < 3)
    return (record.cells.length === 1 && form.width > 2) || (isAlone && form.requiredColumns.includes(0))
  const at = record.cells.findIndex((cell) => cell.trim() !== '')
  const text = record.cells[at]?.trim() ?? ''
  const further = record.cells.slice(at + 1).some((cell) => isTyped(cellKind(cell)))
  return at <= 1 && !further && broadKind(cellKind(text)) !== form.kinds[at]
}

const severalWords = /\p{L}\S*\s+\S/u

/**
 * Whether a line below a two-column table has only its first cell, and that cell is of a different kind or is a
 * sentence.
 */
function isLineBelowPairs(
  { cells: [text = '', ...others] }: SourceRecord,
  { requiredColumns, kinds }: TableForm,
): boolean {
  if (others.some((cell) => cell.trim() !== '') || (others.length > 0 && !severalWords.test(text))) return false
  if (requiredColumns.includes(0)) return broadKind(cellKind(text)) !== kinds[0]
  return requiredColumns.includes(1) && /\p{L}+\s+\p{L}+\s+\p{L}+/u.test(text.slice(0, 200))
}

/** Whether a record has the table's cells within one cell, because of a stray quote or a different delimiter. */
const isDamaged = ({ cells }: SourceRecord, { width }: TableForm): boolean =>
  width > 2 &&
  cells.some((cell) =>
    [',', ';', '\t', '|'].some((mark) => cell.includes(mark) && cutBy(cell, mark).length >= width - 1),
  )

/** Splits a cell at a mark. Returns no parts for sentences, in which spaces follow the mark. */
function cutBy(cell: string, mark: string): string[] {
  const parts = cell.split(mark)
  const isSentence =
    parts.slice(1).every((part) => /^(?:\s|$)/.test(part)) && /\p{L}+\s+\p{L}+\s+\p{L}+/u.test(cell.slice(0, 200))
  return isSentence ? [] : parts
}
