import { error, type Problem } from '../wire/problem.ts'

/**
 * Maximum number of columns in a table. Planning, reading and counting take about a millisecond per column, so larger
 * tables would take too long to load.
 *
 * @internal
 */
export const maxColumns = 4_000

/**
 * Creates the problem for a file with too many columns. If `isMinimum` is set, `columns` is a lower bound, because the
 * rest were not counted.
 *
 * @internal
 */
export function createTooManyColumnsProblem(file: string, columnCount: number, isMinimum = false): Problem {
  return error(
    'load.too-many-columns',
    { file, columns: columnCount, max: maxColumns, exact: !isMinimum },
    { where: { file } },
  )
}
