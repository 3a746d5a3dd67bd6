import { broadKind, cellKind, isTyped } from '../columns/cell-kind.ts'

type Row = readonly string[]

const typedShare = 0.8
const mostRows = 200
const kinds = ['number', 'date', 'time', 'url', 'email']

/** What the values of a column are: `number`, `date`, `time`, `url` or `email`, and whether the numbers are years. */
export interface TypedColumn {
  kind: string
  years: boolean
}

/**
 * For each column what its values are where their form alone tells it and four in five are alike; `undefined` for all
 * others. Words for "no value" count neither for nor against.
 */
export function typedColumns(rows: readonly Row[], width: number): (TypedColumn | undefined)[] {
  return Array.from({ length: width }, (_, column) => {
    const counts = new Map<string, number>()
    let filled = 0
    let years = 0
    for (const row of rows.slice(0, mostRows)) {
      const kind = cellKind(row[column] ?? '')
      if (kind === 'empty' || kind === 'null') continue
      filled++
      if (isYear(row[column] ?? '')) years++
      const broad = isTyped(kind) ? broadKind(kind) : ''
      counts.set(broad, (counts.get(broad) ?? 0) + 1)
    }
    const [best, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0]
    return kinds.includes(best) && count >= typedShare * filled
      ? { kind: best, years: years >= typedShare * filled }
      : undefined
  })
}

/** How a row's cells stand to what their columns hold. */
export interface RowEvidence {
  /** Cells over typed columns that are of another form: names, units, titles. */
  unlike: number
  /** Cells that are of their column's form: values. */
  like: number
  /** Years over numbers that are none. */
  years: number
}

/** Holds a row against the columns below it (after Pytheas: what breaks the columns' pattern is no data). */
export function rowEvidence(row: Row, columns: readonly (TypedColumn | undefined)[]): RowEvidence {
  const evidence = { unlike: 0, like: 0, years: 0 }
  const counting = countingCells(row)
  columns.forEach((typed, column) => {
    const cell = row[column]?.trim() ?? ''
    const kind = cellKind(cell)
    if (typed === undefined || kind === 'empty' || kind === 'null') return
    if (isTyped(kind) && broadKind(kind) === typed.kind) {
      // Years, and numbers that count from cell to cell, are names as often as values.
      const isYearOver = isYear(cell) && !typed.years
      if (isYearOver) evidence.years++
      if (!counting.has(column) && !isYearOver) evidence.like++
    } else evidence.unlike++
  })
  return evidence
}

const isYear = (cell: string): boolean => /^\s*(?:19|20)\d\d\s*$/.test(cell)

/** Cells that are whole numbers and, with their neighbours, go up or down by one step each (2010, 2011, 2012; 5, 10, 15). */
export function countingCells(row: Row): Set<number> {
  const numbers = row.map((cell) => (/^\s*\d{1,4}\s*$/.test(cell) ? Number(cell) : Number.NaN))
  const columns = new Set<number>()
  for (let at = 2; at < numbers.length; at++) {
    const [one, two, three] = [numbers[at - 2] as number, numbers[at - 1] as number, numbers[at] as number]
    if (two !== one && two - one === three - two) for (const column of [at - 2, at - 1, at]) columns.add(column)
  }
  return columns
}
