import { error, type Problem } from '../wire/problem.ts'

/**
 * Returns whether a column name is reserved: `rowid` is DuckDB's row number, which a column of that name would hide.
 *
 * @internal
 */
export const isReservedName = (name: string): boolean => name.toLowerCase() === 'rowid'

/** Returns the problem for the first column with a reserved name; `undefined` without such a column. @internal */
export function createReservedNameProblem(columns: readonly { name: string }[]): Problem | undefined {
  const column = columns.find(({ name }) => isReservedName(name))?.name
  return column === undefined ? undefined : error('tables.reserved-name', { column }, { where: { column } })
}
