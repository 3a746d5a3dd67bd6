import { toBroadKind, classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'

type Row = readonly string[]

const minTypedFraction = 0.8
const maxRows = 200
const kinds = ['number', 'date', 'time', 'url', 'email']

/** The kind of a column's values (`number`, `date`, `time`, `url` or `email`), and whether they are mostly years. */
export interface TypedColumn {
  kind: string
  hasYears: boolean
}

/**
 * Returns the kind of each column in which at least 80% of the values are of the same kind, such as `number` or `date`,
 * and `undefined` for all other columns. Empty cells and null markers are ignored.
 */
export function findTypedColumns(rows: readonly Row[], width: number): (TypedColumn | undefined)[] {
  return Array.from({ length: width }, (_, column) => {
    const counts = new Map<string, number>()
    let nonNullCount = 0
    let yearCount = 0
    for (const row of rows.slice(0, maxRows)) {
      const kind = classifyCell(row[column] ?? '')
      if (kind === 'empty' || kind === 'null') continue
      nonNullCount++
      if (isYear(row[column] ?? '')) yearCount++
      const broadKind = hasDistinctiveFormat(kind) ? toBroadKind(kind) : ''
      counts.set(broadKind, (counts.get(broadKind) ?? 0) + 1)
    }
    const [topKind, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
    return kinds.includes(topKind) && count >= minTypedFraction * nonNullCount
      ? { kind: topKind, hasYears: yearCount >= minTypedFraction * nonNullCount }
      : undefined
  })
}

/** The result of comparing a row's cells with the kinds of their columns. */
export interface RowComparison {
  /** Number of cells in typed columns that are of a different kind, such as names, units and titles. */
  mismatches: number
  /** Number of cells that are of their column's kind, and therefore values. */
  matches: number
  /** Number of years in numeric columns whose values are not years. */
  years: number
}

/**
 * Compares a row with the columns below it, as Pytheas does (C. Christodoulakis et al., 2020). Rows that break the
 * pattern of the columns are not data.
 */
export function compareRow(row: Row, columns: readonly (TypedColumn | undefined)[]): RowComparison {
  const comparison = { mismatches: 0, matches: 0, years: 0 }
  let sequenceColumns: Set<number> | undefined
  columns.forEach((typedColumn, column) => {
    if (typedColumn === undefined) return
    const cell = row[column]?.trim() ?? ''
    const kind = classifyCell(cell)
    if (kind === 'empty' || kind === 'null') return
    if (hasDistinctiveFormat(kind) && toBroadKind(kind) === typedColumn.kind) {
      // Years and numbers in sequence are column names as often as values, so they do not count as matches.
      const isYearAboveNumbers = isYear(cell) && !typedColumn.hasYears
      if (isYearAboveNumbers) comparison.years++
      sequenceColumns ??= findSequenceColumns(row)
      if (!sequenceColumns.has(column) && !isYearAboveNumbers) comparison.matches++
    } else comparison.mismatches++
  })
  return comparison
}

const isYear = (cell: string): boolean => /^\s*(?:19|20)\d\d\s*$/.test(cell)

/**
 * Returns the columns whose cells belong to an arithmetic sequence of integers, such as 2010, 2011, 2012 or 5, 10, 15.
 */
export function findSequenceColumns(row: Row): Set<number> {
  const numbers = row.map((cell) => (/^\s*\d{1,4}\s*$/.test(cell) ? Number(cell) : Number.NaN))
  const columns = new Set<number>()
  for (let index = 2; index < numbers.length; index++) {
    const [first, second, third] = [
      numbers[index - 2] as number,
      numbers[index - 1] as number,
      numbers[index] as number,
    ]
    if (second !== first && second - first === third - second)
      for (const column of [index - 2, index - 1, index]) columns.add(column)
  }
  return columns
}
