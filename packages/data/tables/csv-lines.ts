import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'

/**
 * Returns the SQL expression for a row as a CSV line with its line feed, so that the result has the bytes of the file.
 * Values have the text form of DuckDB: `2024-05-01 10:00:00`, the shortest double that round-trips, `true`.
 */
export const csvLine = (columns: readonly Column[]): Sql =>
  sql`concat(${[...columns.flatMap((column, index) => [...(index ? [sql`','`] : []), csvCell(column)]), sql`chr(10)`]})`

/** Returns the header line with its line feed; empty if there are no columns. */
export const csvHeader = (columns: readonly Column[]): string =>
  columns.length === 0 ? '' : `${columns.map((column, index) => csvName(column.name, index === 0)).join(',')}\n`

const unquotedTypes =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DATE|TIME|TIMESTAMP|DECIMAL\(\d+,\d+\))$/

function csvCell({ name: column, type }: Column): Sql {
  const value = name(column)
  if (unquotedTypes.test(type)) return value
  const text = type === 'VARCHAR' ? value : sql`CAST(${value} AS VARCHAR)`
  const isSpecial = join(
    ['"', ',', '\n', '\r'].map((character) => sql`contains(${text}, ${character})`),
    ' OR ',
  )
  return sql`CASE WHEN ${isSpecial} THEN concat('"', replace(${text}, '"', '""'), '"') WHEN ${text} = '' THEN '""' ELSE ${text} END`
}

// A byte order mark at the start of the first name would be read as the byte order mark of the file.
const csvName = (text: string, isFirst: boolean): string =>
  text === '' || /[",\n\r]/.test(text) || (isFirst && text.startsWith('\ufeff'))
    ? `"${text.replaceAll('"', '""')}"`
    : text
