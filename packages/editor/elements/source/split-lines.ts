import type { Dialect, SourceLine } from '@aw-flow/schema/internal'
import type { RegionLookup } from './source-regions.ts'

/** A segment of a line: cell content, a delimiter, a quote, or text outside the table. */
export interface LineSegment {
  kind: 'cell' | 'delimiter' | 'quote' | 'text'
  text: string
  /** Index of the cell in its record. */
  cell: number
}

/** A line split into segments. `record` is the index of the record that starts on the line, if any. */
export interface SplitLine {
  segments: LineSegment[]
  record: number | undefined
}

/** Maximum number of lines in a quoted cell. The opening quote of a longer cell is treated as text. */
const maxQuotedLines = 60

/**
 * Splits lines in the same way as the loader's lenient parser, so that delimiters and quotes can be highlighted. An
 * opening quote must be at the start of a cell, and a closing quote before a delimiter or the end of a line. An
 * unclosed quote is treated as text. Only header lines, records and rejected lines are split.
 *
 * @param findKind - Returns the role of a line.
 */
export function splitLines(
  lines: readonly SourceLine[],
  dialect: Dialect | undefined,
  findKind: RegionLookup,
): SplitLine[] {
  let record = 0
  let openCell: { cell: number; remainingLineCount: number } | undefined
  return lines.map(({ text, line }, index) => {
    const kind = findKind(line)
    if (!dialect || (kind !== 'record' && kind !== 'header' && kind !== 'reject')) {
      openCell = undefined
      return { segments: text === '' ? [] : [{ kind: 'text', text, cell: 0 }], record: undefined }
    }
    const isRecordStart = openCell === undefined
    const parsedLine = dialect.columnStarts
      ? { segments: splitFixedWidth(text, dialect.columnStarts), openCell: undefined }
      : splitLine(text, dialect, openCell, () => isQuoteClosedLater(lines, index, dialect))
    openCell = parsedLine.openCell
    return { segments: parsedLine.segments, record: isRecordStart && kind === 'record' ? record++ : undefined }
  })
}

type OpenCell = { cell: number; remainingLineCount: number } | undefined

function splitLine(
  text: string,
  dialect: Dialect,
  openCell: OpenCell,
  isClosedLater: () => boolean,
): { segments: LineSegment[]; openCell: OpenCell } {
  const { delimiter, quote, repeated, enclosed } = dialect
  const segments: LineSegment[] = []
  const addSegment = (kind: LineSegment['kind'], segment: string, cell: number): void => {
    const lastSegment = segments.at(-1)
    if (segment === '') return
    if (lastSegment?.kind === kind && lastSegment.cell === cell) lastSegment.text += segment
    else segments.push({ kind, text: segment, cell })
  }
  let cell = openCell?.cell ?? 0
  let offset = 0
  if (openCell) {
    const end = findClosingQuote(text, 0, dialect)
    addSegment('cell', text.slice(0, end ?? text.length), cell)
    if (end === undefined)
      return {
        segments,
        openCell:
          openCell.remainingLineCount > 1 ? { cell, remainingLineCount: openCell.remainingLineCount - 1 } : undefined,
      }
    addSegment('quote', quote, cell)
    offset = end + 1
  }
  let isCellStart = !openCell
  while (offset < text.length) {
    if (isCellStart && quote !== '') {
      const openingQuoteOffset = skipBlanks(text, offset, delimiter)
      if (text[openingQuoteOffset] === quote) {
        const end = findClosingQuote(text, openingQuoteOffset + 1, dialect)
        if (end !== undefined || isClosedLater()) {
          addSegment('cell', text.slice(offset, openingQuoteOffset), cell)
          addSegment('quote', quote, cell)
          addSegment('cell', text.slice(openingQuoteOffset + 1, end ?? text.length), cell)
          if (end === undefined) return { segments, openCell: { cell, remainingLineCount: maxQuotedLines } }
          addSegment('quote', quote, cell)
          offset = end + 1
          isCellStart = false
          continue
        }
      }
    }
    isCellStart = false
    if (delimiter !== '' && text.startsWith(delimiter, offset)) {
      let delimiters = delimiter
      if (repeated) while (text.startsWith(delimiter, offset + delimiters.length)) delimiters += delimiter
      addSegment('delimiter', delimiters, cell)
      // Leading delimiters do not end a cell if consecutive delimiters are merged or delimiters enclose each line.
      if ((!repeated && enclosed !== 'delimiters') || offset > 0) cell++
      offset += delimiters.length
      isCellStart = true
      continue
    }
    const nextDelimiter = delimiter === '' ? -1 : text.indexOf(delimiter, offset)
    const end = nextDelimiter < 0 ? text.length : nextDelimiter
    addSegment('cell', text.slice(offset, end), cell)
    offset = end
  }
  return { segments, openCell: undefined }
}

/** Returns the offset of the closing quote of a quoted cell; `undefined` if the line has none. */
function findClosingQuote(
  text: string,
  startOffset: number,
  { delimiter, quote, escape }: Dialect,
): number | undefined {
  for (let offset = startOffset; offset < text.length; offset++) {
    if (text[offset] === escape && escape !== quote && text[offset + 1] === quote) offset++
    else if (text[offset] === quote) {
      if (text[offset + 1] === quote && escape !== '') {
        offset++
        continue
      }
      const offsetAfterQuote = skipBlanks(text, offset + 1, delimiter)
      if (offsetAfterQuote >= text.length || (delimiter !== '' && text.startsWith(delimiter, offsetAfterQuote)))
        return offset
    }
  }
  return undefined
}

function isQuoteClosedLater(lines: readonly SourceLine[], index: number, dialect: Dialect): boolean {
  const laterLines = lines.slice(index + 1, index + maxQuotedLines)
  return laterLines.some(({ text }) => findClosingQuote(text, 0, dialect) !== undefined)
}

function splitFixedWidth(text: string, columnStarts: readonly number[]): LineSegment[] {
  const characters = [...text]
  return columnStarts.flatMap((start, cell): LineSegment[] => {
    const segment = characters.slice(cell === 0 ? 0 : start, columnStarts[cell + 1]).join('')
    return segment === '' ? [] : [{ kind: 'cell', text: segment, cell }]
  })
}

function skipBlanks(text: string, startOffset: number, delimiter: string): number {
  if (delimiter === ' ') return startOffset
  let offset = startOffset
  while (text[offset] === ' ') offset++
  return offset
}
