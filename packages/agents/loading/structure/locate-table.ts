import { message, type Message } from '@aw-flow/messages'
import type { SourceHeader } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { isCommentAt, type Dialect } from '@aw-flow/schema/internal'
import { hasOnlyComments } from '../dialect/find-comment-marker.ts'
import type { DetectedDialect } from '../dialect/detect-dialect.ts'
import {
  createDetectedHeader,
  detectHeader,
  isClause,
  isSentence,
  readColumnNames,
  scoreHeader,
  type DetectedHeader,
} from './detect-header.ts'
import { findNamedHeader, replacesHeader, type NamedHeader } from './find-named-header.ts'
import { findPreambleAboveBlock } from './find-preamble-above-block.ts'
import { findValueBlock } from '../dialect/find-value-block.ts'
import { findTitles, maxTitleRecords } from '../dialect/find-titles.ts'
import { detectPreamble, type Preamble } from './detect-preamble.ts'
import {
  countRecordsBeforeNotes,
  detectTableEnd,
  findMainRecords,
  findPageHeaders,
  findWidthChange,
} from './detect-table-end.ts'
import type { LoadOverrides } from '../plan/file-plan.ts'
import { isSettingsLine } from './is-settings-line.ts'
import type { CommentHeader } from './names-in-comment.ts'
import { joinSplitCells } from '../dialect/join-split-cells.ts'
import { repairHeader } from './repair-header.ts'
import { isTotalOfRecords } from './is-total.ts'
import { isDescriptionRow, isTypeRow } from './special-rows.ts'
import { isUnitRow } from './is-unit-row.ts'
import { isBlank, normalizeNewlines, readRecords, type SourceRecord } from '../records/read-records.ts'
import type { WellFormedText } from '../records/read-well-formed.ts'
import { classifyCell, type CellKind } from '../columns/cell-kind.ts'

/** Samples of a text file: its start (`head`), and blocks of complete lines from the middle and the end. */
export interface TextSample {
  head: string
  blocks: string[]
  isComplete: boolean
  /** File name for problem messages. */
  file?: string
  /** Header rows, if the source specifies them. */
  header?: SourceHeader | undefined
}

/** The position and the parts of a table in the text. Line numbers refer to physical lines and start at 1. */
export interface LocatedTable {
  /** The text with LF line endings. Record offsets refer to it. */
  head: string
  /** Number of columns. */
  width: number
  preamble: Preamble
  header: DetectedHeader
  skippedLines: number
  headerLines: number
  /** The table's records in the head. */
  records: SourceRecord[]
  end: TableEnd
  /** Lines among the records that repeat the header, and titles above them. */
  pageHeaders?: readonly SourceRecord[]
  /** Whether comments occur among the records. */
  hasComments: boolean
  /** Whether the header is the first line with a name in every column, so that no table can be above it. */
  hasNamedHeader?: boolean
}

/** The end of a table. */
export interface TableEnd {
  /** Number of the table's records in the head. */
  rowsInHead: number
  trailingLines: number
  /** First line of another table below, if any. */
  nextLine?: number
  reason: Message
}

/** Locates the main table in the text, with its preamble, header, records and end. */
export function locateTable(
  sample: TextSample,
  detectedDialect: DetectedDialect,
  overrides: Pick<LoadOverrides, 'header'>,
): LocatedTable {
  const head = normalizeNewlines(sample.head)
  const { dialect, wellFormedText } = detectedDialect
  const isUnspecified = overrides.header === undefined && sample.header === undefined && sample.isComplete
  if (wellFormedText && isUnspecified && isShortTable(wellFormedText)) return createShortTable(head, wellFormedText)
  const source = readSource(sample, head, detectedDialect)
  const { records, completeRecords, allRecords, rawRecords, directiveLineCount, isComment } = source
  const mainPart = findMainPart(source, sample, detectedDialect, overrides)
  const named = nameColumns(source, mainPart, sample, detectedDialect, overrides)
  const { preamble, header, isNamed, repairedLine } = named
  const commentHeader = preamble.headerInComment
  // The header may be a comment or a damaged line above the table.
  const headerLine =
    header.rowCount === 0 && header.names.length > 0 ? (repairedLine ?? commentHeader?.line) : undefined
  const skippedLines = headerLine === undefined ? preamble.skippedLines : headerLine - 1
  // In well-formed text, records that contain only empty cells belong to the table.
  const headRows = wellFormedText ? rawRecords.filter(({ line }) => line > preamble.skippedLines) : preamble.records
  const allHeaderLines = countLines(headRows, header.rowCount, head) + preamble.skippedLines - skippedLines
  const commentLineBelow = findCommentBelowHeader(
    allRecords,
    repairedLine === undefined ? commentHeader : undefined,
    headRows.slice(0, header.rowCount),
    skippedLines + allHeaderLines,
    isComment,
  )
  const headerLines = commentLineBelow === undefined ? allHeaderLines : commentLineBelow - 1 - skippedLines
  const recordsBelowHeader = preamble.records.slice(header.rowCount)
  const start = recordsBelowHeader[0]
  const namesQuoted = preamble.records[header.rowCount - 1]?.quoted ?? []
  const pageHeaders =
    sample.isComplete && start ? findPageHeaders(records.slice(records.indexOf(start)), header.names, namesQuoted) : []
  const isPageHeader = new Set(pageHeaders)
  const headRecords = recordsBelowHeader.filter((record) => !isPageHeader.has(record))
  const width = findUsedWidth(headRecords, header.names, named.width)
  for (const record of headRecords) dropTrailingEmptyCells(record, width)
  const end = findTableEnd(
    sample,
    head,
    records.filter((record) => !isPageHeader.has(record)),
    headRecords,
    header.names,
    dialect,
    width,
    completeRecords[records.length],
    isComment,
  )
  const tablePreamble =
    headerLine === undefined
      ? adjustDirectiveReason(preamble, directiveLineCount)
      : { ...preamble, reason: message('loading.above-names', { lines: skippedLines }) }
  const tableRecords = headRecords.slice(0, end.rowsInHead)
  const last = tableRecords.at(-1)
  const isAmongRecords = ({ line }: SourceRecord): boolean =>
    last !== undefined && line > skippedLines + headerLines && line < last.line
  return {
    head,
    width,
    preamble: tablePreamble,
    header,
    skippedLines,
    headerLines,
    records: tableRecords,
    end,
    pageHeaders: pageHeaders.filter(({ line }) => line < (last?.line ?? 0)),
    hasNamedHeader: isNamed || mainPart.namedHeader?.headerLines[0] === skippedLines + 1,
    hasComments: !wellFormedText && allRecords.some((record) => isAmongRecords(record) && isComment(record)),
  }
}

/** The records of a text. */
interface Source {
  readonly head: string
  readonly directiveLineCount: number
  readonly rawRecords: readonly SourceRecord[]
  /** The records that are complete in the sample, whose split cells are joined. */
  readonly allRecords: readonly SourceRecord[]
  /** Those without the comments below the first record. */
  readonly completeRecords: readonly SourceRecord[]
  /** Those up to the first change of the number of cells. */
  readonly records: readonly SourceRecord[]
  readonly isComment: CommentTest
}

function readSource(sample: TextSample, head: string, { dialect, width, wellFormedText }: DetectedDialect): Source {
  const directiveLineCount = /^sep=.\n/.test(head) ? 1 : 0
  const limits = width > 1 ? { width } : {}
  const rawRecords = (wellFormedText?.records ?? readRecords(head, dialect, limits)).slice(directiveLineCount)
  const isDelimited = sample.isComplete && !dialect.repeated && !dialect.columnStarts && !dialect.enclosed
  const joinedRecords = isDelimited && !wellFormedText ? joinSplitCells(rawRecords, dialect.delimiter) : rawRecords
  // The last record of an incomplete sample is dropped because it may be truncated.
  const allRecords = sample.isComplete ? joinedRecords : joinedRecords.slice(0, -1)
  const isComment = createCommentTest(head, dialect, allRecords, width)
  const completeRecords = removeCommentsBelow(allRecords, isComment, width)
  const dataRecords = completeRecords.filter((record) => !isComment(record))
  const widthChange = findWidthChange(dataRecords)
  const records =
    widthChange === undefined
      ? completeRecords
      : completeRecords.slice(0, completeRecords.indexOf(dataRecords[widthChange] as SourceRecord))
  return { head, directiveLineCount, rawRecords, allRecords, completeRecords, records, isComment }
}

/** The part of the records that contains the main table. */
interface MainPart {
  readonly mainRecords: readonly SourceRecord[]
  /** The records of the block of values within a text. */
  readonly blockRecords: readonly SourceRecord[] | undefined
  readonly namedHeader: NamedHeader | undefined
  readonly width: number
  readonly isTitle: (record: SourceRecord) => boolean
}

function findMainPart(
  { head, completeRecords, records, isComment }: Source,
  sample: TextSample,
  { dialect, width: detectedWidth, wellFormedText, isWithinText = false }: DetectedDialect,
  overrides: Pick<LoadOverrides, 'header'>,
): MainPart {
  const blockRecords = isWithinText && sample.isComplete ? findBlockRecords(records, head) : undefined
  const uncommentedRecords = records.filter((record) => !isComment(record))
  const canHaveNames = overrides.header === undefined && !sample.header && !blockRecords
  const namedHeader = canHaveNames ? findNamedHeader(uncommentedRecords, detectedWidth) : undefined
  const largestPart = blockRecords ?? findMainRecords(uncommentedRecords)
  const mainRecords =
    namedHeader?.first && !largestPart.includes(namedHeader.first)
      ? findMainRecords(uncommentedRecords.slice(uncommentedRecords.indexOf(namedHeader.header[0] as SourceRecord)))
      : largestPart
  const hasOtherParts = records.length < completeRecords.length || mainRecords.length < uncommentedRecords.length
  const mainWidth = detectedWidth > 1 && hasOtherParts ? findCommonWidth(mainRecords) : detectedWidth
  const mayHaveTitles = dialect.delimiter === ' ' && !wellFormedText
  const titleOffsets = mayHaveTitles ? findTitles(head, uncommentedRecords) : new Set<number>()
  const isTitle = ({ start }: SourceRecord): boolean => titleOffsets.has(start)
  // If runs of spaces are the delimiter, header cells may contain single spaces, so the width is not derived from them.
  const width = dialect.repeated
    ? mainWidth
    : findTableWidth(
        mainRecords.filter((record) => !isTitle(record)),
        mainWidth,
      )
  for (const record of records) dropTrailingEmptyCells(record, width)
  return { mainRecords, blockRecords, namedHeader, width, isTitle }
}

/** Finds the lines above the table. */
function findPreamble(
  { head, records, isComment }: Source,
  { mainRecords, blockRecords, width, isTitle }: MainPart,
  sourceHeader: SourceHeader | undefined,
  { dialect, wellFormedText }: DetectedDialect,
): Preamble {
  if (sourceHeader) return createSourcePreamble(records, sourceHeader)
  if (blockRecords?.[0]) return findPreambleAboveBlock(records, blockRecords[0], width)
  const splitsWords = createWordSplitTest(head, dialect)
  if (
    !(splitsWords && records.slice(0, maxComparedRecords).some(splitsWords)) &&
    !mainRecords.slice(0, maxTitleRecords).some(isTitle) &&
    !isBelowComment(records, mainRecords[0], isComment) &&
    startsWithHeader(mainRecords, width)
  )
    return createPreambleAboveHeader(records, records.indexOf(mainRecords[0] as SourceRecord), width)
  return detectPreamble(records, width, {
    isTitle: (record) => isTitle(record) || splitsWords?.(record) === true,
    mainRecords,
    isComment,
    isWellFormed: wellFormedText !== undefined,
    isSpaceDelimited: dialect.columnStarts !== undefined || dialect.delimiter === ' ',
    text: head,
  })
}

/** The header, and the lines above the table that it implies. */
interface NamedTable {
  readonly preamble: Preamble
  readonly header: DetectedHeader
  readonly width: number
  /** Whether the header is the first line with a name in every column. */
  readonly isNamed: boolean
  /** The line of a header that was repaired. */
  readonly repairedLine: number | undefined
}

function nameColumns(
  source: Source,
  mainPart: MainPart,
  sample: TextSample,
  detectedDialect: DetectedDialect,
  overrides: Pick<LoadOverrides, 'header'>,
): NamedTable {
  const { head, records, isComment } = source
  const { dialect } = detectedDialect
  const { namedHeader, isTitle } = mainPart
  const sourceHeader = overrides.header === undefined ? sample.header : undefined
  const preamble = findPreamble(source, mainPart, sourceHeader, detectedDialect)
  const tablePart = selectMainPart(preamble.records, mainPart.mainRecords)
  const rows = tablePart.map(({ cells }) => cells)
  const namesInComment = preamble.headerInComment?.names
  // Records may lack trailing empty cells, so the comment may contain more names.
  const width = Math.max(mainPart.width, namesInComment?.length ?? 0)
  const quotedFlags = tablePart.map((record) => record.quoted)
  const detectedHeader = sourceHeader
    ? createSourceHeader(rows, width, sourceHeader)
    : resolveHeader(rows, quotedFlags, width, overrides.header, namesInComment)
  const isTextLine = (record: SourceRecord): boolean => isComment(record) || isTitle(record)
  const repairedHeader =
    overrides.header === undefined && !sourceHeader && !dialect.enclosed
      ? repairDamagedHeader(records, preamble, detectedHeader, width, dialect, head, isTextLine)
      : undefined
  const header = repairedHeader?.header ?? detectedHeader
  if (
    namedHeader !== undefined &&
    !repairedHeader &&
    replacesHeader(namedHeader, records, listHeaderLines(records, preamble, header))
  ) {
    const namedPreamble = createNamedPreamble(records, namedHeader, width, isComment)
    const namedTable = { preamble: namedPreamble, header: createNamedHeader(namedPreamble, namedHeader, width) }
    return { ...namedTable, width, isNamed: true, repairedLine: undefined }
  }
  return { preamble, header, width, isNamed: false, repairedLine: repairedHeader?.line }
}

/** Returns the numbers of the lines on which the records of a header start. */
function listHeaderLines(
  records: readonly SourceRecord[],
  { records: tableRecords, headerInComment }: Preamble,
  header: DetectedHeader,
): number[] {
  const isInComment = header.rowCount === 0 && header.names.length > 0
  const { line = 0, lines = 0 } = headerInComment ?? {}
  const headerRecords = isInComment
    ? records.filter((record) => record.line >= line && record.line < line + lines)
    : tableRecords.slice(0, header.rowCount)
  return headerRecords.map((record) => record.line)
}

function createNamedPreamble(
  records: readonly SourceRecord[],
  { header, first }: NamedHeader,
  width: number,
  isComment: CommentTest,
): Preamble {
  const { start, line } = header[0] ?? first
  const skippedLines = line - 1
  const reason =
    skippedLines === 0
      ? message('loading.first-line', {})
      : message('loading.short-above', { lines: skippedLines, cells: width })
  const isOfTable = (record: SourceRecord): boolean => record.start >= start && !isBlank(record) && !isComment(record)
  return { skippedLines, records: records.filter(isOfTable), reason }
}

function createNamedHeader({ records }: Preamble, { header }: NamedHeader, width: number): DetectedHeader {
  const rows = records.map((record) => (isDescriptionRow(record.cells) ? [] : record.cells))
  return createDetectedHeader(header.length, readColumnNames(rows, header.length, width), namedHeaderConfidence)
}

const namedHeaderConfidence = 0.9

type CommentTest = (record: Pick<SourceRecord, 'start'>) => boolean

/**
 * Creates a predicate for comment records. If data records may also start with the comment marker, only marked lines
 * above the first data record count as comments.
 */
function createCommentTest(
  head: string,
  dialect: Dialect,
  records: readonly SourceRecord[],
  width: number,
): CommentTest {
  const { comment } = dialect
  if (comment === undefined) return () => false
  const leadingOffsets = findLeadingComments(head, dialect, records)
  const isMarked: CommentTest = ({ start }) => isCommentAt(head, start, dialect) || leadingOffsets.has(start)
  const first = records.find((record) => !isMarked(record) && record.cells.length >= width && !isBlank(record))
  const recordsBelow = first ? records.filter(({ start }) => start > first.start) : []
  const markedRecords = recordsBelow.filter(isMarked)
  const dataRecords = recordsBelow.filter((record) => !isMarked(record))
  if (!first || markedRecords.length === 0 || hasOnlyComments(markedRecords, dataRecords, comment, head, width))
    return isMarked
  return (record) => record.start < first.start && isMarked(record)
}

/** Matches comments that may follow comments with a different marker. */
const otherMarkerPattern = /^[ \t]*(?:[#%!;]|\/\/)(?:[ \t]|$)|^@[ \t]*\p{L}/mu

/**
 * Returns the offsets of the comments at the start of the text. The first one must have the dialect's comment marker.
 */
function findLeadingComments(head: string, dialect: Dialect, records: readonly SourceRecord[]): Set<number> {
  const offsets = new Set<number>()
  for (const { start, end } of records) {
    if (
      !isCommentAt(head, start, dialect) &&
      (offsets.size === 0 || head.slice(start, end).search(otherMarkerPattern) !== 0)
    )
      break
    offsets.add(start)
  }
  return offsets
}

/**
 * Returns the line of the first comment between the column names and the records, or `undefined` if there is none. Such
 * a comment is not part of the header.
 *
 * @param lastLine The line above the first record.
 */
function findCommentBelowHeader(
  records: readonly SourceRecord[],
  commentHeader: CommentHeader | undefined,
  header: readonly SourceRecord[],
  lastLine: number,
  isComment: CommentTest,
): number | undefined {
  const lastHeader = header.at(-1)
  const nameLine = lastHeader ? lastHeader.line : commentHeader && commentHeader.line + commentHeader.lines - 1
  if (nameLine === undefined) return undefined
  const commentsBelow = records.filter(({ line }) => line > nameLine && line <= lastLine)
  return commentsBelow.every((record) => isBlank(record) || isComment(record))
    ? commentsBelow.find(isComment)?.line
    : undefined
}

/** Removes the comments below the first record, provided that they are fewer than the records. */
function removeCommentsBelow(
  records: readonly SourceRecord[],
  isComment: CommentTest,
  width: number,
): readonly SourceRecord[] {
  const first = records.findIndex((record) => !isComment(record) && record.cells.length >= width && !isBlank(record))
  const recordsBelow = records.slice(Math.max(0, first))
  const dataRecords = recordsBelow.filter((record) => !isComment(record))
  return dataRecords.length * 2 > recordsBelow.length
    ? [...records.slice(0, Math.max(0, first)), ...dataRecords]
    : records
}

/** Returns the records in the text's block of values, or `undefined` if there is none. */
function findBlockRecords(records: readonly SourceRecord[], head: string): SourceRecord[] | undefined {
  const [firstLine, lastLine] = findValueBlock(head)?.lineRange ?? [1, 0]
  const blockRecords = records.filter(({ line }) => line >= firstLine && line <= lastLine)
  return blockRecords.length > 0 ? blockRecords : undefined
}

/** Returns whether the line directly above a record is a comment. */
function isBelowComment(records: readonly SourceRecord[], record: SourceRecord | undefined, isComment: CommentTest) {
  const previous = record && records[records.indexOf(record) - 1]
  return previous !== undefined && isComment(previous)
}

/** Returns whether any line at or after an offset is a comment. */
function hasComments(text: string, offset: number, isComment: CommentTest): boolean {
  for (let start = offset; start < text.length; start = findLineEnd(text, start)) if (isComment({ start })) return true
  return false
}

const findLineEnd = (text: string, start: number): number => {
  const index = text.indexOf('\n', start)
  return index < 0 ? text.length : index + 1
}

/**
 * Maximum number of records, including the header, in a short table. So few records provide too little evidence to
 * detect anything but a plain header.
 */
const maxShortRecords = 6
/** Kinds of cells that cannot be column names. */
const valueKinds: ReadonlySet<CellKind> = new Set(['integer', 'number', 'money', 'percent', 'date', 'time', 'datetime'])

/**
 * Minimum score for the first line to be a header if at least two records follow it. With a lower score, it is a
 * record.
 */
const minShortScore = -0.5

/**
 * Returns whether well-formed text is a short table that consists of distinct column names and a few records. Returns
 * `false` if the first line resembles the records, or is prose in a single column.
 */
function isShortTable({ records, width }: WellFormedText): boolean {
  const [names = [], ...body] = records.map(({ cells }) => cells)
  const isText = width === 1 && !records[0]?.quoted[0] && isClause(names[0] ?? '')
  // Units above numbers, column types, and a total that equals the sums can be detected even in short tables.
  const hasSpecialRow =
    hasUnits(body) ||
    hasTypes(body) ||
    body.some(isDescriptionRow) ||
    isTotalOfRecords(records.at(-1) as SourceRecord, records.slice(1, -1))
  return (
    !isText &&
    !hasSpecialRow &&
    records.length <= maxShortRecords &&
    new Set(names).size === names.length &&
    names.every((name) => name !== '' && name === name.trim() && !valueKinds.has(classifyCell(name))) &&
    !names.some(isSentence) &&
    // A few names may be symbols or null markers (`*`, `N/A`).
    names.filter((name) => /\p{L}/u.test(name) && classifyCell(name) !== 'null').length * 2 >= width &&
    (body.length < 2 || scoreHeader(names, body, width).score >= minShortScore)
  )
}

const minRecordsBelowUnits = 3

/** Returns whether the first row contains units and all rows below it contain numbers in these columns. */
function hasUnits([units = [], ...rows]: readonly (readonly string[])[]): boolean {
  const isNumber = (cell: string | undefined): boolean => /^(?:integer|number)$/.test(classifyCell(cell ?? ''))
  return (
    rows.length >= minRecordsBelowUnits &&
    isUnitRow(units) &&
    units.every((unit, column) => unit.trim() === '' || rows.every((row) => isNumber(row[column])))
  )
}

/** Returns whether the first row, and no other, contains the types of the columns. */
const hasTypes = ([types = [], ...rows]: readonly (readonly string[])[]): boolean =>
  rows.length > 0 && isTypeRow(types) && !rows.some(isTypeRow)

function createShortTable(head: string, { records, width }: WellFormedText): LocatedTable {
  const [first, ...dataRecords] = records as [SourceRecord, ...SourceRecord[]]
  const evidence = { decision: 'header', value: message('loading.lines', { lines: 1 }), confidence: 1, runnersUp: [] }
  const skippedLines = first.line - 1
  const reason =
    skippedLines === 0 ? message('loading.first-line', {}) : message('loading.blank-above', { lines: skippedLines })
  return {
    head,
    width,
    preamble: { skippedLines, records, reason },
    header: { rowCount: 1, names: first.cells, evidence: { ...evidence, reason: message('loading.header-names', {}) } },
    skippedLines,
    headerLines: (dataRecords[0]?.line ?? first.line + countLines(records, 1, head)) - first.line,
    records: dataRecords,
    end: { rowsInHead: dataRecords.length, trailingLines: 0, reason: message('loading.end-none', {}) },
    hasComments: false,
  }
}

/**
 * Returns the records up to the end of the main part, or all records if these are too few to distinguish names from
 * values.
 */
function selectMainPart(
  records: readonly SourceRecord[],
  mainRecords: readonly SourceRecord[],
): readonly SourceRecord[] {
  const last = mainRecords.at(-1)
  const mainPart = last ? records.filter(({ start }) => start <= last.start) : records
  return mainPart.length >= 4 ? mainPart : records
}

/**
 * Creates a predicate for sentences among fixed-width records, in which at least a third of the columns start within a
 * word. Returns `undefined` if columns do not have fixed positions.
 */
function createWordSplitTest(head: string, { columnStarts }: Dialect): ((record: SourceRecord) => boolean) | undefined {
  if (!columnStarts) return undefined
  return ({ start, end }) => {
    const line = head.slice(start, end).trimEnd()
    const innerStarts = columnStarts.filter((offset) => offset > 0 && offset < line.length)
    const splitWordCount = innerStarts.filter((offset) => line[offset] !== ' ' && line[offset - 1] !== ' ').length
    const wordCount = line.split(/\s+/).length
    return (
      splitWordCount >= 2 &&
      splitWordCount * 3 >= innerStarts.length &&
      wordCount >= 4 &&
      wordCount !== columnStarts.length
    )
  }
}

/** Adjusts the preamble's reason if its only line specifies the delimiter (`sep=;`). */
const adjustDirectiveReason = (preamble: Preamble, directiveLineCount: number): Preamble =>
  directiveLineCount === 1 && preamble.skippedLines === 1
    ? { ...preamble, reason: message('loading.delimiter-line', {}) }
    : preamble

/**
 * Returns the width without trailing columns that have neither names nor values. Such columns result from trailing
 * delimiters.
 */
function findUsedWidth(records: readonly SourceRecord[], names: readonly string[], width: number): number {
  const namedColumnCount = names.findLastIndex((name) => name !== '') + 1
  if (namedColumnCount < 2) return width
  let usedColumnCount = namedColumnCount
  for (const { cells } of records)
    if (cells.length <= width)
      usedColumnCount = Math.max(usedColumnCount, cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  return Math.min(width, usedColumnCount)
}

/** Removes empty cells beyond the width. Such cells result from trailing delimiters. */
function dropTrailingEmptyCells({ cells, quoted }: SourceRecord, width: number): void {
  while (cells.length > width && cells.at(-1)?.trim() === '') {
    cells.pop()
    quoted.pop()
  }
}

/** Maximum number of records that are compared with the first line. */
const maxComparedRecords = 1000

/** Returns whether the first record is certainly a header. */
function startsWithHeader([first, ...body]: readonly SourceRecord[], width: number): boolean {
  if (first?.cells.length !== width) return false
  const { score, isCertain } = scoreHeader(
    first.cells,
    body.slice(0, maxComparedRecords).map(({ cells }) => cells),
    width,
  )
  return isCertain && score > 2.5
}

/** Returns the most frequent width among records with several cells, or 1 if there are none. */
function findCommonWidth(records: readonly SourceRecord[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of records) if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1
}

/**
 * Detects the end of the table. In a complete file, it precedes further tables and notes. In an incomplete sample, only
 * notes in the last block are detected.
 */
function findTableEnd(
  sample: TextSample,
  head: string,
  records: readonly SourceRecord[],
  headRecords: readonly SourceRecord[],
  names: readonly string[],
  dialect: Dialect,
  width: number,
  nextRecord: SourceRecord | undefined,
  isComment: CommentTest,
): TableEnd {
  if (!sample.isComplete) return findEndInLastBlock(sample, headRecords, dialect, width)
  const first = headRecords[0]
  const body = first ? records.slice(records.indexOf(first)) : []
  const detectedEnd = detectTableEnd(body, names, width)
  const tableRecords = body.slice(0, detectedEnd.recordCount).filter((record) => !isBlank(record))
  const last = tableRecords.at(-1)
  const recordsBelow = [...(last ? body.slice(body.indexOf(last) + 1) : body), ...(nextRecord ? [nextRecord] : [])]
  const isLast = recordsBelow.every(isBlankLine) && !hasComments(head, last?.end ?? 0, isComment)
  const trailingLines = isLast ? 0 : countLinesFrom(head, last?.end ?? 0)
  const nextLine = detectedEnd.otherTables[0]?.line ?? nextRecord?.line
  const reason =
    nextRecord && detectedEnd.recordCount === body.length ? message('loading.end-width', {}) : detectedEnd.reason
  return defined({ rowsInHead: tableRecords.length, trailingLines, nextLine, reason })
}

function findEndInLastBlock(
  { blocks }: TextSample,
  headRecords: readonly SourceRecord[],
  dialect: Dialect,
  width: number,
): TableEnd {
  const text = normalizeNewlines(blocks.at(-1) ?? '')
  const lastRecords = readRecords(text, dialect)
  const recordsBeforeNotes = lastRecords.slice(0, countRecordsBeforeNotes(lastRecords, headRecords, width))
  const tableRecords = recordsBeforeNotes.slice(0, recordsBeforeNotes.findLastIndex((record) => !isBlank(record)) + 1)
  const trailingLines = lastRecords.slice(tableRecords.length).every(isBlankLine)
    ? 0
    : countLinesFrom(text, tableRecords.at(-1)?.end ?? 0)
  return { rowsInHead: headRecords.length, trailingLines, reason: message('loading.end-notes', {}) }
}

/**
 * Returns whether a record is a blank line. Lines that contain only delimiters are not blank lines, but records of
 * empty cells.
 */
const isBlankLine = ({ cells, isSeparator }: SourceRecord): boolean =>
  !isSeparator && cells.length === 1 && cells[0]?.trim() === ''

const countLinesFrom = (text: string, start: number): number => {
  const rest = text.slice(start)
  return rest === '' ? 0 : rest.replace(/\n$/, '').split('\n').length
}

/**
 * Returns the width of the table. It is the width of most records, or more if many records have more non-blank cells or
 * the header has more names.
 */
function findTableWidth(records: readonly SourceRecord[], width: number): number {
  if (width < 2) return 1
  const widths = records
    .filter((record) => !isBlank(record))
    .map(({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') + 1)
    .sort((a, b) => a - b)
  const widerCount = widths.filter((usedWidth) => usedWidth > width).length
  const adjustedWidth =
    widerCount > 0.2 * widths.length ? (widths[Math.floor(0.95 * (widths.length - 1))] ?? width) : width
  const index = records.findIndex((record) => record.cells.length >= width && !isSettingsLine(record))
  const first = records[index]?.cells ?? []
  const blankCount = first.filter((cell) => cell.trim() === '').length
  // Extra empty header cells result from extra delimiters.
  const headerWidth = first.length - blankCount === width ? width : first.length
  const maxWidth = records.reduce((max, { cells }) => Math.max(max, cells.length), 0)
  // A wider first line may be the header of a single record above the table's actual header.
  const hasHeaderBelow = (): boolean =>
    [1, 2].some((offset) => startsWithHeader(records.slice(index + offset), adjustedWidth))
  // A wider first line of numbers is not a header, but contains counts or bounds.
  const hasOnlyNumbers = (): boolean => first.every((cell) => /^[-+]?[\d.]+$/.test(cell.trim()))
  const isWider = headerWidth > adjustedWidth && headerWidth === maxWidth && !hasOnlyNumbers() && !hasHeaderBelow()
  return isWider ? headerWidth : adjustedWidth
}

function createPreambleAboveHeader(records: readonly SourceRecord[], headerIndex: number, width: number): Preamble {
  const preamble = detectPreamble(records.slice(headerIndex), width)
  if (records.slice(0, headerIndex).every(isBlank)) return preamble
  const { skippedLines } = preamble
  return { ...preamble, reason: message('loading.above-names', { lines: skippedLines }) }
}

function createSourcePreamble(records: readonly SourceRecord[], { line }: SourceHeader): Preamble {
  const tableRecords = records.filter((record) => record.line >= line && !isBlank(record))
  const skippedLines = (tableRecords[0]?.line ?? line) - 1
  const reason = skippedLines === 0 ? message('loading.first-line', {}) : message('loading.header-position', {})
  return { skippedLines, records: tableRecords, reason }
}

function createSourceHeader(rows: readonly string[][], width: number, sourceHeader: SourceHeader): DetectedHeader {
  const headerRows = rows.slice(0, Math.min(sourceHeader.rows, rows.length))
  const names = Array.from({ length: width }, (_, column) => {
    const parts = headerRows.map((line) => line[column]?.trim() ?? '')
    return parts.filter((part, index) => part !== '' && part !== parts[index - 1]).join(' ')
  })
  const { length } = headerRows
  return {
    rowCount: length,
    names,
    evidence: {
      decision: 'header',
      value: message('loading.lines', { lines: length }),
      confidence: 1,
      reason: message('loading.header-rows', {}),
      runnersUp: [],
    },
  }
}

function resolveHeader(
  rows: readonly string[][],
  quotedFlags: readonly boolean[][],
  width: number,
  headerOverride: 'yes' | 'no' | undefined,
  namesInComment: string[] | undefined,
): DetectedHeader {
  const detectedHeader = detectHeader(rows, width, quotedFlags)
  const evidence = { ...detectedHeader.evidence, confidence: 1, runnersUp: [] }
  const first = rows[0]?.map((cell) => cell.trim()) ?? []
  if (headerOverride === 'yes' && detectedHeader.rowCount === 0)
    return {
      rowCount: 1,
      names: first,
      evidence: {
        ...evidence,
        value: message('loading.lines', { lines: 1 }),
        reason: message('loading.header-requested', {}),
      },
    }
  if (headerOverride === 'no')
    return {
      rowCount: 0,
      names: [],
      evidence: { ...evidence, value: message('loading.none', {}), reason: message('loading.header-excluded', {}) },
    }
  if (namesInComment && (detectedHeader.rowCount === 0 || isBetterHeader(namesInComment, rows, width)))
    return {
      rowCount: 0,
      names: namesInComment,
      evidence: { ...evidence, value: message('loading.comment', {}), reason: message('loading.header-comment', {}) },
    }
  return detectedHeader
}

/** Minimum score difference for preferring names in a comment to the first record as the header. */
const minScoreDifference = 0.5

/** Returns whether the names in a comment are a better header than the first record. */
function isBetterHeader(names: readonly string[], rows: readonly string[][], width: number): boolean {
  const [first = [], ...body] = rows.slice(0, maxComparedRecords)
  return (
    names.length === width &&
    hasDistinctNames(names) &&
    scoreHeader(names, rows.slice(0, maxComparedRecords), width).score >=
      scoreHeader(first, body, width).score + minScoreDifference
  )
}

/** Returns whether all non-empty names are distinct. */
const hasDistinctNames = (names: readonly string[]): boolean => {
  const nonEmptyNames = names.filter((name) => name !== '')
  return new Set(nonEmptyNames).size === nonEmptyNames.length
}

/** Repairs a damaged header. The header is the table's first line or, if no header was detected, the line above. */
function repairDamagedHeader(
  records: readonly SourceRecord[],
  preamble: Preamble,
  detectedHeader: DetectedHeader,
  width: number,
  dialect: Dialect,
  head: string,
  isTextLine: (record: SourceRecord) => boolean,
): { header: DetectedHeader; line: number } | undefined {
  const first = preamble.records[0]
  if (!first || detectedHeader.rowCount > 1) return undefined
  const previous = records[records.indexOf(first) - 1]
  const isAbove =
    detectedHeader.rowCount === 0 &&
    detectedHeader.names.length === 0 &&
    previous !== undefined &&
    !isBlank(previous) &&
    !isTextLine(previous) &&
    !isSettingsLine(previous)
  const candidates = [
    { record: first, rowCount: 1, recordsBelow: preamble.records.slice(1) },
    ...(isAbove ? [{ record: previous, rowCount: 0, recordsBelow: preamble.records }] : []),
  ]
  for (const { record, rowCount, recordsBelow } of candidates) {
    const repairedHeader = repairHeader(record, recordsBelow, width, dialect, head)
    if (!repairedHeader) continue
    const evidence = {
      ...detectedHeader.evidence,
      value: message('loading.lines', { lines: 1 }),
      confidence: 0.8,
      reason: message('loading.header-damaged', { reason: repairedHeader.reason }),
    }
    return { header: { rowCount, names: repairedHeader.names, evidence }, line: record.line }
  }
  return undefined
}

/** Counts the physical lines of the first `count` records, including blank lines after them. */
function countLines(records: readonly SourceRecord[], count: number, text: string): number {
  const first = records[0]
  if (count === 0 || !first) return 0
  const next = records[count]
  if (next) return next.line - first.line
  return text
    .slice(first.start, records[count - 1]?.end)
    .replace(/\n$/, '')
    .split('\n').length
}

/** Reads the records in a sample's blocks, except blank ones and comments. */
export function readBlockRecords(sample: TextSample, dialect: Dialect): SourceRecord[] {
  return sample.blocks.flatMap((block) => {
    const text = normalizeNewlines(block)
    return readRecords(text, dialect).filter((record) => !isBlank(record) && !isCommentAt(text, record.start, dialect))
  })
}
