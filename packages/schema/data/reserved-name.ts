import { error, type Problem } from '../wire/problem.ts'

/** Whether no column may be called so: DuckDB calls a row's place `rowid`, and a column of that name would hide it. */
export const isReservedName = (name: string): boolean => name.toLowerCase() === 'rowid'

/** Says of the first column that it is called as no column may be; `undefined` where none is. */
export function reservedNameProblem(columns: readonly { name: string }[]): Problem | undefined {
  const column = columns.find(({ name }) => isReservedName(name))?.name
  return column === undefined ? undefined : error('tables.reserved-name', { column }, { where: { column } })
}
