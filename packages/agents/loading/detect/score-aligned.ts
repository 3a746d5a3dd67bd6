import { cutAtRuns, cutAtStarts, type Dialect } from '@aw-flow/schema'
import { alignedColumns } from './aligned-columns.ts'
import { cellKind, isTyped } from '../columns/cell-kind.ts'
import type { ScoredDialect } from './prefer-dialect.ts'
import { scoreDialect } from './score-dialect.ts'

/** Scores dialects of columns aligned with spaces: split at runs of spaces, or at fixed positions. */
export function scoreAligned(sample: string, newline: Dialect['newline']): ScoredDialect[] {
  const lines = sample.split('\n', 500).filter((line) => line.trim() !== '')
  const runs = lines.filter((line) => /\S {2,}\S/.test(line)).length
  if (lines.length < 3 || runs < 0.5 * lines.length) return []
  const plain = { delimiter: ' ', quote: '', escape: '', newline }
  const starts = alignedColumns(sample)
  const dialects: Dialect[] = [{ ...plain, repeated: true }, ...(starts ? [{ ...plain, columnStarts: starts }] : [])]
  // If both split the values equally, fixed positions are better for names that contain spaces.
  const cutsNames = starts !== undefined && fixedColumnsCutNames(lines, starts)
  return dialects.map((dialect) => {
    const prior = dialect.repeated ? 0.85 : cutsNames ? 0.95 : 0.8
    return { dialect, ...scoreDialect(sample, dialect, prior) }
  })
}

/**
 * Whether the line above the values has more words than there are columns, and both fixed positions and runs of spaces
 * split the values equally.
 */
function fixedColumnsCutNames(lines: readonly string[], starts: readonly number[]): boolean {
  const words = lines.map((line) => cutAtRuns(line, ' '))
  const even = words.flatMap((cells, index) => (cells.length === starts.length ? [index] : []))
  const isCutEqually = (index: number): boolean =>
    cutAtStarts(lines[index] as string, starts).join('\n') === words[index]?.join('\n')
  const first = even[0] ?? 0
  const typed = words[first]?.filter((cell) => isTyped(cellKind(cell))).length ?? 0
  return (
    even.length >= 0.8 * lines.length &&
    2 * typed >= starts.length &&
    (words[first - 1]?.length ?? 0) > starts.length &&
    even.every(isCutEqually)
  )
}
