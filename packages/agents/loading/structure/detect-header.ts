import { message, type Message } from '@aw-flow/messages'
import type { Evidence } from '@aw-flow/schema/internal'
import { toBroadKind, classifyCell, toCellShape, hasDistinctiveFormat, type CellKind } from '../columns/cell-kind.ts'
import { headerWordPattern, isIdentifier, toCharacterPattern } from './name-patterns.ts'
import { isTypeRow } from './special-rows.ts'
import { compareRow, findTypedColumns } from './typed-columns.ts'

/** The header rows of a table and the column names in them. */
export interface DetectedHeader {
  /** Number of header rows. 0 if the first row is data. */
  rowCount: number
  /** Column names. The names in several header rows are joined with a space. Empty if there is no header. */
  names: string[]
  evidence: Evidence
}

type Row = readonly string[]

const maxBodyRows = 200
/** Prior score for a header. Nearly nine in ten tables have one, so its absence requires evidence. */
const headerPrior = 1.2

/**
 * Detects whether the first rows are a header, based on a score for each column. Words above numbers or dates, and
 * common column names, are evidence for a header. Values of the same kind as those below, and repeated values, are
 * evidence against it. Rows that fill gaps in the names above, or that contain units, belong to the header. If there is
 * only one row, it is a header unless it contains a number, a date or duplicates, or the table has a single column.
 *
 * @param rows Rows of cells.
 * @param quotedFlags For each row, whether each of its cells is quoted.
 */
export function detectHeader(
  rows: readonly Row[],
  width: number,
  quotedFlags: readonly (readonly boolean[])[] = [],
): DetectedHeader {
  const first = rows[0]
  if (!first) return createHeader(0, [], 1, message('loading.no-record', {}))
  if (rows.length === 1) {
    const typedCell = first.find((cell) => hasDistinctiveFormat(classifyCell(cell)))
    if (typedCell !== undefined)
      return createHeader(0, [], 0.6, message('loading.header-data', { cell: typedCell.trim() }))
    if (new Set(first.map((cell) => cell.trim().toLowerCase())).size < first.length)
      return createHeader(0, [], 0.6, message('loading.header-repeats', {}))
    if (width < 2) return createHeader(0, [], 0.5, message('loading.header-word', {}))
    return createHeader(1, padRow(first, width), 0.6, message('loading.header-only', {}))
  }
  if (isSingleCellRecord(rows, width)) return createHeader(0, [], 0.7, message('loading.header-alike', {}))
  const headerRowCount = countHeaderRows(rows, width)
  const body = rows.slice(Math.max(1, headerRowCount), maxBodyRows + 1)
  if (width === 1 && isClause(first[0] ?? '') && headerRowCount === 0)
    return createHeader(0, [], 0.7, message('loading.header-sentence', {}))
  const names = alignHeader(first, body, width)
  const isAlignedToEnd = first.length === width - 1 && names[0] === '' && first[0]?.trim() !== ''
  const quotedHeaderCells = findQuotedHeaderCells(rows.slice(0, maxBodyRows), quotedFlags, isAlignedToEnd ? 1 : 0)
  const { score } = scoreHeader(names, body, width, quotedHeaderCells)
  if (score < 0.1 && headerRowCount < 2)
    return createHeader(0, [], toConfidence(score), message('loading.header-alike', {}))
  const firstNames = [...names]
  let nameRows = isHeaderSeparator(first) ? [] : [names]
  let count = 1
  while (
    count < maxHeaderRows &&
    count < rows.length - 1 &&
    (count < headerRowCount ||
      continuesHeader(
        joinHeaderRows(nameRows),
        firstNames,
        rows[count] as Row,
        rows.slice(count + 1, maxBodyRows),
        width,
      ))
  ) {
    const row = rows[count] as Row
    if (!isHeaderSeparator(row) && !isColumnNumbering(row, rows.slice(count + 1)))
      nameRows = [...nameRows, padRow(row, width)]
    count++
  }
  const reason =
    count === 1 ? message('loading.header-differs', {}) : message('loading.header-joined', { lines: count })
  return createHeader(
    count,
    joinHeaderRows(nameRows),
    toConfidence(Math.max(score, headerRowCount < 2 ? 0 : 2)),
    reason,
  )
}

/**
 * Returns the column names in the header rows. The names in several rows are joined with a space.
 *
 * @param count Number of header rows.
 */
export function readColumnNames(rows: readonly Row[], count: number, width: number): string[] {
  const [first, ...otherRows] = rows.slice(0, count)
  if (!first) return []
  const rowsBelow = rows.slice(count, count + maxBodyRows)
  const nameRows = [
    ...(isHeaderSeparator(first) ? [] : [alignHeader(first, rowsBelow, width)]),
    ...otherRows
      .filter((row) => !isHeaderSeparator(row) && !isColumnNumbering(row, rowsBelow))
      .map((row) => padRow(row, width)),
  ]
  return joinHeaderRows(nameRows)
}

/** Creates the result for a header whose rows and names are already known. */
export function createDetectedHeader(rowCount: number, names: string[], confidence: number): DetectedHeader {
  const reason =
    rowCount === 0
      ? message('loading.header-alike', {})
      : rowCount === 1
        ? message('loading.header-differs', {})
        : message('loading.header-joined', { lines: rowCount })
  return createHeader(rowCount, names, confidence, reason)
}

/** If at least this fraction of the rows below have a single cell, a first row with a single cell is also a record. */
const minSingleCellFraction = 0.1

/** Returns whether the first row has a single cell, like many rows below it. */
function isSingleCellRecord([first, ...body]: readonly Row[], width: number): boolean {
  const singleCellRows = body.filter((row) => row.length === 1)
  return width > 1 && first?.length === 1 && singleCellRows.length >= Math.max(3, minSingleCellFraction * body.length)
}

/**
 * Returns the columns in which only the first row's cell is quoted.
 *
 * @param firstColumn Column index of the first row's first cell.
 */
function findQuotedHeaderCells(
  rows: readonly Row[],
  quotedFlags: readonly (readonly boolean[])[],
  firstColumn: number,
): Set<number> {
  const columns = new Set<number>()
  quotedFlags[0]?.forEach((isQuoted, index) => {
    const column = index + firstColumn
    const cellsBelow = rows.flatMap((row, rowIndex) =>
      rowIndex > 0 && (row[column]?.trim() ?? '') !== '' ? [quotedFlags[rowIndex]?.[column]] : [],
    )
    if (isQuoted && cellsBelow.length > 0 && !cellsBelow.some(Boolean)) columns.add(column)
  })
  return columns
}

const maxHeaderRows = 9

/**
 * Counts the header rows based on the kinds of values further down. Header rows contain words above numbers and dates,
 * and these words do not occur again below. Returns 0 if no column contains mostly numbers or dates.
 */
function countHeaderRows(rows: readonly Row[], width: number): number {
  const lowerRows = rows.slice(Math.min(8, Math.floor((2 * rows.length) / 3)), maxBodyRows)
  const columns = findTypedColumns(lowerRows, width)
  const typedCount = columns.filter(Boolean).length
  if (typedCount === 0) return 0
  const comparisons = rows.slice(0, maxHeaderRows + 1).map((row) => compareRow(row, columns))
  const looksLikeHeader = (rowIndex: number): boolean => {
    const { mismatches, matches } = comparisons[rowIndex] ?? { mismatches: 0, matches: 1 }
    if (matches > 0 || mismatches < (rowIndex === 0 ? 1 : Math.max(2, typedCount / 2))) return false
    if (isShifted(rows[rowIndex] as Row)) return false
    return (
      rowIndex === 0 ||
      !columns.some(
        (column, index) => column && occursBelow((rows[rowIndex] as Row)[index] ?? '', rows, rowIndex, index),
      )
    )
  }
  // In a record with one delimiter too many or too few, values are in neighboring columns.
  const isShifted = (row: Row): boolean =>
    [row.slice(1), ['', ...row]].some((cells) => {
      const { mismatches, matches } = compareRow(cells, columns)
      return matches > mismatches
    })
  // A labeled row of numbers ("Multiplier", 1, 1) between header rows is part of the header.
  const isLabeledRow = (rowIndex: number): boolean => {
    const row = rows[rowIndex] as Row
    const labelColumn = row.findIndex((cell) => cell.trim() !== '')
    const isText = compareRow(row.slice(0, labelColumn + 1), columns.slice(0, labelColumn + 1)).mismatches > 0
    return (
      labelColumn >= 0 &&
      columns[labelColumn] !== undefined &&
      isText &&
      (looksLikeHeader(rowIndex + 1) || hasNoValues(rowIndex + 1))
    )
  }
  // A row may name only the first column if it follows the names of all other columns or two header rows.
  const fillsOnlyFirstColumn = (row: Row): boolean =>
    row.every((cell, column) => (cell.trim() !== '') === (column === 0))
  const namesFirstColumn = (rowIndex: number): boolean =>
    rowIndex > ((rows[0]?.[0]?.trim() ?? '') === '' ? 0 : 1) &&
    columns[0] !== undefined &&
    comparisons[rowIndex]?.mismatches === 1 &&
    fillsOnlyFirstColumn(rows[rowIndex] as Row) &&
    fillsTypedColumns(rowIndex + 1) &&
    !rows.slice(rowIndex + 1).some(fillsOnlyFirstColumn)
  const fillsTypedColumns = (rowIndex: number): boolean =>
    columns.every((column, index) => !column || (rows[rowIndex]?.[index] ?? '').trim() !== '')
  // A row of years with an empty first cell continues a header of group names.
  const hasYears = (rowIndex: number): boolean => {
    const row = rows[rowIndex] as Row
    const nonBlankCount = row.filter((cell) => cell.trim() !== '').length
    const { years, matches, mismatches } = comparisons[rowIndex] ?? { years: 0, matches: 1, mismatches: 0 }
    return (
      rowIndex > 0 &&
      years >= 2 &&
      years + mismatches >= nonBlankCount &&
      matches === 0 &&
      (row[0]?.trim() ?? '') === ''
    )
  }
  const hasNoValues = (rowIndex: number): boolean =>
    comparisons[rowIndex]?.matches === 0 && looksLikeHeader(rowIndex + 1)
  let count = 0
  while (count < Math.min(maxHeaderRows, rows.length - 2)) {
    const isHeaderRow =
      looksLikeHeader(count) ||
      isHeaderSeparator(rows[count] as Row) ||
      namesFirstColumn(count) ||
      hasYears(count) ||
      hasNoValues(count) ||
      (count > 0 && isLabeledRow(count))
    if (!isHeaderRow) break
    count++
  }
  return count
}

const occursBelow = (cell: string, rows: readonly Row[], rowIndex: number, column: number): boolean =>
  cell.trim() !== '' && rows.slice(rowIndex + 1, maxBodyRows).some((row) => row[column]?.trim() === cell.trim())

/** Returns whether a row numbers the columns (1, 2, 3, …) and precedes at least five records with a text column. */
function isColumnNumbering(row: Row, rowsBelow: readonly Row[]): boolean {
  if (row.length < 3 || rowsBelow.length < 5) return false
  if (!row.every((cell, column) => cell.trim() === String(column + 1) || cell.trim() === `(${column + 1})`))
    return false
  const isText = (rowBelow: Row, column: number): boolean => classifyCell(rowBelow[column] ?? '') === 'text'
  return row.some(
    (_, column) => rowsBelow.filter((rowBelow) => isText(rowBelow, column)).length >= 0.8 * rowsBelow.length,
  )
}

/** Returns whether a row is a separator line between column names and values, such as "----+----". */
const isHeaderSeparator = (row: Row): boolean =>
  row.some((cell) => /[-=_]{2}/.test(cell)) && row.every((cell) => /^[\s\-=_+:|]*$/.test(cell))

/** Joins the names in several header rows. A group name followed by empty cells applies to all columns of the group. */
export function joinHeaderRows(rows: readonly (readonly string[])[]): string[] {
  const spreadRows = rows.map((row, rowIndex) => {
    const rowBelow = rows[rowIndex + 1]
    if (!rowBelow) return row
    let group = ''
    return row.map((name, column) => {
      if (name !== '') group = rowBelow[column] === '' ? '' : name
      return name === '' && rowBelow[column] !== '' ? group : name
    })
  })
  const width = rows[0]?.length ?? 0
  return Array.from({ length: width }, (_, column) =>
    spreadRows
      .map((row) => row[column] ?? '')
      .filter((part) => part !== '')
      .join(' '),
  )
}

const toConfidence = (score: number): number => Math.min(1, 0.5 + Math.abs(score) / 6)

const createHeader = (rowCount: number, names: string[], confidence: number, reason: Message): DetectedHeader => ({
  rowCount,
  names,
  evidence: {
    decision: 'header',
    value: rowCount === 0 ? message('loading.none', {}) : message('loading.lines', { lines: rowCount }),
    confidence: Math.round(confidence * 100) / 100,
    reason,
    runnersUp: [],
  },
})

/**
 * Aligns a header row that is one name short. It lacks the name of the last column or, as in tables written by R, of
 * the first.
 */
function alignHeader(row: Row, body: readonly Row[], width: number): string[] {
  const alignedToStart = padRow(row, width)
  if (row.length !== width - 1 || row.some((cell) => cell.trim() === '')) return alignedToStart
  // The names fit a record of their own width, so none of them is missing.
  if (body.some((bodyRow) => bodyRow.length <= row.length)) return alignedToStart
  const alignedToEnd = ['', ...row.map((cell) => cell.trim())]
  const startResult = scoreHeader(alignedToStart, body, width)
  const endResult = scoreHeader(alignedToEnd, body, width)
  // A lower-case word fits any column of other words, so it does not indicate which column it belongs to.
  const difference =
    endResult.score - endResult.caseScore - (startResult.score - startResult.caseScore) - startResult.reduction
  return difference > 0 || (difference > -maxDifference && hasRowNames(body, width)) ? alignedToEnd : alignedToStart
}

/** Maximum score difference at which row names in the first column decide the alignment. */
const maxDifference = 0.5

/** Returns whether all rows have the table's full width and a distinct value in the first column. */
const hasRowNames = (body: readonly Row[], width: number): boolean =>
  body.length > 1 &&
  body.every((row) => row.length === width && row[0]?.trim() !== '') &&
  new Set(body.map((row) => row[0]?.trim())).size === body.length

/** Trims the cells of a row, and adds or removes cells at the end to match the width. */
export function padRow(row: Row, width: number): string[] {
  const cells = row.map((cell) => cell.trim())
  while (cells.length < width) cells.push('')
  return cells.slice(0, Math.max(width, 0))
}

const scoreHeaderRow = (row: Row, body: readonly Row[], width: number): number => scoreHeader(row, body, width).score

/**
 * Scores a row as the header of the rows below it. A positive score is evidence for a header.
 *
 * @returns The score and its parts. `isCertain` is true if a single column is sufficient evidence. `reduction` is the
 * amount subtracted for columns without a name. `caseScore` is the amount added for lower-case words above other words.
 */
export function scoreHeader(
  row: Row,
  rowsBelow: readonly Row[],
  width: number,
  quotedHeaderCells: ReadonlySet<number> = new Set(),
): { score: number; reduction: number; caseScore: number; isCertain: boolean } {
  const body = omitRepetitions(row, rowsBelow)
  const seriesColumns = new Set([...findConsecutiveNumberColumns(row, body), ...findAxisColumns(row, body, width)])
  let score = 0
  let hasCertainColumn = false
  let hasHint = false
  let repeatedCount = 0
  let isData = false
  let isCertainlyData = false
  let namedCount = 0
  let unnamedCount = 0
  let hasCaseMismatch = false
  for (let column = 0; column < width; column++) {
    const cell = row[column]?.trim() ?? ''
    const valuesBelow = collectValuesBelow(body, column)
    const nonNullCells = cell === '' ? [] : removeNullMarkers(valuesBelow)
    // A cell without a letter is only weak evidence for a header, because it may be a value.
    const isInSeries = seriesColumns.has(column)
    const cellScore = isInSeries ? 0.3 : Math.min(scoreColumn(cell, nonNullCells), /\p{L}/u.test(cell) ? Infinity : 0.3)
    const columnScore = quotedHeaderCells.has(column) ? Math.max(cellScore, 0) + quotedHeaderBonus : cellScore
    if (cell !== '') namedCount++
    else if (column > 0 && valuesBelow.length > body.length / 2) unnamedCount++
    score += columnScore
    if (columnScore >= minCertainScore) hasCertainColumn = true
    if (columnScore >= minHintScore) hasHint = true
    if (columnScore <= -minDataScore) isData = true
    if (columnScore <= -minCertainDataScore) isCertainlyData = true
    const duplicateIndex =
      cell === '' ? -1 : row.findIndex((earlierCell, index) => index < column && earlierCell.trim() === cell)
    if (duplicateIndex >= 0 && isDuplicateColumn(body, duplicateIndex, column)) score -= 1.5
    else if (duplicateIndex >= 0 && ++repeatedCount <= 3) score -= 0.25
    if (
      differsInCase(
        cell,
        nonNullCells.map(({ text }) => text),
      )
    )
      hasCaseMismatch = true
  }
  const caseScore = hasCaseMismatch ? caseMismatchBonus : 0
  score += caseScore
  if (hasCaseMismatch) hasHint = true
  // The prior is not added if a column is certainly data, if all evidence indicates data, or if many rows provide no
  // evidence for a header.
  const hasNoEvidence = !hasHint && body.length >= minComparedRows
  // Columns without a name do not count against a row with few names, because it may name groups of columns.
  const penalty = unnamedCount < namedCount ? unnamedPenalty * Math.min(unnamedCount, maxUnnamed) : 0
  return {
    reduction: penalty,
    caseScore,
    score: score - penalty + (hasNoEvidence || isCertainlyData || (isData && !hasCertainColumn) ? 0 : headerPrior),
    isCertain: hasCertainColumn && !isData,
  }
}

/** Omits later rows that repeat the header row, if it has several names. */
function omitRepetitions(row: Row, rows: readonly Row[]): readonly Row[] {
  if (row.length < minRepeatedCells) return rows
  const isRepetition = (candidate: Row): boolean =>
    candidate.length === row.length && candidate.every((cell, column) => cell.trim() === row[column]?.trim())
  if (!rows.some(isRepetition) || row.some((cell) => hasDistinctiveFormat(classifyCell(cell)))) return rows
  const distinctRows = rows.filter((candidate) => !isRepetition(candidate))
  return distinctRows.length > 0 ? distinctRows : rows
}

const minRepeatedCells = 3

/**
 * Returns the columns in which the row contains consecutive numbers (1, 2, 3 or 2001, 2002, 2003), unlike the rows
 * below.
 */
function findConsecutiveNumberColumns(row: Row, body: readonly Row[]): Set<number> {
  const consecutiveColumns = findRunsOfThree(row)
  const rowsBelow = body.slice(0, 5).map(findRunsOfThree)
  return new Set([...consecutiveColumns].filter((column) => !rowsBelow.some((columns) => columns.has(column))))
}

const minAxisNumbers = 4

/**
 * Returns the columns of a row that is an axis, as in the table of a function of two variables. All cells except the
 * first are ascending numbers, and the first is empty or text above numbers.
 */
function findAxisColumns([corner = '', ...otherCells]: Row, body: readonly Row[], width: number): number[] {
  const numbers = otherCells.map((cell) => (toBroadKind(classifyCell(cell)) === 'number' ? Number(cell) : Number.NaN))
  const isAscending = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as number))
  if (numbers.length === width - 1 && Number.isNaN(numbers[0])) return findAxisAboveDecimals(otherCells, body, 1)
  if (numbers.length !== width - 1 || numbers.length < minAxisNumbers || !isAscending) return []
  const isNumber = (cell: string | undefined): boolean => toBroadKind(classifyCell(cell ?? '')) === 'number'
  return !isNumber(corner) && body.length > 1 && body.every((row) => isNumber(row[0]))
    ? numbers.map((_, index) => index + 1)
    : []
}

/**
 * Returns the columns of an axis of at least four ascending integers at the end of a row, as in tables of values by
 * temperature or frequency. The row's other cells are text, and the columns below the integers contain decimals.
 *
 * @param offset Column index of the first cell.
 */
function findAxisAboveDecimals(cells: Row, body: readonly Row[], offset: number): number[] {
  const start = cells.findLastIndex((cell) => !/^\s*\d+\s*$/.test(cell)) + 1
  const numbers = cells.slice(start).map(Number)
  const isAscending = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as number))
  const hasText = cells.slice(0, start).every((cell) => !hasDistinctiveFormat(classifyCell(cell)))
  if (numbers.length < minAxisNumbers || !isAscending || !hasText) return []
  const columns = numbers.map((_, index) => offset + start + index)
  const isDecimal = (text: string): boolean => /^[-+]?\d*[.,]\d+$/.test(text)
  const hasDecimals = (column: number): boolean => {
    const values = collectValuesBelow(body, column)
    return values.length > 0 && values.filter(isDecimal).length >= minDecimalFraction * values.length
  }
  return columns.every(hasDecimals) ? columns : []
}

const minDecimalFraction = 0.7

function findRunsOfThree(row: Row): Set<number> {
  const numbers = row.map((cell) => (/^\s*\d{1,4}\s*$/.test(cell) ? Number(cell) : Number.NaN))
  const columns = new Set<number>()
  for (let index = 2; index < numbers.length; index++) {
    const [first, second, third] = [
      numbers[index - 2] as number,
      numbers[index - 1] as number,
      numbers[index] as number,
    ]
    if (second - first === 1 && third - second === 1)
      for (const column of [index - 2, index - 1, index]) columns.add(column)
  }
  return columns
}

const collectValuesBelow = (body: readonly Row[], column: number): string[] =>
  body.map((bodyRow) => bodyRow[column]?.trim() ?? '').filter((text) => text !== '')

/**
 * Returns whether two columns often contain equal cells, so that an equal cell in the first row is probably a value
 * too.
 */
const isDuplicateColumn = (body: readonly Row[], left: number, right: number): boolean =>
  body.filter((row) => row[left]?.trim() === row[right]?.trim()).length >= Math.max(1, body.length / 4)

/** Score added for a cell in the first row that is the only quoted cell of its column. */
const quotedHeaderBonus = 1
const minCertainScore = 1.5
const minHintScore = 0.4
/**
 * Amount subtracted for each mostly non-empty column without a name, except the first, for up to `maxUnnamed` columns.
 */
const unnamedPenalty = 0.6
const maxUnnamed = 4
const minDataScore = 1
const minCertainDataScore = 2.5
/** Minimum number of rows below the first at which the lack of evidence for a header counts against it. */
const minComparedRows = 6

function scoreColumn(cell: string, cellsBelow: readonly ClassifiedCell[]): number {
  if (cell === '') return 0
  const kind = classifyCell(cell)
  const valuesBelow = cellsBelow.map(({ text }) => text)
  if (startsHierarchy(cell, valuesBelow)) return -minCertainDataScore
  if (isSequence(cell, valuesBelow)) return -sequencePenalty
  if (hasSameCodes(cell, valuesBelow)) return -minCertainDataScore
  let score = 0
  if (headerWordPattern.test(cell) && !valuesBelow.includes(cell)) score += 0.45
  if (valuesBelow.length === 0) return score + (hasDistinctiveFormat(kind) ? -0.4 : 0.4)
  if (isIdentifier(cell) && valuesBelow.filter(isIdentifier).length < valuesBelow.length / 2) score += 0.8
  const dominantKind = findDominantKind(cellsBelow.map((cellBelow) => toBroadKind(cellBelow.kind)))
  if (dominantKind !== undefined) return score + scoreAboveTypedValues(cell, kind, dominantKind, valuesBelow)
  // Decimals and long numbers are values. Dates and short numbers may be names.
  if (hasDistinctiveFormat(kind))
    return score - (toBroadKind(kind) === 'number' && !shortNumberPattern.test(cell) ? 1.5 : 0.8)
  // Unlike values, names rarely start with a digit or consist of digits and punctuation, as phone numbers do.
  if (valuesBelow.filter((text) => /\d/.test(text)).length >= valuesBelow.length / 2)
    score -= /^[\d\s.,:/()+-]+$/.test(cell) ? 1.5 : /^\d/.test(cell) ? 0.6 : 0
  if (!/\d/.test(cell) && hasDigitsBelow(valuesBelow)) score += 0.8
  const patternScore = scorePattern(cell, valuesBelow)
  // A new value is not evidence for a name if it is a code that matches the column's pattern, since codes are unique.
  if (valuesBelow.includes(cell)) score -= computeRepetitionWeight(valuesBelow)
  else if (patternScore >= 0 || !/^[A-Z]{1,4}$/.test(cell))
    score += 0.8 * Math.min(1.8, measureNewValueSurprisal(valuesBelow))
  score += patternScore
  if (continuesSortedColumn(cell, valuesBelow)) score -= 1.2
  if (sharesSymbol(cell, valuesBelow)) score -= 1.2
  if (isSentence(cell)) score -= 1.7
  if (cell.length * 2 < Math.min(...valuesBelow.map((text) => text.length))) score += 0.7
  return score
}

const minCodeDigits = 4

/** Returns whether a cell and at least two values are codes of the same length, such as telephone or part numbers. */
function hasSameCodes(cell: string, values: readonly string[]): boolean {
  const isCode = (text: string): boolean =>
    classifyCell(text) === 'code' && text.replace(/\D/g, '').length >= minCodeDigits && text.length === cell.length
  return values.length >= 2 && isCode(cell) && values.every(isCode)
}

/** Returns whether nearly all of at least five values contain a digit. */
const hasDigitsBelow = (values: readonly string[]): boolean =>
  values.length >= 5 && values.filter((value) => /\d/.test(value)).length >= 0.9 * values.length

/** A non-empty cell and its kind. */
interface ClassifiedCell {
  readonly text: string
  readonly kind: CellKind
}

/** Classifies values and removes null markers, such as "N/A", unless all values are null markers. */
function removeNullMarkers(values: readonly string[]): readonly ClassifiedCell[] {
  const cells = values.map((text) => ({ text, kind: classifyCell(text) }))
  const nonNullCells = cells.filter(({ kind }) => kind !== 'null')
  return nonNullCells.length > 0 ? nonNullCells : cells
}

function scoreAboveTypedValues(
  cell: string,
  kind: CellKind,
  typedKind: string,
  valuesBelow: readonly string[],
): number {
  if (!hasDistinctiveFormat(kind)) return kind === 'null' ? -0.5 : 2.2
  // Years above numbers ("2019, 2020, 2021") are column names as often as values.
  const yearPattern = /^(?:19|20)\d\d$/
  if (yearPattern.test(cell) && typedKind === 'number' && !valuesBelow.every((text) => yearPattern.test(text)))
    return 0.3
  // Dates and times above numbers are also column names as often as values.
  if (typedKind === 'number' && ['date', 'time'].includes(toBroadKind(kind))) return 0.3
  if (toBroadKind(kind) !== typedKind) return -0.4
  return shortNumberPattern.test(cell) ? -1.6 : -3
}

/**
 * Matches a number that may be a column name, such as a class, a dose or a year. Longer numbers and decimals are
 * values.
 */
const shortNumberPattern = /^\d{1,4}$/

/** Minimum number of distinct values for a common prefix or suffix to be meaningful. */
const minAffixedValues = 5
/** Minimum length of a common prefix or suffix. */
const minAffixLength = 3
/** Maximum length of a common prefix or suffix. */
const maxAffixLength = 20

/**
 * Returns whether a cell has the common prefix or suffix of the values below, or `undefined` if the values have none in
 * common.
 */
function sharesAffix(cell: string, valuesBelow: readonly string[]): boolean | undefined {
  const [first = '', ...otherValues] = valuesBelow
  if (valuesBelow.length < minAffixedValues || new Set(valuesBelow).size < minAffixedValues) return undefined
  let prefixLength = Math.min(first.length, maxAffixLength)
  let suffixLength = prefixLength
  for (const value of otherValues) {
    while (prefixLength >= minAffixLength && !value.startsWith(first.slice(0, prefixLength))) prefixLength--
    while (suffixLength >= minAffixLength && !value.endsWith(first.slice(first.length - suffixLength))) suffixLength--
  }
  if (Math.max(prefixLength, suffixLength) < minAffixLength) return undefined
  return (
    (prefixLength >= minAffixLength && cell.startsWith(first.slice(0, prefixLength))) ||
    (suffixLength >= minAffixLength && cell.endsWith(first.slice(first.length - suffixLength)))
  )
}

/** Maximum length of values whose pattern is compared character by character, such as codes. */
const maxPatternLength = 40

/** Scores a cell above values that share a pattern ("AL", "AB-123"). Names rarely match such a pattern. */
function scorePattern(cell: string, valuesBelow: readonly string[]): number {
  if (sharesExtension(cell, valuesBelow)) return -1.6
  if (valuesBelow.length < 3)
    return valuesBelow.length === 2 && (sharesMixedShape(cell, valuesBelow) || isNumbered(cell, valuesBelow)) ? -1.2 : 0
  const hasAffix = sharesAffix(cell, valuesBelow)
  if (hasAffix !== undefined) return hasAffix ? -1.6 : 1.6
  const loosePattern = findMostCommon(valuesBelow.map(toCellShape))
  const hasDigits = loosePattern.fraction >= 0.8 && loosePattern.value.includes('9')
  if (hasDigits && toCellShape(cell) === loosePattern.value) return -1.2
  const exactPattern = findMostCommon(valuesBelow.map(toCharacterPattern))
  // A single repeated value is not a pattern.
  if (exactPattern.fraction >= 0.9 && exactPattern.value.length <= maxPatternLength && new Set(valuesBelow).size > 1)
    return toCharacterPattern(cell) === exactPattern.value ? -1.2 : 1.6
  return hasDigits ? 1.6 : 0
}

/** Returns whether a cell and all values (at least two) are file names with the same extension. */
function sharesExtension(cell: string, values: readonly string[]): boolean {
  const extension = /^\S+(\.\p{Ll}{2,5})$/u.exec(cell)?.[1]
  return extension !== undefined && values.length > 1 && values.every((value) => value.endsWith(extension))
}

/**
 * Returns whether a cell and all values alternate between letters and digits in the same way ("M1Q", "N34Y", "F172P").
 */
function sharesMixedShape(cell: string, values: readonly string[]): boolean {
  const shape = toCellShape(cell)
  return /a9a|9a9/.test(shape) && values.every((value) => toCellShape(value) === shape)
}

/**
 * Returns whether a cell and all values are the same word with different numbers ("sample_1", "sample_2", "sample_7").
 */
function isNumbered(cell: string, values: readonly string[]): boolean {
  const allValues = [cell, ...values]
  const words = new Set(allValues.map((text) => /^(\p{L}[\p{L}_.-]*)\d+$/u.exec(text)?.[1]))
  return words.size === 1 && !words.has(undefined) && new Set(allValues).size === allValues.length
}

/** Amount subtracted for a cell that is a sequence, such as a DNA sequence. */
const sequencePenalty = 1.6
/** Minimum length of a sequence, and maximum number of distinct letters in all sequences. */
const minSequenceLength = 6
const maxSequenceLetters = 5

/** Returns whether a cell and all values are sequences of a few distinct letters, such as DNA bases ("ATGCGGA"). */
function isSequence(cell: string, values: readonly string[]): boolean {
  const allValues = [cell, ...values]
  return (
    values.length > 0 &&
    allValues.every((text) => text.length >= minSequenceLength && /^\p{L}+$/u.test(text)) &&
    new Set(allValues.join('')).size <= maxSequenceLetters
  )
}

/** Returns whether a cell continues an alphabetically sorted column upward, so that it is probably a value. */
function continuesSortedColumn(cell: string, valuesBelow: readonly string[]): boolean {
  if (valuesBelow.length < 8 || new Set(valuesBelow).size < valuesBelow.length / 2) return false
  const strings = [cell, ...valuesBelow].map((text) => text.toLowerCase())
  const firstStrings = strings.slice(0, 9)
  return (
    firstStrings.every((text, index) => index === 0 || text >= (firstStrings[index - 1] as string)) &&
    startsWithSameLetter(strings)
  )
}

/**
 * Returns whether a cell and the two values below it are hierarchical codes, each extending the one above ("A", "A01",
 * "A01A").
 */
function startsHierarchy(cell: string, [second = '', third = '']: readonly string[]): boolean {
  const extendsCode = (code: string, longerCode: string): boolean =>
    longerCode.length > code.length && longerCode.startsWith(code)
  return (
    /[\p{L}\d]/u.test(cell) &&
    extendsCode(cell, second) &&
    extendsCode(second, third) &&
    /\d/.test(third) &&
    !/\s/.test(third)
  )
}

/** Score added for a row with a lower-case word above words in a different case. */
const caseMismatchBonus = 0.8
/** Minimum number of values for comparing their case with a cell's. */
const minCasedValues = 10

/**
 * Returns whether a cell is a lower-case word and the values below are not ("abbr" above "AAS", "full" above "Basal
 * rate").
 */
const differsInCase = (cell: string, values: readonly string[]): boolean =>
  isLowerCaseWord(cell) &&
  values.length >= minCasedValues &&
  values.filter((value) => /\p{L}/u.test(value)).length >= 0.9 * values.length &&
  values.filter(isLowerCaseWord).length <= 0.02 * values.length

const isLowerCaseWord = (text: string): boolean => /^[\p{Ll}_]+$/u.test(text)

/** Returns whether the first two values start with the same letter. */
const startsWithSameLetter = (values: readonly string[]): boolean => values[0]?.[0] === values[1]?.[0]

/**
 * Returns whether a cell contains a symbol that nearly all values contain ("n. good", "f(x)", "12;"). Names rarely do.
 */
function sharesSymbol(cell: string, valuesBelow: readonly string[]): boolean {
  if (valuesBelow.length < 5) return false
  const characters = new Set(cell.match(/[^\p{L}\p{N}\s_-]/gu) ?? [])
  return [...characters].some(
    (character) => valuesBelow.filter((text) => text.includes(character)).length >= 0.9 * valuesBelow.length,
  )
}

/** Returns whether a cell is a statement. Column names may be questions, but do not end with a period. */
export const isSentence = (cell: string): boolean =>
  cell.length > 200 || (cell.length > 25 && /\p{L}[.!]$/u.test(cell) && /\p{L}\s/u.test(cell))

/** Returns whether a cell is part of a sentence, that is, has several words with punctuation between them. */
export const isClause = (cell: string): boolean =>
  /[，。、！？：；]/u.test(cell) ? cell.length >= 12 : /\p{L}[,;:.!?] \S/u.test(cell) && cell.split(/\s+/).length >= 6

function findDominantKind(kinds: readonly string[]): string | undefined {
  const { value, fraction } = findMostCommon(kinds)
  return fraction >= 0.8 && ['number', 'date', 'time', 'url', 'email'].includes(value) ? value : undefined
}

const isTypedColumn = (body: readonly Row[], column: number): boolean =>
  findDominantKind(collectValuesBelow(body, column).map((text) => toBroadKind(classifyCell(text)))) !== undefined

function findMostCommon(values: readonly string[]): {
  value: string
  fraction: number
} {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let dominantValue = { value: '', fraction: 0 }
  for (const [value, count] of counts)
    if (count / values.length > dominantValue.fraction) dominantValue = { value, fraction: count / values.length }
  return dominantValue
}

/** Returns the surprisal (-ln of the probability) of a new value in a column, using the Good-Turing estimate. */
const measureNewValueSurprisal = (values: readonly string[]): number =>
  -Math.log((countSingletons(values) + 0.5) / (values.length + 1))

/** Fraction of column names that also occur as a value in their column ("name" in a list of fields). */
const repeatedNameFraction = 0.02
const maxRepetitionWeight = 1.5

/**
 * Returns how strongly a repetition of the cell further down indicates that the cell is a value. The weight is the
 * logarithm of the ratio of repeated values in the column to repeated names. It is 0 for a long column of distinct
 * values.
 */
function computeRepetitionWeight(values: readonly string[]): number {
  const repeatedFraction = (values.length - countSingletons(values) + 0.5) / (values.length + 1)
  return Math.min(maxRepetitionWeight, Math.max(0, Math.log(repeatedFraction / repeatedNameFraction)))
}

function countSingletons(values: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let singletonCount = 0
  for (const count of counts.values()) if (count === 1) singletonCount++
  return singletonCount
}

/**
 * Returns whether a row continues the header. Such a row contains units, repeated names, names for unnamed columns, or
 * names that differ from the data as much as the first row does.
 */
function continuesHeader(
  names: readonly string[],
  firstNames: readonly string[],
  row: Row,
  body: readonly Row[],
  width: number,
): boolean {
  const cells = padRow(row, width)
  if (isHeaderSeparator(row) || (isColumnNumbering(row, body) && row.length === width)) return true
  if (isTypeRow(row) && body.length > 0 && !body.some(isTypeRow)) return true
  const nonBlankCells = cells.filter((cell) => cell !== '')
  // More header rows may follow, so the kinds of the columns are determined from rows further down.
  const lowerRows = body.slice(Math.min(4, Math.floor(body.length / 2)))
  if (isSingleUnit(cells, lowerRows) || completesHeader(names, cells, body)) return true
  if (nonBlankCells.length < 2 || nonBlankCells.some((cell) => hasDistinctiveFormat(classifyCell(cell)))) return false
  const cellCountAboveTyped = cells.filter((cell, column) => cell !== '' && isTypedColumn(lowerRows, column)).length
  if (cellCountAboveTyped > 0 && cells.every((cell, column) => cell === '' || cell === firstNames[column])) return true
  if (nonBlankCells.every((cell) => /^[([].*[)\]]$|^<\p{Ll}+>$|^[%€$£°]\S{0,3}$/u.test(cell))) return true
  const gapCount = names.filter((name) => name === '').length
  const fillsGaps = gapCount > 0 && cells.every((cell, column) => cell === '' || names[column] === '')
  if (fillsGaps) return cellCountAboveTyped > 0
  const typedCount = cells.filter((_, column) => isTypedColumn(lowerRows, column)).length
  return (
    cellCountAboveTyped >= 2 && cellCountAboveTyped >= typedCount / 2 && scoreHeaderRow(cells, lowerRows, width) > 4
  )
}

/** Returns whether a row consists of a single unit in brackets above a typed column without empty cells. */
function isSingleUnit(cells: readonly string[], body: readonly Row[]): boolean {
  const nonBlankColumns = cells.flatMap((cell, column) => (cell === '' ? [] : [column]))
  const [column] = nonBlankColumns
  if (nonBlankColumns.length !== 1 || column === undefined || !/^[([][^)\]]{1,12}[)\]]$/.test(cells[column] ?? ''))
    return false
  return isTypedColumn(body, column) && collectValuesBelow(body, column).length === body.length
}

/**
 * Returns whether a row names all columns that the header leaves unnamed, such as the answers to a survey question. At
 * least two such columns are required, and at least two named columns that are empty in this row but non-empty in all
 * rows below.
 */
function completesHeader(names: readonly string[], cells: readonly string[], body: readonly Row[]): boolean {
  if (body.length < 2) return false
  const unnamedColumns = names.flatMap((name, column) => (name === '' ? [column] : []))
  const emptyNamedColumns = cells.flatMap((cell, column) =>
    cell === '' && names[column] !== '' && collectValuesBelow(body, column).length === body.length ? [column] : [],
  )
  return (
    unnamedColumns.length >= 2 &&
    emptyNamedColumns.length >= 2 &&
    unnamedColumns.every((column) => cells[column] !== '')
  )
}
