import { isBlank, type SourceRecord } from '../detect/read-records.ts'
import { profileColumns } from './column-profile.ts'
import { computeLineFeatures, featuresPerLine, type TextLine } from './line-features.ts'

/** The records and settings that the header candidates are derived from. */
export interface HeaderContext {
  /** All records, including comments and blank records. */
  records: readonly SourceRecord[]
  isComment: (record: SourceRecord) => boolean
  /** Number of columns in the table. */
  width: number
  /** The part of the records that contains the table. */
  mainRecords: readonly SourceRecord[]
  /** The text that the positions of the records refer to. */
  text: string
  isWellFormed: boolean
  isSpaceDelimited: boolean
  /** Position of the header that the rules have detected. */
  proposedHeader: HeaderPosition
}

/**
 * The physical lines of a header and of the first record. Line numbers start at 1; `firstRecordLine` is 0 if there are
 * no records.
 */
export interface HeaderPosition {
  headerLines: readonly number[]
  firstRecordLine: number
}

/** A possible header, which consists of records above a possible first record of the table. */
export interface HeaderCandidate extends HeaderPosition {
  header: readonly SourceRecord[]
  isComment: boolean
  first: SourceRecord | undefined
  features: Float64Array
}

/** Maximum number of records that are examined. */
const maxRecords = 300
/** Maximum number of records used to profile the columns. */
const maxProfiledRecords = 100
/** Maximum number of columns that are profiled. */
const maxProfiledColumns = 50
const maxHeaderLines = 4
const maxCommentLines = 12
const maxFirstRecords = 8

/** Lists the header candidates of a table and computes their features. */
export function listHeaderCandidates(context: HeaderContext): HeaderCandidate[] {
  const { isComment, width, text, mainRecords, proposedHeader } = context
  const records = context.records.slice(0, maxRecords).filter((record) => !isBlank(record))
  const commentFlags = records.map((record) => isComment(record))
  const body = mainRecords.filter((record) => !isBlank(record) && !isComment(record))
  const skippedCount = Math.min(8, Math.floor(0.4 * body.length))
  const profiledRecords = body.slice(skippedCount, skippedCount + maxProfiledRecords)
  const profiledSet = new Set(profiledRecords)
  const columns = profileColumns(
    profiledRecords.map(({ cells }) => cells),
    Math.min(width, maxProfiledColumns),
  )
  const cache = new Map<number, Float64Array>()
  const computeFeatures = (index: number): Float64Array => {
    const record = records[index]
    if (!record) return new Float64Array(featuresPerLine)
    const cachedFeatures = cache.get(index)
    if (cachedFeatures) return cachedFeatures
    const features = computeLineFeatures(toTextLine(record, commentFlags[index] === true), columns, width)
    cache.set(index, features)
    return features
  }
  const toTextLine = (record: SourceRecord, isCommentLine: boolean): TextLine => ({
    cells: isCommentLine ? splitComment(text.slice(record.start, record.end), record.cells, width) : record.cells,
    quoted: record.quoted,
    text: text.slice(record.start, record.end),
    isComment: isCommentLine,
    isProfiled: profiledSet.has(record),
  })
  const dataIndexes = records.flatMap((_, index) => (commentFlags[index] ? [] : [index]))
  const mainIndex = records.indexOf(body[0] as SourceRecord)
  const proposedIndex = records.findIndex(({ line }) => line === proposedHeader.firstRecordLine)
  const listNeighbors = (index: number): number[] => {
    const position = dataIndexes.indexOf(index)
    return index < 0 || position < 0 ? [] : dataIndexes.slice(Math.max(0, position - 2), position + 3)
  }
  const firstRecordIndexes = [
    ...new Set([
      ...dataIndexes.slice(0, maxFirstRecords),
      ...listNeighbors(mainIndex),
      ...listNeighbors(proposedIndex),
    ]),
  ]
  // If there are few lines, the table may have no records, and the last line is the header.
  const starts = [...firstRecordIndexes.sort((a, b) => a - b), ...(dataIndexes.length <= 3 ? [records.length] : [])]
  const candidates: HeaderCandidate[] = []
  for (const firstIndex of starts) {
    for (const headerIndexes of listHeaders(firstIndex, commentFlags)) {
      const headerRecords = headerIndexes.map((index) => records[index] as SourceRecord)
      const headerLines = headerRecords.flatMap((record) => listLineNumbers(record, text))
      const firstRecordLine = records[firstIndex]?.line ?? 0
      if (firstIndex === records.length && headerIndexes.length === 0) continue
      candidates.push({
        header: headerRecords,
        isComment: headerIndexes.length > 0 && commentFlags[headerIndexes[0] as number] === true,
        first: records[firstIndex],
        headerLines,
        firstRecordLine,
        features: computeCandidateFeatures(context, records, commentFlags, headerIndexes, firstIndex, computeFeatures, {
          headerLines,
          firstRecordLine,
        }),
      })
    }
  }
  return candidates
}

/**
 * Lists the possible headers above a record. A header is empty, or consists of up to four lines, or of one or two
 * comments.
 */
function listHeaders(firstIndex: number, commentFlags: readonly boolean[]): number[][] {
  const headers: number[][] = [[]]
  for (let count = 1; count <= maxHeaderLines && firstIndex - count >= 0 && !commentFlags[firstIndex - count]; count++)
    headers.push(Array.from({ length: count }, (_, index) => firstIndex - count + index))
  for (
    let index = firstIndex - 1;
    index >= 0 && firstIndex - index <= maxCommentLines && commentFlags[index];
    index--
  ) {
    headers.push([index])
    if (commentFlags[index - 1]) headers.push([index - 1, index])
  }
  return headers
}

/** Lists the numbers of a record's physical lines that contain letters or digits. */
export const listLineNumbers = ({ line, start, end }: SourceRecord, text: string): number[] =>
  text
    .slice(start, end)
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((content, index) => (/[\p{L}\p{N}]/u.test(content) ? [line + index] : []))

const commentMarker = /^\s*(?:#|\/\/|%|!|;|\*|\\|--|@)+\s*/

/** Splits a comment into cells. Uses the delimiter that results in a cell count closest to the number of columns. */
export function splitComment(line: string, cells: readonly string[], width: number): string[] {
  const content = line.trim().replace(commentMarker, '')
  const [first = '', ...otherCells] = cells
  const firstWithoutMarker = first.replace(commentMarker, '')
  const splits = [
    firstWithoutMarker === '' ? otherCells : [firstWithoutMarker, ...otherCells],
    content.split(/[,;|]/).map((cell) => cell.trim()),
    ...[/\t/, /\s{2,}|\t/, /\s+/].map((gap) => content.split(gap)),
  ]
  const measureDifference = (split: readonly string[]): number => Math.abs(split.length - width)
  return splits.reduce((best, split) => (measureDifference(split) < measureDifference(best) ? split : best))
}

/** Number of features of a candidate, not counting the features of its lines. */
const generalFeatureCount = 26
export const featuresPerCandidate = 5 * featuresPerLine + generalFeatureCount

function computeCandidateFeatures(
  { width, isWellFormed, isSpaceDelimited, proposedHeader, text }: HeaderContext,
  records: readonly SourceRecord[],
  commentFlags: readonly boolean[],
  headerIndexes: readonly number[],
  firstIndex: number,
  computeFeatures: (index: number) => Float64Array,
  { headerLines, firstRecordLine }: HeaderPosition,
): Float64Array {
  const start = headerIndexes[0] ?? firstIndex
  const lastHeaderIndex = headerIndexes.at(-1)
  const aboveIndex = start - 1
  const zeroFeatures = new Float64Array(featuresPerLine)
  const lastFeatures = lastHeaderIndex === undefined ? zeroFeatures : computeFeatures(lastHeaderIndex)
  const startFeatures = headerIndexes.length > 1 ? computeFeatures(start) : zeroFeatures
  const firstFeatures = computeFeatures(firstIndex)
  const aboveFeatures = computeFeatures(aboveIndex)
  const nextFeatures = computeFeatures(firstIndex + 1)
  const differenceFeatures = firstFeatures.map((value, index) => Math.abs(value - (nextFeatures[index] as number)))
  const getBlankLineFeature = (index: number): number => {
    const [record, next] = [records[index], records[index + 1]]
    return record && next && /\n[^\S\n]*\n/.test(text.slice(record.end - 1, next.start + 1)) ? 1 : 0
  }
  const skippedIndexes = Array.from({ length: start }, (_, index) => index)
  const skippedDataIndexes = skippedIndexes.filter((index) => !commentFlags[index])
  const isCommentHeader = lastHeaderIndex !== undefined && commentFlags[lastHeaderIndex] === true
  const hasSameHeader = headerLines.join() === proposedHeader.headerLines.join()
  const hasSameFirstRecord = firstRecordLine === proposedHeader.firstRecordLine
  const generalFeatures = [
    headerIndexes.length,
    headerIndexes.length === 0 ? 1 : 0,
    isCommentHeader ? 1 : 0,
    lastHeaderIndex === undefined ? 0 : firstIndex - lastHeaderIndex - 1,
    lastHeaderIndex === undefined ? 0 : getBlankLineFeature(firstIndex - 1),
    getBlankLineFeature(aboveIndex),
    skippedDataIndexes.length > 0 ? 1 : 0,
    Math.log1p(skippedDataIndexes.length),
    Math.log1p(start - skippedDataIndexes.length),
    skippedDataIndexes.filter((index) => records[index]?.cells.length === width).length > 0 ? 1 : 0,
    // Maximum fraction of columns in which a skipped line contains a value of the column's kind.
    Math.max(0, ...skippedDataIndexes.map((index) => computeFeatures(index)[7] as number)),
    aboveIndex >= 0 && commentFlags[aboveIndex] ? 1 : 0,
    Math.log1p(records.length - firstIndex),
    Math.log1p(width),
    isWellFormed ? 1 : 0,
    isSpaceDelimited ? 1 : 0,
    hasSameHeader ? 1 : 0,
    hasSameFirstRecord ? 1 : 0,
    hasSameHeader && hasSameFirstRecord ? 1 : 0,
    proposedHeader.headerLines.length === 0 ? 1 : 0,
    headerLines.length - proposedHeader.headerLines.length,
    ...[0, 1, 2, 5, 12].map((feature) => (lastFeatures[feature] as number) - (firstFeatures[feature] as number)),
  ]
  return Float64Array.from([
    ...lastFeatures,
    ...startFeatures,
    ...firstFeatures,
    ...aboveFeatures,
    ...differenceFeatures,
    ...generalFeatures,
  ])
}
