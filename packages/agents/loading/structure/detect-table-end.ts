import { message, type Message } from '@aw-flow/messages'
import { toBroadKind, classifyCell, hasTypedFormat } from '../columns/cell-kind.ts'
import { scoreHeader } from './detect-header.ts'
import { isProse } from '../detect/is-prose.ts'
import { isRuleLine } from './is-rule-line.ts'
import { isSummary } from './is-total.ts'
import { countFilledCells, isBlank, type SourceRecord } from '../detect/read-records.ts'
import { countRecordsBeforeTotals } from './count-before-totals.ts'

/** The end of a table, and what follows it. */
export interface DetectedTableEnd {
  /** Number of records in the table. */
  records: number
  /** Start line and width of each table that follows. */
  otherTables: { line: number; columns: number }[]
  reason: Message
}

/** Characteristics of a table's records that distinguish them from the lines below the table. */
interface TableForm {
  width: number
  /** Median number of filled cells. */
  medianFilledCells: number
  /** Kind of nearly all cells in each column, or `undefined` if they are not numbers, dates or other typed values. */
  kinds: (string | undefined)[]
  /** Indexes of typed columns that are filled in nearly all records. */
  requiredColumns: number[]
  header: readonly string[]
}

const maxSampledRecords = 200

/**
 * Detects the end of a table. The table continues after a blank line if the following records have the same width and
 * the same kinds of values. It ends before a repeated header, the header of another table, totals, or notes.
 *
 * @param body Records after the header, including blank ones.
 */
export function detectTableEnd(
  body: readonly SourceRecord[],
  header: readonly string[],
  width: number,
): DetectedTableEnd {
  const noEnd = { records: body.length, otherTables: [], reason: message('loading.end-none', {}) }
  if (width < 2) return { ...noEnd, records: countColumnRecords(body), reason: message('loading.end-notes', {}) }
  const [first] = splitAtBlanks(body)
  if (!first || first.length < 2) return noEnd
  const form = describeForm(first, header, width)
  const repeatedHeader = findRepeatedHeader(body, form)
  const limit = repeatedHeader === undefined ? body.length : findTitleAbove(body, repeatedHeader, form)
  const countTableRecords = (end: number): number =>
    countRecordsBeforeTotals(body.slice(0, countBeforeNotes(body.slice(0, end), form)))
  let end = body.indexOf(first.at(-1) as SourceRecord) + 1
  let isBelowTitle = false
  for (const segment of splitAtBlanks(body.slice(0, limit)).slice(1)) {
    const denseRecords = segment.filter((record) => !isSparse(record, form))
    if (denseRecords.every((record) => lacksRequiredCells(record, form) || isSummary(record))) {
      isBelowTitle = true
      continue
    }
    if (!continuesTable(denseRecords, form) || (isBelowTitle && repeatsKeys(denseRecords, first))) {
      const title = body.indexOf(segment[0] as SourceRecord)
      return { ...createEnd(body, title, message('loading.end-blank', {})), records: countTableRecords(end) }
    }
    end = body.indexOf(segment.at(-1) as SourceRecord) + 1
  }
  if (repeatedHeader !== undefined)
    return {
      ...createEnd(body, limit, message('loading.end-header', {})),
      records: countTableRecords(Math.min(end, limit)),
    }
  const records = countBeforeNotes(body.slice(0, end), form)
  const recordsBeforeTotals = countRecordsBeforeTotals(body.slice(0, records))
  const reason = recordsBeforeTotals < records ? message('loading.end-sum', {}) : message('loading.end-notes', {})
  return { records: recordsBeforeTotals, otherTables: [], reason }
}

/** Number of first-column values that must repeat at the start of another table. */
const minRepeatedKeys = 3

/**
 * Returns whether records start with the same distinct first-column values as the table, so that they belong to another
 * table.
 */
function repeatsKeys(records: readonly SourceRecord[], first: readonly SourceRecord[]): boolean {
  const keys = first.slice(0, maxSampledRecords).map(({ cells }) => cells[0]?.trim() ?? '')
  return (
    Math.min(keys.length, records.length) >= minRepeatedKeys &&
    new Set(keys).size === keys.length &&
    records.slice(0, minRepeatedKeys).every(({ cells }, index) => cells[0]?.trim() === keys[index])
  )
}

/**
 * Counts the records that precede the notes at the end of a file.
 *
 * @param lastRecords Records from the end of the file.
 * @param sample Records from the start of the file.
 */
export function detectNotes(
  lastRecords: readonly SourceRecord[],
  sample: readonly SourceRecord[],
  width: number,
): number {
  if (width < 2 || sample.length < 2) return lastRecords.length
  const form = describeForm(sample, [], width)
  return countBeforeNotes(lastRecords, form)
}

/**
 * Finds a second table that follows without a blank line. Returns the index of its header row, from which on records
 * have a different width, or `undefined` if there is none.
 */
export function findWidthChange(records: readonly SourceRecord[]): number | undefined {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  const firstRecords = nonBlankRecords.slice(0, 5)
  const [first, ...recordsBelowFirst] = firstRecords
  const namedWidth = recordsBelowFirst.every(({ cells }) => cells.length < (first?.cells.length ?? 0))
    ? first?.cells.length
    : undefined
  for (let index = 3; index < nonBlankRecords.length - 2; index++) {
    const record = nonBlankRecords[index] as SourceRecord
    const width = record.cells.length
    const previousWidth = nonBlankRecords[index - 1]?.cells.length ?? 0
    // Records may lack trailing cells, but records that are as wide as the first line belong to its table.
    if (width === previousWidth || width === namedWidth || width < 2 || previousWidth < 2) continue
    const recordsAbove = nonBlankRecords.slice(Math.max(0, index - 40), index)
    const recordsBelow = nonBlankRecords.slice(index + 1, index + 41)
    if (
      (measureWidthShare(recordsAbove, previousWidth) < 0.8 &&
        measureWidthShare(recordsAbove.slice(-minEqualLines), previousWidth) < 1) ||
      measureWidthShare(recordsBelow, width) < 0.8 ||
      measureWidthShare(recordsBelow, previousWidth) > 0.1
    )
      continue
    // Key-value lines above a table are not a table.
    if (previousWidth === 2 && index <= maxKeyValueLines && !hasCertainHeader(recordsAbove)) continue
    // Parts separated by a blank line are compared by `findMainRecords`.
    if (
      nonBlankRecords[index - 1]?.end !== record.start ||
      index * previousWidth < 0.3 * (nonBlankRecords.length - index) * width
    )
      continue
    const rows = recordsBelow.map(({ cells }) => cells)
    const { score, isCertain } = scoreHeader(record.cells, rows, width)
    if (
      (score > 1.5 && isCertain) ||
      firstRecords.some(({ cells }) => measureHeaderOverlap(cells, record.cells) >= 0.5)
    )
      return records.indexOf(record)
  }
  return undefined
}

const maxKeyValueLines = 15
/** Number of records directly above a second table that must have the same width if earlier records do not. */
const minEqualLines = 5

/** Returns whether the first record is certainly a header. */
function hasCertainHeader([first, ...recordsBelow]: readonly SourceRecord[]): boolean {
  const rows = recordsBelow.map(({ cells }) => cells)
  const { score, isCertain } = scoreHeader(first?.cells ?? [], rows, first?.cells.length ?? 0)
  return isCertain && score > 1.5
}

/**
 * Returns the group of records that is the main table, where blank records separate the groups. It is the first group
 * at least half as large as the largest one.
 */
export function findMainRecords(records: readonly SourceRecord[]): readonly SourceRecord[] {
  const segments = splitAtBlanks(records)
  const areas = segments.map((segment) =>
    segment.reduce((sum, record) => sum + (isProse(record) ? 0 : Math.max(0, countFilledCells(record) - 1)), 0),
  )
  const maxArea = Math.max(0, ...areas)
  const main = segments.find((segment, index) => segment.length >= 3 && (areas[index] as number) >= maxArea / 2)
  return segments.length < 2 || !main ? records : main
}

const measureWidthShare = (records: readonly SourceRecord[], width: number): number =>
  records.filter(({ cells }) => cells.length === width).length / Math.max(1, records.length)

function createEnd(body: readonly SourceRecord[], end: number, reason: Message): DetectedTableEnd {
  const next = body.slice(end).find((record) => !isBlank(record))
  return {
    records: end,
    otherTables: next ? [{ line: next.line, columns: findMaxWidth(body.slice(end, end + maxSampledRecords)) }] : [],
    reason,
  }
}

const findMaxWidth = (records: readonly SourceRecord[]): number =>
  records.reduce((max, { cells }) => Math.max(max, cells.length), 0)

/** Splits records into groups at blank records. Returns a single group if blank records are frequent. */
function splitAtBlanks(records: readonly SourceRecord[]): SourceRecord[][] {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  if (records.length > 6 && records.length - nonBlankRecords.length > 0.4 * records.length) return [nonBlankRecords]
  const segments: SourceRecord[][] = []
  let current: SourceRecord[] | undefined
  for (const record of records) {
    if (record.isRule) continue
    if (isBlank(record)) current = undefined
    else if (current) current.push(record)
    else segments.push((current = [record]))
  }
  return segments
}

function describeForm(records: readonly SourceRecord[], header: readonly string[], width: number): TableForm {
  const rows = records.filter(({ cells }) => cells.length === width).slice(0, maxSampledRecords)
  const filledCounts = rows.map(countFilledCells).sort((a, b) => a - b)
  const kinds = Array.from({ length: width }, (_, column) => findKind(rows.map(({ cells }) => cells[column] ?? '')))
  const isRequired = (column: number): boolean =>
    kinds[column] !== undefined && rows.filter(({ cells }) => cells[column]?.trim() !== '').length >= 0.95 * rows.length
  const requiredColumns = rows.length < 3 ? [] : kinds.flatMap((_, column) => (isRequired(column) ? [column] : []))
  return {
    width,
    medianFilledCells: filledCounts[Math.floor(filledCounts.length / 2)] ?? width,
    kinds,
    requiredColumns,
    header,
  }
}

function findKind(texts: readonly string[]): string | undefined {
  const kinds = texts
    .filter((text) => text.trim() !== '')
    .map((text) => (hasTypedFormat(classifyCell(text)) ? toBroadKind(classifyCell(text)) : ''))
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].find(([kind, count]) => kind !== '' && count >= 0.8 * kinds.length)?.[0]
}

/**
 * Finds a repeated header that starts another table. It is repeated once or twice, or more often if each repetition is
 * below a title and the values of the first column start over. All other repetitions, and those below a page number or
 * a ruled line, are page headers within the same table.
 */
function findRepeatedHeader(body: readonly SourceRecord[], form: TableForm): number | undefined {
  const { header } = form
  if (header.filter((name) => name !== '').length < 2) return undefined
  const positions = body.flatMap((record, index) => (equalsHeader(record.cells, header) ? [index] : []))
  const [first] = positions
  if (first === undefined || (positions.length > 2 && !startsOver(body, positions, form))) return undefined
  const recordsAbove = body.slice(Math.max(0, first - 3), first)
  const isPageHeader = recordsAbove.some(
    ({ cells, isRule }) => isRule || cells.some((cell) => pageNumberPattern.test(cell)) || isRuleLine(cells),
  )
  return isPageHeader ? undefined : first
}

/**
 * Returns whether repeated headers are below titles and the values of the first column start over below each of them.
 */
function startsOver(
  body: readonly SourceRecord[],
  [first = 0, ...otherPositions]: readonly number[],
  form: TableForm,
): boolean {
  if (findTitleAbove(body, first, form) === first) return false
  const getKey = (record: SourceRecord | undefined): string => record?.cells[0]?.trim() ?? ''
  const keys = body.slice(0, Math.min(first, maxSampledRecords)).map(getKey)
  const key = keys[0] ?? ''
  return (
    key !== '' &&
    keys.indexOf(key, 1) < 0 &&
    [first, ...otherPositions].every((position) => getKey(body[position + 1]) === key)
  )
}

const pageNumberPattern = /(?:^|\s)(?:page|seite|página|pagina|side|sida|strona)\s*(?::\s*)?\d/i

/** Returns the index of the first title line directly above a record. */
function findTitleAbove(body: readonly SourceRecord[], index: number, form: TableForm): number {
  let title = index
  while (title > 2 && index - title < 4) {
    const record = body[title - 1] as SourceRecord
    if (
      !isBlank(record) &&
      !(isSparse(record, form) && !record.cells.some((cell) => hasTypedFormat(classifyCell(cell))))
    )
      break
    title--
  }
  return title
}

/** Counts the records of a single typed column that precede text at its end. */
function countColumnRecords(body: readonly SourceRecord[]): number {
  const kinds = body.map(({ cells }) => (cells.length === 1 ? classifyCell(cells[0] ?? '') : 'text'))
  const last = kinds.findLastIndex((kind) => kind !== 'text' && kind !== 'code' && kind !== 'empty')
  const columnKinds = kinds
    .slice(0, last + 1)
    .filter((kind) => hasTypedFormat(kind) || kind === 'empty' || kind === 'null')
  const isTypedColumn = last >= 5 && columnKinds.length === last + 1 && body.length - last - 1 <= maxNotesBelowColumn
  return isTypedColumn ? last + 1 : body.length
}

const maxNotesBelowColumn = 12

const equalsHeader = (cells: readonly string[], header: readonly string[]): boolean => {
  const namedCount = header.filter((name) => name !== '').length
  return header.filter((name, index) => name !== '' && name === cells[index]?.trim()).length >= 0.8 * namedCount
}

function measureHeaderOverlap(namesA: readonly string[], namesB: readonly string[]): number {
  const names = new Set(namesA.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))
  const otherNames = new Set(namesB.map((text) => text.trim().toLowerCase()).filter((text) => text !== ''))
  const commonCount = [...otherNames].filter((text) => names.has(text)).length
  return commonCount / Math.max(1, Math.min(names.size, otherNames.size))
}

/** Returns whether records below a blank line continue the table above it. */
function continuesTable(denseRecords: readonly SourceRecord[], form: TableForm): boolean {
  const { width, kinds, header } = form
  const rows = denseRecords.slice(0, maxSampledRecords)
  if (equalsHeader(rows[0]?.cells ?? [], header) && header.length > 0) return false
  if (rows.filter(({ cells }) => cells.length === width).length < 0.7 * rows.length) return false
  let fittingCells = 0
  let cells = 0
  for (const record of rows) {
    kinds.forEach((kind, column) => {
      const text = record.cells[column]?.trim() ?? ''
      if (kind === undefined || text === '') return
      cells++
      const actualKind = classifyCell(text)
      if (toBroadKind(actualKind) === kind || actualKind === 'null') fittingCells++
    })
  }
  if (fittingCells < 0.65 * cells) return false
  const body = rows.slice(1).map((record) => record.cells)
  const { score, isCertain } = scoreHeader(rows[0]?.cells ?? [], body, width)
  return body.length === 0 || !(score > 2.5 && isCertain)
}

const isSparse = (record: SourceRecord, { medianFilledCells }: TableForm): boolean =>
  countFilledCells(record) <= Math.max(1, Math.floor(medianFilledCells / 4))

/** Returns whether all required columns are empty. */
const lacksRequiredCells = ({ cells }: SourceRecord, { requiredColumns }: TableForm): boolean =>
  requiredColumns.length > 0 && requiredColumns.every((column) => (cells[column]?.trim() ?? '') === '')

/** Counts the records that precede the notes at the end, provided that notes are rare further up. */
function countBeforeNotes(records: readonly SourceRecord[], form: TableForm): number {
  let end = records.length
  const noteCount = records.filter((record) => !isBlank(record) && isNote(record, form)).length
  while (end > 2) {
    const record = records[end - 1] as SourceRecord
    if (!isBlank(record) && !isNote(record, form)) break
    end--
  }
  const trailingNotes = records.slice(end).filter((record) => !isBlank(record)).length
  const maxOtherNotes = Math.max(6, 0.05 * records.length)
  return trailingNotes === 0 || noteCount - trailingNotes > maxOtherNotes ? records.length : end
}

/**
 * Matches a line with the number of rows below a query result ("(3 rows)", "3 rows in set (0.01 sec)", "(4 rows
 * affected)").
 */
const rowCountPattern =
  /^\s*(?:--\s*)?\(?\d[\d.,]*\s+(?:rows?|records?|tuples?|zeilen?|datensätze?|lignes?|filas?|registros?|righe)\b[^,;|\t]*$/i

function isNote(record: SourceRecord, form: TableForm): boolean {
  if (countFilledCells(record) === 1 && rowCountPattern.test(record.cells[0] ?? '')) return true
  if (isDamaged(record, form)) return false
  if (form.width > 2 && record.cells.length < form.width && isProse(record)) return true
  // The record is a note if all required columns contain words, although other records contain typed values there.
  const requiredKinds = form.requiredColumns.map((column) => classifyCell(record.cells[column] ?? ''))
  if (requiredKinds.length >= 2 && requiredKinds.every((kind) => kind === 'text') && record.cells.length !== form.width)
    return true
  if (containsWords(record, form)) return true
  // The record is a summary if its first column, which is typed, contains the label of a total or a mean.
  if (form.requiredColumns.includes(0) && record.cells[0]?.trim() !== '' && isSummary(record)) return true
  if (!isSparse(record, form))
    return lacksRequiredCells(record, form) && countFilledCells(record) <= form.medianFilledCells / 2
  if (form.medianFilledCells < 3 && form.width === 2) return isLineBelowPairs(record, form)
  const [first = '', ...otherCells] = record.cells
  const isAlone =
    otherCells.every((cell) => cell.trim() === '') && classifyCell(first) === 'text' && hasSeveralWords(first)
  if (form.medianFilledCells < 3)
    return (record.cells.length === 1 && form.width > 2) || (isAlone && form.requiredColumns.includes(0))
  const index = record.cells.findIndex((cell) => cell.trim() !== '')
  const text = record.cells[index]?.trim() ?? ''
  const hasTypedCellAfter = record.cells.slice(index + 1).some((cell) => hasTypedFormat(classifyCell(cell)))
  return index <= 1 && !hasTypedCellAfter && toBroadKind(classifyCell(text)) !== form.kinds[index]
}

/** Minimum number of required columns that contain words. */
const minWordColumns = 3

/**
 * Returns whether a short line contains words in nearly all columns in which records contain typed values (" [ reached
 * getOption("max.print") -- omitted 43941 rows ]").
 */
function containsWords({ cells }: SourceRecord, { width, requiredColumns }: TableForm): boolean {
  if (cells.length >= width) return false
  const kinds = requiredColumns.map((column) => classifyCell(cells[column] ?? ''))
  const values = kinds.filter(hasTypedFormat).length
  return kinds.filter((kind) => kind === 'text').length >= minWordColumns && values * 3 <= kinds.length - values
}

/** Number of characters at the start of each cell that are examined for words. */
const maxExaminedCharacters = 2_000

/** Returns whether the text has several words, of which at least one before the last contains a letter. */
const hasSeveralWords = (text: string): boolean =>
  text
    .slice(0, maxExaminedCharacters)
    .trim()
    .split(/\s+/)
    .slice(0, -1)
    .some((word) => /\p{L}/u.test(word))

/**
 * Returns whether a line below a two-column table fills only the first cell, and that cell is of a different kind than
 * the column or is a sentence.
 */
function isLineBelowPairs(
  { cells: [text = '', ...otherCells] }: SourceRecord,
  { requiredColumns, kinds }: TableForm,
): boolean {
  if (otherCells.some((cell) => cell.trim() !== '') || (otherCells.length > 0 && !hasSeveralWords(text))) return false
  if (requiredColumns.includes(0)) return toBroadKind(classifyCell(text)) !== kinds[0]
  return requiredColumns.includes(1) && /\p{L}\s+\p{L}+\s+\p{L}/u.test(text.slice(0, 200))
}

/**
 * Returns whether a single cell of the record contains all the table's cells, because of a stray quote or a different
 * delimiter.
 */
const isDamaged = ({ cells }: SourceRecord, { width }: TableForm): boolean =>
  width > 2 &&
  cells.some((cell) =>
    [',', ';', '\t', '|'].some(
      (delimiter) => cell.includes(delimiter) && splitCell(cell, delimiter).length >= width - 1,
    ),
  )

/** Splits a cell at a delimiter. Returns an empty list for sentences, in which a space follows every delimiter. */
function splitCell(cell: string, delimiter: string): string[] {
  const parts = cell.split(delimiter)
  const isSentence =
    parts.slice(1).every((part) => /^(?:\s|$)/.test(part)) && /\p{L}\s+\p{L}+\s+\p{L}/u.test(cell.slice(0, 200))
  return isSentence ? [] : parts
}
