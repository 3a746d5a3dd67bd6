import type { Dialect } from '@aw-flow/schema/internal'
import { toBroadKind, classifyCell, toCellShape, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { joinSplitCells } from './join-split-cells.ts'
import { isSettingsLine, maxSettingsLines } from '../structure/is-settings-line.ts'
import { isSeparatorRow } from '../structure/special-rows.ts'
import { isProse } from '../records/is-prose.ts'
import { isBlank, readRecords, type SourceRecord } from '../records/read-records.ts'

/** The score of a dialect and the measurements that it is based on. */
export interface DialectScore {
  /** Score from 0 to about 1. Scores are comparable only between dialects of the same text. */
  score: number
  /** Most frequent number of cells per record, weighted by record length. 1 if the dialect does not split the text. */
  width: number
  /** Share of records with this width. Adjacent records with this width count more. */
  coverage: number
  /** Share of quotes in valid positions. 1 if there are no quotes. */
  validQuoteShare: number
  /** Number of quoted cells. */
  quotedCells: number
  /** Number of quoted cells that contain the delimiter or a line break. */
  protectedCells: number
  /** Share of non-empty cells that are numbers, dates or other values in a distinctive format. */
  typedShare: number
  recordCount: number
  /** Whether most gaps between words are several spaces wide, unlike in sentences. */
  isWidelySpaced?: boolean
}

type DialectSettings = Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'repeated' | 'columnStarts'>

const commonDelimiters = [',', ';', '\t', '|']
const maxBodyRecords = 300
/** Number of characters at the start of each cell that are examined to recognize sentences. */
const maxExaminedCharacters = 200

/**
 * Scores a dialect based on the records that it yields. The score considers how many records have the most frequent
 * width and are adjacent, how many cells are of a known kind, how similar the cells of each column are, and how many
 * quotes are in valid positions. Records of other widths, such as titles, notes and damaged records, lower the score in
 * proportion to their share.
 *
 * @param prior A factor that expresses how likely the dialect is regardless of the text.
 */
export function scoreDialect(text: string, dialect: DialectSettings, prior: number): DialectScore {
  const nonBlankRecords = readRecords(text, dialect).filter(
    (record) => !isBlank(record) && !isSeparatorRow(record.cells),
  )
  const records =
    dialect.repeated || dialect.columnStarts ? nonBlankRecords : joinSplitCells(nonBlankRecords, dialect.delimiter)
  const measuredWidth = measureWidth(records, dialect.delimiter)
  const { width, coverage } =
    measuredWidth.coverage < 0.6 ? (findRaggedWidth(records, dialect) ?? measuredWidth) : measuredWidth
  const quotes = measureQuotes(records, dialect)
  const measurements = { width, coverage, recordCount: records.length, ...quotes }
  if (width < 2) return { ...measurements, typedShare: 0, score: 0 }
  const body = records
    .filter(({ cells }) => (coverage === raggedCoverage ? cells.length <= width : cells.length === width))
    .slice(0, maxBodyRecords)
  const { knownShare, similarity, typedShare } = measureCells(body, width, dialect.delimiter)
  let score = coverage ** 1.5 * (1 - 1 / (width + 0.3)) * (0.5 * knownShare + 0.5 * similarity) * prior
  score *= 0.4 + 0.6 * quotes.validQuoteShare
  if (dialect.quote !== '') score *= quotes.quotedCells === 0 ? 0.9 : 1.02
  // Apostrophes that enclose a cell of every record are quotes, even if the cells contain no delimiter.
  const enclosesCells = quotes.protectedCells > 0 || quotes.quotedCells >= Math.max(minQuotedCells, records.length - 1)
  if (dialect.quote === "'") score *= enclosesCells && quotes.validQuoteShare > 0.95 ? 1.03 : 0.97
  if (dialect.quote === '') score *= 1 - 0.6 * measureSplitQuotes(records, dialect.delimiter)
  return { ...measurements, typedShare, score }
}

const minQuotedCells = 3

/** Coverage assumed for ragged records. */
const raggedCoverage = 0.5

/**
 * Returns the width of a table with ragged records, which end after their last non-empty cell. It is the maximum width,
 * provided that the first record has it or nearly all records have at least three cells. Returns `undefined` for
 * sentences, in which spaces follow the delimiters.
 */
function findRaggedWidth(
  records: readonly SourceRecord[],
  { delimiter }: DialectSettings,
): { width: number; coverage: number } | undefined {
  const widths = records.map(({ cells }) => cells.length)
  const maxWidth = widths.reduce((max, width) => Math.max(max, width), 0)
  const measureWidthShare = (minWidth: number): number =>
    widths.filter((width) => width >= minWidth).length / widths.length
  const isHeaderWidest = widths[0] === maxWidth && maxWidth >= 3 && measureWidthShare(2) >= 0.95
  const hasThreeColumns = measureWidthShare(3) >= 0.98 && (maxWidth <= 12 || /^[;\t|]$/.test(delimiter))
  if (records.length < 4 || (!isHeaderWidest && !hasThreeColumns)) return undefined
  const cells = records.flatMap((record) => record.cells.slice(1))
  const spacedCellCount = cells.filter((cell) => cell.startsWith(' ')).length
  return delimiter.includes(' ') || spacedCellCount > 0.2 * cells.length
    ? undefined
    : { width: maxWidth, coverage: raggedCoverage }
}

/** Returns the share of records in which a delimiter splits quoted text. */
function measureSplitQuotes(records: readonly SourceRecord[], delimiter: string): number {
  if (delimiter === '"') return 0
  const splitCount = records.filter(({ cells }) => {
    const openingIndex = cells.findIndex((cell) => /^\s*"/.test(cell) && !/"\s*$/.test(cell.replace(/^\s*"/, '')))
    return openingIndex >= 0 && cells.slice(openingIndex + 1).some((cell) => /[^"]"\s*$/.test(cell))
  }).length
  return splitCount / Math.max(1, records.length)
}

function measureWidth(records: readonly SourceRecord[], delimiter: string): { width: number; coverage: number } {
  const weightByWidth = new Map<number, number>()
  let total = 0
  let adjacentWeight = 0
  records.forEach((record, index) => {
    const length = Math.min(400, record.end - record.start) + 1
    const weight =
      isProse(record) ||
      isSpacedProse(record, delimiter) ||
      (index === 0 && delimiter === ' ' && isTitle(record, records[1])) ||
      (index < maxSettingsLines && isSettingsLine(record))
        ? length / 20
        : isNote(record, delimiter)
          ? length / 3
          : length
    const cellCount = record.cells.length
    total += weight
    if (cellCount < 2) return
    weightByWidth.set(cellCount, (weightByWidth.get(cellCount) ?? 0) + weight)
    const neighbors = [records[index - 1], records[index + 1]]
    if (records.length === 1 || neighbors.some((neighbor) => neighbor?.cells.length === cellCount))
      adjacentWeight += weight
  })
  let width = 1
  let maxWeight = 0
  for (const [cellCount, weight] of weightByWidth) {
    if (weight > maxWeight || (weight === maxWeight && cellCount > width)) {
      width = cellCount
      maxWeight = weight
    }
  }
  return { width, coverage: width === 1 ? 1 : (0.6 * maxWeight + 0.4 * adjacentWeight) / total }
}

const minTitleWords = 3

/**
 * Returns whether the first record is a title rather than column names: it consists of words separated by single
 * spaces, and the next record has a different number of words.
 */
const isTitle = ({ cells, quoted, start, end }: SourceRecord, next: SourceRecord | undefined): boolean =>
  cells.length >= minTitleWords &&
  cells.length !== next?.cells.length &&
  end - start <= cells.join(' ').length + 1 &&
  cells.every((cell, column) => !quoted[column] && /^[(]?\p{L}[\p{L}\p{M}'’.-]*[):]?$/u.test(cell))

/** Returns whether a record is a sentence that was split at a comma or semicolon followed by a space. */
const isSpacedProse = ({ cells, quoted }: SourceRecord, delimiter: string): boolean =>
  /^[,;] $/.test(delimiter) &&
  cells.length > 1 &&
  !quoted.some(Boolean) &&
  cells.some((cell) => /\p{L}\s+\p{L}+\s+\p{L}/u.test(cell.slice(0, maxExaminedCharacters)))

/**
 * Returns whether a line is a sentence that does not contain the tab, semicolon or pipe used as the delimiter. Long
 * notes would otherwise outweigh short records.
 */
const isNote = ({ cells: [first = '', ...otherCells] }: SourceRecord, delimiter: string): boolean =>
  otherCells.length === 0 &&
  /^[\t;|]$/.test(delimiter) &&
  /\p{L}[,.]?\s+(?:\p{L}+[,.]?\s+){3}\p{L}/u.test(first.slice(0, maxExaminedCharacters))

function measureQuotes(records: readonly SourceRecord[], { quote, delimiter }: DialectSettings) {
  let quotedCellCount = 0
  let protectedCellCount = 0
  let strayQuoteCount = 0
  for (const record of records) {
    strayQuoteCount += record.strayQuotes
    record.quoted.forEach((isQuoted, column) => {
      if (!isQuoted) return
      quotedCellCount++
      const cell = record.cells[column] as string
      if (cell.includes(delimiter) || cell.includes('\n')) protectedCellCount++
    })
  }
  return {
    quotedCells: quotedCellCount,
    protectedCells: protectedCellCount,
    validQuoteShare: quote === '' ? 1 : (quotedCellCount + 0.5) / (quotedCellCount + 0.5 + strayQuoteCount),
  }
}

/** Measures the share of cells of a known kind and the similarity of cells within columns, both from 0 to 1. */
function measureCells(body: readonly SourceRecord[], width: number, delimiter: string) {
  const otherDelimiters = commonDelimiters.filter((candidate) => !delimiter.includes(candidate))
  let knownScore = 0
  let typedCount = 0
  let cellCount = 0
  let similarity = 0
  let similarityWeight = 0
  for (let column = 0; column < width; column++) {
    const countByShape = new Map<string, number>()
    const countByKind = new Map<string, number>()
    let nonEmptyCount = 0
    for (const record of body) {
      const cell = record.cells[column] ?? ''
      if (cell === '') continue
      nonEmptyCount++
      const kind = classifyCell(cell)
      if (hasDistinctiveFormat(kind) || kind === 'null' || separatedDigitsPattern.test(cell)) typedCount++
      knownScore += scoreCell(cell, kind, record.quoted[column] === true, otherDelimiters, delimiter)
      const shape = hasDistinctiveFormat(kind) ? toBroadKind(kind) : toCellShape(cell)
      countByShape.set(shape, (countByShape.get(shape) ?? 0) + 1)
      countByKind.set(toBroadKind(kind), (countByKind.get(toBroadKind(kind)) ?? 0) + 1)
    }
    cellCount += nonEmptyCount
    if (nonEmptyCount < 2) continue
    similarity +=
      nonEmptyCount *
      Math.max(
        computeConcentration(countByShape, nonEmptyCount),
        0.85 * computeConcentration(countByKind, nonEmptyCount),
      )
    similarityWeight += nonEmptyCount
  }
  return {
    knownShare: cellCount === 0 ? 0.3 : knownScore / cellCount,
    similarity: similarityWeight === 0 ? 0.5 : similarity / similarityWeight,
    typedShare: cellCount === 0 ? 0 : typedCount / cellCount,
  }
}

/** Matches digits with separators, even if they are not in a recognized format, such as "1923:06" or "12-34/5". */
const separatedDigitsPattern = /^[+-]?\d+(?:[:./-]\d+)+$/

function scoreCell(
  cell: string,
  kind: ReturnType<typeof classifyCell>,
  isQuoted: boolean,
  otherDelimiters: readonly string[],
  delimiter: string,
): number {
  let score = hasDistinctiveFormat(kind)
    ? 1
    : kind === 'boolean' || kind === 'null'
      ? 0.9
      : kind === 'code'
        ? 0.75
        : 0.65
  if (kind === 'code' && separatedDigitsPattern.test(cell)) score = 0.85
  if (kind === 'text' && cell.length > 40) score = 0.5
  if (isQuoted) return score
  if (/^["']|["']$/.test(cell)) score *= 0.4
  if (kind === 'text' || kind === 'code') {
    for (const delimiterInCell of otherDelimiters)
      if (cell.includes(delimiterInCell) && (delimiterInCell !== ',' || /,\S/.test(cell))) score *= 0.35
  }
  if (delimiter !== ' ' && /^\s|\s$/.test(cell)) score *= 0.9
  return score
}

/** Returns the Herfindahl index of the counts. It is 1 if all values are of the same kind. */
function computeConcentration(counts: ReadonlyMap<string, number>, total: number): number {
  let sum = 0
  for (const count of counts.values()) sum += (count / total) ** 2
  return sum
}
