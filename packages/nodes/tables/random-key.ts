import { sql, type Sql } from '@aw-flow/engine'

/** Compiles SQL for a pseudorandom sort key. It depends only on row number and seed, so browsers and servers agree. */
export const compileRandomKey = (row: Sql, seed: number): Sql => sql`hash(${row} + ${seed} * 4294967296)`
