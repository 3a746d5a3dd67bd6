import { sql, type Sql } from './sql.ts'

/**
 * A DOUBLE whose NaN is the one without a sign. What sign arithmetic gives a NaN depends on the processor and on how
 * DuckDB was compiled, and texts show it: `inf - inf` is `-nan` on some, `nan` on others.
 */
export const withoutSign = (value: Sql): Sql => sql`CASE WHEN isnan(${value}) THEN ${NaN} ELSE ${value} END`
