import { compilePattern, escapePattern, type Position, type TextRow } from './text-expression.ts'
import { getDelimiterCost, getIndexCost, listIndexes, spacePattern, tokenPatterns } from './token-patterns.ts'

/** A position, and its offset in the text of each example (-1 if the text has no such position). */
export interface LocatedPosition {
  readonly position: Position
  readonly cost: number
  readonly offsets: readonly number[]
}

const maxPositions = 700
const maxOffset = 12
const maxEdgeIndex = 5

/**
 * Finds positions in the example values: constant offsets, offsets that another cell of the row contains, and the
 * edges of tokens and delimiters. If several positions have the same offsets, only the simplest position is kept.
 *
 * @param indexColumns Columns whose cells are integers.
 */
export function findPositions(
  values: readonly (string | undefined)[],
  rows: readonly TextRow[],
  { delimiters, indexColumns }: { delimiters: readonly string[]; indexColumns: readonly number[] },
): LocatedPosition[] {
  const positions = new Map<string, LocatedPosition>()
  const addPosition = (position: Position, cost: number, locate: (value: string, row: number) => number): void => {
    const offsets = values.map((value, row) => {
      const offset = value === undefined ? -1 : locate(value, row)
      return offset > (value?.length ?? 0) ? -1 : Math.max(-1, offset)
    })
    const key = offsets.join(' ')
    const existing = positions.get(key)
    if (offsets.some((offset) => offset >= 0) && !(existing && existing.cost <= cost))
      positions.set(key, { position, cost, offsets })
  }

  addPosition({ kind: 'end' }, 0.2, (value) => value.length)
  addPosition({ kind: 'offset', offset: 0 }, 0.2, () => 0)
  for (let offset = 1; offset <= maxOffset; offset++) {
    addPosition({ kind: 'offset', offset }, 0.6 + 0.15 * offset, () => offset)
    addPosition({ kind: 'offset', offset: -offset }, 0.7 + 0.15 * offset, (value) => value.length - offset)
  }
  for (const column of indexColumns)
    for (const shift of [0, -1]) {
      const readOffset = (row: number): number => Number(rows[row]![column]) + shift
      addPosition({ kind: 'offset', offset: { column, add: shift, sign: 1 } }, 1.2, (_, row) => readOffset(row))
      addPosition(
        { kind: 'offset', offset: { column, add: shift, sign: -1 } },
        1.5,
        (value, row) => value.length - readOffset(row),
      )
    }
  const patterns: (readonly [string, number])[] = [
    ...tokenPatterns,
    [spacePattern, 0.4],
    ...delimiters.map((delimiter): [string, number] => [escapePattern(delimiter), getDelimiterCost(delimiter)]),
  ]
  for (const [pattern, cost] of patterns) {
    const matches = values.map((value) => (value === undefined ? [] : [...value.matchAll(compilePattern(pattern))]))
    for (const index of listIndexes(Math.max(...matches.map((items) => items.length)), maxEdgeIndex))
      for (const side of ['start', 'end'] as const)
        addPosition({ kind: 'edge', pattern, index, side }, 0.5 + cost + getIndexCost(index), (_, row) => {
          const match = matches[row]!.at(index > 0 ? index - 1 : index)
          return match ? match.index + (side === 'end' ? match[0].length : 0) : -1
        })
  }
  return [...positions.values()].toSorted((a, b) => a.cost - b.cost).slice(0, maxPositions)
}

/**
 * For each position of a string, returns the length of the longest substring that starts there and occurs in the
 * output.
 */
export function measureMatchLengths(text: string, output: string): number[] {
  const matchLengths: number[] = Array.from({ length: text.length + 1 }, () => 0)
  /**
   * For each position of the output, the length of the common substring that starts there and at the next position of
   * the text.
   */
  let nextLengths: number[] = Array.from({ length: output.length + 1 }, () => 0)
  for (let start = text.length - 1; start >= 0; start--) {
    const lengths: number[] = Array.from({ length: output.length + 1 }, () => 0)
    for (let offset = output.length - 1; offset >= 0; offset--)
      if (text[start] === output[offset]) {
        lengths[offset] = nextLengths[offset + 1]! + 1
        matchLengths[start] = Math.max(matchLengths[start]!, lengths[offset]!)
      }
    nextLengths = lengths
  }
  return matchLengths
}
