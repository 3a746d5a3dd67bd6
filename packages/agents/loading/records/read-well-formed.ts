import type { SourceRecord } from './read-records.ts'

/** Delimited text that was parsed strictly according to RFC 4180. */
export interface WellFormedText {
  /** The delimiter. If the text has a single column, a delimiter that does not occur in it. */
  readonly delimiter: string
  /** Number of columns. */
  readonly width: number
  readonly records: SourceRecord[]
}

const delimiters = [',', ';', '\t', '|', ' ']

/**
 * Reads text that is unambiguous under RFC 4180. Either exactly one of five delimiters splits it into records with the
 * same number of cells (at least two), or no delimiter does, and the text has one column. A space counts as a delimiter
 * only if no other delimiter splits the text. Returns `undefined` for any other text.
 *
 * @param text Text with LF line endings (`normalizeNewlines`).
 */
export function readWellFormedText(text: string): WellFormedText | undefined {
  if (/^sep=.\n/.test(text)) return undefined
  const candidates = delimiters.flatMap((delimiter) => {
    const records = readStrictly(text, delimiter)
    const width = records?.[0]?.cells.length ?? 0
    return records && width >= 2 && !isPartOfLongerDelimiter(text, delimiter) && !isSentence(delimiter, records)
      ? [{ delimiter, width, records }]
      : []
  })
  if (candidates.some(({ delimiter, records }) => indicatesOtherDialect(delimiter, records))) return undefined
  if (candidates.length > 0) {
    // Unlike other delimiters, spaces often occur within values.
    const visibleCandidates =
      candidates.length < 2 ? candidates : candidates.filter(({ delimiter }) => delimiter !== ' ')
    const [onlyCandidate] = visibleCandidates
    return onlyCandidate && visibleCandidates.length === 1 && !isDamagedTable(text, onlyCandidate)
      ? onlyCandidate
      : undefined
  }
  const maskedText = text.replace(/"(?:[^"]|"")*"/g, '""').replace(timeOfDayPattern, '0')
  if (/\n\n|^\n/.test(maskedText) || hasCommonCharacter(maskedText) || !hasFewDelimiters(maskedText)) return undefined
  const delimiter = delimiters.find((candidate) => !maskedText.includes(candidate))
  const records = delimiter === undefined ? undefined : readStrictly(text, delimiter)
  if (!delimiter || !records || records.length === 0 || hasQuotedRecords(records)) return undefined
  return { delimiter, width: 1, records }
}

/**
 * Returns whether only spaces split the lines evenly, although every line contains the same other delimiter. In that
 * case, the records are probably damaged.
 */
function isDamagedTable(text: string, { delimiter, records }: WellFormedText): boolean {
  if (delimiter !== ' ' || records.length < 2) return false
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '""')
    .replace(/\n$/, '')
    .split('\n')
  return delimiters.some((candidate) => candidate !== ' ' && lines.every((line) => line.includes(candidate)))
}

/** Text with delimiters in some lines is accepted as a single column only if it has at most this many lines. */
const maxLinesWithDelimiters = 6

/**
 * Returns whether the text contains so few delimiters that it has a single column. If it is short, some lines may
 * contain single spaces, and a few may contain other delimiters.
 *
 * @param text Text without the contents of quoted cells.
 */
function hasFewDelimiters(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n')
  return delimiters.every((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0)
    if (counts.length === 0) return true
    if (lines.length > maxLinesWithDelimiters || counts.length === lines.length) return false
    if (delimiter !== ' ') return counts.length * 3 <= lines.length
    return !text.includes('  ') && (counts.length * 3 < lines.length * 2 || new Set(counts).size > 1)
  })
}

/** Returns whether a delimiter is part of a longer one, such as `~|~`. */
function isPartOfLongerDelimiter(text: string, delimiter: string): boolean {
  const offset = text.indexOf(delimiter)
  const [previous = '', next = ''] = [text[offset - 1], text[offset + 1]]
  const isDelimiterPart = previous === next && /[^\p{L}\p{N}\s"]/u.test(previous) && previous !== delimiter
  return isDelimiterPart && text.split(delimiter).length === text.split(`${previous}${delimiter}${next}`).length
}

const minQuotedRecords = 3

/**
 * Returns whether the records suggest a different dialect, for example because most cells are enclosed in other quotes
 * or another delimiter precedes every space.
 */
function indicatesOtherDialect(delimiter: string, records: readonly SourceRecord[]): boolean {
  const hasOtherQuotes = ({ cells }: SourceRecord): boolean =>
    cells.filter((cell) => /^\s*(['`~|]).*\1\s*$/s.test(cell)).length * 2 >= cells.length
  const followsDelimiter = ({ cells }: SourceRecord): boolean => cells.slice(0, -1).every((cell) => /[,;|]$/.test(cell))
  const suggestsOtherDialect = delimiter === ' ' ? followsDelimiter : hasOtherQuotes
  // If a space follows every delimiter, even in the header, it is part of the delimiter.
  const isSpaced = ({ cells, quoted }: SourceRecord): boolean =>
    cells.slice(1).every((cell, index) => /^ (?:\S|$)/.test(cell) && !quoted[index + 1])
  if (delimiter !== ' ' && records.length > 2 && records.every(isSpaced)) return true
  // Pipes at both ends of every line enclose the line; they do not separate cells.
  const isEnclosed = ({ cells }: SourceRecord): boolean =>
    cells.length > 3 && cells[0]?.trim() === '' && cells.at(-1)?.trim() === ''
  if (delimiter === '|' && records.length > 2 && records.every(isEnclosed)) return true
  // Pipes around every cell are quotes if another delimiter separates the cells (`|a|,|b|`).
  const isSeparated = ({ cells }: SourceRecord, separator: string | undefined): boolean =>
    cells.length % 2 === 1 &&
    cells[0] === '' &&
    cells.at(-1) === '' &&
    cells.slice(1, -1).every((cell, index) => index % 2 === 0 || cell === separator)
  const separator = records[0]?.cells[2]
  if (
    delimiter === '|' &&
    /^[,;\t]$/.test(separator ?? '') &&
    records.every((record) => isSeparated(record, separator))
  )
    return true
  // Apostrophes around all cells of a column below the header are quotes.
  const body = records.slice(1)
  const isQuotedColumn = (column: number): boolean => body.every(({ cells }) => /^'.*'$/s.test(cells[column] ?? ''))
  if (body.length >= minQuotedRecords && records[0]?.cells.some((_, column) => isQuotedColumn(column))) return true
  // If the text is short, other quotes may be a coincidence.
  return records.length > (delimiter === ' ' ? 2 : 6) && records.slice(1).every(suggestsOtherDialect)
}

/** Returns whether the text is a single line of unquoted words that ends with sentence punctuation. */
const isSentence = (delimiter: string, [record, ...otherRecords]: readonly SourceRecord[]): boolean =>
  delimiter === ' ' &&
  otherRecords.length === 0 &&
  /[.!?:]$/.test(record?.cells.at(-1) ?? '') &&
  isMostlyWords(record?.cells ?? []) &&
  !record?.quoted.some(Boolean)

const isMostlyWords = (cells: readonly string[]): boolean =>
  cells.length > 2 && cells.filter((cell) => /^\p{L}?\p{Ll}+[,.!?:]?$/u.test(cell)).length > 0.6 * cells.length

const timeOfDayPattern = /(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])/g

/** Returns whether all lines share a character that may be an uncommon delimiter, such as `:`, `^` or `~`. */
function hasCommonCharacter(text: string): boolean {
  const [first = '', ...otherLines] = text.replace(/\n$/, '').split('\n')
  const characters = new Set(first.match(/[^\p{L}\p{M}\p{N}"'.%()#/+_-]/gu) ?? [])
  return (
    otherLines.length > 0 && [...characters].some((character) => otherLines.every((line) => line.includes(character)))
  )
}

/** Returns whether records are quoted as a whole: the first cell of every record contains the same delimiter. */
const hasQuotedRecords = (records: readonly SourceRecord[]): boolean =>
  records.length > 1 && delimiters.some((delimiter) => records.every(({ cells }) => cells[0]?.includes(delimiter)))

/** Parses text strictly. Returns `undefined` if it violates RFC 4180 or its records have different numbers of cells. */
function readStrictly(text: string, delimiter: string): SourceRecord[] | undefined {
  const records: SourceRecord[] = []
  let width: number | undefined
  let offset = 0
  let line = 1
  while (offset < text.length) {
    const record: SourceRecord = { cells: [], quoted: [], line, strayQuotes: 0, start: offset, end: offset }
    for (;;) {
      const isQuoted = text[offset] === '"'
      const end = isQuoted ? findQuotedEnd(text, offset) : findUnquotedEnd(text, offset, delimiter)
      if (end === undefined) return undefined
      const cellText = text.slice(offset, end)
      record.cells.push(isQuoted ? cellText.slice(1, -1).replaceAll('""', '"') : cellText)
      record.quoted.push(isQuoted)
      if (isQuoted) line += cellText.split('\n').length - 1
      offset = end
      if (text[offset] !== delimiter) break
      offset++
    }
    if (offset < text.length && text[offset] !== '\n') return undefined
    offset++
    line++
    width ??= record.cells.length
    if (record.cells.length !== width) return undefined
    record.end = Math.min(offset, text.length)
    records.push(record)
  }
  return records
}

/** Returns the offset after the closing quote, or `undefined` if the cell is not closed. */
function findQuotedEnd(text: string, start: number): number | undefined {
  for (let offset = text.indexOf('"', start + 1); offset >= 0; offset = text.indexOf('"', offset + 2))
    if (text[offset + 1] !== '"') return offset + 1
  return undefined
}

/** Returns the offset of the next delimiter or line break, or `undefined` if a quote precedes it. */
function findUnquotedEnd(text: string, start: number, delimiter: string): number | undefined {
  let offset = start
  for (; offset < text.length && text[offset] !== delimiter && text[offset] !== '\n'; offset++)
    if (text[offset] === '"') return undefined
  return offset
}
