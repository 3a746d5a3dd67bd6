import { error, type Problem } from '../wire/problem.ts'

/**
 * The maximum number of columns in a table. Planning, reading and counting take about a millisecond per column, so
 * tables with more would take too long to load.
 *
 * @internal
 */
export const maxColumns = 4_000

/**
 * Returns the problem for a file with too many columns. `isMinimum`: the file has at least this many; the rest are not
 * counted.
 *
 * @internal
 */
export function createTooManyColumnsProblem(file: string, columns: number, isMinimum = false): Problem {
  return error('load.too-many-columns', { file, columns, max: maxColumns, exact: !isMinimum }, { where: { file } })
}
