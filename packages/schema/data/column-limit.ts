import { error, type Problem } from '../wire/problem.ts'

/**
 * A table has no more columns. Each one costs about a millisecond to plan, read and count, whatever is in it: what
 * has more would not be loaded in a few seconds.
 */
export const mostColumns = 4_000

/** Says that a file has too many columns; `isLeast`: it has so many at least, the rest was not counted. */
export function tooManyColumns(file: string, columns: number, isLeast = false): Problem {
  const count = `${isLeast ? 'at least ' : ''}${columns.toLocaleString('en-US')}`
  return error(
    'load.too-many-columns',
    `\`${file}\` has ${count} columns; a table can have ${mostColumns.toLocaleString('en-US')}.`,
    {
      where: { file },
      hint: 'Take out columns that are not needed, exchange rows and columns, or write it as records of row, column and value.',
    },
  )
}
