import { error, type Problem } from '../wire/problem.ts'

/**
 * A table has no more columns. Each one costs about a millisecond to plan, read and count, whatever is in it: what
 * has more would not be loaded in a few seconds.
 */
export const maxColumns = 4_000

/** The problem of a file with too many columns; `isLeast`: the file has at least this many, the rest is not counted. */
export function tooManyColumns(file: string, columns: number, isMinimum = false): Problem {
  return error('load.too-many-columns', { file, columns, max: maxColumns, exact: !isMinimum }, { where: { file } })
}
