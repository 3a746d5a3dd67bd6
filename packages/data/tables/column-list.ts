import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { sentText } from './duckdb-connection.ts'

/**
 * DuckDB has no table without columns: one that should have none has this one, which is never shown. A SELECT * of such
 * a table is such a table again.
 */
export const noColumns = 'aw:no-columns'

/** The columns that are shown of those that DuckDB has. */
export const shownColumns = (columns: readonly Column[]): Column[] =>
  columns.filter((column) => column.name !== noColumns)

const exactInArrow =
  /^(BOOLEAN|U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE|VARCHAR|DATE|TIME|TIMESTAMP|DECIMAL\(\d+,\d+\))$/
const exactInRows = /^(BOOLEAN|(TINY|SMALL|BIG)INT|INTEGER|U(TINYINT|SMALLINT|INTEGER)|FLOAT|DOUBLE)$/

/** Columns for a page: as they are where Arrow's readers carry them exactly, as text where they do not. */
export const arrowCells = (columns: readonly Column[]): Sql[] =>
  columns.map(({ name: column, type }) =>
    exactInArrow.test(type) ? name(column) : sql`CAST(${name(column)} AS VARCHAR) AS ${name(column)}`,
  )

/** Columns for `DuckDbConnection.rows`: as they are where a plain value carries them exactly, as text where it does not. */
export const plainCells = (columns: readonly Column[]): Sql[] =>
  columns.map(({ name: column, type }) =>
    exactInRows.test(type) ? name(column) : sentText(sql`CAST(${name(column)} AS VARCHAR)`),
  )
