import type { Scalar } from '@aw-flow/engine'

type Rows = readonly (readonly Scalar[])[]

/**
 * Returns whether the rows match the expected ones, either in any order or in the same order. They may have additional
 * columns.
 */
export function hasSameRows(rows: Rows, expected: Rows, { isOrdered = false } = {}): boolean {
  if (rows.length !== expected.length) return false
  const width = expected[0]?.length ?? 0
  const columns = rows[0]?.length ?? 0
  const found = rows.map((row) => row.map(normalize))
  const expectedRows = expected.map((row) => row.map(normalize))
  const order = (lines: readonly string[]): readonly string[] => (isOrdered ? lines : lines.toSorted())
  const readColumn = (lines: readonly (readonly string[])[], index: number): string =>
    order(lines.map((line) => line[index]!)).join('\n')
  const foundColumns = Array.from({ length: columns }, (_, index) => readColumn(found, index))
  const join = (lines: readonly (readonly string[])[], indexes: readonly number[]): string =>
    order(lines.map((line) => indexes.map((index) => line[index]).join('\t'))).join('\n')
  const expectedIndexes = Array.from({ length: width }, (_, index) => index)
  const expectedText = join(expectedRows, expectedIndexes)
  /** Selects a column of the result for each expected column. */
  const selectColumns = (selected: readonly number[]): boolean => {
    if (selected.length === width) return join(found, selected) === expectedText
    const values = readColumn(expectedRows, selected.length)
    return foundColumns.some((other, index) => other === values && selectColumns([...selected, index]))
  }
  return selectColumns([])
}

/**
 * Formats a value so that equal numbers become equal text, with nine significant digits. First removes the rounding
 * noise of sums, so that a number whose tenth digit is 5 is always rounded in the same direction.
 */
function normalize(value: Scalar): string {
  if (value === null) return '∅'
  // A month equals its first day.
  const [, month] = /^(\d{4}-\d{2})(?:-01)?(?: 00:00:00)?$/.exec(String(value)) ?? []
  if (month !== undefined) return month
  const number = Number(value)
  return value === '' || Number.isNaN(number)
    ? String(value)
    : String(Number(Number(number.toPrecision(13)).toPrecision(9)))
}
