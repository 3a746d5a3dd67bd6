import { splitEnclosed, isSeparatorLine, type Dialect, type LoadOverrides } from '@aw-flow/schema/internal'
import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { findUnusualQuote } from './find-quotes.ts'

type Enclosure = NonNullable<Dialect['enclosed']>

/** Lines that are enclosed as a whole: the kind of enclosing characters, and the text without them. */
export interface EnclosedLines {
  enclosed: Enclosure
  text: string
}

const minLines = 3

/**
 * Detects lines that are quoted as a whole although they contain delimiters (`"1,""Oslo"",2.5"`), and lines that start
 * and end with a pipe, as in lists printed by business software. A single column of quoted sentences or names is not
 * considered enclosed. Returns `undefined` if lines are not enclosed.
 */
export function detectEnclosedLines(
  text: string,
  overrides: Pick<LoadOverrides, 'delimiter' | 'quote'>,
): EnclosedLines | undefined {
  const lines = text.split('\n')
  const nonBlankLines = lines.slice(0, 500).filter((line) => line.trim() !== '')
  if (hasQuotedLines(nonBlankLines) && (overrides.quote ?? '"') === '"' && overrides.delimiter !== '|')
    return { enclosed: 'quotes', text: lines.map(unquote).join('\n') }
  if (hasPipeEnclosedLines(nonBlankLines) && (overrides.delimiter ?? '|') === '|' && findUnusualQuote(text) !== '|')
    return {
      enclosed: 'delimiters',
      text: lines.map((line) => splitEnclosed(line, 'delimiters', '|').join('|')).join('\n'),
    }
  return undefined
}

const quotedLinePattern = /^\s*"(?:[^"]|"")*"\s*$/

const unquote = (line: string): string =>
  quotedLinePattern.test(line) ? line.trim().slice(1, -1).replaceAll('""', '"') : line

function hasQuotedLines(lines: readonly string[]): boolean {
  if (lines.length < minLines || !lines.every((line) => quotedLinePattern.test(line))) return false
  const innerLines = lines.map(unquote)
  const delimiter = [',', ';', '\t'].find((candidate) => innerLines.every((line) => line.includes(candidate)))
  if (delimiter === undefined) return false
  const rows = innerLines.map((line) => splitEnclosed(line, 'quotes', delimiter))
  const width = rows[0]?.length ?? 0
  if (width < 2 || rows.some((row) => row.length !== width)) return false
  const isSpaced = rows.filter((row) => row.slice(1).some((cell) => /^\s/.test(cell))).length > rows.length / 2
  const hasQuotes = innerLines.filter((line) => line.includes('"')).length > rows.length / 2
  const hasTypedCellsByColumn = Array.from(
    { length: width },
    (_, column) =>
      rows.slice(1).filter((row) => hasDistinctiveFormat(classifyCell(row[column] ?? ''))).length >=
      0.8 * (rows.length - 1),
  )
  // A number with thousands separators or a decimal comma would also be split into several numbers.
  const canBeNumbers = width < 4 && hasTypedCellsByColumn.every(Boolean)
  return !isSpaced && (hasQuotes || (hasTypedCellsByColumn.some(Boolean) && !canBeNumbers) || width >= 4)
}

/**
 * Returns whether almost all lines with pipes both start and end with a pipe, and every line that does has at least two
 * cells. Separator lines are ignored.
 */
function hasPipeEnclosedLines(lines: readonly string[]): boolean {
  const linesWithPipes = lines.filter((line) => line.includes('|') && !isSeparatorLine(line))
  const enclosedLines = linesWithPipes.filter((line) => /^\s*\|.*\|\s*$/.test(line))
  const widths = enclosedLines.map((line) => splitEnclosed(line, 'delimiters', '|').length)
  // If there are separator lines, two other lines are sufficient: the names and one record.
  const hasSeparators = lines.filter((line) => /^\s*\+(?:[-=]+\+)+\s*$/.test(line)).length >= 2
  return (
    enclosedLines.length >= (hasSeparators ? 2 : minLines) &&
    enclosedLines.length >= 0.95 * linesWithPipes.length &&
    widths.every((width) => width >= 2)
  )
}
