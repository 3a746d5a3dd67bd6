import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

const minTrialRows = 50_000
const trialRows = 2_000

/**
 * A sample of every nth row of a large table, for making and trying plans. It is created once, because reading single
 * rows scans the table; call `drop` at the end.
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

  /** A sample of at most `rows` rows, and at least half this number. */
  async of(rows: number): Promise<TableRef> {
    if (this.#made) return this.#made
    // A power of two, because a bit mask is faster than a remainder.
    const step = 2 ** Math.ceil(Math.log2(this.#table.rows / rows))
    const some = sql`SELECT * FROM ${name(tableName(this.#table.id))} WHERE rowid & ${step - 1} = 0`
    return (this.#made = await this.#tables.create(some, { id: this.#id, ...this.#settings }))
  }

  /**
   * The sample for trying a plan: the one that the plan was made from, if any; `undefined` for tables of up to 50,000
   * rows.
   */
  forTrial(): Promise<TableRef | undefined> {
    return this.#table.rows > minTrialRows ? this.of(trialRows) : Promise.resolve(undefined)
  }

  async drop(): Promise<void> {
    const made = this.#made
    this.#made = undefined
    if (made) await this.#tables.drop(made.id)
  }
}
