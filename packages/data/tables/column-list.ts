import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { sentText } from './duckdb-connection.ts'

/**
 * DuckDB has no tables without columns: a table without columns gets this hidden one. `SELECT *` from such a table also
 * returns only this column.
 */
export const noColumns = 'aw:no-columns'

/** The columns without the hidden one. */
export const shownColumns = (columns: readonly Column[]): Column[] =>
  columns.filter((column) => column.name !== noColumns)

const exactInArrow =
  /^(BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|VARCHAR|DATE|TIME|TIMESTAMP|DECIMAL\(\d+,\d+\))$/
const exactInRows = /^(BOOLEAN|(TINY|SMALL|BIG)INT|INTEGER|U(TINYINT|SMALLINT|INTEGER)|FLOAT|DOUBLE)$/

/** Column expressions for a page: unchanged where Arrow readers represent the type exactly, cast to text otherwise. */
export const arrowCells = (columns: readonly Column[]): Sql[] =>
  columns.map(({ name: column, type }) =>
    exactInArrow.test(type) ? name(column) : sql`CAST(${name(column)} AS VARCHAR) AS ${name(column)}`,
  )

/**
 * Column expressions for `DuckDbConnection.rows`: unchanged where a plain value represents the type exactly, cast to
 * text otherwise.
 */
export const plainCells = (columns: readonly Column[]): Sql[] =>
  columns.map(({ name: column, type }) =>
    exactInRows.test(type) ? name(column) : sentText(sql`CAST(${name(column)} AS VARCHAR)`),
  )
