import type { Dialect, SourceLine } from '@aw-flow/schema'
import type { KindOf } from './source-regions.ts'

/** A part of a line: part of a cell, a mark between or around cells, or text outside of the table. */
export interface LinePiece {
  kind: 'cell' | 'delimiter' | 'quote' | 'text'
  text: string
  /** The cell's index in its record. */
  cell: number
}

/** A line split by a dialect. `record` is the index of the table's record that starts on it. */
export interface CutLine {
  pieces: LinePiece[]
  record: number | undefined
}

/** Maximum number of lines of a quoted cell; a longer one ends there. */
const maxLines = 60

/**
 * Splits lines like the loader's lenient parser, to highlight the marks: a quote opens only at the start of a cell and
 * closes only before a delimiter or a line's end; without an end it is text. `kindOf` returns the role of a line: only
 * header, record and reject are split.
 */
export function cutLines(lines: readonly SourceLine[], dialect: Dialect | undefined, kindOf: KindOf): CutLine[] {
  let record = 0
  let inside: { cell: number; left: number } | undefined
  return lines.map(({ text, line }, index) => {
    const kind = kindOf(line)
    if (!dialect || (kind !== 'record' && kind !== 'header' && kind !== 'reject')) {
      inside = undefined
      return { pieces: text === '' ? [] : [{ kind: 'text', text, cell: 0 }], record: undefined }
    }
    const begins = inside === undefined
    const cut = dialect.columnStarts
      ? { pieces: cutByPlace(text, dialect.columnStarts), open: undefined }
      : cutLine(text, dialect, inside, () => closesBelow(lines, index, dialect))
    inside = cut.open
    return { pieces: cut.pieces, record: begins && kind === 'record' ? record++ : undefined }
  })
}

type Open = { cell: number; left: number } | undefined

function cutLine(
  text: string,
  dialect: Dialect,
  inside: Open,
  closes: () => boolean,
): { pieces: LinePiece[]; open: Open } {
  const { delimiter, quote, repeated, enclosed } = dialect
  const pieces: LinePiece[] = []
  const push = (kind: LinePiece['kind'], piece: string, cell: number): void => {
    const last = pieces.at(-1)
    if (piece === '') return
    if (last?.kind === kind && last.cell === cell) last.text += piece
    else pieces.push({ kind, text: piece, cell })
  }
  let cell = inside?.cell ?? 0
  let at = 0
  if (inside) {
    const end = closing(text, 0, dialect)
    push('cell', text.slice(0, end ?? text.length), cell)
    if (end === undefined) return { pieces, open: inside.left > 1 ? { cell, left: inside.left - 1 } : undefined }
    push('quote', quote, cell)
    at = end + 1
  }
  let starts = !inside
  while (at < text.length) {
    if (starts && quote !== '') {
      const opening = skipBlanks(text, at, delimiter)
      if (text[opening] === quote) {
        const end = closing(text, opening + 1, dialect)
        if (end !== undefined || closes()) {
          push('cell', text.slice(at, opening), cell)
          push('quote', quote, cell)
          push('cell', text.slice(opening + 1, end ?? text.length), cell)
          if (end === undefined) return { pieces, open: { cell, left: maxLines } }
          push('quote', quote, cell)
          at = end + 1
          starts = false
          continue
        }
      }
    }
    starts = false
    if (delimiter !== '' && text.startsWith(delimiter, at)) {
      let run = delimiter
      if (repeated) while (text.startsWith(delimiter, at + run.length)) run += delimiter
      push('delimiter', run, cell)
      // Leading delimiters do not count if runs count as one, or if delimiters enclose the line.
      if ((!repeated && enclosed !== 'delimiters') || at > 0) cell++
      at += run.length
      starts = true
      continue
    }
    const next = delimiter === '' ? -1 : text.indexOf(delimiter, at)
    const end = next < 0 ? text.length : next
    push('cell', text.slice(at, end), cell)
    at = end
  }
  return { pieces, open: undefined }
}

/** The position of a quoted cell's closing quote in its line. */
function closing(text: string, from: number, { delimiter, quote, escape }: Dialect): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === escape && escape !== quote && text[at + 1] === quote) at++
    else if (text[at] === quote) {
      if (text[at + 1] === quote && escape !== '') {
        at++
        continue
      }
      const after = skipBlanks(text, at + 1, delimiter)
      if (after >= text.length || (delimiter !== '' && text.startsWith(delimiter, after))) return at
    }
  }
  return undefined
}

function closesBelow(lines: readonly SourceLine[], index: number, dialect: Dialect): boolean {
  const below = lines.slice(index + 1, index + maxLines)
  return below.some(({ text }) => closing(text, 0, dialect) !== undefined)
}

function cutByPlace(text: string, starts: readonly number[]): LinePiece[] {
  const characters = [...text]
  return starts.flatMap((start, cell): LinePiece[] => {
    const piece = characters.slice(cell === 0 ? 0 : start, starts[cell + 1]).join('')
    return piece === '' ? [] : [{ kind: 'cell', text: piece, cell }]
  })
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  if (delimiter === ' ') return from
  let at = from
  while (text[at] === ' ') at++
  return at
}
