import type { Scalar } from '@aw-flow/engine'

type Rows = readonly (readonly Scalar[])[]

/** Whether the rows are those expected, in any order or in the same. They may have other columns, too. */
export function hasSameRows(rows: Rows, expected: Rows, { isOrdered = false } = {}): boolean {
  if (rows.length !== expected.length) return false
  const width = expected[0]?.length ?? 0
  const columns = rows[0]?.length ?? 0
  const found = rows.map((row) => row.map(normalize))
  const wanted = expected.map((row) => row.map(normalize))
  const order = (lines: readonly string[]): readonly string[] => (isOrdered ? lines : lines.toSorted())
  const readColumn = (lines: readonly (readonly string[])[], index: number): string =>
    order(lines.map((line) => line[index]!)).join('\n')
  const foundColumns = Array.from({ length: columns }, (_, index) => readColumn(found, index))
  const join = (lines: readonly (readonly string[])[], indexes: readonly number[]): string =>
    order(lines.map((line) => indexes.map((index) => line[index]).join('\t'))).join('\n')
  const expectedIndexes = Array.from({ length: width }, (_, index) => index)
  const all = join(wanted, expectedIndexes)
  /** Chooses a column of the result for each expected one. */
  const choose = (chosen: readonly number[]): boolean => {
    if (chosen.length === width) return join(found, chosen) === all
    const values = readColumn(wanted, chosen.length)
    return foundColumns.some((other, index) => other === values && choose([...chosen, index]))
  }
  return choose([])
}

/**
 * Equal numbers are equal texts, with nine significant digits. The noise of a sum is removed before, so that a number
 * with a 5 as its tenth digit is always rounded in the same direction.
 */
function normalize(value: Scalar): string {
  if (value === null) return '∅'
  // A month is the same as its first day.
  const [, month] = /^(\d{4}-\d{2})(?:-01)?(?: 00:00:00)?$/.exec(String(value)) ?? []
  if (month !== undefined) return month
  const number = Number(value)
  return value === '' || Number.isNaN(number)
    ? String(value)
    : String(Number(Number(number.toPrecision(13)).toPrecision(9)))
}
