import { message, type Message } from '@aw-flow/messages'
import type { Evidence } from '@aw-flow/schema'
import { broadKind, cellKind, cellShape, isTyped, type CellKind } from '../columns/cell-kind.ts'
import { rowEvidence, typedColumns } from './typed-columns.ts'

/** Which rows name the columns. */
export interface DetectedHeader {
  /** Rows that make the header; 0 where the first row is data. */
  rows: number
  /** What they say, per column, several rows joined with a blank. Empty without header. */
  names: string[]
  evidence: Evidence
}

type Row = readonly string[]

const bodyRows = 200
/** Nearly nine of ten tables have a header: it needs no proof, its absence does. */
const prior = 1.2
const headerWords =
  /^(?:id|ids|name|title|date|time|day|month|year|code|type|kind|category|group|class|total|amount|price|cost|value|count|number|no|nr|num|qty|quantity|address|street|city|town|state|region|country|county|zip|postcode|phone|email|url|status|lat|latitude|lon|lng|long|longitude|x|y|z|description|comment|notes?|label|index|key|rank|score|rate|percent|min|max|mean|sum|age|sex|gender|first|last|first name|last name|start|end|from|to|source|target|size|weight|height|width|length|unit|currency|language|datum|ort|stadt|land|preis|menge|anzahl|nom|ville|pays|prix|fecha|nombre|ciudad|precio)$/i
const identifier = /^[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+$|^[A-Z]?[a-z]+(?:[A-Z][a-z0-9]+)+$/

/**
 * Decides whether the first rows name the columns, by votes of each column: a text over numbers or dates speaks for a
 * header, a value of the column's own kind, or one that occurs again below, against it; usual names speak for it. Rows
 * that only fill gaps of the names above, or give units, belong to it. A single row is a header unless one of its
 * cells is a number or a date.
 */
export function detectHeader(
  rows: readonly Row[],
  width: number,
  quoted: readonly (readonly boolean[])[] = [],
): DetectedHeader {
  const first = rows[0]
  if (!first) return decided(0, [], 1, message('loading.no-record', {}))
  if (rows.length === 1) {
    const typed = first.find((cell) => isTyped(cellKind(cell)))
    if (typed !== undefined) return decided(0, [], 0.6, message('loading.header-data', { cell: typed.trim() }))
    if (new Set(first.map((cell) => cell.trim().toLowerCase())).size < first.length)
      return decided(0, [], 0.6, message('loading.header-repeats', {}))
    if (width < 2) return decided(0, [], 0.5, message('loading.header-word', {}))
    return decided(1, pad(first, width), 0.6, message('loading.header-only', {}))
  }
  const known = namingRows(rows, width)
  const body = rows.slice(Math.max(1, known), bodyRows + 1)
  if (width === 1 && isClause(first[0] ?? '') && known === 0)
    return decided(0, [], 0.7, message('loading.header-sentence', {}))
  const names = alignNames(first, body, width)
  const marked = quotedAlone(rows.slice(0, bodyRows), quoted)
  const { vote } = headerVote(names, body, width, marked)
  if (vote < 0.1 && known < 2) return decided(0, [], confidence(vote), message('loading.header-alike', {}))
  const firstNames = [...names]
  let joined = isRule(first) ? [] : [names]
  let count = 1
  while (
    count < mostNaming &&
    count < rows.length - 1 &&
    (count < known ||
      continues(joinNames(joined), firstNames, rows[count] as Row, rows.slice(count + 1, bodyRows), width))
  ) {
    const row = rows[count] as Row
    if (!isRule(row) && !isNumbering(row, rows.slice(count + 1))) joined = [...joined, pad(row, width)]
    count++
  }
  const reason =
    count === 1 ? message('loading.header-differs', {}) : message('loading.header-joined', { lines: count })
  return decided(count, joinNames(joined), confidence(Math.max(vote, known < 2 ? 0 : 2)), reason)
}

/** Columns in which the first row has quotes and no filled cell below has. */
function quotedAlone(rows: readonly Row[], quoted: readonly (readonly boolean[])[]): Set<number> {
  const columns = new Set<number>()
  quoted[0]?.forEach((isQuoted, column) => {
    const below = rows.flatMap((row, at) =>
      at > 0 && (row[column]?.trim() ?? '') !== '' ? [quoted[at]?.[column]] : [],
    )
    if (isQuoted && below.length > 0 && !below.some(Boolean)) columns.add(column)
  })
  return columns
}

const mostNaming = 9

/**
 * How many rows at the top name the columns, by what the columns hold further down: cells over numbers and dates that
 * are neither, and of which none is found below. 0 where the columns do not tell.
 */
function namingRows(rows: readonly Row[], width: number): number {
  const settled = rows.slice(Math.min(8, Math.floor((2 * rows.length) / 3)), bodyRows)
  const columns = typedColumns(settled, width)
  const typed = columns.filter(Boolean).length
  if (typed === 0) return 0
  const evidence = rows.slice(0, mostNaming + 1).map((row) => rowEvidence(row, columns))
  const isNaming = (at: number): boolean => {
    const { unlike, like } = evidence[at] ?? { unlike: 0, like: 1 }
    if (like > 0 || unlike < (at === 0 ? 1 : Math.max(2, typed / 2))) return false
    if (isShifted(rows[at] as Row)) return false
    return (
      at === 0 || !columns.some((column, index) => column && isBelow((rows[at] as Row)[index] ?? '', rows, at, index))
    )
  }
  // Values one column off: a record with a delimiter too many or too few.
  const isShifted = (row: Row): boolean =>
    [row.slice(1), ['', ...row]].some((cells) => {
      const { unlike, like } = rowEvidence(cells, columns)
      return like > unlike
    })
  // A row that is labelled as the others are, and holds numbers ("Multiplier", 1, 1), is one of them between them.
  const isLabelled = (at: number): boolean => {
    const row = rows[at] as Row
    const label = row.findIndex((cell) => cell.trim() !== '')
    const isText = rowEvidence(row.slice(0, label + 1), columns.slice(0, label + 1)).unlike > 0
    return label >= 0 && columns[label] !== undefined && isText && (isNaming(at + 1) || hasNoValue(at + 1))
  }
  // A row that names the first column alone, below names of all others, or below two lines of names.
  const isFirstAlone = (row: Row): boolean => row.every((cell, column) => (cell.trim() !== '') === (column === 0))
  const namesFirst = (at: number): boolean =>
    at > ((rows[0]?.[0]?.trim() ?? '') === '' ? 0 : 1) &&
    columns[0] !== undefined &&
    evidence[at]?.unlike === 1 &&
    isFirstAlone(rows[at] as Row) &&
    isFull(at + 1) &&
    !rows.slice(at + 1).some(isFirstAlone)
  const isFull = (at: number): boolean =>
    columns.every((column, index) => !column || (rows[at]?.[index] ?? '').trim() !== '')
  // Years below names of groups, with nothing in front.
  const isOfYears = (at: number): boolean => {
    const row = rows[at] as Row
    const filled = row.filter((cell) => cell.trim() !== '').length
    const { years, like, unlike } = evidence[at] ?? { years: 0, like: 1, unlike: 0 }
    return at > 0 && years >= 2 && years + unlike >= filled && like === 0 && (row[0]?.trim() ?? '') === ''
  }
  const hasNoValue = (at: number): boolean => evidence[at]?.like === 0 && isNaming(at + 1)
  let count = 0
  while (count < Math.min(mostNaming, rows.length - 2)) {
    const isHead =
      isNaming(count) ||
      isRule(rows[count] as Row) ||
      namesFirst(count) ||
      isOfYears(count) ||
      hasNoValue(count) ||
      (count > 0 && isLabelled(count))
    if (!isHead) break
    count++
  }
  return count
}

const isBelow = (cell: string, rows: readonly Row[], at: number, column: number): boolean =>
  cell.trim() !== '' && rows.slice(at + 1, bodyRows).some((row) => row[column]?.trim() === cell.trim())

/** A line that numbers the columns (1, 2, 3 and so on), which stands above five records and more with a column of texts. */
function isNumbering(row: Row, below: readonly Row[]): boolean {
  if (row.length < 3 || below.length < 5) return false
  if (!row.every((cell, column) => cell.trim() === String(column + 1) || cell.trim() === `(${column + 1})`))
    return false
  const isText = (other: Row, column: number): boolean => cellKind(other[column] ?? '') === 'text'
  return row.some((_, column) => below.filter((other) => isText(other, column)).length >= 0.8 * below.length)
}

/** A line drawn between names and values ("----+----"). */
const isRule = (row: Row): boolean =>
  row.some((cell) => /[-=_]{2}/.test(cell)) && row.every((cell) => /^[\s\-=_+:|]*$/.test(cell))

/** The names that several rows make together: a name over empty cells is that of all the names below them. */
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

const confidence = (vote: number): number => Math.min(1, 0.5 + Math.abs(vote) / 6)

const decided = (rows: number, names: string[], sure: number, reason: Message): DetectedHeader => ({
  rows,
  names,
  evidence: {
    decision: 'header',
    value: rows === 0 ? message('loading.none', {}) : message('loading.lines', { lines: rows }),
    confidence: Math.round(sure * 100) / 100,
    reason,
    runnersUp: [],
  },
})

/** A row of names that is one short lacks the last name, or the one of the row names in front, as R writes tables. */
function alignNames(row: Row, body: readonly Row[], width: number): string[] {
  const atStart = pad(row, width)
  if (row.length !== width - 1 || row.some((cell) => cell.trim() === '')) return atStart
  const atEnd = ['', ...row.map((cell) => cell.trim())]
  return voteFor(atEnd, body, width) > voteFor(atStart, body, width) ? atEnd : atStart
}

function pad(row: Row, width: number): string[] {
  const cells = row.map((cell) => cell.trim())
  while (cells.length < width) cells.push('')
  return cells.slice(0, Math.max(width, 0))
}

const voteFor = (row: Row, body: readonly Row[], width: number): number => headerVote(row, body, width).vote

/** How much speaks for a row naming the columns of the rows below (above 0), and whether a column shows it beyond doubt. */
export function headerVote(
  row: Row,
  body: readonly Row[],
  width: number,
  marked: ReadonlySet<number> = new Set(),
): { vote: number; strong: boolean } {
  const counted = countingColumns(row, body)
  let vote = 0
  let isNamed = false
  let isHinted = false
  let repeated = 0
  let isData = false
  for (let column = 0; column < width; column++) {
    const cell = row[column]?.trim() ?? ''
    const below = textsBelow(body, column)
    // A name says something: what has no letter may be a value among the names, and shows nothing.
    const isCounted = counted.has(column)
    const shown = isCounted ? 0.3 : Math.min(voteOfColumn(cell, below), /\p{L}/u.test(cell) ? Infinity : 0.3)
    const votes = marked.has(column) ? Math.max(shown, 0) + onlyQuoted : shown
    vote += votes
    if (votes >= strong) isNamed = true
    if (votes >= hint) isHinted = true
    if (votes <= -against) isData = true
    const twin = cell === '' ? -1 : row.findIndex((other, at) => at < column && other.trim() === cell)
    if (twin >= 0 && isTwinBelow(body, twin, column)) vote -= 1.5
    else if (twin >= 0 && ++repeated <= 3) vote -= 0.25
  }
  // What is usual decides where little is seen; where only signs of data are, or nothing in many rows, it does not.
  const isPlain = !isHinted && width > 1 && body.length >= 8
  return { vote: vote + (isPlain || (isData && !isNamed) ? 0 : prior), strong: isNamed && !isData }
}

/** Columns whose cells count on from one to the next (1, 2, 3 or 2001, 2002, 2003), as names do and the rows below do not. */
function countingColumns(row: Row, body: readonly Row[]): Set<number> {
  const counting = runsOfThree(row)
  const below = body.slice(0, 5).map(runsOfThree)
  return new Set([...counting].filter((column) => !below.some((columns) => columns.has(column))))
}

function runsOfThree(row: Row): Set<number> {
  const numbers = row.map((cell) => (/^\s*\d{1,4}\s*$/.test(cell) ? Number(cell) : Number.NaN))
  const columns = new Set<number>()
  for (let at = 2; at < numbers.length; at++) {
    const [one, two, three] = [numbers[at - 2] as number, numbers[at - 1] as number, numbers[at] as number]
    if (two - one === 1 && three - two === 1) for (const column of [at - 2, at - 1, at]) columns.add(column)
  }
  return columns
}

const textsBelow = (body: readonly Row[], column: number): string[] =>
  body.map((other) => other[column]?.trim() ?? '').filter((text) => text !== '')

/** True where two columns that say the same in the first row do so in other rows too: a list of pairs, not of names. */
const isTwinBelow = (body: readonly Row[], one: number, other: number): boolean =>
  body.filter((row) => row[one]?.trim() === row[other]?.trim()).length >= Math.max(1, body.length / 4)

/** What it says for a name that it alone stands in quotes in its column. */
const onlyQuoted = 1
const strong = 1.5
const hint = 0.4
const against = 1

function voteOfColumn(cell: string, below: readonly string[]): number {
  if (cell === '') return 0
  const kind = cellKind(cell)
  let vote = 0
  if (headerWords.test(cell) && !below.includes(cell)) vote += 0.45
  if (below.length === 0) return vote + (isTyped(kind) ? -0.4 : 0.4)
  if (identifier.test(cell) && below.filter((text) => identifier.test(text)).length < below.length / 2) vote += 0.8
  const typed = dominantTyped(below.map((text) => broadKind(cellKind(text))))
  if (typed !== undefined) return vote + voteOverTyped(cell, kind, typed, below)
  if (isTyped(kind)) return vote - 0.8
  const pattern = voteByPattern(cell, below)
  // A code of the column's own form is new in any row.
  if (below.includes(cell)) vote -= 1.5
  else if (pattern >= 0 || !/^[A-Z]{1,4}$/.test(cell)) vote += 0.8 * Math.min(1.8, novelty(below))
  vote += pattern
  if (isInOrder(cell, below)) vote -= 1.2
  if (sharesMark(cell, below)) vote -= 1.2
  if (isSentence(cell)) vote -= 1.7
  if (cell.length * 2 < Math.min(...below.map((text) => text.length))) vote += 0.7
  return vote
}

function voteOverTyped(cell: string, kind: CellKind, typed: string, below: readonly string[]): number {
  if (!isTyped(kind)) return kind === 'null' ? -0.5 : 2.2
  // Years over numbers ("2019, 2020, 2021") are names as often as values.
  const year = /^(?:19|20)\d\d$/
  if (year.test(cell) && typed === 'number' && !below.every((text) => year.test(text))) return 0.3
  // So are days and hours over them.
  if (typed === 'number' && ['date', 'time'].includes(broadKind(kind))) return 0.3
  return broadKind(kind) === typed ? -1.6 : -0.4
}

/** A text among texts of one form ("AL", "AB-123"): a name rarely has the same form, a value nearly always. */
function voteByPattern(cell: string, below: readonly string[]): number {
  if (below.length < 3) return 0
  const exact = mostCommon(below.map(exactPattern))
  if (exact.share >= 0.9 && exact.value.length <= 12) return exactPattern(cell) === exact.value ? -1.2 : 1.6
  const loose = mostCommon(below.map(cellShape))
  return loose.share >= 0.8 && loose.value.includes('9') && cellShape(cell) !== loose.value ? 1.6 : 0
}

/** A column in alphabetical order, which the cell above goes on with: the first of its values. */
function isInOrder(cell: string, below: readonly string[]): boolean {
  if (below.length < 8 || new Set(below).size < below.length / 2) return false
  const texts = [cell, ...below].map((text) => text.toLowerCase())
  const first = texts.slice(0, 9)
  return first.every((text, index) => index === 0 || text >= (first[index - 1] as string)) && isNear(texts)
}

/** The step to the first value is no longer than the steps behind it: they begin with the same letter. */
const isNear = (texts: readonly string[]): boolean => texts[0]?.[0] === texts[1]?.[0]

/** Values often have a mark in common ("n. good", "f(x)", "12;"), names rarely have the same one. */
function sharesMark(cell: string, below: readonly string[]): boolean {
  if (below.length < 5) return false
  const marks = new Set(cell.match(/[^\p{L}\p{N}\s_-]/gu) ?? [])
  return [...marks].some((mark) => below.filter((text) => text.includes(mark)).length >= 0.9 * below.length)
}

/** A text that states something. Names of columns may be questions, but do not end with a full stop, nor fill lines. */
const isSentence = (cell: string): boolean =>
  cell.length > 200 || (cell.length > 25 && /\p{L}\s.*\p{L}[.!]$/u.test(cell))

/** The beginning of a text, alone in its line: with the marks of a sentence within it, and more than a few words. */
const isClause = (cell: string): boolean =>
  /[，。、！？：；]/u.test(cell) ? cell.length >= 12 : /\p{L}[,;:.!?] \S/u.test(cell) && cell.split(/\s+/).length >= 6

const exactPattern = (text: string): string =>
  text
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a')
    .replace(/\d/g, '9')

function dominantTyped(kinds: readonly string[]): string | undefined {
  const { value, share } = mostCommon(kinds)
  return share >= 0.8 && ['number', 'date', 'time', 'url', 'email'].includes(value) ? value : undefined
}

const isTypedColumn = (body: readonly Row[], column: number): boolean =>
  dominantTyped(textsBelow(body, column).map((text) => broadKind(cellKind(text)))) !== undefined

function mostCommon(values: readonly string[]): { value: string; share: number } {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = { value: '', share: 0 }
  for (const [value, count] of counts)
    if (count / values.length > best.share) best = { value, share: count / values.length }
  return best
}

/** How surprising it is that a value does not occur in a column: -ln of the chance of a new value (Good and Turing). */
function novelty(values: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let once = 0
  for (const count of counts.values()) if (count === 1) once++
  return -Math.log((once + 0.5) / (values.length + 1))
}

/** True for a second row of names: units, a repetition, one that fills gaps, or one that is as unlike the data as the first. */
function continues(
  names: readonly string[],
  first: readonly string[],
  row: Row,
  body: readonly Row[],
  width: number,
): boolean {
  const cells = pad(row, width)
  if (isRule(row) || (isNumbering(row, body) && row.length === width)) return true
  const filled = cells.filter((cell) => cell !== '')
  // Further lines of names may follow: the kinds of the columns show further down.
  const settled = body.slice(Math.min(4, Math.floor(body.length / 2)))
  if (isUnitOfOne(cells, settled) || fillsAnswers(names, cells, body)) return true
  if (filled.length < 2 || filled.some((cell) => isTyped(cellKind(cell)))) return false
  const overTyped = cells.filter((cell, column) => cell !== '' && isTypedColumn(settled, column)).length
  if (overTyped > 0 && cells.every((cell, column) => cell === '' || cell === first[column])) return true
  if (filled.every((cell) => /^[([].*[)\]]$|^[%€$£°]\S{0,3}$/.test(cell))) return true
  const gaps = names.filter((name) => name === '').length
  const fillsGaps = gaps > 0 && cells.every((cell, column) => cell === '' || names[column] === '')
  if (fillsGaps) return overTyped > 0
  const typed = cells.filter((_, column) => isTypedColumn(settled, column)).length
  return overTyped >= 2 && overTyped >= typed / 2 && voteFor(cells, settled, width) > 4
}

/** A row with one unit in brackets, over a column of numbers that all rows below fill. */
function isUnitOfOne(cells: readonly string[], body: readonly Row[]): boolean {
  const filled = cells.flatMap((cell, column) => (cell === '' ? [] : [column]))
  const [column] = filled
  if (filled.length !== 1 || column === undefined || !/^[([][^)\]]{1,12}[)\]]$/.test(cells[column] ?? '')) return false
  return isTypedColumn(body, column) && textsBelow(body, column).length === body.length
}

/**
 * A row that names what the row above leaves open (the answers to a question), and leaves open what that names and all
 * rows below fill: two columns and more of each.
 */
function fillsAnswers(names: readonly string[], cells: readonly string[], body: readonly Row[]): boolean {
  if (body.length < 2) return false
  const open = names.flatMap((name, column) => (name === '' ? [column] : []))
  const left = cells.flatMap((cell, column) =>
    cell === '' && names[column] !== '' && textsBelow(body, column).length === body.length ? [column] : [],
  )
  return open.length >= 2 && left.length >= 2 && open.every((column) => cells[column] !== '')
}
