import { cutEnclosed, isDrawn, type Dialect, type LoadOverrides } from '@aw-flow/schema'
import { cellKind, isTyped } from '../columns/cell-kind.ts'

type Enclosed = NonNullable<Dialect['enclosed']>

/** How the lines of a text stand between marks as wholes, and what is left without these, line by line. */
export interface EnclosedLines {
  enclosed: Enclosed
  text: string
}

const enough = 3

/**
 * Tells a text whose lines are each in one pair of quotes, and hold delimiters within (`"1,""Oslo"",2.5"`), and one whose
 * lines begin and end with a pipe, as business software prints lists. One column of quoted texts is none: its cells are
 * sentences, or names with a comma and a blank.
 */
export function enclosedLines(
  text: string,
  overrides: Pick<LoadOverrides, 'delimiter' | 'quote'>,
): EnclosedLines | undefined {
  const lines = text.split('\n')
  const filled = lines.slice(0, 500).filter((line) => line.trim() !== '')
  if (areWrapped(filled) && (overrides.quote ?? '"') === '"' && overrides.delimiter !== '|')
    return { enclosed: 'quotes', text: lines.map(unwrapped).join('\n') }
  if (areEdged(filled) && (overrides.delimiter ?? '|') === '|')
    return {
      enclosed: 'delimiters',
      text: lines.map((line) => cutEnclosed(line, 'delimiters', '|').join('|')).join('\n'),
    }
  return undefined
}

const wrapped = /^\s*"(?:[^"]|"")*"\s*$/

const unwrapped = (line: string): string => (wrapped.test(line) ? line.trim().slice(1, -1).replaceAll('""', '"') : line)

function areWrapped(lines: readonly string[]): boolean {
  if (lines.length < enough || !lines.every((line) => wrapped.test(line))) return false
  const inner = lines.map(unwrapped)
  const mark = [',', ';', '\t'].find((one) => inner.every((line) => line.includes(one)))
  if (mark === undefined) return false
  const rows = inner.map((line) => cutEnclosed(line, 'quotes', mark))
  const width = rows[0]?.length ?? 0
  if (width < 2 || rows.some((row) => row.length !== width)) return false
  const isSpaced = rows.filter((row) => row.slice(1).some((cell) => /^\s/.test(cell))).length > rows.length / 2
  const hasQuotes = inner.filter((line) => line.includes('"')).length > rows.length / 2
  const typed = Array.from(
    { length: width },
    (_, column) =>
      rows.slice(1).filter((row) => isTyped(cellKind(row[column] ?? ''))).length >= 0.8 * (rows.length - 1),
  )
  // A number with its thousands or decimals is cut into numbers alone.
  const isNumbers = width < 4 && typed.every(Boolean)
  return !isSpaced && (hasQuotes || (typed.some(Boolean) && !isNumbers) || width >= 4)
}

/** A line drawn between lines with pipes at both ends, three of them and more; two at the ends of a line are no columns. */
function areEdged(lines: readonly string[]): boolean {
  const cut = lines.filter((line) => line.includes('|') && !isDrawn(line))
  const edged = cut.filter((line) => /^\s*\|.*\|\s*$/.test(line))
  const inner = edged.map((line) => cutEnclosed(line, 'delimiters', '|').length)
  return edged.length >= enough && edged.length >= 0.95 * cut.length && inner.every((width) => width >= 2)
}
