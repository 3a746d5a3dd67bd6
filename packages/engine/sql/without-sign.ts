import { sql, type Sql } from './sql.ts'

/**
 * A DOUBLE with positive NaN only. The sign of a NaN depends on the processor and the build of DuckDB, and texts show it:
 * `inf - inf` is `-nan` on some computers and `nan` on others.
 *
 * @internal
 */
export const withoutSign = (value: Sql): Sql => sql`CASE WHEN isnan(${value}) THEN ${NaN} ELSE ${value} END`
