import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

const triedFrom = 50_000
const triedRows = 2_000

/**
 * Every so-manieth row of a large table, for plans to be made and tried by: made once, since each look at single rows
 * reads the whole table. `drop` when done.
 */
export class RowSamples {
  readonly #tables: Tables
  readonly #table: TableRef
  readonly #id: string
  readonly #settings: { signal?: AbortSignal }
  #made: TableRef | undefined

  constructor({ tables, table, id, signal }: { tables: Tables; table: TableRef; id: string; signal?: AbortSignal }) {
    this.#tables = tables
    this.#table = table
    this.#id = `${id}-sample`
    this.#settings = signal ? { signal } : {}
  }

  /** At least half of so many rows, and no more. */
  async of(rows: number): Promise<TableRef> {
    if (this.#made) return this.#made
    // A power of two: bits are compared in less time than a remainder is worked out.
    const step = 2 ** Math.ceil(Math.log2(this.#table.rows / rows))
    const some = sql`SELECT * FROM ${name(tableName(this.#table.id))} WHERE rowid & ${step - 1} = 0`
    return (this.#made = await this.#tables.create(some, { id: this.#id, ...this.#settings }))
  }

  /** Rows to try a plan on: those that it was made by, where there are any; none of a table of up to 50,000 rows. */
  forTrial(): Promise<TableRef | undefined> {
    return this.#table.rows > triedFrom ? this.of(triedRows) : Promise.resolve(undefined)
  }

  async drop(): Promise<void> {
    const made = this.#made
    this.#made = undefined
    if (made) await this.#tables.drop(made.id)
  }
}
