import { cellKind, isTyped } from './cell-kind.ts'
import { findSettledBody, type SettledBody } from './find-settled-body.ts'
import { isProse } from './is-prose.ts'
import { isUnits } from './is-units.ts'
import { isBlank, type SourceRecord } from './read-records.ts'
import { rowEvidence, typedColumns, type TypedColumn } from './typed-columns.ts'

/** What stands above the table. */
export interface Preamble {
  /** Physical lines before the header (or, without one, before the first record). */
  skippedLines: number
  /** The records from the header on, without blank ones. */
  records: SourceRecord[]
  /** Names that stood in a comment line right above the data ("# id,name,value"), already cut into cells. */
  commentedHeader?: { names: string[]; line: number }
  reason: string
}

const mostPreamble = 60

/**
 * Tells a table from what stands above it: lines of comment, titles and notes that fill no more than a few cells of the
 * table's width. A row of names that is one cell short or damaged is not taken for a note. `isCutInWords` tells lines
 * that fixed columns cut within words; `main` is the part of the records in which the table is.
 */
export function detectPreamble(
  records: readonly SourceRecord[],
  width: number,
  isCutInWords: (record: SourceRecord) => boolean = () => false,
  main: readonly SourceRecord[] = records,
): Preamble {
  const filled = records.filter((record) => !isBlank(record))
  const first = filled[0]
  if (!first) return { skippedLines: 0, records: [], reason: 'There is no record.' }
  const comments = Math.max(leadingComments(filled, width), leadingSentences(filled, isCutInWords))
  let start = comments
  if (width > 1) start = afterColons(filled, comments, width)
  if (width > 1) start = Math.max(start, afterNotes(filled, comments, width))
  if (width === 2) start = afterPairs(filled, start)
  if (width > 2) start = afterValues(filled, start, width)
  if (width > 1) start = aboveSettled(filled, start, findSettledBody(filled, main, width), width)
  else start = Math.max(start, aboveNumbers(filled))
  const table = filled.slice(start)
  const head = table[0] ?? first
  const skippedLines = head.line - 1
  const comment = comments > 0 && start === comments ? filled[comments - 1] : undefined
  const names = commentedNames(comment, width)
  const header =
    comment && names ? withNamesAbove(filled[comments - 2], { names, line: comment.line }, width) : undefined
  const reason =
    start === 0
      ? skippedLines === 0
        ? 'The first line belongs to the table.'
        : `${skippedLines} blank ${skippedLines === 1 ? 'line stands' : 'lines stand'} above the table.`
      : `${start} ${start === 1 ? 'line' : 'lines'} above the table ${start === 1 ? 'does' : 'do'} not have its ${width} cells.`
  return { skippedLines, records: table, reason, ...(header ? { commentedHeader: header } : {}) }
}

/** No longer line is looked at for its word. In characters. */
const mostColonLine = 10_000

/** Behind two and more lines at the top that have a word with a colon in front and a value or two behind it. */
function afterColons(records: readonly SourceRecord[], from: number, width: number): number {
  const isColon = (record: SourceRecord | undefined): boolean =>
    record !== undefined && endsWithColon(record.cells[0] ?? '') && filledCells(record) <= Math.min(3, width)
  let at = from
  while (at - from < mostPreamble && isColon(records[at])) at++
  const isTable = at < records.length - 1 && !records.slice(at, at + 20).some(isColon)
  return at - from >= 2 && isTable ? at : from
}

/** True for a word with a colon as its last sign. Looked for from the end: a pattern takes minutes for a cell of 200 KB. */
function endsWithColon(cell: string): boolean {
  const lines = cell
    .trimEnd()
    .slice(-mostColonLine)
    .split(/[\n\r\u2028\u2029]/)
  const last = lines.at(-1) ?? ''
  return last.endsWith(':') && /\p{L}/u.test(last)
}

/** Where the table begins by its body, unless a line of names stands a few lines above that, with no blank one between. */
function aboveSettled(
  records: readonly SourceRecord[],
  start: number,
  settled: SettledBody | undefined,
  width: number,
): number {
  if (!settled || settled.start <= start) return start
  const lines = records.slice(start, settled.start)
  const isWhole = lines.every(({ end }, at) => records[start + at + 1]?.start === end)
  const areFull = lines.length < 9 && lines.every(({ cells }) => cells.length === width)
  const isNear = areFull || (lines.length <= 3 && isNames(records[start], width))
  return settled.named && isWhole && isNear ? start : settled.start
}

/** Behind lines of text above one column of numbers, the last of which may name it. */
function aboveNumbers(records: readonly SourceRecord[]): number {
  const isNumber = ({ cells: [cell = '', ...others] }: SourceRecord): boolean =>
    others.length === 0 && isTyped(cellKind(cell))
  const first = records.findIndex((_, at) => at < records.length - 20 && records.slice(at, at + 20).every(isNumber))
  if (first < 2 || first > mostPreamble || records.slice(0, first).some(isNumber)) return 0
  const name = records[first - 1]?.cells.join('').trim() ?? ''
  return /^\p{L}[\p{L}\d _()/.%°µ-]*$/u.test(name) ? first - 1 : first
}

/** How many records at the top are comments; none where such lines are found all over the file, as data. */
function leadingComments(records: readonly SourceRecord[], width: number): number {
  const isComment = (record: SourceRecord): boolean =>
    /^(?:#+(?:\s|[A-Za-z]|$)|\/\/|%+(?:\s|[A-Za-z])|!(?=[A-Za-z]))/.test(record.cells[0] ?? '') && !record.quoted[0]
  // Below a comment, a value with a comment behind it ("3.5 # rate a year") is none of the table's.
  const first = records.findIndex(
    (record, at) => !isComment(record) && !(at > 0 && /^\s*[^\s"]+\s+#\s+\p{L}/u.test(record.cells[0] ?? '')),
  )
  if (first <= 0) return 0
  const later = records.slice(first).filter((record) => record.cells.length === width && isComment(record)).length
  return later > 0.1 * (records.length - first) ? 0 : first
}

/** How many records at the top come before the last that fixed columns cut within words; none where they are found below. */
function leadingSentences(records: readonly SourceRecord[], isCutInWords: (record: SourceRecord) => boolean): number {
  const count = records.slice(0, mostPreamble).findLastIndex(isCutInWords) + 1
  if (count === 0 || count > records.length / 2) return 0
  return records.slice(0, count).filter(isCutInWords).length * 3 >= count ? count : 0
}

/** With the names of a comment above that has as many, where both begin with a mark and a name ("#YY MM" above "#yr mo"). */
function withNamesAbove(above: SourceRecord | undefined, found: { names: string[]; line: number }, width: number) {
  const names = commentedNames(above, width)
  if (!above || names?.length !== width || found.names.length !== width || above.line !== found.line - 1) return found
  if (!/^[#%]\p{L}/u.test(above.cells[0] ?? '') || !names.every((name) => !/\s/.test(name))) return found
  return { names: names.map((name, column) => `${name} ${found.names[column] ?? ''}`), line: above.line }
}

/** The cells of a comment that has (nearly) as many as the table: two may be missing where lines end in delimiters. */
function commentedNames(comment: SourceRecord | undefined, width: number): string[] | undefined {
  if (!comment || width < 2) return undefined
  const [first = '', ...others] = comment.cells
  if (!/^\s*(?:#|\/\/|%|!)/.test(first)) return undefined
  const bare = first.replace(/^(?:#|\/\/|%|!)+\s*/, '')
  // A word with its value ("Date: 2012-05-14", "@missing: 0") is a note, unless it says that names follow.
  if (/^@?[\w-]+:\s+\S*\d/.test(bare)) return undefined
  // A mark that stands alone is a cell of its own where blanks cut the line.
  const isAlone = bare === '' && others.length === width
  const cells = (isAlone ? others : [bare, ...others]).map((cell) => cell.trim())
  if (cells.length > width || cells.length < Math.max(2, width - 2)) return undefined
  if (cells.some((cell) => /^[-+]?\d+(?:\.\d+)?$/.test(cell) && !/^(?:19|20)\d\d$/.test(cell))) return undefined
  return cells.every((cell) => cell !== '') ? cells.map((cell) => cell.replace(/^(["'])(.*)\1$/, '$2')) : undefined
}

function afterNotes(records: readonly SourceRecord[], from: number, width: number): number {
  const typical = typicalFill(records, width)
  const isRagged = records.filter(({ cells }) => cells.length === width).length < 0.6 * (records.length - from)
  const columns = typedColumns(
    records
      .slice(Math.floor((2 * records.length) / 3), 200 + Math.floor((2 * records.length) / 3))
      .map(({ cells }) => cells),
    width,
  )
  const isAboveTypedNames = (at: number): boolean =>
    records.slice(at + 1, at + 6).some((record) => {
      const { unlike, like } = rowEvidence(record.cells, columns)
      return isNames(record, width) && like === 0 && unlike >= 2
    })
  const short = afterShort(records, from, width)
  let start = from
  while (start < Math.min(records.length - 1, from + mostPreamble)) {
    const record = records[start] as SourceRecord
    const isShort = record.cells.length < width && width > 2 && isAboveTypedNames(start)
    const next = records.slice(start + 1, start + 6)
    if (completesNames(record, width, next, columns)) break
    if (isShort && isGroups(record, width, next)) break
    if (!isShort && !isNote(record, width, typical, next, isRagged) && start >= short) break
    start++
  }
  // All notes and no table: what was taken for notes is the table.
  const rest = records.slice(start)
  return rest.some((record) => record.cells.length === width) ? start : from
}

/**
 * Behind three and more lines of fewer cells than the table has, all of whose records have as many: lines of values of
 * several kinds, each with a word in front. The last of them is left, which may name columns.
 */
function afterShort(records: readonly SourceRecord[], from: number, width: number): number {
  const first = records.findIndex(({ cells }, at) => at >= from && cells.length >= width)
  const below = records.slice(first, first + 200)
  const isSettled = below.length >= 5 && below.every(({ cells }) => cells.length === width)
  return isSettled && first - from >= 3 && first - from <= mostPreamble ? first - 1 : from
}

/**
 * True for a short line of names that names the first columns, where the line below names all others and leaves the
 * first open ("State, Votes" above ", Smith, Jones, All").
 */
function completesNames(
  record: SourceRecord,
  width: number,
  [next]: readonly SourceRecord[],
  columns: readonly (TypedColumn | undefined)[],
): boolean {
  const filled = filledCells(record)
  if (filled < 2 || filled !== record.cells.length || filled >= width || next?.start !== record.end) return false
  const { cells } = next
  if (cells.length !== width || cells[0]?.trim() !== '' || filledCells(next) !== width - 1) return false
  const { unlike, like } = rowEvidence(cells, columns)
  return like === 0 && unlike >= 2 && [...record.cells, ...cells].every(isNaming) && !isProse(record)
}

/**
 * Behind lines that pair a word with its value: three and more above two columns of numbers or dates are no header, nor
 * are they above one such column where only the lines below have digits in the first.
 */
function afterPairs(records: readonly SourceRecord[], from: number): number {
  const rows = records.slice(from, from + 200).map(({ cells }) => cells)
  const columns = typedColumns(rows.slice(Math.floor(rows.length / 2)), 2)
  if (!columns[1]) return from
  const evidence = rows.map((row) => rowEvidence(row, columns))
  const isData = (at: number): boolean =>
    evidence[at]?.unlike === 0 && (columns[0] !== undefined || /\d/.test(rows[at]?.[0] ?? ''))
  const pairs = rows.findIndex((_, at) => isData(at))
  if (
    pairs < 3 ||
    pairs > mostPreamble ||
    rows.length - pairs < 2 ||
    !rows.slice(pairs, pairs + 20).every((_, at) => isData(pairs + at))
  )
    return from
  const isHeader = columns[0]
    ? evidence[pairs - 1]?.unlike === 2
    : evidence[pairs - 1]?.unlike === 1 && evidence[pairs - 2]?.unlike === 0
  const named = isHeader ? pairs - 1 : pairs
  if (!isHeader || !isUnits(rows[named] ?? [])) return from + named
  const isWords = (row: readonly string[] | undefined): boolean =>
    row?.length === 2 && row.every((cell) => /^\p{L}[^\d:=]*$/u.test(cell.trim()))
  return from + named - (isWords(rows[named - 1]) ? (isWords(rows[named - 2]) ? 2 : 1) : 0)
}

/**
 * Behind four and more lines of words with their values, where the first column holds numbers or dates all the way below
 * a line of names: the lines have texts there, and values beside.
 */
function afterValues(records: readonly SourceRecord[], from: number, width: number): number {
  const rows = records.slice(from, from + 200).map(({ cells }) => cells)
  const columns = typedColumns(rows.slice(Math.floor(rows.length / 2)), width)
  if (!columns[0]) return from
  const evidence = rows.map((row) => rowEvidence(row, columns))
  const data = evidence.findLastIndex(({ unlike }) => unlike > 0) + 1
  const names = data - 1
  if (names < 4 || names > mostPreamble || rows.length - data < 5) return from
  const { unlike, like } = evidence[names] ?? { unlike: 0, like: 1 }
  if (like > 0 || unlike < columns.filter(Boolean).length || rows[names]?.length !== width) return from
  const isWord = (row: readonly string[]): boolean => rowEvidence(row.slice(0, 1), columns.slice(0, 1)).unlike === 1
  const above = rows.slice(0, names)
  const isValued = (row: readonly string[]): boolean => row.slice(1).some((cell) => isTyped(cellKind(cell)))
  return above.every(isWord) && above.filter(isValued).length >= above.length / 3 ? from + names : from
}

function typicalFill(records: readonly SourceRecord[], width: number): number {
  const fills = records.filter((record) => record.cells.length === width).map(filledCells)
  fills.sort((one, other) => one - other)
  return fills[Math.floor(fills.length / 2)] ?? width
}

function isNote(
  record: SourceRecord,
  width: number,
  typical: number,
  next: readonly SourceRecord[],
  isRagged: boolean,
): boolean {
  const fill = filledCells(record)
  if (isNames(next[0], width) && isPairs(record, fill)) return true
  if (isProse(record) && next[0] && isNames(next[0], width) && !next[0].cells.slice(1).some((cell) => /^\s/.test(cell)))
    return true
  // Few cells filled, of a wide table: a title with trailing delimiters, or a line without any.
  if (fill <= (isRagged ? 1 : Math.max(1, Math.floor(0.4 * typical))) && fill < typical)
    return !lacksFirst(record, width) && !isGroups(record, width, next)
  if (record.cells.length >= width - 1) return record.cells.length > width && isAboveNames(next, width)
  // Several cells, but not as many as the table has: a note with delimiters in it, unless rows are ragged by habit.
  return !isRagged && next.some((other) => other.cells.length === width && filledCells(other) > fill)
}

/** A line of words with their values, pages and addresses among empty cells, or of one word with a colon and its values. */
const isPairs = ({ cells }: SourceRecord, fill: number): boolean =>
  (fill < cells.length / 2 + 1 && cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell))) ||
  (/:\s*$/.test(cells[0] ?? '') &&
    cells.slice(1).some((cell) => isTyped(cellKind(cell)) && !/^\s*\d{4}\s*$/.test(cell)))

/** True where the next line that is not too long names the columns. */
const isAboveNames = (next: readonly SourceRecord[], width: number): boolean =>
  isNames(
    next.find(({ cells }) => cells.length <= width),
    width,
  )

/** A title stands in the first cell: a row of the whole width without it names the columns behind the first. */
const lacksFirst = (record: SourceRecord, width: number): boolean =>
  record.cells.length === width && record.cells[0]?.trim() === '' && filledCells(record) > 0 && width <= 3

const isNaming = (cell: string): boolean => !isTyped(cellKind(cell)) || /^\s*(?:19|20)\d\d\s*$/.test(cell)

/** A row with a text for (nearly) every column. */
const isNames = (record: SourceRecord | undefined, width: number): boolean =>
  record?.cells.length === width && filledCells(record) >= 0.7 * width && record.cells.every(isNaming)

/**
 * A row of names for groups of columns: texts, years or dates with gaps between or in front, above a full row of names
 * or another such row. A title stands in front, and so do a word and its value.
 */
function isGroups(record: SourceRecord, width: number, [next, ...further]: readonly SourceRecord[]): boolean {
  if (record.cells.length < width - 1 || next?.start !== record.end) return false
  const filled = record.cells.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]))
  const first = record.cells[filled[0] ?? 0] ?? ''
  if (filled.length === 0 || (filled.at(-1) as number) < filled.length || /[:=]\s*$/.test(first)) return false
  if (filled.length === 1 && /^\s*\(.*\)\s*$/.test(first)) return false
  if (record.cells.some((cell) => /:\s+\S*\d|@|\bpage \d/i.test(cell)) && filled.length < record.cells.length / 2 + 1)
    return false
  if (!record.cells.every((cell) => isNaming(cell) || cellKind(cell) === 'date')) return false
  return isNames(next, width) || isGroups(next, width, further)
}

const filledCells = (record: SourceRecord): number => record.cells.filter((cell) => cell.trim() !== '').length
