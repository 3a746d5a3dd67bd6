import { error, type Problem } from '../wire/problem.ts'

/**
 * Returns whether a column name is reserved. A column named `rowid` would hide DuckDB's row number.
 *
 * @internal
 */
export const isReservedName = (name: string): boolean => name.toLowerCase() === 'rowid'

/** Creates the problem for the first column with a reserved name. Returns `undefined` if there is none. @internal */
export function createReservedNameProblem(columns: readonly { name: string }[]): Problem | undefined {
  const column = columns.find(({ name }) => isReservedName(name))?.name
  return column === undefined ? undefined : error('tables.reserved-name', { column }, { where: { column } })
}
