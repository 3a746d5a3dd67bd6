import type { SourceRecord } from './read-records.ts'

/** A text that is parsed by RFC 4180, without heuristics. */
export interface WellFormed {
  /** For a single column, a delimiter that does not occur. */
  readonly delimiter: string
  readonly width: number
  readonly records: SourceRecord[]
}

const delimiters = [',', ';', '\t', '|', ' ']

/**
 * Reads a well-formed text: exactly one of five delimiters splits it by RFC 4180 into records of equal width with at
 * least two cells (spaces only if no other delimiter does), or no delimiter does and the text has a single column.
 * Returns `undefined` for any other text.
 *
 * @param text Text with LF line ends (`normalizeNewlines`).
 */
export function readWellFormed(text: string): WellFormed | undefined {
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
    // Spaces are also part of texts, unlike other delimiters.
    const visible = candidates.length < 2 ? candidates : candidates.filter(({ delimiter }) => delimiter !== ' ')
    const [only] = visible
    return only && visible.length === 1 && !isDamagedTable(text, only) ? only : undefined
  }
  const unquoted = text.replace(/"(?:[^"]|"")*"/g, '""').replace(timeOfDay, '0')
  if (/\n\n|^\n/.test(unquoted) || hasMarkInAllLines(unquoted) || !haveFewDelimiters(unquoted)) return undefined
  const delimiter = delimiters.find((mark) => !unquoted.includes(mark))
  const records = delimiter === undefined ? undefined : readStrictly(text, delimiter)
  if (!delimiter || !records || records.length === 0 || areRecordsQuoted(records)) return undefined
  return { delimiter, width: 1, records }
}

/** Whether each line that spaces split also contains another delimiter: its records are damaged. */
function isDamagedTable(text: string, { delimiter, records }: WellFormed): boolean {
  if (delimiter !== ' ' || records.length < 2) return false
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '""')
    .replace(/\n$/, '')
    .split('\n')
  return delimiters.some((mark) => mark !== ' ' && lines.every((line) => line.includes(mark)))
}

/** Maximum number of lines of a single column in which some lines contain delimiters. */
const maxLinesWithDelimiters = 6

/**
 * Whether the lines of a single column contain no delimiters or, in a short text, some do by chance: single spaces in
 * some lines, and other delimiters in a few lines.
 *
 * @param text Text without quoted cells.
 */
function haveFewDelimiters(text: string): boolean {
  const lines = text.replace(/\n$/, '').split('\n')
  return delimiters.every((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0)
    if (counts.length === 0) return true
    if (lines.length > maxLinesWithDelimiters || counts.length === lines.length) return false
    if (delimiter !== ' ') return counts.length * 3 <= lines.length
    return !text.includes('  ') && (counts.length * 3 < lines.length * 2 || new Set(counts).size > 1)
  })
}

/** Whether a delimiter is part of a longer one, such as `~|~`. */
function isPartOfLongerDelimiter(text: string, delimiter: string): boolean {
  const at = text.indexOf(delimiter)
  const [before = '', after = ''] = [text[at - 1], text[at + 1]]
  const isMark = before === after && /[^\p{L}\p{N}\s"]/u.test(before) && before !== delimiter
  return isMark && text.split(delimiter).length === text.split(`${before}${delimiter}${after}`).length
}

/** Whether most cells are in apostrophes, or a space follows every other delimiter: signs of another dialect. */
function hasOtherDialect(delimiter: string, records: readonly SourceRecord[]): boolean {
  const inApostrophes = ({ cells }: SourceRecord): boolean =>
    cells.filter((cell) => /^\s*'.*'\s*$/s.test(cell)).length * 2 >= cells.length
  const followsDelimiter = ({ cells }: SourceRecord): boolean => cells.slice(0, -1).every((cell) => /[,;|]$/.test(cell))
  const matches = delimiter === ' ' ? followsDelimiter : inApostrophes
  // A space after every delimiter, also in the header, is part of the delimiter.
  const areSpaced = ({ cells, quoted }: SourceRecord): boolean =>
    cells.slice(1).every((cell, index) => /^ (?:\S|$)/.test(cell) && !quoted[index + 1])
  if (delimiter !== ' ' && records.length > 2 && records.every(areSpaced)) return true
  // A few cells in apostrophes may be texts.
  return records.length > (delimiter === ' ' ? 2 : 6) && records.slice(1).every(matches)
}

/** Whether the text is one line of unquoted words that ends like a sentence. */
const isSentence = (delimiter: string, [record, ...others]: readonly SourceRecord[]): boolean =>
  delimiter === ' ' &&
  others.length === 0 &&
  /[.!?:]$/.test(record?.cells.at(-1) ?? '') &&
  haveMostlyWords(record?.cells ?? []) &&
  !record?.quoted.some(Boolean)

const haveMostlyWords = (cells: readonly string[]): boolean =>
  cells.length > 2 && cells.filter((cell) => /^\p{L}?\p{Ll}+[,.!?:]?$/u.test(cell)).length > 0.6 * cells.length

const timeOfDay = /(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])/g

/** Whether every line contains the same character that may be a delimiter (`:`, `^`, `~`). */
function hasMarkInAllLines(text: string): boolean {
  const [first = '', ...others] = text.replace(/\n$/, '').split('\n')
  const marks = new Set(first.match(/[^\p{L}\p{M}\p{N}"'.%()#/+_-]/gu) ?? [])
  return others.length > 0 && [...marks].some((mark) => others.every((line) => line.includes(mark)))
}

/** Whether complete records are quoted: all of them contain the same delimiter. */
const areRecordsQuoted = (records: readonly SourceRecord[]): boolean =>
  records.length > 1 && delimiters.some((delimiter) => records.every(({ cells }) => cells[0]?.includes(delimiter)))

/** Returns the records of a text, or `undefined` if it violates RFC 4180 or its records differ in width. */
function readStrictly(text: string, delimiter: string): SourceRecord[] | undefined {
  const records: SourceRecord[] = []
  let width: number | undefined
  let at = 0
  let line = 1
  while (at < text.length) {
    const record: SourceRecord = { cells: [], quoted: [], line, strayQuotes: 0, start: at, end: at }
    for (;;) {
      const isQuoted = text[at] === '"'
      const end = isQuoted ? endOfQuoted(text, at) : endOfPlain(text, at, delimiter)
      if (end === undefined) return undefined
      const written = text.slice(at, end)
      record.cells.push(isQuoted ? written.slice(1, -1).replaceAll('""', '"') : written)
      record.quoted.push(isQuoted)
      if (isQuoted) line += written.split('\n').length - 1
      at = end
      if (text[at] !== delimiter) break
      at++
    }
    if (at < text.length && text[at] !== '\n') return undefined
    at++
    line++
    width ??= record.cells.length
    if (record.cells.length !== width) return undefined
    record.end = Math.min(at, text.length)
    records.push(record)
  }
  return records
}

/** Returns the offset after the closing quote. */
function endOfQuoted(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at + 1
  return undefined
}

/** Returns the offset of the next delimiter or line break, or `undefined` if a quote comes first. */
function endOfPlain(text: string, start: number, delimiter: string): number | undefined {
  let at = start
  for (; at < text.length && text[at] !== delimiter && text[at] !== '\n'; at++) if (text[at] === '"') return undefined
  return at
}
