import { findNearestName } from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'

/** The input table that a message refers to. */
export type NamedTable = 'table' | 'left' | 'right' | 'links' | 'points'

/** Returns the columns that a setting names and the table has, and a problem for each missing column. */
export function findColumns(
  columnNames: readonly string[],
  columns: readonly Column[],
  setting: string,
  table: NamedTable = 'table',
): { columns: Column[]; problems: Problem[] } {
  const columnsByName = new Map(columns.map((column) => [column.name, column]))
  const foundColumns: Column[] = []
  const problems: Problem[] = []
  for (const name of new Set(columnNames)) {
    const column = columnsByName.get(name)
    if (column) foundColumns.push(column)
    else problems.push(createMissingColumnProblem(name, columns, setting, table))
  }
  return { columns: foundColumns, problems }
}

/** Creates the problem for a missing column, with the most similar column name as a suggestion. */
export function createMissingColumnProblem(
  column: string,
  columns: readonly Column[],
  setting: string,
  table: NamedTable = 'table',
): Problem {
  if (column === '') return error('table.no-column-selected', { setting }, { where: { setting } })
  const names = columns.map(({ name }) => name)
  const nearest = findNearestName(column, names) ?? ''
  return error('table.missing-column', { column, table, columns: names, nearest }, { where: { setting, column } })
}

/** Makes a name unique, ignoring case, by appending `suffix` as often as needed. */
export function makeUniqueName(preferredName: string, usedNames: ReadonlySet<string>, suffix = '_'): string {
  let candidate = preferredName
  while (usedNames.has(candidate.toLowerCase())) candidate += suffix || '_'
  return candidate
}

/** Reports columns with duplicate names. Case is ignored, as in DuckDB. */
export function checkDuplicateNames(columns: readonly Column[], setting: string): Problem[] {
  const namesByKey = new Map<string, string>()
  const problems: Problem[] = []
  for (const { name } of columns) {
    const key = name.toLowerCase()
    const previous = namesByKey.get(key)
    if (previous !== undefined) {
      problems.push(
        error('table.duplicate-name', { column: name, other: previous }, { where: { setting, column: name } }),
      )
    }
    namesByKey.set(key, name)
  }
  return problems
}
