import { sql, type Relation, type Sql } from '@aw-flow/engine'

/**
 * Returns the SQL clauses after `FROM` that select a block of consecutive rows in order. The rows of a stored table are
 * numbered from 0, so a block is found by row number, without sorting the entire table first.
 */
export const selectBlock = ({ row, table }: Relation, offset: number, limit: number): Sql =>
  table === undefined
    ? sql`ORDER BY ${row} LIMIT ${limit} OFFSET ${offset}`
    : sql`WHERE ${row} >= ${offset} AND ${row} < ${offset + limit} ORDER BY ${row}`
