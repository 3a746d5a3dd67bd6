import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isSettingsLine, maxSettingsLines } from './is-settings-line.ts'
import { isUnitRow } from './is-unit-row.ts'
import { findSequenceColumns } from './typed-columns.ts'
import type { SourceRecord } from '../records/read-records.ts'

const commentPattern = /^(?:#+(?:\s|[A-Za-z]|$)|\/\/|%+(?:\s|[A-Za-z])|!(?=[A-Za-z]))/

/**
 * Counts the leading comments, including lines between them that have fewer cells than the table. Returns 0 if records
 * throughout the file look like comments, because they are data in that case.
 */
export function countLeadingComments(
  records: readonly SourceRecord[],
  width: number,
  hasCommentMarker: (record: SourceRecord) => boolean,
): number {
  const isComment = (record: SourceRecord): boolean =>
    hasCommentMarker(record) || (commentPattern.test(record.cells[0] ?? '') && !record.quoted[0])
  const recordBelowSettings = records[maxSettingsLines]
  const settingsEnd = recordBelowSettings && !isSettingsLine(recordBelowSettings) ? maxSettingsLines : 0
  // Below a comment, a line with a value and a comment ("3.5 # rate a year") is not part of the table.
  const isAboveTable = (record: SourceRecord, index: number): boolean =>
    isComment(record) ||
    (index < settingsEnd && isSettingsLine(record)) ||
    (index > 0 && /^\s*[^\s"]+\s+#\s+\p{L}/u.test(record.cells[0] ?? ''))
  let tableStart = records.findIndex((record, index) => !isAboveTable(record, index))
  if (tableStart <= 0) return 0
  const laterCommentCount = records
    .slice(tableStart)
    .filter((record) => record.cells.length === width && isComment(record)).length
  if (laterCommentCount > 0.1 * (records.length - tableStart)) return 0
  for (;;) {
    const gap = records.slice(tableStart, tableStart + maxLinesBetweenComments + 1).findIndex(isComment)
    if (gap < 1 || records.slice(tableStart, tableStart + gap).some(({ cells }) => cells.length >= width))
      return tableStart
    tableStart += gap
    while (tableStart < records.length && isAboveTable(records[tableStart] as SourceRecord, tableStart)) tableStart++
  }
}

const maxLinesBetweenComments = 4

/** Column names found in comments. */
export interface CommentHeader {
  names: string[]
  /** First line of the header. If the comments do not form a header, the first line below them. */
  line: number
  /** Number of comment lines that form the header. 0 if each comment describes one column. */
  lines: number
}

/**
 * Finds the column names in the comments above the first record. Uses the last comment, or an earlier one if visible
 * delimiters split it into exactly one name per column. Ignores empty comments and separator lines.
 *
 * @param isSpaceDelimited Whether spaces separate the cells, so that sentences are split into words.
 * @param text The text that the positions of the comments refer to.
 */
export function findCommentHeader(
  comments: readonly SourceRecord[],
  width: number,
  isSpaceDelimited: boolean,
  text = '',
): CommentHeader | undefined {
  const numberedNames = findNumberedNames(comments, width)
  if (numberedNames) return numberedNames
  let isLast = true
  for (let index = comments.length - 1; index >= 0; index--) {
    const comment = comments[index] as SourceRecord
    // Stop at a blank line, which separates general comments from those about the table.
    if (index < comments.length - 1 && comment.end !== comments[index + 1]?.start) return undefined
    if (isEmptyComment(comment)) continue
    const names =
      parseSpacedNames(comment, width, isSpaceDelimited, text) ??
      parseCommentHeader(comment, width, isSpaceDelimited) ??
      (isLast && !isSpaceDelimited
        ? (parseTabbedNames(comment, width, text) ?? parseWideNames(comment, width, text))
        : undefined)
    const isComplete = names?.length === width && new Set(names).size === width && names.every(canBeName)
    if (names && !names.some(isSentence) && (isLast || (isComplete && !isSpaceDelimited)))
      return joinCommentHeader(
        comments[index - 1],
        { names, line: comment.line, lines: 1 },
        width,
        isSpaceDelimited,
        text,
      )
    isLast = false
  }
  return isSpaceDelimited ? findNamesAboveTitles(comments, width, text) : undefined
}

/**
 * Finds the names in the only comment that has one word per column. This applies if comments also occur among the
 * records, because the comments below the names are then section titles ("# NGC 4147").
 */
function findNamesAboveTitles(
  comments: readonly SourceRecord[],
  width: number,
  text: string,
): CommentHeader | undefined {
  const lastComment = comments.at(-1)
  const marker = /^\s*(#|%|\/\/|!)/.exec(text.slice(lastComment?.start, lastComment?.end))?.[1]
  if (!lastComment || !marker || !text.includes(`\n${marker}`, lastComment.end + 1)) return undefined
  const candidates = comments.slice(0, -1).flatMap((comment) => {
    const names = parseSpacedNames(comment, width, true, text)
    const hasValidNames = new Set(names).size === width && names?.every((name) => canBeName(name) && !/\s/.test(name))
    return names && hasValidNames ? [{ names, line: comment.line, lines: 1 }] : []
  })
  return candidates.length === 1 ? candidates[0] : undefined
}

/**
 * Finds the names in comments that each describe one numbered column ("#  2 X_IMAGE  Position along x"). These comments
 * are part of the preamble, not of the header.
 */
function findNumberedNames(comments: readonly SourceRecord[], width: number): CommentHeader | undefined {
  const lastComment = comments.at(-1)
  const matches = comments.slice(-width).map(({ cells }) => /^#\s*(\d+)\s+(\p{L}\S*)/u.exec(cells.join(' ')))
  if (!lastComment || width < 2 || matches.length < width) return undefined
  if (!matches.every((match, index) => match?.[1] === String(index + 1))) return undefined
  return { names: matches.map((match) => match?.[2] ?? ''), line: lastComment.line + 1, lines: 0 }
}

const maxNameLength = 60
/**
 * Returns whether a cell in a comment can be a column name: it is short, has no distinctive format, and is not a
 * sentence.
 */
const canBeName = (name: string): boolean =>
  name.length <= maxNameLength && !hasDistinctiveFormat(classifyCell(name)) && !isSentence(name)

/** Returns whether a cell contains the end of one sentence and the start of another. */
const isSentence = (name: string): boolean => /\p{L}{2}[.!?]\s+\S|^['"]?[.!?]\s+\p{Lu}/u.test(name)

/**
 * Parses the space-separated names in a comment ("# energy   mu  norm", "# Column 1  Column 2"). Returns `undefined`
 * unless there is one name per column.
 */
function parseSpacedNames(
  { start, end }: Pick<SourceRecord, 'start' | 'end'>,
  width: number,
  isSpaceDelimited: boolean,
  text: string,
): string[] | undefined {
  if (!isSpaceDelimited) return undefined
  const line = text.slice(start, end).trim()
  for (const gapPattern of [/\s+/, /\s{2,}|\t/]) {
    const [first = '', ...otherCells] = line.split(gapPattern)
    const cells = /^\W+$/.test(first)
      ? [`${first} ${otherCells[0] ?? ''}`, ...otherCells.slice(1)]
      : [first, ...otherCells]
    const names = cells.length === width ? parseNames(cells, width, true) : undefined
    if (names?.every((name) => /\p{L}/u.test(name))) return names
  }
  return undefined
}

/**
 * Parses the tab-separated names in a comment ("#id\tname\tnote"). Returns the names only if there are more of them
 * than the records have cells, because records may lack trailing empty cells.
 */
function parseTabbedNames({ cells, start, end }: SourceRecord, width: number, text: string): string[] | undefined {
  const names = text
    .slice(start + 1, end)
    .trimEnd()
    .split('\t')
  const hasValidNames =
    /^#\p{L}/u.test(cells[0] ?? '') &&
    names.length === cells.length &&
    names.length > width &&
    new Set(names).size === names.length &&
    names.every((name) => /\p{L}/u.test(name) && canBeName(name))
  return hasValidNames ? names : undefined
}

/**
 * Parses the names in a comment that does not contain the records' delimiter ("#name    start   stop color" above
 * tab-separated records). The comment must have one name per column, and most gaps must be several spaces wide.
 */
function parseWideNames({ cells, start, end }: SourceRecord, width: number, text: string): string[] | undefined {
  const line = text.slice(start, end).trim()
  const gaps = line.match(/\s+/g) ?? []
  const isWide = width > 2 && gaps.length >= width - 1 && gaps.filter((gap) => gap.length > 1).length * 2 > gaps.length
  const names = cells.length === 1 && isWide ? parseSpacedNames({ start, end }, width, true, text) : undefined
  return names && new Set(names).size === width && names.every(canBeName) ? names : undefined
}

/** Returns whether a comment contains no letters or digits. */
const isEmptyComment = ({ cells }: SourceRecord): boolean => !cells.some((cell) => /[\p{L}\p{N}]/u.test(cell))

/**
 * Joins names with those in the comment line above, if both lines belong to the header. Both lines belong to the header
 * if they have one name per column ("#YY MM" above "#yr mo"), if the lower names are units, or if visible delimiters
 * split both lines into the same number of cells, some of which are empty.
 */
function joinCommentHeader(
  previousComment: SourceRecord | undefined,
  header: CommentHeader,
  width: number,
  isSpaceDelimited: boolean,
  text: string,
): CommentHeader {
  const names =
    previousComment &&
    (parseSpacedNames(previousComment, width, isSpaceDelimited, text) ??
      parseCommentHeader(previousComment, width, isSpaceDelimited, 2))
  if (!previousComment || !names || names.length !== header.names.length || previousComment.line !== header.line - 1)
    return header
  const hasOneWordPerColumn = names.length === width && names.every((name) => !/\s/.test(name))
  const hasGaps = !isSpaceDelimited && [...names, ...header.names].includes('')
  // Repeated words below distinct names are units ("ua. ua. ua." below "X Y Z").
  const hasRepeatedUnits =
    isSpaceDelimited && names.length === width && new Set(names).size === width && new Set(header.names).size < width
  const canJoinWords =
    hasOneWordPerColumn && (/^[#%]\p{L}/u.test(previousComment.cells[0] ?? '') || isUnitRow(header.names))
  if (!hasGaps && !hasRepeatedUnits && !canJoinWords) return header
  const joinedNames = names.map((name, column) => `${name} ${header.names[column] ?? ''}`.trim())
  return { names: joinedNames, line: previousComment.line, lines: 2 }
}

/**
 * Parses the column names in a comment. Up to two names may be missing, because records may end with delimiters.
 * Between visible delimiters, names may be empty.
 *
 * @param minNamedCount Minimum number of non-empty names if some are empty.
 */
export function parseCommentHeader(
  comment: SourceRecord | undefined,
  width: number,
  isSpaceDelimited = true,
  minNamedCount = Math.max(3, (comment?.cells.length ?? 0) / 2),
): string[] | undefined {
  return comment && parseNames(comment.cells, width, isSpaceDelimited, minNamedCount)
}

/** If a comment has fewer cells than the table, a cell with at least this many words is part of a sentence. */
const minSentenceWords = 5
const countWords = (cell: string): number => cell.match(/\p{L}+/gu)?.length ?? 0

function parseNames(
  [first = '', ...otherCells]: readonly string[],
  width: number,
  isSpaceDelimited: boolean,
  minNamedCount = 0,
): string[] | undefined {
  if (width < 2) return undefined
  const markerPattern = /^\s*(?:#|\/\/|%|!|;|\*|\\|--)+\s*/
  if (!markerPattern.test(first)) return undefined
  const firstWithoutMarker = first.replace(markerPattern, '')
  // A key-value pair ("Date: 2012-05-14", "@missing: 0") does not contain names.
  if (/^@?[\w-]+:\s+\S*\d/.test(firstWithoutMarker)) return undefined
  // If the delimiter is a space, the comment marker may be a separate cell.
  const isMarkerCell = firstWithoutMarker === '' && otherCells.length === width
  const cells = (isMarkerCell ? otherCells : [firstWithoutMarker, ...otherCells]).map((cell) => cell.trim())
  if (cells.length > width || cells.length < Math.max(2, width - 2)) return undefined
  // The commas of a sentence ("for x, y and the values of a chart") do not separate names.
  if (!isSpaceDelimited && cells.length < width && cells.some((cell) => countWords(cell) >= minSentenceWords))
    return undefined
  // The comma of a date ("updated November 4, 2019") does not separate names.
  if (
    cells.some(
      (cell, column) =>
        /^(?:19|20)\d\d\.?$/.test(cell) && /\p{L}{3}\.? \d{1,2}(?:st|nd|rd|th)?$/u.test(cells[column - 1] ?? ''),
    )
  )
    return undefined
  const sequenceColumns = findSequenceColumns(cells)
  const isNumber = (cell: string): boolean => /^[-+]?\d+(?:\.\d+)?$/.test(cell) && !/^(?:19|20)\d\d$/.test(cell)
  if (cells.some((cell, column) => isNumber(cell) && !sequenceColumns.has(column))) return undefined
  const namedCount = cells.filter((cell) => /\p{L}/u.test(cell)).length
  const hasEnoughNames = cells.every((cell) => cell !== '') || (!isSpaceDelimited && namedCount >= minNamedCount)
  return hasEnoughNames && namedCount > 0 ? cells.map((cell) => cell.replace(/^(["'])(.*)\1$/, '$2')) : undefined
}
