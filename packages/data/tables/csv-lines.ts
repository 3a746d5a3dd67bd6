import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { innerFormula, leadingFormula, neutralizeFormulas } from '@aw-flow/schema/internal'

/**
 * Returns the SQL expression that formats a row as a CSV line, including the line feed. Concatenating the lines
 * produces the bytes of the file. Values have DuckDB's format: `2024-05-01 10:00:00`, the shortest double that
 * round-trips, `true`.
 */
export const toCsvLine = (columns: readonly Column[]): Sql => toLine(columns.map((column) => toCsvCell(column, toText)))

/** Returns the header line with its line feed, or an empty string if there are no columns. */
export const formatCsvHeader = (columns: readonly Column[]): string =>
  columns.length === 0
    ? ''
    : `${columns.map((column, index) => formatHeaderCell(column.name, index === 0)).join(',')}\n`

/**
 * Returns the same expression as `toCsvLine`, but with apostrophes added to strings that a spreadsheet would run as
 * formulas.
 */
export const toExcelLine = (columns: readonly Column[]): Sql =>
  toLine(columns.map((column) => toCsvCell(column, (textColumn) => neutralizeFormula(toText(textColumn)))))

/** Returns the header line for `toExcelLine`. It starts with a byte order mark, so that Excel recognizes UTF-8. */
export const formatExcelHeader = (columns: readonly Column[]): string =>
  `\ufeff${formatCsvHeader(columns.map((column) => ({ ...column, name: neutralizeFormulas(column.name) })))}`

/** Returns the SQL expression of `neutralizeFormulas`. */
const neutralizeFormula = (text: Sql): Sql => {
  const neutralizedText = sql`regexp_replace(${text}, ${innerFormula.source}, ${"\\1'\\2"}, 'g')`
  return sql`((CASE WHEN regexp_matches(${text}, ${leadingFormula.source}) THEN '''' ELSE '' END) || ${neutralizedText})`
}

const toLine = (cells: readonly Sql[]): Sql =>
  sql`concat(${[...cells.flatMap((cell, index) => [...(index ? [sql`','`] : []), cell]), sql`chr(10)`]})`

const unquotedTypes =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DATE|TIME|TIMESTAMP|DECIMAL\(\d+,\d+\))$/

const toText = ({ name: column, type }: Column): Sql =>
  type === 'VARCHAR' ? quoteIdentifier(column) : sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`

function toCsvCell(column: Column, formatText: (column: Column) => Sql): Sql {
  if (unquotedTypes.test(column.type)) return quoteIdentifier(column.name)
  const text = formatText(column)
  const needsQuotes = join(
    ['"', ',', '\n', '\r'].map((character) => sql`contains(${text}, ${character})`),
    ' OR ',
  )
  return sql`CASE WHEN ${needsQuotes} THEN concat('"', replace(${text}, '"', '""'), '"') WHEN ${text} = '' THEN '""' ELSE ${text} END`
}

// A byte order mark at the start of the first name would be mistaken for the byte order mark of the file.
const formatHeaderCell = (text: string, isFirst: boolean): string =>
  text === '' || /[",\n\r]/.test(text) || (isFirst && text.startsWith('\ufeff'))
    ? `"${text.replaceAll('"', '""')}"`
    : text
