import { sql, type Sql } from '@aw-flow/engine'

/** A number by which rows come in an order by chance: the same for the same place and seed, in every place. */
export const chance = (row: Sql, seed: number): Sql => sql`hash(${row} + ${seed} * 4294967296)`
