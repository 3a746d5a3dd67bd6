import { quoteIdentifier, sql, tableName, type TableLedger, type Tables } from '@aw-flow/engine'
import type { TableRef, Value, Values } from '@aw-flow/schema'

/** Maximum number of rows in a sample. */
const maxSampleRows = 10_000
/** Maximum number of samples to cache for later previews. */
const maxCachedSamples = 12

/** The number of rows in a sample and, if it is known, in the source table (`of`). */
export interface TableSample {
  readonly rows: number
  readonly of?: number
}

interface SampleOptions {
  readonly signal: AbortSignal
  /** Called with each table that is replaced with a sample. */
  onSample(sample: TableSample): void
}

/**
 * Creates a cache of table samples. A sample consists of every nth row, so it is deterministic and keeps the order of
 * its table.
 */
export function createTableSamples(tables: Tables, ledger: TableLedger) {
  /** Samples, keyed by table ID, most recently used last. */
  const samples = new Map<string, Promise<TableRef>>()

  const createSample = async (table: TableRef, signal: AbortSignal): Promise<TableRef> => {
    const step = Math.ceil(table.rows / maxSampleRows)
    const cells = table.columns.map((column) => quoteIdentifier(column.name))
    const sample = await tables.create(
      sql`SELECT ${cells} FROM ${quoteIdentifier(tableName(table.id))} WHERE rowid % ${step} = 0 ORDER BY rowid`,
      { id: `preview_of_${table.id}`, signal },
    )
    ledger.hold(`preview of ${table.id}`, [sample])
    return sample
  }

  const getOrCreateSample = async (table: TableRef, signal: AbortSignal): Promise<TableRef> => {
    const existingSample = await samples.get(table.id)?.catch(() => undefined)
    const sample =
      existingSample && tables.has(existingSample.id) ? Promise.resolve(existingSample) : createSample(table, signal)
    samples.delete(table.id)
    samples.set(table.id, sample)
    while (samples.size > maxCachedSamples) {
      const [oldest] = samples.keys()
      samples.delete(oldest!)
      ledger.release(`preview of ${oldest!}`)
    }
    return sample
  }

  const sampleValue = async (value: Value, { signal, onSample }: SampleOptions): Promise<Value> => {
    if (value.kind !== 'table' || value.table.rows <= maxSampleRows) return value
    const table = await getOrCreateSample(value.table, signal)
    onSample({ rows: table.rows, of: value.table.rows })
    return { kind: 'table', table }
  }

  return {
    /** Replaces large tables among the values with samples, except at ports that must stay complete. */
    async sampleValues(values: Values, isComplete: (port: string) => boolean, options: SampleOptions): Promise<Values> {
      const entries = Object.entries(values).map(async ([port, value]): Promise<[string, Value]> => [
        port,
        isComplete(port) ? value : await sampleValue(value, options),
      ])
      return Object.fromEntries(await Promise.all(entries))
    },
  }
}
