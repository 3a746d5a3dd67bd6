import { sql, type Sql } from './sql.ts'

/**
 * Returns SQL that makes every NaN in a DOUBLE positive. The sign of a NaN depends on the processor and the DuckDB
 * build, and it shows up in text: `inf - inf` is `-nan` on some computers and `nan` on others.
 *
 * @internal
 */
export const normalizeNaN = (value: Sql): Sql => sql`CASE WHEN isnan(${value}) THEN ${NaN} ELSE ${value} END`
