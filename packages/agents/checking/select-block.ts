import { sql, type Relation, type Sql } from '@aw-flow/engine'

/**
 * Returns the clauses after FROM that select consecutive rows in order. The rows of a stored table are numbered from 0,
 * so a block can be read without sorting the table.
 */
export const selectBlock = ({ row, table }: Relation, offset: number, limit: number): Sql =>
  table === undefined
    ? sql`ORDER BY ${row} LIMIT ${limit} OFFSET ${offset}`
    : sql`WHERE ${row} >= ${offset} AND ${row} < ${offset + limit} ORDER BY ${row}`
