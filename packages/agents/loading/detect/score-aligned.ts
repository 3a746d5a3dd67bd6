import { cutAtRuns, cutAtStarts, type Dialect } from '@aw-flow/schema'
import { alignedColumns } from './aligned-columns.ts'
import { cellKind, isTyped } from '../columns/cell-kind.ts'
import type { Scored } from './prefer-dialect.ts'
import { scoreDialect } from './score-dialect.ts'

/** Cells that stand below each other, with blanks between: cut at each run of blanks, or at fixed places. */
export function scoreAligned(sample: string, newline: Dialect['newline']): Scored[] {
  const lines = sample.split('\n', 500).filter((line) => line.trim() !== '')
  const runs = lines.filter((line) => /\S {2,}\S/.test(line)).length
  if (lines.length < 3 || runs < 0.5 * lines.length) return []
  const plain = { delimiter: ' ', quote: '', escape: '', newline }
  const starts = alignedColumns(sample)
  const dialects: Dialect[] = [{ ...plain, repeated: true }, ...(starts ? [{ ...plain, columnStarts: starts }] : [])]
  // Where both cut the values alike, places also cut names that hold blanks.
  const alike = starts !== undefined && cutsMore(lines, starts)
  return dialects.map((dialect) => {
    const prior = dialect.repeated ? 0.85 : alike ? 0.95 : 0.8
    return { dialect, ...scoreDialect(sample, dialect, prior) }
  })
}

/**
 * True where the line above the values has more words than there are columns, and the values are cut at places as at runs
 * of blanks.
 */
function cutsMore(lines: readonly string[], starts: readonly number[]): boolean {
  const words = lines.map((line) => cutAtRuns(line, ' '))
  const even = words.flatMap((cells, index) => (cells.length === starts.length ? [index] : []))
  const isSame = (index: number): boolean =>
    cutAtStarts(lines[index] as string, starts).join('\n') === words[index]?.join('\n')
  const first = even[0] ?? 0
  const typed = words[first]?.filter((cell) => isTyped(cellKind(cell))).length ?? 0
  return (
    even.length >= 0.8 * lines.length &&
    2 * typed >= starts.length &&
    (words[first - 1]?.length ?? 0) > starts.length &&
    even.every(isSame)
  )
}
