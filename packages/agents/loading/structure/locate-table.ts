import { message, type Message } from '@aw-flow/messages'
import type { SourceHeader } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema'
import type { DetectedDialect } from '../detect/detect-dialect.ts'
import { detectHeader, headerVote, type DetectedHeader } from './detect-header.ts'
import { detectPreamble, type Preamble } from './detect-preamble.ts'
import { detectNotes, detectTableEnd, findWidthChange, mainRecords } from './detect-table-end.ts'
import type { LoadOverrides } from '../plan/file-plan.ts'
import { joinFreeText } from '../detect/free-text-column.ts'
import { mendHeader } from './mend-header.ts'
import { isBlank, normalizeNewlines, readRecords, type SourceRecord } from '../detect/read-records.ts'
import type { WellFormed } from '../detect/read-well-formed.ts'
import { cellKind, type CellKind } from '../columns/cell-kind.ts'

/** A text cut into samples: the beginning, and blocks that begin and end at whole lines. */
export interface TextSample {
  head: string
  blocks: string[]
  isComplete: boolean
  /** The name of the file, for problems. */
  file?: string
  /** Where the source itself says which rows name the columns. */
  header?: SourceHeader | undefined
}

/** Where a table stands in a text, and what it is made of. Lines are physical lines of the text, from 1. */
export interface LocatedTable {
  /** The text with line feeds only, to which the records' offsets belong. */
  head: string
  width: number
  preamble: Preamble
  header: DetectedHeader
  skippedLines: number
  headerLines: number
  /** The records of the head that belong to the table. */
  records: SourceRecord[]
  end: TableEnd
}

export interface TableEnd {
  /** Records of the head that belong to the table. */
  kept: number
  trailingLines: number
  /** The line on which another table begins. */
  next?: number
  reason: Message
}

/** Finds the table of a text: what stands above it, its header, its records, and what stands below. */
export function locateTable(
  sample: TextSample,
  { dialect, width: detectedWidth, wellFormed }: DetectedDialect,
  overrides: Pick<LoadOverrides, 'header'>,
): LocatedTable {
  const head = normalizeNewlines(sample.head)
  const isOpen = overrides.header === undefined && sample.header === undefined && sample.isComplete
  if (wellFormed && isOpen && isShortTable(wellFormed)) return shortTable(head, wellFormed)
  const directive = /^sep=.\n/.test(head) ? 1 : 0
  const limits = detectedWidth > 1 ? { width: detectedWidth } : {}
  const read = readRecords(head, dialect, limits).slice(directive)
  const isPlain = sample.isComplete && !dialect.repeated && !dialect.columnStarts && !dialect.enclosed
  const all = isPlain ? joinFreeText(read, dialect.delimiter) : read
  // The last record of a sample that ends anywhere is cut.
  const certain = sample.isComplete ? all : all.slice(0, -1)
  const change = findWidthChange(certain)
  const records = certain.slice(0, change)
  const main = mainRecords(records)
  const isPart = change !== undefined || main.length < records.length
  const usual = detectedWidth > 1 && isPart ? usualWidth(main) : detectedWidth
  // Names may hold blanks where runs of blanks cut the values.
  let width = dialect.repeated ? usual : tableWidth(main, usual)
  for (const record of records) dropEmptyTail(record, width)
  const told = overrides.header === undefined ? sample.header : undefined
  const isCut = cutInWords(head, dialect)
  const preamble = told
    ? preambleAbove(records, told)
    : !(isCut && records.slice(0, comparedRecords).some(isCut)) && beginsWithNames(main, width)
      ? preambleAboveNames(records, records.indexOf(main[0] as SourceRecord), width)
      : detectPreamble(records, width, isCut, main)
  const part = partOf(preamble.records, main)
  const rows = part.map(({ cells }) => cells)
  const commented = preamble.commentedHeader
  const quoted = part.map((record) => record.quoted)
  const whole = told ? toldHeader(rows, width, told) : headerOf(rows, quoted, width, overrides.header, commented?.names)
  const mended =
    overrides.header === undefined && !told && !dialect.enclosed
      ? mendedHeader(records, preamble, whole, width, dialect, head)
      : undefined
  const header = mended?.header ?? whole
  // Names in a line that is no record of the table: a comment, or a damaged line above it.
  const above = header.rows === 0 && header.names.length > 0 ? (mended?.line ?? commented?.line) : undefined
  const skippedLines = above === undefined ? preamble.skippedLines : above - 1
  const headerLines = linesOf(preamble.records, header.rows, head) + preamble.skippedLines - skippedLines
  const inHead = preamble.records.slice(header.rows)
  width = usedWidth(inHead, header.names, width)
  for (const record of inHead) dropEmptyTail(record, width)
  const end = tableEnd(sample, head, records, inHead, header.names, dialect, width, certain[records.length])
  const placed =
    above === undefined
      ? withoutDirective(preamble, directive)
      : { ...preamble, reason: message('loading.above-names', { lines: skippedLines }) }
  return { head, width, preamble: placed, header, skippedLines, headerLines, records: inHead.slice(0, end.kept), end }
}

/** From so many records on, what they say together tells a header of several lines from records. */
const maxShort = 6
/** What is no name. */
const valueKinds: ReadonlySet<CellKind> = new Set([
  'integer',
  'number',
  'money',
  'percent',
  'date',
  'time',
  'datetime',
  'null',
])

/** A first line that votes less than this for being names is a record, in a short table too. */
const minShortVote = -0.5

/**
 * True for a well-formed text of few records below distinct names that are no numbers, unless the first line resembles
 * the records below: too few to guess anything else.
 */
function isShortTable({ records, width }: WellFormed): boolean {
  const [names = [], ...body] = records.map(({ cells }) => cells)
  return (
    records.length <= maxShort &&
    new Set(names).size === names.length &&
    names.every((name) => /\p{L}/u.test(name) && name === name.trim() && !valueKinds.has(cellKind(name))) &&
    (body.length === 0 || headerVote(names, body, width).vote >= minShortVote)
  )
}

function shortTable(head: string, { records, width }: WellFormed): LocatedTable {
  const [first, ...below] = records as [SourceRecord, ...SourceRecord[]]
  const evidence = { decision: 'header', value: message('loading.lines', { lines: 1 }), confidence: 1, runnersUp: [] }
  return {
    head,
    width,
    preamble: { skippedLines: 0, records, reason: message('loading.first-line', {}) },
    header: { rows: 1, names: first.cells, evidence: { ...evidence, reason: message('loading.header-names', {}) } },
    skippedLines: 0,
    headerLines: (below[0]?.line ?? first.line + linesOf(records, 1, head)) - first.line,
    records: below,
    end: { kept: below.length, trailingLines: 0, reason: message('loading.end-none', {}) },
  }
}

/** The records up to the end of the file's main part, where they are enough to tell names from values. */
function partOf(records: readonly SourceRecord[], main: readonly SourceRecord[]): readonly SourceRecord[] {
  const last = main.at(-1)
  const part = last ? records.filter(({ start }) => start <= last.start) : records
  return part.length >= 4 ? part : records
}

/** Tells sentences from records of fixed columns: a third of the columns and more begin within their words. */
function cutInWords(head: string, { columnStarts }: Dialect): ((record: SourceRecord) => boolean) | undefined {
  if (!columnStarts) return undefined
  return ({ start, end }) => {
    const line = head.slice(start, end).trimEnd()
    const within = columnStarts.filter((at) => at > 0 && at < line.length)
    const cut = within.filter((at) => line[at] !== ' ' && line[at - 1] !== ' ').length
    const words = line.split(/\s+/).length
    return cut >= 2 && cut * 3 >= within.length && words >= 4 && words !== columnStarts.length
  }
}

/** The line that tells the delimiter (`sep=;`) is no blank one. */
const withoutDirective = (preamble: Preamble, directive: number): Preamble =>
  directive === 1 && preamble.skippedLines === 1
    ? { ...preamble, reason: message('loading.delimiter-line', {}) }
    : preamble

/** Without the last columns where they have neither a name nor a value: delimiters at the ends of lines. */
function usedWidth(records: readonly SourceRecord[], names: readonly string[], width: number): number {
  const named = names.findLastIndex((name) => name !== '') + 1
  if (named < 2) return width
  let used = named
  for (const { cells } of records)
    if (cells.length <= width) used = Math.max(used, cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  return Math.min(width, used)
}

/** Takes empty cells beyond the width off a record: delimiters at the end of a line. */
function dropEmptyTail({ cells, quoted }: SourceRecord, width: number): void {
  while (cells.length > width && cells.at(-1)?.trim() === '') {
    cells.pop()
    quoted.pop()
  }
}

/** More records say no more of what a first line is. */
const comparedRecords = 1000

/** True for records that begin with a line of names beyond doubt: nothing above belongs to their table. */
function beginsWithNames([first, ...below]: readonly SourceRecord[], width: number): boolean {
  if (first?.cells.length !== width) return false
  const { vote, strong } = headerVote(
    first.cells,
    below.slice(0, comparedRecords).map(({ cells }) => cells),
    width,
  )
  return strong && vote > 2.5
}

/** The most usual width of records with several cells. */
function usualWidth(records: readonly SourceRecord[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of records) if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1
}

/** What stands below the table: further tables and notes in a sample that is the whole file, notes in the last block of another. */
function tableEnd(
  sample: TextSample,
  head: string,
  records: readonly SourceRecord[],
  inHead: readonly SourceRecord[],
  names: readonly string[],
  dialect: Dialect,
  width: number,
  next: SourceRecord | undefined,
): TableEnd {
  if (!sample.isComplete) return notesOfLastBlock(sample, inHead, dialect, width)
  const first = inHead[0]
  const body = first ? records.slice(records.indexOf(first)) : []
  const found = detectTableEnd(body, names, width)
  const kept = body.slice(0, found.records).filter((record) => !isBlank(record))
  const last = kept.at(-1)
  const below = [...(last ? body.slice(body.indexOf(last) + 1) : body), ...(next ? [next] : [])]
  const trailingLines = below.every(isNothing) ? 0 : linesFrom(head, last?.end ?? 0)
  const nextLine = found.otherTables[0]?.line ?? next?.line
  const reason = next && found.records === body.length ? message('loading.end-width', {}) : found.reason
  return { kept: kept.length, trailingLines, ...(nextLine === undefined ? {} : { next: nextLine }), reason }
}

function notesOfLastBlock(
  { blocks }: TextSample,
  inHead: readonly SourceRecord[],
  dialect: Dialect,
  width: number,
): TableEnd {
  const text = normalizeNewlines(blocks.at(-1) ?? '')
  const last = readRecords(text, dialect)
  const found = last.slice(0, detectNotes(last, inHead, width))
  const kept = found.slice(0, found.findLastIndex((record) => !isBlank(record)) + 1)
  const trailingLines = last.slice(kept.length).every(isNothing) ? 0 : linesFrom(text, kept.at(-1)?.end ?? 0)
  return { kept: inHead.length, trailingLines, reason: message('loading.end-notes', {}) }
}

/** True for a blank line, which no reader takes for a record; delimiters without cells are read as one. */
const isNothing = ({ cells, isRule }: SourceRecord): boolean => !isRule && cells.length === 1 && cells[0]?.trim() === ''

const linesFrom = (text: string, start: number): number => {
  const rest = text.slice(start)
  return rest === '' ? 0 : rest.replace(/\n$/, '').split('\n').length
}

/** The width of most records; more where many records fill more cells, or where the header names more. */
function tableWidth(records: readonly SourceRecord[], width: number): number {
  if (width < 2) return 1
  const fills = records
    .filter((record) => !isBlank(record))
    .map(({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') + 1)
    .sort((a, b) => a - b)
  const wider = fills.filter((fill) => fill > width).length
  const grown = wider > 0.2 * fills.length ? (fills[Math.floor(0.95 * (fills.length - 1))] ?? width) : width
  const at = records.findIndex((record) => record.cells.length >= width)
  const first = records[at]?.cells ?? []
  const unnamed = first.filter((cell) => cell.trim() === '').length
  // Empty names that no record has a cell for are no columns, but delimiters too many.
  const head = first.length - unnamed === width ? width : first.length
  const longest = records.reduce((max, { cells }) => Math.max(max, cells.length), 0)
  // Names of values ("Name,Sport,Date" above one line of them) may stand above those of the table.
  const isBelow = (): boolean => [1, 2].some((down) => beginsWithNames(records.slice(at + down), grown))
  const isWider = head > grown && head === longest && !isBelow()
  return isWider ? head : grown
}

function preambleAboveNames(records: readonly SourceRecord[], names: number, width: number): Preamble {
  const preamble = detectPreamble(records.slice(names), width)
  if (records.slice(0, names).every(isBlank)) return preamble
  const { skippedLines } = preamble
  return { ...preamble, reason: message('loading.above-names', { lines: skippedLines }) }
}

function preambleAbove(records: readonly SourceRecord[], { line }: SourceHeader): Preamble {
  const table = records.filter((record) => record.line >= line && !isBlank(record))
  const skippedLines = (table[0]?.line ?? line) - 1
  const reason = skippedLines === 0 ? message('loading.first-line', {}) : message('loading.header-position', {})
  return { skippedLines, records: table, reason }
}

function toldHeader(rows: readonly string[][], width: number, told: SourceHeader): DetectedHeader {
  const lines = rows.slice(0, Math.min(told.rows, rows.length))
  const names = Array.from({ length: width }, (_, column) => {
    const parts = lines.map((line) => line[column]?.trim() ?? '')
    return parts.filter((part, index) => part !== '' && part !== parts[index - 1]).join(' ')
  })
  const { length } = lines
  return {
    rows: length,
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

function headerOf(
  rows: readonly string[][],
  quoted: readonly boolean[][],
  width: number,
  told: 'yes' | 'no' | undefined,
  commented: string[] | undefined,
): DetectedHeader {
  const detected = detectHeader(rows, width, quoted)
  const evidence = { ...detected.evidence, confidence: 1, runnersUp: [] }
  const first = rows[0]?.map((cell) => cell.trim()) ?? []
  if (told === 'yes' && detected.rows === 0)
    return {
      rows: 1,
      names: first,
      evidence: {
        ...evidence,
        value: message('loading.lines', { lines: 1 }),
        reason: message('loading.header-requested', {}),
      },
    }
  if (told === 'no')
    return {
      rows: 0,
      names: [],
      evidence: { ...evidence, value: message('loading.none', {}), reason: message('loading.header-excluded', {}) },
    }
  if (detected.rows === 0 && commented)
    return {
      rows: 0,
      names: commented,
      evidence: { ...evidence, value: message('loading.comment', {}), reason: message('loading.header-comment', {}) },
    }
  return detected
}

/** A header where the first line of the table is a damaged line of names, or where there is none and the line above is one. */
function mendedHeader(
  records: readonly SourceRecord[],
  preamble: Preamble,
  found: DetectedHeader,
  width: number,
  dialect: Dialect,
  head: string,
): { header: DetectedHeader; line: number } | undefined {
  const first = preamble.records[0]
  if (!first || found.rows > 1) return undefined
  const previous = records[records.indexOf(first) - 1]
  const isAbove = found.rows === 0 && found.names.length === 0 && previous !== undefined && !isBlank(previous)
  const tries = [
    { record: first, rows: 1, below: preamble.records.slice(1) },
    ...(isAbove ? [{ record: previous, rows: 0, below: preamble.records }] : []),
  ]
  for (const { record, rows, below } of tries) {
    const mended = mendHeader(record, below, width, dialect, head)
    if (!mended) continue
    const evidence = {
      ...found.evidence,
      value: message('loading.lines', { lines: 1 }),
      confidence: 0.8,
      reason: message('loading.header-damaged', { reason: mended.reason }),
    }
    return { header: { rows, names: mended.names, evidence }, line: record.line }
  }
  return undefined
}

/** Physical lines that the first `count` records and the blank lines behind them take. */
function linesOf(records: readonly SourceRecord[], count: number, text: string): number {
  const first = records[0]
  if (count === 0 || !first) return 0
  const next = records[count]
  if (next) return next.line - first.line
  return text
    .slice(first.start, records[count - 1]?.end)
    .replace(/\n$/, '')
    .split('\n').length
}

/** The records of a sample's blocks, which stand anywhere in the file. */
export function blockRecords(sample: TextSample, dialect: Dialect): SourceRecord[] {
  return sample.blocks.flatMap((block) =>
    readRecords(normalizeNewlines(block), dialect).filter((record) => !isBlank(record)),
  )
}
