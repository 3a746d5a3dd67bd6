import { message, type Message } from '@aw-flow/messages'
import type { Evidence } from '@aw-flow/schema'
import { broadKind, cellKind, cellShape, isTyped, type CellKind } from '../columns/cell-kind.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** The rows that name the columns. */
export interface DetectedHeader {
  /** Number of header rows; 0 if the first row is data. */
  rows: number
  /** Names by column; several rows are joined with a space. Empty without a header. */
  names: string[]
  evidence: Evidence
}

type Row = readonly string[]

const maxBodyRows = 200
/** Prior score: nearly nine of ten tables have a header, so its absence requires evidence. */
const headerPrior = 1.2
const headerWords =
  /^(?:id|ids|name|title|date|time|day|month|year|code|type|kind|category|group|class|total|amount|price|cost|value|count|number|no|nr|num|qty|quantity|address|street|city|town|state|region|country|county|zip|postcode|phone|email|url|status|lat|latitude|lon|lng|long|longitude|x|y|z|description|comment|notes?|label|index|key|rank|score|rate|percent|min|max|mean|sum|age|sex|gender|first|last|first name|last name|start|end|from|to|source|target|size|weight|height|width|length|unit|currency|language|datum|ort|stadt|land|preis|menge|anzahl|nom|ville|pays|prix|fecha|nombre|ciudad|precio)$/i
const identifier = /^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+$|^[A-Z]?[a-z]+(?:[A-Z][a-z0-9]+)+$/

/**
 * Decides whether the first rows name the columns, by the scores of all columns. Texts above numbers or dates, and
 * common names, are evidence for a header. Values of the same kind as those below, and values that occur again, are
 * evidence against it. Rows that fill gaps of the names above, or contain units, belong to the header. A single row is
 * a header unless one of its cells is a number or a date.
 *
 * @param rows Cells of the rows.
 * @param quoted Whether each cell is quoted, by row.
 */
export function detectHeader(
  rows: readonly Row[],
  width: number,
  quoted: readonly (readonly boolean[])[] = [],
): DetectedHeader {
  const first = rows[0]
  if (!first) return headerResult(0, [], 1, message('loading.no-record', {}))
  if (rows.length === 1) {
    const typed = first.find((cell) => isTyped(cellKind(cell)))
    if (typed !== undefined) return headerResult(0, [], 0.6, message('loading.header-data', { cell: typed.trim() }))
    if (new Set(first.map((cell) => cell.trim().toLowerCase())).size < first.length)
      return headerResult(0, [], 0.6, message('loading.header-repeats', {}))
    if (width < 2) return headerResult(0, [], 0.5, message('loading.header-word', {}))
    return headerResult(1, pad(first, width), 0.6, message('loading.header-only', {}))
  }
  const headerRows = countHeaderRows(rows, width)
  const body = rows.slice(Math.max(1, headerRows), maxBodyRows + 1)
  if (width === 1 && isClause(first[0] ?? '') && headerRows === 0)
    return headerResult(0, [], 0.7, message('loading.header-sentence', {}))
  const names = alignNames(first, body, width)
  const quotedNames = findQuotedNames(rows.slice(0, maxBodyRows), quoted)
  const { score } = scoreHeader(names, body, width, quotedNames)
  if (score < 0.1 && headerRows < 2)
    return headerResult(0, [], confidenceOf(score), message('loading.header-alike', {}))
  const firstNames = [...names]
  let joined = isRuleRow(first) ? [] : [names]
  let count = 1
  while (
    count < maxHeaderRows &&
    count < rows.length - 1 &&
    (count < headerRows ||
      continuesHeader(joinNames(joined), firstNames, rows[count] as Row, rows.slice(count + 1, maxBodyRows), width))
  ) {
    const row = rows[count] as Row
    if (!isRuleRow(row) && !isNumbering(row, rows.slice(count + 1))) joined = [...joined, pad(row, width)]
    count++
  }
  const reason =
    count === 1 ? message('loading.header-differs', {}) : message('loading.header-joined', { lines: count })
  return headerResult(count, joinNames(joined), confidenceOf(Math.max(score, headerRows < 2 ? 0 : 2)), reason)
}

/** Returns the columns in which only the cell of the first row is quoted. */
function findQuotedNames(rows: readonly Row[], quoted: readonly (readonly boolean[])[]): Set<number> {
  const columns = new Set<number>()
  quoted[0]?.forEach((isQuoted, column) => {
    const below = rows.flatMap((row, at) =>
      at > 0 && (row[column]?.trim() ?? '') !== '' ? [quoted[at]?.[column]] : [],
    )
    if (isQuoted && below.length > 0 && !below.some(Boolean)) columns.add(column)
  })
  return columns
}

const maxHeaderRows = 9

/**
 * Counts the header rows by the kinds of values further down: rows of texts above numbers and dates that do not occur
 * again below. Returns 0 without such columns.
 */
function countHeaderRows(rows: readonly Row[], width: number): number {
  const lowerRows = rows.slice(Math.min(8, Math.floor((2 * rows.length) / 3)), maxBodyRows)
  const columns = typedColumns(lowerRows, width)
  const typed = columns.filter(Boolean).length
  if (typed === 0) return 0
  const evidence = rows.slice(0, maxHeaderRows + 1).map((row) => rowEvidence(row, columns))
  const hasNamesOnly = (at: number): boolean => {
    const { mismatches, matches } = evidence[at] ?? { mismatches: 0, matches: 1 }
    if (matches > 0 || mismatches < (at === 0 ? 1 : Math.max(2, typed / 2))) return false
    if (isShifted(rows[at] as Row)) return false
    return (
      at === 0 ||
      !columns.some((column, index) => column && occursBelow((rows[at] as Row)[index] ?? '', rows, at, index))
    )
  }
  // A record with one delimiter too many or too few has its values in neighboring columns.
  const isShifted = (row: Row): boolean =>
    [row.slice(1), ['', ...row]].some((cells) => {
      const { mismatches, matches } = rowEvidence(cells, columns)
      return matches > mismatches
    })
  // A labeled row of numbers ("Multiplier", 1, 1) between header rows belongs to the header.
  const isLabeledRow = (at: number): boolean => {
    const row = rows[at] as Row
    const label = row.findIndex((cell) => cell.trim() !== '')
    const isText = rowEvidence(row.slice(0, label + 1), columns.slice(0, label + 1)).mismatches > 0
    return label >= 0 && columns[label] !== undefined && isText && (hasNamesOnly(at + 1) || hasNoValues(at + 1))
  }
  // A row may name only the first column if it is below names of all others or below two header rows.
  const fillsFirstOnly = (row: Row): boolean => row.every((cell, column) => (cell.trim() !== '') === (column === 0))
  const namesFirstColumn = (at: number): boolean =>
    at > ((rows[0]?.[0]?.trim() ?? '') === '' ? 0 : 1) &&
    columns[0] !== undefined &&
    evidence[at]?.mismatches === 1 &&
    fillsFirstOnly(rows[at] as Row) &&
    fillsTypedColumns(at + 1) &&
    !rows.slice(at + 1).some(fillsFirstOnly)
  const fillsTypedColumns = (at: number): boolean =>
    columns.every((column, index) => !column || (rows[at]?.[index] ?? '').trim() !== '')
  // Years below names of groups; the first cell is empty.
  const hasYears = (at: number): boolean => {
    const row = rows[at] as Row
    const filled = row.filter((cell) => cell.trim() !== '').length
    const { years, matches, mismatches } = evidence[at] ?? { years: 0, matches: 1, mismatches: 0 }
    return at > 0 && years >= 2 && years + mismatches >= filled && matches === 0 && (row[0]?.trim() ?? '') === ''
  }
  const hasNoValues = (at: number): boolean => evidence[at]?.matches === 0 && hasNamesOnly(at + 1)
  let count = 0
  while (count < Math.min(maxHeaderRows, rows.length - 2)) {
    const isHeaderRow =
      hasNamesOnly(count) ||
      isRuleRow(rows[count] as Row) ||
      namesFirstColumn(count) ||
      hasYears(count) ||
      hasNoValues(count) ||
      (count > 0 && isLabeledRow(count))
    if (!isHeaderRow) break
    count++
  }
  return count
}

const occursBelow = (cell: string, rows: readonly Row[], at: number, column: number): boolean =>
  cell.trim() !== '' && rows.slice(at + 1, maxBodyRows).some((row) => row[column]?.trim() === cell.trim())

/** Whether a row numbers the columns (1, 2, 3, …) above at least five records with a column of texts. */
function isNumbering(row: Row, below: readonly Row[]): boolean {
  if (row.length < 3 || below.length < 5) return false
  if (!row.every((cell, column) => cell.trim() === String(column + 1) || cell.trim() === `(${column + 1})`))
    return false
  const isText = (other: Row, column: number): boolean => cellKind(other[column] ?? '') === 'text'
  return row.some((_, column) => below.filter((other) => isText(other, column)).length >= 0.8 * below.length)
}

/** Whether a row is a ruled line between names and values ("----+----"). */
const isRuleRow = (row: Row): boolean =>
  row.some((cell) => /[-=_]{2}/.test(cell)) && row.every((cell) => /^[\s\-=_+:|]*$/.test(cell))

/** Joins the names of several rows. A group name followed by empty cells applies to all of their names. */
function joinNames(rows: readonly (readonly string[])[]): string[] {
  const spread = rows.map((row, at) => {
    const below = rows[at + 1]
    if (!below) return row
    let group = ''
    return row.map((name, column) => {
      if (name !== '') group = below[column] === '' ? '' : name
      return name === '' && below[column] !== '' ? group : name
    })
  })
  const width = rows[0]?.length ?? 0
  return Array.from({ length: width }, (_, column) =>
    spread
      .map((row) => row[column] ?? '')
      .filter((part) => part !== '')
      .join(' '),
  )
}

const confidenceOf = (score: number): number => Math.min(1, 0.5 + Math.abs(score) / 6)

const headerResult = (rows: number, names: string[], confidence: number, reason: Message): DetectedHeader => ({
  rows,
  names,
  evidence: {
    decision: 'header',
    value: rows === 0 ? message('loading.none', {}) : message('loading.lines', { lines: rows }),
    confidence: Math.round(confidence * 100) / 100,
    reason,
    runnersUp: [],
  },
})

/** Aligns a row that is one name short: it lacks the last name or, as in tables written by R, the first. */
function alignNames(row: Row, body: readonly Row[], width: number): string[] {
  const atStart = pad(row, width)
  if (row.length !== width - 1 || row.some((cell) => cell.trim() === '')) return atStart
  const atEnd = ['', ...row.map((cell) => cell.trim())]
  return scoreOfNames(atEnd, body, width) > scoreOfNames(atStart, body, width) ? atEnd : atStart
}

function pad(row: Row, width: number): string[] {
  const cells = row.map((cell) => cell.trim())
  while (cells.length < width) cells.push('')
  return cells.slice(0, Math.max(width, 0))
}

const scoreOfNames = (row: Row, body: readonly Row[], width: number): number => scoreHeader(row, body, width).score

/**
 * Scores a row as header of the rows below; a positive score is evidence for a header. `isCertain`: a single column
 * proves it.
 */
export function scoreHeader(
  row: Row,
  body: readonly Row[],
  width: number,
  quotedNames: ReadonlySet<number> = new Set(),
): { score: number; isCertain: boolean } {
  const enumerated = enumeratedColumns(row, body)
  let score = 0
  let isNamed = false
  let isHinted = false
  let repeated = 0
  let isData = false
  for (let column = 0; column < width; column++) {
    const cell = row[column]?.trim() ?? ''
    const below = textsBelow(body, column)
    // A cell without a letter is weak evidence: it may be a value among the names.
    const isEnumerated = enumerated.has(column)
    const cellScore = isEnumerated ? 0.3 : Math.min(scoreColumn(cell, below), /\p{L}/u.test(cell) ? Infinity : 0.3)
    const columnScore = quotedNames.has(column) ? Math.max(cellScore, 0) + quotedNameScore : cellScore
    score += columnScore
    if (columnScore >= minCertainScore) isNamed = true
    if (columnScore >= minHintScore) isHinted = true
    if (columnScore <= -minDataScore) isData = true
    const duplicate = cell === '' ? -1 : row.findIndex((other, at) => at < column && other.trim() === cell)
    if (duplicate >= 0 && areDuplicateColumns(body, duplicate, column)) score -= 1.5
    else if (duplicate >= 0 && ++repeated <= 3) score -= 0.25
  }
  // The prior does not apply if all evidence indicates data, or if many rows provide none.
  const hasNoEvidence = !isHinted && width > 1 && body.length >= 8
  return { score: score + (hasNoEvidence || (isData && !isNamed) ? 0 : headerPrior), isCertain: isNamed && !isData }
}

/** Returns columns whose numbers count up (1, 2, 3 or 2001, 2002, 2003), unlike those of the rows below. */
function enumeratedColumns(row: Row, body: readonly Row[]): Set<number> {
  const enumerated = runsOfThree(row)
  const below = body.slice(0, 5).map(runsOfThree)
  return new Set([...enumerated].filter((column) => !below.some((columns) => columns.has(column))))
}

function runsOfThree(row: Row): Set<number> {
  const numbers = row.map((cell) => (/^\s*\d{1,4}\s*$/.test(cell) ? Number(cell) : Number.NaN))
  const columns = new Set<number>()
  for (let at = 2; at < numbers.length; at++) {
    const [first, second, third] = [numbers[at - 2] as number, numbers[at - 1] as number, numbers[at] as number]
    if (second - first === 1 && third - second === 1) for (const column of [at - 2, at - 1, at]) columns.add(column)
  }
  return columns
}

const textsBelow = (body: readonly Row[], column: number): string[] =>
  body.map((other) => other[column]?.trim() ?? '').filter((text) => text !== '')

/** Whether two columns with the same name often have equal cells in other rows: the name is then a value. */
const areDuplicateColumns = (body: readonly Row[], left: number, right: number): boolean =>
  body.filter((row) => row[left]?.trim() === row[right]?.trim()).length >= Math.max(1, body.length / 4)

/** Score of a name that is the only quoted cell of its column. */
const quotedNameScore = 1
const minCertainScore = 1.5
const minHintScore = 0.4
const minDataScore = 1

function scoreColumn(cell: string, below: readonly string[]): number {
  if (cell === '') return 0
  const kind = cellKind(cell)
  let score = 0
  if (headerWords.test(cell) && !below.includes(cell)) score += 0.45
  if (below.length === 0) return score + (isTyped(kind) ? -0.4 : 0.4)
  if (identifier.test(cell) && below.filter((text) => identifier.test(text)).length < below.length / 2) score += 0.8
  const typed = dominantTyped(below.map((text) => broadKind(cellKind(text))))
  if (typed !== undefined) return score + scoreOverTyped(cell, kind, typed, below)
  if (isTyped(kind)) return score - 0.8
  const pattern = scorePattern(cell, below)
  // Codes with the pattern of the column are unique in any row.
  if (below.includes(cell)) score -= 1.5
  else if (pattern >= 0 || !/^[A-Z]{1,4}$/.test(cell)) score += 0.8 * Math.min(1.8, novelty(below))
  score += pattern
  if (continuesSortedColumn(cell, below)) score -= 1.2
  if (sharesMark(cell, below)) score -= 1.2
  if (isSentence(cell)) score -= 1.7
  if (cell.length * 2 < Math.min(...below.map((text) => text.length))) score += 0.7
  return score
}

function scoreOverTyped(cell: string, kind: CellKind, typed: string, below: readonly string[]): number {
  if (!isTyped(kind)) return kind === 'null' ? -0.5 : 2.2
  // Years above numbers ("2019, 2020, 2021") are names as often as values.
  const year = /^(?:19|20)\d\d$/
  if (year.test(cell) && typed === 'number' && !below.every((text) => year.test(text))) return 0.3
  // Dates and times above numbers are also names as often as values.
  if (typed === 'number' && ['date', 'time'].includes(broadKind(kind))) return 0.3
  return broadKind(kind) === typed ? -1.6 : -0.4
}

/** Scores a text above texts of one pattern ("AL", "AB-123"), which a name rarely matches. */
function scorePattern(cell: string, below: readonly string[]): number {
  if (below.length < 3) return 0
  const exact = findMostCommon(below.map(exactPattern))
  if (exact.share >= 0.9 && exact.value.length <= 12) return exactPattern(cell) === exact.value ? -1.2 : 1.6
  const loose = findMostCommon(below.map(cellShape))
  return loose.share >= 0.8 && loose.value.includes('9') && cellShape(cell) !== loose.value ? 1.6 : 0
}

/** Whether a cell is the first value of an alphabetically sorted column. */
function continuesSortedColumn(cell: string, below: readonly string[]): boolean {
  if (below.length < 8 || new Set(below).size < below.length / 2) return false
  const texts = [cell, ...below].map((text) => text.toLowerCase())
  const first = texts.slice(0, 9)
  return first.every((text, index) => index === 0 || text >= (first[index - 1] as string)) && shareFirstLetter(texts)
}

/** Whether the first two texts start with the same letter. */
const shareFirstLetter = (texts: readonly string[]): boolean => texts[0]?.[0] === texts[1]?.[0]

/** Whether a cell contains a mark that nearly all values contain ("n. good", "f(x)", "12;"); names rarely do. */
function sharesMark(cell: string, below: readonly string[]): boolean {
  if (below.length < 5) return false
  const marks = new Set(cell.match(/[^\p{L}\p{N}\s_-]/gu) ?? [])
  return [...marks].some((mark) => below.filter((text) => text.includes(mark)).length >= 0.9 * below.length)
}

/** Whether a text is a statement. Column names may be questions, but do not end with a full stop. */
const isSentence = (cell: string): boolean =>
  cell.length > 200 || (cell.length > 25 && /\p{L}\s.*\p{L}[.!]$/u.test(cell))

/** Whether a text is part of a sentence: it has several words and punctuation within. */
export const isClause = (cell: string): boolean =>
  /[，。、！？：；]/u.test(cell) ? cell.length >= 12 : /\p{L}[,;:.!?] \S/u.test(cell) && cell.split(/\s+/).length >= 6

const exactPattern = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a')
    .replace(/\d/g, '9')

function dominantTyped(kinds: readonly string[]): string | undefined {
  const { value, share } = findMostCommon(kinds)
  return share >= 0.8 && ['number', 'date', 'time', 'url', 'email'].includes(value) ? value : undefined
}

const isTypedColumn = (body: readonly Row[], column: number): boolean =>
  dominantTyped(textsBelow(body, column).map((text) => broadKind(cellKind(text)))) !== undefined

function findMostCommon(values: readonly string[]): { value: string; share: number } {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = { value: '', share: 0 }
  for (const [value, count] of counts)
    if (count / values.length > best.share) best = { value, share: count / values.length }
  return best
}

/** Returns how surprising a new value in a column is: -ln of its probability by the Good-Turing estimate. */
function novelty(values: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let once = 0
  for (const count of counts.values()) if (count === 1) once++
  return -Math.log((once + 0.5) / (values.length + 1))
}

/**
 * Whether a row continues the header: units, repeated names, names in gaps, or names that differ from the data like the
 * first row.
 */
function continuesHeader(
  names: readonly string[],
  first: readonly string[],
  row: Row,
  body: readonly Row[],
  width: number,
): boolean {
  const cells = pad(row, width)
  if (isRuleRow(row) || (isNumbering(row, body) && row.length === width)) return true
  const filled = cells.filter((cell) => cell !== '')
  // More header rows may follow, so only rows further down show the kinds of the columns.
  const lowerRows = body.slice(Math.min(4, Math.floor(body.length / 2)))
  if (isSingleUnit(cells, lowerRows) || completesNames(names, cells, body)) return true
  if (filled.length < 2 || filled.some((cell) => isTyped(cellKind(cell)))) return false
  const overTyped = cells.filter((cell, column) => cell !== '' && isTypedColumn(lowerRows, column)).length
  if (overTyped > 0 && cells.every((cell, column) => cell === '' || cell === first[column])) return true
  if (filled.every((cell) => /^[([].*[)\]]$|^[%€$£°]\S{0,3}$/.test(cell))) return true
  const gaps = names.filter((name) => name === '').length
  const fillsGaps = gaps > 0 && cells.every((cell, column) => cell === '' || names[column] === '')
  if (fillsGaps) return overTyped > 0
  const typed = cells.filter((_, column) => isTypedColumn(lowerRows, column)).length
  return overTyped >= 2 && overTyped >= typed / 2 && scoreOfNames(cells, lowerRows, width) > 4
}

/** Whether a row contains a single unit in brackets, above a column of numbers without gaps. */
function isSingleUnit(cells: readonly string[], body: readonly Row[]): boolean {
  const filled = cells.flatMap((cell, column) => (cell === '' ? [] : [column]))
  const [column] = filled
  if (filled.length !== 1 || column === undefined || !/^[([][^)\]]{1,12}[)\]]$/.test(cells[column] ?? '')) return false
  return isTypedColumn(body, column) && textsBelow(body, column).length === body.length
}

/**
 * Whether a row names all columns that the header leaves unnamed (answers to a question), and leaves named columns
 * empty that all rows below fill; at least two of each.
 */
function completesNames(names: readonly string[], cells: readonly string[], body: readonly Row[]): boolean {
  if (body.length < 2) return false
  const unnamed = names.flatMap((name, column) => (name === '' ? [column] : []))
  const leftEmpty = cells.flatMap((cell, column) =>
    cell === '' && names[column] !== '' && textsBelow(body, column).length === body.length ? [column] : [],
  )
  return unnamed.length >= 2 && leftEmpty.length >= 2 && unnamed.every((column) => cells[column] !== '')
}
