import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'

const maxUnsampledRows = 50_000
const trialRowCount = 2_000

/**
 * A sample of every nth row of a large table, used to make and try plans. It is created only once, because creating it
 * scans the table. Call `drop` after use.
 */
export class RowSample {
  readonly #tables: Tables
  readonly #table: TableRef
  readonly #id: string
  readonly #abortOptions: { signal?: AbortSignal }
  #sample: TableRef | undefined

  constructor({ tables, table, id, signal }: { tables: Tables; table: TableRef; id: string; signal?: AbortSignal }) {
    this.#tables = tables
    this.#table = table
    this.#id = `${id}-sample`
    this.#abortOptions = defined({ signal })
  }

  /**
   * Returns the sample. If it does not exist yet, it is created with at most `maxRows` rows and at least half as many.
   */
  async getSample(maxRows: number): Promise<TableRef> {
    if (this.#sample) return this.#sample
    // The step is a power of two, because a bit mask is faster than a remainder.
    const step = 2 ** Math.ceil(Math.log2(this.#table.rows / maxRows))
    const sampleRows = sql`SELECT * FROM ${quoteIdentifier(tableName(this.#table.id))} WHERE rowid & ${step - 1} = 0`
    return (this.#sample = await this.#tables.create(sampleRows, { id: this.#id, ...this.#abortOptions }))
  }

  /**
   * Returns the sample for trying a plan. If the plan is based on a sample, that sample is used. Returns `undefined`
   * for tables of up to 50,000 rows, which need no sample.
   */
  getTrialSample(): Promise<TableRef | undefined> {
    return this.#table.rows > maxUnsampledRows ? this.getSample(trialRowCount) : Promise.resolve(undefined)
  }

  async drop(): Promise<void> {
    const sampleTable = this.#sample
    this.#sample = undefined
    if (sampleTable) await this.#tables.drop(sampleTable.id)
  }
}
