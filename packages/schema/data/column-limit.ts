import { error, type Problem } from '../wire/problem.ts'

/**
 * Maximum number of columns in a table. Planning, reading and counting take about a millisecond per column, so larger
 * tables would take too long to load.
 *
 * @internal
 */
export const maxColumns = 4_000

/**
 * Maximum number of columns in a table from a file below 1 MB. A column takes about 100 kB of memory, however few rows
 * it has.
 *
 * @internal
 */
export const maxSmallFileColumns = 2_000

/**
 * Maximum number of columns in a table that is checked, or prepared for machine learning. Both plan each column in the
 * context of all others.
 *
 * @internal
 */
export const maxAnalyzedColumns = 1_000

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

/** Creates the problem for a table of a file below 1 MB that has too many columns. @internal */
export const createTooWideFileProblem = (file: string, columnCount: number): Problem =>
  error('load.too-many-columns.small', { file, columns: columnCount, max: maxSmallFileColumns }, { where: { file } })
