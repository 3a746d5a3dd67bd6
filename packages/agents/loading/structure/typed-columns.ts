import { toBroadKind, classifyCell, hasTypedFormat } from '../columns/cell-kind.ts'

type Row = readonly string[]

const minTypedShare = 0.8
const maxRows = 200
const kinds = ['number', 'date', 'time', 'url', 'email']

/** Kind of a column's values (`number`, `date`, `time`, `url` or `email`), and whether the numbers are years. */
export interface TypedColumn {
  kind: string
  hasYears: boolean
}

/**
 * Returns the kind of each column where 80% of the values are of one typed kind, `undefined` for others. Null values
 * are ignored.
 */
export function findTypedColumns(rows: readonly Row[], width: number): (TypedColumn | undefined)[] {
  return Array.from({ length: width }, (_, column) => {
    const counts = new Map<string, number>()
    let filledCount = 0
    let years = 0
    for (const row of rows.slice(0, maxRows)) {
      const kind = classifyCell(row[column] ?? '')
      if (kind === 'empty' || kind === 'null') continue
      filledCount++
      if (isYear(row[column] ?? '')) years++
      const broadKind = hasTypedFormat(kind) ? toBroadKind(kind) : ''
      counts.set(broadKind, (counts.get(broadKind) ?? 0) + 1)
    }
    const [topKind, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
    return kinds.includes(topKind) && count >= minTypedShare * filledCount
      ? { kind: topKind, hasYears: years >= minTypedShare * filledCount }
      : undefined
  })
}

/** Comparison of a row with the kinds of the columns. */
export interface RowEvidence {
  /** Number of cells in typed columns that are of a different kind: names, units, titles. */
  mismatches: number
  /** Number of cells that are of their column's kind: values. */
  matches: number
  /** Number of years above numbers that are not years. */
  years: number
}

/**
 * Compares a row with the columns below it, as in Pytheas (C. Christodoulakis et al., 2020): rows that break the
 * pattern of the columns are not data.
 */
export function compareRow(row: Row, columns: readonly (TypedColumn | undefined)[]): RowEvidence {
  const evidence = { mismatches: 0, matches: 0, years: 0 }
  let enumerated: Set<number> | undefined
  columns.forEach((typed, column) => {
    if (typed === undefined) return
    const cell = row[column]?.trim() ?? ''
    const kind = classifyCell(cell)
    if (kind === 'empty' || kind === 'null') return
    if (hasTypedFormat(kind) && toBroadKind(kind) === typed.kind) {
      // Years and enumerated numbers are names as often as values.
      const isYearOverNumbers = isYear(cell) && !typed.hasYears
      if (isYearOverNumbers) evidence.years++
      enumerated ??= findEnumeratedCells(row)
      if (!enumerated.has(column) && !isYearOverNumbers) evidence.matches++
    } else evidence.mismatches++
  })
  return evidence
}

const isYear = (cell: string): boolean => /^\s*(?:19|20)\d\d\s*$/.test(cell)

/** Returns the columns whose cells are part of an arithmetic sequence of integers (2010, 2011, 2012; 5, 10, 15). */
export function findEnumeratedCells(row: Row): Set<number> {
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
