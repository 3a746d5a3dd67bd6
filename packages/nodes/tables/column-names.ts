import { nearestName } from '@aw-flow/engine'
import { error, type Column, type Problem } from '@aw-flow/schema'

const shown = 8

/** Names as a message shows them: the first few, quoted. */
export const listNames = (names: readonly string[]): string =>
  names.length === 0
    ? 'no columns'
    : `${names
        .slice(0, shown)
        .map((name) => `\`${name}\``)
        .join(', ')}${names.length > shown ? `, and ${names.length - shown} more` : ''}`

/** The columns of a setting that a table has, and a problem for each that it has not. */
export function chosenColumns(
  wanted: readonly string[],
  columns: readonly Column[],
  setting: string,
  about = 'the table',
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

/** That a column is not there, with the one that was probably meant. */
export function missingColumn(name: string, columns: readonly Column[], setting: string, about = 'the table'): Problem {
  const names = columns.map((column) => column.name)
  const nearest = nearestName(name, names)
  const where = { setting, ...(name === '' ? {} : { column: name }) }
  if (name === '') {
    return error('table.no-column-chosen', `No column is chosen of ${about} (has ${listNames(names)}).`, {
      where,
      hint: 'Choose a column.',
    })
  }
  return error('table.missing-column', `Column \`${name}\` is not in ${about} (has ${listNames(names)}).`, {
    where,
    hint: nearest === undefined ? 'Choose another column.' : `Did you mean \`${nearest}\`?`,
  })
}

/** A name that none of the taken ones has (they count as equal whatever their case): itself, or with `suffix` behind. */
export function freeName(wanted: string, taken: ReadonlySet<string>, suffix = '_'): string {
  let free = wanted
  while (taken.has(free.toLowerCase())) free += suffix || '_'
  return free
}

/** That several columns of a result would have one name. DuckDB takes names that differ in case for one. */
export function repeatedNames(columns: readonly Column[], setting: string): Problem[] {
  const seen = new Map<string, string>()
  const problems: Problem[] = []
  for (const { name } of columns) {
    const key = name.toLowerCase()
    const before = seen.get(key)
    if (before !== undefined) {
      problems.push(
        error('table.repeated-name', `Two columns would be named \`${before}\` and \`${name}\`.`, {
          where: { setting, column: name },
          hint: 'Give one of them another name; upper and lower case count as one.',
        }),
      )
    }
    seen.set(key, name)
  }
  return problems
}
