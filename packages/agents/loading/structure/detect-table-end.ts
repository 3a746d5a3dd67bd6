import { message, type Message } from '@aw-flow/messages'
import { toBroadKind, classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { scoreHeader } from './detect-header.ts'
import { isProse } from '../records/is-prose.ts'
import { isSeparatorRow } from './special-rows.ts'
import { getLabel, isSummary } from './is-total.ts'
import { countNonBlankCells, isBlank, type SourceRecord } from '../records/read-records.ts'
import { countRecordsBeforeTotals } from './count-before-totals.ts'

/** The end of a table, and what follows it. */
export interface DetectedTableEnd {
  /** Number of records in the table. */
  recordCount: number
  /** Start line and width of each table that follows. */
  otherTables: { line: number; columns: number }[]
  reason: Message
}

/** Characteristics of a table's records that distinguish them from the lines below the table. */
type TableTraits = ReturnType<typeof computeTraits>

const maxSampledRecords = 200

/**
 * Detects the end of a table. The table continues after a blank line if the following records have the same width and
 * the same kinds of values. It ends before a repeated header, the header of another table, totals, or notes. Headers
 * that are repeated within the table are removed before; see `findPageHeaders`.
 *
 * @param body Records after the header, including blank ones.
 */
export function detectTableEnd(
  body: readonly SourceRecord[],
  header: readonly string[],
  width: number,
): DetectedTableEnd {
  const fallbackEnd = { recordCount: body.length, otherTables: [], reason: message('loading.end-none', {}) }
  if (width < 2)
    return { ...fallbackEnd, recordCount: countColumnRecords(body), reason: message('loading.end-notes', {}) }
  const [firstSegment] = splitAtBlanks(body)
  const isHeader = ({ cells }: SourceRecord): boolean => cells.length > 1 && cells.join('\n') === header.join('\n')
  if (!firstSegment || (firstSegment.length < 2 && !body.some(isHeader))) return fallbackEnd
  // A single record does not show whether others continue its table, but the repeated header shows that tables repeat.
  if (firstSegment.length < 2)
    return createEnd(body, body.indexOf(firstSegment[0]!) + 1, message('loading.end-blank', {}))
  const traits = computeTraits(firstSegment, header, width)
  const repeatedHeaderIndex = findRepeatedHeader(body, traits)
  const limit = repeatedHeaderIndex === undefined ? body.length : findTitleAbove(body, repeatedHeaderIndex, traits)
  const countTableRecords = (end: number): number =>
    countRecordsBeforeTotals(body.slice(0, countBeforeNotes(body.slice(0, end), traits)))
  let end = body.indexOf(firstSegment.at(-1) as SourceRecord) + 1
  let isBelowTitle = false
  for (const segment of splitAtBlanks(body.slice(0, limit)).slice(1)) {
    const denseRecords = segment.filter((record) => !isSparse(record, traits))
    if (denseRecords.every((record) => lacksRequiredCells(record, traits) || isSummary(record))) {
      isBelowTitle = true
      continue
    }
    if (!continuesTable(denseRecords, traits) || (isBelowTitle && repeatsKeys(denseRecords, firstSegment))) {
      const titleIndex = body.indexOf(segment[0] as SourceRecord)
      return { ...createEnd(body, titleIndex, message('loading.end-blank', {})), recordCount: countTableRecords(end) }
    }
    end = body.indexOf(segment.at(-1) as SourceRecord) + 1
  }
  if (repeatedHeaderIndex !== undefined)
    return {
      ...createEnd(body, limit, message('loading.end-header', {})),
      recordCount: countTableRecords(Math.min(end, limit)),
    }
  const recordCount = countBeforeNotes(body.slice(0, end), traits)
  const recordCountBeforeTotals = countRecordsBeforeTotals(body.slice(0, recordCount))
  const reason =
    recordCountBeforeTotals < recordCount ? message('loading.end-sum', {}) : message('loading.end-notes', {})
  return { recordCount: recordCountBeforeTotals, otherTables: [], reason }
}

/** Number of first-column values that must repeat at the start of another table. */
const minRepeatedKeys = 3

/**
 * Returns whether records start with the same distinct first-column values as the table. In that case, they belong to
 * another table.
 */
function repeatsKeys(records: readonly SourceRecord[], tableRecords: readonly SourceRecord[]): boolean {
  const keys = tableRecords.slice(0, maxSampledRecords).map(({ cells }) => cells[0]?.trim() ?? '')
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
export function countRecordsBeforeNotes(
  lastRecords: readonly SourceRecord[],
  sample: readonly SourceRecord[],
  width: number,
): number {
  if (width < 2 || sample.length < 2) return lastRecords.length
  const traits = computeTraits(sample, [], width)
  return countBeforeNotes(lastRecords, traits)
}

/**
 * Finds a second table that follows without a blank line. Returns the index of its header row, or `undefined` if there
 * is none. From this row on, records have a different width.
 */
export function findWidthChange(records: readonly SourceRecord[]): number | undefined {
  const nonBlankRecords = records.filter((record) => !isBlank(record))
  const firstRecords = nonBlankRecords.slice(0, 5)
  const [first, ...recordsBelowFirst] = firstRecords
  const headerWidth = recordsBelowFirst.every(({ cells }) => cells.length < (first?.cells.length ?? 0))
    ? first?.cells.length
    : undefined
  for (let index = 3; index < nonBlankRecords.length - 2; index++) {
    const record = nonBlankRecords[index] as SourceRecord
    const width = record.cells.length
    const previousWidth = nonBlankRecords[index - 1]?.cells.length ?? 0
    // Records may lack trailing cells, but records that are as wide as the first line belong to its table.
    if (width === previousWidth || width === headerWidth || width < 2 || previousWidth < 2) continue
    const recordsAbove = nonBlankRecords.slice(Math.max(0, index - 40), index)
    const recordsBelow = nonBlankRecords.slice(index + 1, index + 41)
    if (
      (measureWidthFraction(recordsAbove, previousWidth) < 0.8 &&
        measureWidthFraction(recordsAbove.slice(-minUniformLines), previousWidth) < 1) ||
      measureWidthFraction(recordsBelow, width) < 0.8 ||
      measureWidthFraction(recordsBelow, previousWidth) > 0.1
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
const minUniformLines = 5

/** Returns whether the first record is certainly a header. */
function hasCertainHeader([first, ...recordsBelow]: readonly SourceRecord[]): boolean {
  const rows = recordsBelow.map(({ cells }) => cells)
  const { score, isCertain } = scoreHeader(first?.cells ?? [], rows, first?.cells.length ?? 0)
  return isCertain && score > 1.5
}

/**
 * Returns the records of the main table. Blank records separate groups of records. The main table is the first group
 * that is at least half as large as the largest one.
 */
export function findMainRecords(records: readonly SourceRecord[]): readonly SourceRecord[] {
  const segments = splitAtBlanks(records)
  const areas = segments.map((segment) =>
    segment.reduce((sum, record) => sum + (isProse(record) ? 0 : Math.max(0, countNonBlankCells(record) - 1)), 0),
  )
  const maxArea = Math.max(0, ...areas)
  const mainSegment = segments.find((segment, index) => segment.length >= 3 && (areas[index] as number) >= maxArea / 2)
  return segments.length < 2 || !mainSegment ? records : mainSegment
}

const measureWidthFraction = (records: readonly SourceRecord[], width: number): number =>
  records.filter(({ cells }) => cells.length === width).length / Math.max(1, records.length)

function createEnd(body: readonly SourceRecord[], end: number, reason: Message): DetectedTableEnd {
  const nextRecord = body.slice(end).find((record) => !isBlank(record))
  return {
    recordCount: end,
    otherTables: nextRecord
      ? [{ line: nextRecord.line, columns: findMaxWidth(body.slice(end, end + maxSampledRecords)) }]
      : [],
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
  let currentSegment: SourceRecord[] | undefined
  for (const record of records) {
    if (record.isSeparator) continue
    if (isBlank(record)) currentSegment = undefined
    else if (currentSegment) currentSegment.push(record)
    else segments.push((currentSegment = [record]))
  }
  return segments
}

function computeTraits(records: readonly SourceRecord[], header: readonly string[], width: number) {
  const rows = records.filter(({ cells }) => cells.length === width).slice(0, maxSampledRecords)
  const nonBlankCounts = rows.map(countNonBlankCells).sort((a, b) => a - b)
  const kinds = Array.from({ length: width }, (_, column) => findKind(rows.map(({ cells }) => cells[column] ?? '')))
  const isRequired = (column: number): boolean =>
    kinds[column] !== undefined && rows.filter(({ cells }) => cells[column]?.trim() !== '').length >= 0.95 * rows.length
  const requiredColumns = rows.length < 3 ? [] : kinds.flatMap((_, column) => (isRequired(column) ? [column] : []))
  return {
    width,
    /** Median number of non-blank cells. */
    medianNonBlankCells: nonBlankCounts[Math.floor(nonBlankCounts.length / 2)] ?? width,
    /** Kind of nearly all cells in each column, or `undefined` if they have no distinctive format. */
    kinds,
    /** Indexes of typed columns that are non-blank in nearly all records. */
    requiredColumns,
    header,
  }
}

function findKind(values: readonly string[]): string | undefined {
  const kinds = values
    .filter((text) => text.trim() !== '')
    .map((text) => (hasDistinctiveFormat(classifyCell(text)) ? toBroadKind(classifyCell(text)) : ''))
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].find(([kind, count]) => kind !== '' && count >= 0.8 * kinds.length)?.[0]
}

/** Finds a repeated header that starts another table. Those that do not are removed before; see `findPageHeaders`. */
function findRepeatedHeader(body: readonly SourceRecord[], { header }: TableTraits): number | undefined {
  if (header.filter((name) => name !== '').length < 2) return undefined
  const index = body.findIndex(({ cells }) => matchesHeader(cells, header))
  return index < 0 ? undefined : index
}

/**
 * Finds the lines of a table that repeat its header, as on each page of a report and in concatenated files, and the
 * titles, totals and page numbers directly above them. Returns no lines if a line above them does not resemble the
 * records, or if the values of the first column start over below a title or blank line: another table starts there.
 *
 * @param body Records after the header, including blank ones.
 * @param quoted Whether each name is quoted. A header that is written differently belongs to another table.
 */
export function findPageHeaders(
  body: readonly SourceRecord[],
  header: readonly string[],
  quoted: readonly boolean[],
): SourceRecord[] {
  const width = header.length
  const repeatsHeader = (record: SourceRecord): boolean =>
    record.cells.length === width &&
    record.cells.every((cell, column) => cell.trim() === header[column] && record.quoted[column] === quoted[column])
  const positions = width < 2 ? [] : body.flatMap((record, index) => (repeatsHeader(record) ? [index] : []))
  const getKey = (record: SourceRecord | undefined): string => record?.cells[0]?.trim() ?? ''
  const keys = body.slice(0, Math.min(positions[0] ?? 0, maxSampledRecords)).map(getKey)
  const [key = ''] = keys
  const isKey = key !== '' && keys.indexOf(key, 1) < 0
  const lines: SourceRecord[] = []
  for (const position of positions) {
    let start = position
    while (start > 1 && isBetweenPages(body[start - 1]!)) start--
    const linesAbove = body.slice(start, position)
    const isPage = linesAbove.some(isPageBreak)
    const startsOver = isKey && linesAbove.length > 0 && !isPage && getKey(body[position + 1]) === key
    const above = body[start - 1]
    if (startsOver || !above || !resembles(above, body[0]!)) return []
    lines.push(...linesAbove.filter((record) => !isBlank(record)), body[position]!)
  }
  return lines
}

const pageNumberPattern = /(?:^|\s)(?:page|seite|página|pagina|side|sida|strona)\s*(?::\s*)?\d/i

const isPageBreak = ({ cells, isSeparator }: SourceRecord): boolean =>
  isSeparator === true || cells.some((cell) => pageNumberPattern.test(cell)) || isSeparatorRow(cells)

/** Returns whether a line is blank or a page number, a title or a total, which may precede a repeated header. */
const isBetweenPages = (record: SourceRecord): boolean =>
  countNonBlankCells(record) === 0 ||
  isPageBreak(record) ||
  isSummary(record) ||
  (countNonBlankCells(record) === 1 && classifyCell(getLabel(record)) === 'text')

/** Returns whether a record has values of the same kinds as another one in at least half of its columns. */
const resembles = ({ cells }: SourceRecord, other: SourceRecord): boolean =>
  cells.length === other.cells.length &&
  cells.filter((cell, column) => toBroadKind(classifyCell(cell)) === toBroadKind(classifyCell(other.cells[column]!)))
    .length *
    2 >=
    cells.length

/** Returns the index of the first title line directly above a record. */
function findTitleAbove(body: readonly SourceRecord[], index: number, traits: TableTraits): number {
  let titleIndex = index
  while (titleIndex > 2 && index - titleIndex < 4) {
    const record = body[titleIndex - 1] as SourceRecord
    if (
      !isBlank(record) &&
      !(isSparse(record, traits) && !record.cells.some((cell) => hasDistinctiveFormat(classifyCell(cell))))
    )
      break
    titleIndex--
  }
  return titleIndex
}

/** Counts the records of a single typed column that precede text at its end. */
function countColumnRecords(body: readonly SourceRecord[]): number {
  const kinds = body.map(({ cells }) => (cells.length === 1 ? classifyCell(cells[0] ?? '') : 'text'))
  const lastIndex = kinds.findLastIndex((kind) => kind !== 'text' && kind !== 'code' && kind !== 'empty')
  const columnKinds = kinds
    .slice(0, lastIndex + 1)
    .filter((kind) => hasDistinctiveFormat(kind) || kind === 'empty' || kind === 'null')
  const isTypedColumn =
    lastIndex >= 5 && columnKinds.length === lastIndex + 1 && body.length - lastIndex - 1 <= maxNotesBelowColumn
  return isTypedColumn ? lastIndex + 1 : body.length
}

const maxNotesBelowColumn = 12

const matchesHeader = (cells: readonly string[], header: readonly string[]): boolean => {
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
function continuesTable(denseRecords: readonly SourceRecord[], traits: TableTraits): boolean {
  const { width, kinds, header } = traits
  const rows = denseRecords.slice(0, maxSampledRecords)
  if (matchesHeader(rows[0]?.cells ?? [], header) && header.length > 0) return false
  if (rows.filter(({ cells }) => cells.length === width).length < 0.7 * rows.length) return false
  let matchingCount = 0
  let cellCount = 0
  for (const record of rows) {
    kinds.forEach((kind, column) => {
      const text = record.cells[column]?.trim() ?? ''
      if (kind === undefined || text === '') return
      cellCount++
      const actualKind = classifyCell(text)
      if (toBroadKind(actualKind) === kind || actualKind === 'null') matchingCount++
    })
  }
  if (matchingCount < 0.65 * cellCount) return false
  const body = rows.slice(1).map((record) => record.cells)
  const { score, isCertain } = scoreHeader(rows[0]?.cells ?? [], body, width)
  return body.length === 0 || !(score > 2.5 && isCertain)
}

const isSparse = (record: SourceRecord, { medianNonBlankCells }: TableTraits): boolean =>
  countNonBlankCells(record) <= Math.max(1, Math.floor(medianNonBlankCells / 4))

/** Returns whether all required columns are empty. */
const lacksRequiredCells = ({ cells }: SourceRecord, { requiredColumns }: TableTraits): boolean =>
  requiredColumns.length > 0 && requiredColumns.every((column) => (cells[column]?.trim() ?? '') === '')

/** Counts the records that precede the notes at the end, provided that notes are rare further up. */
function countBeforeNotes(records: readonly SourceRecord[], traits: TableTraits): number {
  let end = records.length
  const noteCount = records.filter((record) => !isBlank(record) && isNote(record, traits)).length
  while (end > 2) {
    const record = records[end - 1] as SourceRecord
    if (!isBlank(record) && !isNote(record, traits)) break
    end--
  }
  const trailingNoteCount = records.slice(end).filter((record) => !isBlank(record)).length
  const maxOtherNotes = Math.max(6, 0.05 * records.length)
  return trailingNoteCount === 0 || noteCount - trailingNoteCount > maxOtherNotes ? records.length : end
}

/**
 * Matches a line with the number of rows below a query result ("(3 rows)", "3 rows in set (0.01 sec)", "(4 rows
 * affected)").
 */
const rowCountPattern =
  /^\s*(?:--\s*)?\(?\d[\d.,]*\s+(?:rows?|records?|tuples?|zeilen?|datensätze?|lignes?|filas?|registros?|righe)\b[^,;|\t]*$/i

function isNote(record: SourceRecord, traits: TableTraits): boolean {
  if (countNonBlankCells(record) === 1 && rowCountPattern.test(record.cells[0] ?? '')) return true
  if (isDamaged(record, traits)) return false
  if (traits.width > 2 && record.cells.length < traits.width && isProse(record)) return true
  // The record is a note if all required columns contain words, although other records contain numbers or dates there.
  const requiredKinds = traits.requiredColumns.map((column) => classifyCell(record.cells[column] ?? ''))
  if (
    requiredKinds.length >= 2 &&
    requiredKinds.every((kind) => kind === 'text') &&
    record.cells.length !== traits.width
  )
    return true
  if (containsWords(record, traits)) return true
  // The record is a summary if its first cell contains the label of a total or a mean instead of a number or date.
  if (traits.requiredColumns.includes(0) && record.cells[0]?.trim() !== '' && isSummary(record)) return true
  if (!isSparse(record, traits))
    return lacksRequiredCells(record, traits) && countNonBlankCells(record) <= traits.medianNonBlankCells / 2
  if (traits.medianNonBlankCells < 3 && traits.width === 2) return isLineBelowPairs(record, traits)
  const [first = '', ...otherCells] = record.cells
  const isAlone =
    otherCells.every((cell) => cell.trim() === '') && classifyCell(first) === 'text' && hasSeveralWords(first)
  if (traits.medianNonBlankCells < 3)
    return (record.cells.length === 1 && traits.width > 2) || (isAlone && traits.requiredColumns.includes(0))
  const index = record.cells.findIndex((cell) => cell.trim() !== '')
  const text = record.cells[index]?.trim() ?? ''
  const hasTypedCellAfter = record.cells.slice(index + 1).some((cell) => hasDistinctiveFormat(classifyCell(cell)))
  return index <= 1 && !hasTypedCellAfter && toBroadKind(classifyCell(text)) !== traits.kinds[index]
}

/** Minimum number of required columns that contain words. */
const minWordColumns = 3

/**
 * Returns whether a short line contains words in nearly all columns that otherwise contain numbers or dates (`[ reached
 * getOption("max.print") -- omitted 43941 rows ]`).
 */
function containsWords({ cells }: SourceRecord, { width, requiredColumns }: TableTraits): boolean {
  if (cells.length >= width) return false
  const kinds = requiredColumns.map((column) => classifyCell(cells[column] ?? ''))
  const valueCount = kinds.filter(hasDistinctiveFormat).length
  return kinds.filter((kind) => kind === 'text').length >= minWordColumns && valueCount * 3 <= kinds.length - valueCount
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
 * Returns whether only the first cell of a line below a two-column table is non-blank, and this cell is a sentence or
 * of a different kind than the column.
 */
function isLineBelowPairs(
  { cells: [text = '', ...otherCells] }: SourceRecord,
  { requiredColumns, kinds }: TableTraits,
): boolean {
  if (otherCells.some((cell) => cell.trim() !== '') || (otherCells.length > 0 && !hasSeveralWords(text))) return false
  if (requiredColumns.includes(0)) return toBroadKind(classifyCell(text)) !== kinds[0]
  return requiredColumns.includes(1) && /\p{L}\s+\p{L}+\s+\p{L}/u.test(text.slice(0, 200))
}

/**
 * Returns whether a single cell of the record contains all the table's cells, because of a stray quote or a different
 * delimiter.
 */
const isDamaged = ({ cells }: SourceRecord, { width }: TableTraits): boolean =>
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
