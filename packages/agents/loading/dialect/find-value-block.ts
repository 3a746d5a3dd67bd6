import { classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'

/** Minimum number of lines in a block. */
const minLines = 8
/** Minimum number of non-blank lines outside the block. */
const minOuterLines = 3
/** Minimum share of a line's cells that must be numbers, dates or values in other distinctive formats. */
const minDistinctiveShare = 0.8
const maxLineLength = 2000

const splitters: ((line: string) => string[])[] = [
  (line) => line.trim().split(/[ \t]+/),
  ...[',', ';', '\t', '|'].map((delimiter) => (line: string) => line.split(delimiter)),
]

/** A block of consecutive lines that contain only values. */
export interface ValueBlock {
  text: string
  /** The 1-based numbers of the block's first and last lines. */
  lineRange: [number, number]
}

/**
 * Finds a table within a longer text. The table is the longest run of lines that whitespace or a common delimiter
 * splits into the same number of values, most of which are numbers or dates. Returns `undefined` if there is none.
 */
export function findValueBlock(text: string): ValueBlock | undefined {
  const lines = text.split('\n')
  let best = { start: 0, length: minLines - 1 }
  for (const split of splitters) {
    const counts = lines.map((line) => countValues(line, split))
    let start = 0
    for (let index = 1; index <= counts.length; index++) {
      if (index < counts.length && counts[index] === counts[start]) continue
      if (counts[start] !== undefined && index - start > best.length) best = { start, length: index - start }
      start = index
    }
  }
  const outerLines = lines.filter(
    (line, index) => (index < best.start || index >= best.start + best.length) && line.trim() !== '',
  )
  if (best.length < minLines || outerLines.length < minOuterLines) return undefined
  const end = best.start + best.length
  return { text: `${lines.slice(best.start, end).join('\n')}\n`, lineRange: [best.start + 1, end] }
}

/** Returns the number of values in a line, or `undefined` if there is only one or too few have a distinctive format. */
function countValues(line: string, split: (line: string) => string[]): number | undefined {
  // If the whole line is a value, its delimiters may be a decimal comma or the separators of a date.
  if (line.length > maxLineLength || !/\d/.test(line) || hasDistinctiveFormat(classifyCell(line))) return undefined
  const cells = split(line)
  const distinctiveCount = cells.filter((cell) => hasDistinctiveFormat(classifyCell(cell))).length
  return cells.length > 1 && distinctiveCount >= minDistinctiveShare * cells.length ? cells.length : undefined
}
