import { sql, type Sql } from '@aw-flow/engine'

/** A pseudorandom sort key for rows that depends only on row number and seed, so it is equal in browser and server. */
export const randomKey = (row: Sql, seed: number): Sql => sql`hash(${row} + ${seed} * 4294967296)`
