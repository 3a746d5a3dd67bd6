import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { protectText } from './duckdb-connection.ts'

/**
 * Name of a hidden column. DuckDB does not support tables without columns, so such a table gets this column instead.
 * `SELECT *` from such a table returns only this column.
 */
export const hiddenColumnName = 'aw:no-columns'

/** Removes the hidden column. */
export const omitHiddenColumn = (columns: readonly Column[]): Column[] =>
  columns.filter((column) => column.name !== hiddenColumnName)

const exactArrowTypes =
  /^(BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|VARCHAR|DATE|TIME|TIMESTAMP|DECIMAL\(\d+,\d+\))$/
const exactPlainTypes = /^(BOOLEAN|(TINY|SMALL|BIG)INT|INTEGER|U(TINYINT|SMALLINT|INTEGER)|FLOAT|DOUBLE)$/

/** Returns column expressions for a page: unchanged if Arrow represents the type exactly, otherwise cast to text. */
export const toArrowExpressions = (columns: readonly Column[]): Sql[] =>
  columns.map(({ name: column, type }) =>
    exactArrowTypes.test(type)
      ? quoteIdentifier(column)
      : sql`CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${quoteIdentifier(column)}`,
  )

/** Returns the expressions for columns that are text in a page, keyed by column. */
export const toTextExpressions = (columns: readonly Column[]): Map<Column, Sql> =>
  new Map(
    columns
      .filter(({ type }) => type === 'VARCHAR' || !exactArrowTypes.test(type))
      .map((column) => {
        const cell = quoteIdentifier(column.name)
        return [column, column.type === 'VARCHAR' ? cell : sql`CAST(${cell} AS VARCHAR)`]
      }),
  )

/**
 * Returns column expressions for `DuckDbConnection.queryRows`: unchanged if a plain value represents the type exactly,
 * otherwise cast to text.
 */
export const toPlainExpressions = (columns: readonly Column[]): Sql[] =>
  columns.map(({ name: column, type }) =>
    exactPlainTypes.test(type)
      ? quoteIdentifier(column)
      : protectText(sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`),
  )
