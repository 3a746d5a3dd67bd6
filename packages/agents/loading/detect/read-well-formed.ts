import type { SourceRecord } from './read-records.ts'

/** Text that is parsed according to RFC 4180, without heuristics. */
export interface WellFormedText {
  /** The delimiter; for a single column, one that does not occur. */
  readonly delimiter: string
  readonly width: number
  readonly records: SourceRecord[]
}

const delimiters = [',', ';', '\t', '|', ' ']

/**
 * Reads well-formed text: by the rules of RFC 4180, exactly one of five delimiters splits it into records of equal
 * width with at least two cells (spaces only if no other delimiter does), or none does and the text has one column.
 * Returns `undefined` for any other text.
 *
 * @param text Text with LF line endings (`normalizeNewlines`).
 */
export function readWellFormed(text: string): WellFormedText | undefined {
  if (/^sep=.\n/.test(text)) return undefined
  const candidates = delimiters.flatMap((delimiter) => {
    const records = readStrictly(text, delimiter)
    const width = records?.[0]?.cells.length ?? 0
    return records && width >= 2 && !isPartOfLongerDelimiter(text, delimiter) && !isSentence(delimiter, records)
      ? [{ delimiter, width, records }]
      : []
  })
  if (candidates.some(({ delimiter, records }) => hasOtherDialect(delimiter, records))) return undefined
  if (candidates.length > 0) {
    // Unlike other delimiters, spaces are also part of values.
    const visibleCandidates =
      candidates.length < 2 ? candidates : candidates.filter(({ delimiter }) => delimiter !== ' ')
    const [single] = visibleCandidates
    return single && visibleCandidates.length === 1 && !isDamagedTable(text, single) ? single : undefined
  }
  const unquoted = text.replace(/"(?:[^"]|"")*"/g, '""').replace(timeOfDay, '0')
  if (/\n\n|^\n/.test(unquoted) || hasCommonCharacter(unquoted) || !hasFewDelimiters(unquoted)) return undefined
  const delimiter = delimiters.find((candidate) => !unquoted.includes(candidate))
  const records = delimiter === undefined ? undefined : readStrictly(text, delimiter)
  if (!delimiter || !records || records.length === 0 || hasQuotedRecords(records)) return undefined
  return { delimiter, width: 1, records }
}

/** Returns whether spaces split the lines and each line also contains another delimiter, so the records are damaged. */
function isDamagedTable(text: string, { delimiter, records }: WellFormedText): boolean {
  if (delimiter !== ' ' || records.length < 2) return false
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '""')
    .replace(/\n$/, '')
    .split('\n')
  return delimiters.some((candidate) => candidate !== ' ' && lines.every((line) => line.includes(candidate)))
}

/** Maximum number of lines with a single column if some lines contain delimiters. */
const maxLinesWithDelimiters = 6

/**
 * Returns whether the lines of a single column contain no delimiters or, in a short file, some do by chance: single
 * spaces in some lines, and other delimiters in a few lines.
 *
 * @param text Text without quoted cells.
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

/**
 * Returns whether most cells are in other quotes, or other delimiters precede each space, as in a different dialect.
 */
function hasOtherDialect(delimiter: string, records: readonly SourceRecord[]): boolean {
  const isInOtherQuotes = ({ cells }: SourceRecord): boolean =>
    cells.filter((cell) => /^\s*(['`~|]).*\1\s*$/s.test(cell)).length * 2 >= cells.length
  const followsDelimiter = ({ cells }: SourceRecord): boolean => cells.slice(0, -1).every((cell) => /[,;|]$/.test(cell))
  const suggestsOtherDialect = delimiter === ' ' ? followsDelimiter : isInOtherQuotes
  // A space that follows every delimiter, even in the header, is part of the delimiter.
  const isSpaced = ({ cells, quoted }: SourceRecord): boolean =>
    cells.slice(1).every((cell, index) => /^ (?:\S|$)/.test(cell) && !quoted[index + 1])
  if (delimiter !== ' ' && records.length > 2 && records.every(isSpaced)) return true
  // Pipes at both ends of all lines enclose them.
  const isEnclosed = ({ cells }: SourceRecord): boolean =>
    cells.length > 3 && cells[0]?.trim() === '' && cells.at(-1)?.trim() === ''
  if (delimiter === '|' && records.length > 2 && records.every(isEnclosed)) return true
  // Pipes around all cells are quotes: a different delimiter is between each pair (`|a|,|b|`).
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
  // A few cells may be in other quotes for other reasons.
  return records.length > (delimiter === ' ' ? 2 : 6) && records.slice(1).every(suggestsOtherDialect)
}

/** Returns whether the text is one line of unquoted words that ends like a sentence. */
const isSentence = (delimiter: string, [record, ...otherRecords]: readonly SourceRecord[]): boolean =>
  delimiter === ' ' &&
  otherRecords.length === 0 &&
  /[.!?:]$/.test(record?.cells.at(-1) ?? '') &&
  isMostlyWords(record?.cells ?? []) &&
  !record?.quoted.some(Boolean)

const isMostlyWords = (cells: readonly string[]): boolean =>
  cells.length > 2 && cells.filter((cell) => /^\p{L}?\p{Ll}+[,.!?:]?$/u.test(cell)).length > 0.6 * cells.length

const timeOfDay = /(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])/g

/** Returns whether every line contains the same character that may be a delimiter (`:`, `^`, `~`). */
function hasCommonCharacter(text: string): boolean {
  const [first = '', ...otherLines] = text.replace(/\n$/, '').split('\n')
  const characters = new Set(first.match(/[^\p{L}\p{M}\p{N}"'.%()#/+_-]/gu) ?? [])
  return (
    otherLines.length > 0 && [...characters].some((character) => otherLines.every((line) => line.includes(character)))
  )
}

/** Returns whether complete records are quoted: all of them contain the same delimiter. */
const hasQuotedRecords = (records: readonly SourceRecord[]): boolean =>
  records.length > 1 && delimiters.some((delimiter) => records.every(({ cells }) => cells[0]?.includes(delimiter)))

/** Returns the records of the text, or `undefined` if it violates RFC 4180 or its records differ in width. */
function readStrictly(text: string, delimiter: string): SourceRecord[] | undefined {
  const records: SourceRecord[] = []
  let width: number | undefined
  let offset = 0
  let line = 1
  while (offset < text.length) {
    const record: SourceRecord = { cells: [], quoted: [], line, strayQuotes: 0, start: offset, end: offset }
    for (;;) {
      const isQuoted = text[offset] === '"'
      const end = isQuoted ? findQuotedEnd(text, offset) : findPlainEnd(text, offset, delimiter)
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

/** Returns the offset after the closing quote. */
function findQuotedEnd(text: string, start: number): number | undefined {
  for (let offset = text.indexOf('"', start + 1); offset >= 0; offset = text.indexOf('"', offset + 2))
    if (text[offset + 1] !== '"') return offset + 1
  return undefined
}

/** Returns the offset of the next delimiter or line break, or `undefined` if a quote comes first. */
function findPlainEnd(text: string, start: number, delimiter: string): number | undefined {
  let offset = start
  for (; offset < text.length && text[offset] !== delimiter && text[offset] !== '\n'; offset++)
    if (text[offset] === '"') return undefined
  return offset
}
