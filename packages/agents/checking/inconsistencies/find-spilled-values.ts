import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'

/** Values of one column that were written into the cells of another column. */
export interface SpilledValues {
  /** The column with the extra values. */
  from: number
  /** The column with empty cells. */
  to: number
  /** The repaired values of both columns by row. */
  rows: ReadonlyMap<number, readonly [from: string, to: string]>
}

const minMatches = 3
const minExplainedShare = 0.5
const maxDistinct = 400
const minKnownCells = 2
/** Maximum share of filled cells whose value is also part of the text, relative to the share of empty cells. */
const maxOwnValueShare = 0.3

/**
 * Finds values at the start or end of another column's cells while their own cells are empty: "Portland OR" and an
 * empty state, where other rows have "Portland" and "OR". They must explain half of the empty cells of their column.
 */
export function findSpilledValues({ rows, columns }: EncodedTable): SpilledValues[] {
  const spills: SpilledValues[] = []
  columns.forEach((column, to) => {
    const gaps = findEmptyRows(column, rows)
    if (gaps.length < minMatches || gaps.length > 0.5 * rows) return
    // Numbers occur in other values by chance.
    const knownValues = new Set(
      column.values.filter(
        (text, code) => code > 0 && (column.counts[code] as number) >= minKnownCells && /\p{L}{2}/u.test(text),
      ),
    )
    if (knownValues.size === 0 || knownValues.size > maxDistinct) return
    columns.forEach((other, from) => {
      if (from === to) return
      const matches = new Map<number, readonly [string, string]>()
      for (const row of gaps) {
        const split = splitKnownValue(other.values[other.repaired[row] as number] as string, knownValues)
        if (split) matches.set(row, split)
      }
      if (matches.size < minMatches || matches.size < minExplainedShare * gaps.length) return
      // If the values are part of the text even where their own cell is filled, they were not moved.
      const filled = rows - gaps.length
      let repeated = 0
      for (let row = 0; row < rows; row++)
        if (
          column.repaired[row] !== 0 &&
          splitKnownValue(other.values[other.repaired[row] as number] as string, knownValues)
        )
          repeated++
      if (repeated / Math.max(1, filled) < maxOwnValueShare * (matches.size / gaps.length))
        spills.push({ from, to, rows: matches })
    })
  })
  return spills
}

function findEmptyRows({ repaired }: EncodedColumn, rows: number): number[] {
  const emptyRows: number[] = []
  for (let row = 0; row < rows; row++) if (repaired[row] === 0) emptyRows.push(row)
  return emptyRows
}

/** Splits a string into its own value and the known value of the other column. */
function splitKnownValue(text: string, knownValues: ReadonlySet<string>): readonly [string, string] | undefined {
  const words = text.split(/([\s,;/|]+(?:-\s)?)/)
  for (let index = 1; index < words.length; index += 2) {
    const tail = words.slice(index + 1).join('')
    const head = words.slice(0, index).join('')
    if (knownValues.has(tail) && head !== '') return [head, tail]
  }
  for (let index = words.length - 2; index > 0; index -= 2) {
    const head = words.slice(0, index).join('')
    const tail = words.slice(index + 1).join('')
    if (knownValues.has(head) && tail !== '') return [tail, head]
  }
  return undefined
}
