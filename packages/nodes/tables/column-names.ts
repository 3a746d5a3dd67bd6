import { nearestName } from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'

/** The table that a message names, for nodes with several. */
export type NamedTable = 'table' | 'left' | 'right' | 'links' | 'points'

/** The columns of a setting that the table has, and a problem for each missing one. */
export function chosenColumns(
  wanted: readonly string[],
  columns: readonly Column[],
  setting: string,
  about: NamedTable = 'table',
): { columns: Column[]; problems: Problem[] } {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const found: Column[] = []
  const problems: Problem[] = []
  for (const name of new Set(wanted)) {
    const column = byName.get(name)
    if (column) found.push(column)
    else problems.push(missingColumn(name, columns, setting, about))
  }
  return { columns: found, problems }
}

/** The problem of a missing column, with the most similar name. */
export function missingColumn(
  column: string,
  columns: readonly Column[],
  setting: string,
  table: NamedTable = 'table',
): Problem {
  if (column === '') return error('table.no-column-chosen', {}, { where: { setting } })
  const names = columns.map(({ name }) => name)
  const nearest = nearestName(column, names) ?? ''
  return error('table.missing-column', { column, table, columns: names, nearest }, { where: { setting, column } })
}

/** A name that is not taken, regardless of case: `wanted`, with `suffix` appended as often as needed. */
export function freeName(wanted: string, taken: ReadonlySet<string>, suffix = '_'): string {
  let free = wanted
  while (taken.has(free.toLowerCase())) free += suffix || '_'
  return free
}

/** Problems for columns with equal names. DuckDB compares names without case. */
export function repeatedNames(columns: readonly Column[], setting: string): Problem[] {
  const seen = new Map<string, string>()
  const problems: Problem[] = []
  for (const { name } of columns) {
    const key = name.toLowerCase()
    const before = seen.get(key)
    if (before !== undefined) {
      problems.push(error('table.repeated-name', { column: name, other: before }, { where: { setting, column: name } }))
    }
    seen.set(key, name)
  }
  return problems
}
