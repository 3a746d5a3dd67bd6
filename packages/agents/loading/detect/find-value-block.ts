import { cellKind, isTyped } from '../columns/cell-kind.ts'

/** Minimum number of lines. */
const minLines = 8
/** Minimum number of other lines that are not blank. */
const minOtherLines = 3
/** Minimum share of cells that are numbers, dates or times. */
const minTypedShare = 0.8
const maxLineLength = 2000

const cuts: ((line: string) => string[])[] = [
  (line) => line.trim().split(/[ \t]+/),
  ...[',', ';', '\t', '|'].map((mark) => (line: string) => line.split(mark)),
]

/** A run of lines of a text. */
export interface ValueBlock {
  text: string
  /** Its first and last line, from 1. */
  lines: [number, number]
}

/**
 * Finds a table within a long text: the longest run of lines that white space or a usual delimiter splits into the same
 * number of values, nearly all of them numbers or dates. Returns `undefined` if there is none.
 */
export function findValueBlock(text: string): ValueBlock | undefined {
  const lines = text.split('\n')
  let best = { start: 0, length: minLines - 1 }
  for (const cut of cuts) {
    const widths = lines.map((line) => valuesIn(line, cut))
    let start = 0
    for (let at = 1; at <= widths.length; at++) {
      if (at < widths.length && widths[at] === widths[start]) continue
      if (widths[start] !== undefined && at - start > best.length) best = { start, length: at - start }
      start = at
    }
  }
  const others = lines.filter((line, at) => (at < best.start || at >= best.start + best.length) && line.trim() !== '')
  if (best.length < minLines || others.length < minOtherLines) return undefined
  const end = best.start + best.length
  return { text: `${lines.slice(best.start, end).join('\n')}\n`, lines: [best.start + 1, end] }
}

/** Returns the number of values of a line, or `undefined` if it has only one, or too few are typed. */
function valuesIn(line: string, cut: (line: string) => string[]): number | undefined {
  // A line that is a single value may contain a decimal comma or the marks of a date.
  if (line.length > maxLineLength || !/\d/.test(line) || isTyped(cellKind(line))) return undefined
  const cells = cut(line)
  const typed = cells.filter((cell) => isTyped(cellKind(cell))).length
  return cells.length > 1 && typed >= minTypedShare * cells.length ? cells.length : undefined
}
