import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'

/** Values of one column that were written into the cells of another column. */
export interface SpilledValues {
  /** The index of the column that contains the extra values. */
  sourceIndex: number
  /** The index of the column whose cells are empty instead. */
  targetIndex: number
  /** The repaired values of both columns, keyed by row. */
  valuesByRow: ReadonlyMap<number, readonly [sourceValue: string, targetValue: string]>
}

const minMatches = 3
const minExplainedShare = 0.5
const maxDistinctValues = 400
const minKnownCells = 2
/**
 * Maximum ratio of the match rate in rows where the target column is not empty to the match rate in rows where it is
 * empty. The match rate is the share of rows in which the source column contains a known value of the target column.
 */
const maxMatchRatio = 0.3

/**
 * Finds values that were written at the start or end of another column's cell while their own cell is empty. For
 * example, a row contains "Portland OR" and an empty state, whereas other rows contain "Portland" and "OR". Such values
 * must account for at least half of the empty cells in their column.
 */
export function findSpilledValues({ rows: rowCount, columns }: EncodedTable): SpilledValues[] {
  const spills: SpilledValues[] = []
  columns.forEach((column, targetIndex) => {
    const emptyRows = findEmptyRows(column, rowCount)
    if (emptyRows.length < minMatches || emptyRows.length > 0.5 * rowCount) return
    // Only values with letters count, because numbers occur in other values by chance.
    const knownValues = new Set(
      column.values.filter(
        (text, code) => code > 0 && (column.counts[code] as number) >= minKnownCells && /\p{L}{2}/u.test(text),
      ),
    )
    if (knownValues.size === 0 || knownValues.size > maxDistinctValues) return
    columns.forEach((other, sourceIndex) => {
      if (sourceIndex === targetIndex) return
      const matches = new Map<number, readonly [string, string]>()
      for (const row of emptyRows) {
        const splitValues = splitKnownValue(other.values[other.repairedCodes[row] as number] as string, knownValues)
        if (splitValues) matches.set(row, splitValues)
      }
      if (matches.size < minMatches || matches.size < minExplainedShare * emptyRows.length) return
      // If the other column contains known values even in rows in which this column is not empty, they have not
      // spilled.
      const nonEmptyCount = rowCount - emptyRows.length
      let matchCount = 0
      for (let row = 0; row < rowCount; row++)
        if (
          column.repairedCodes[row] !== 0 &&
          splitKnownValue(other.values[other.repairedCodes[row] as number] as string, knownValues)
        )
          matchCount++
      if (matchCount / Math.max(1, nonEmptyCount) < maxMatchRatio * (matches.size / emptyRows.length))
        spills.push({ sourceIndex, targetIndex, valuesByRow: matches })
    })
  })
  return spills
}

function findEmptyRows({ repairedCodes }: EncodedColumn, rowCount: number): number[] {
  const emptyRows: number[] = []
  for (let row = 0; row < rowCount; row++) if (repairedCodes[row] === 0) emptyRows.push(row)
  return emptyRows
}

/**
 * Splits a string that starts or ends with a known value of the other column. Returns the remaining text and the known
 * value.
 */
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
