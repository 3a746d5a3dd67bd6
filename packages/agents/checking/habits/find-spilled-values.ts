import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'

/** Values of one column that were written into the cells of another one. */
export interface Spill {
  /** The column with the extra values. */
  from: number
  /** The column with empty cells. */
  to: number
  /** The repaired values of both columns by row. */
  rows: ReadonlyMap<number, readonly [from: string, to: string]>
}

const minHits = 3
const minExplained = 0.5
const maxDistinct = 400
const minKnown = 2
/** Maximum share of filled cells whose value is also part of the text, relative to that of empty cells. */
const maxWithOwnValue = 0.3

/**
 * Finds values at the start or end of another column's cells while their own cells are empty: "Portland OR" and an
 * empty state, where other rows have "Portland" and "OR". They must explain half of the empty cells of their column.
 */
export function findSpilledValues({ rows, columns }: EncodedTable): Spill[] {
  const found: Spill[] = []
  columns.forEach((column, to) => {
    const gaps = rowsWithout(column, rows)
    if (gaps.length < minHits || gaps.length > 0.5 * rows) return
    // Numbers occur in texts by chance.
    const known = new Set(
      column.values.filter(
        (text, code) => code > 0 && (column.counts[code] as number) >= minKnown && /\p{L}{2}/u.test(text),
      ),
    )
    if (known.size === 0 || known.size > maxDistinct) return
    columns.forEach((other, from) => {
      if (from === to) return
      const hits = new Map<number, readonly [string, string]>()
      for (const row of gaps) {
        const split = splitOff(other.values[other.believed[row] as number] as string, known)
        if (split) hits.set(row, split)
      }
      if (hits.size < minHits || hits.size < minExplained * gaps.length) return
      // If the values are part of the text even where their own cell is filled, they were not moved.
      const filled = rows - gaps.length
      let both = 0
      for (let row = 0; row < rows; row++)
        if (column.believed[row] !== 0 && splitOff(other.values[other.believed[row] as number] as string, known)) both++
      if (both / Math.max(1, filled) < maxWithOwnValue * (hits.size / gaps.length)) found.push({ from, to, rows: hits })
    })
  })
  return found
}

function rowsWithout({ believed }: EncodedColumn, rows: number): number[] {
  const found: number[] = []
  for (let row = 0; row < rows; row++) if (believed[row] === 0) found.push(row)
  return found
}

/** Splits a text into its own value and the known value of the other column. */
function splitOff(text: string, known: ReadonlySet<string>): readonly [string, string] | undefined {
  const words = text.split(/([\s,;/|]+(?:-\s)?)/)
  for (let at = 1; at < words.length; at += 2) {
    const tail = words.slice(at + 1).join('')
    const head = words.slice(0, at).join('')
    if (known.has(tail) && head !== '') return [head, tail]
  }
  for (let at = words.length - 2; at > 0; at -= 2) {
    const head = words.slice(0, at).join('')
    const tail = words.slice(at + 1).join('')
    if (known.has(head) && tail !== '') return [tail, head]
  }
  return undefined
}
