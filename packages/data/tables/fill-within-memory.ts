import { sql } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { isOutOfMemoryError } from './duckdb-problem.ts'
import { fillFromDelimited, type DelimitedSource, type FillArguments } from './fill-table.ts'

export interface MemoryArguments extends FillArguments {
  /** Drops the table that the new one replaces. Returns false if no such table exists. */
  dropReplacedTable(): Promise<boolean>
}

export interface MeasuredSource extends DelimitedSource {
  /** Returns the approximate size of a record, in bytes. */
  measureRecordSize(): Promise<number>
  /** Returns the number of bytes read so far, or the size of the source if unknown. */
  getBytesRead(): number
}

/** If memory runs out, this fraction of the rows read so far is loaded. The rest leaves room for queries. */
const loadedFraction = 0.75
const maxAttempts = 8
/** Minimum memory that DuckDB allocates for a column's cells: a vector of 2,048 strings with 16 bytes each. */
const minColumnBytes = 2048 * 16

/**
 * Fills a table from delimited text. If memory runs out, loads only the first records, leaving room for queries.
 *
 * @returns Approximate size of the loaded records in bytes, or `undefined` if all records were loaded.
 */
export async function fillWithinMemory(args: MemoryArguments, source: MeasuredSource): Promise<number | undefined> {
  const tryFill = async (limit?: number): Promise<boolean> => {
    try {
      await fillFromDelimited(args, { ...source, ...defined({ limit }) })
      return true
    } catch (cause) {
      if (args.signal?.aborted || !isOutOfMemoryError(cause)) throw cause
      lastError = cause
      return false
    }
  }
  let lastError: unknown
  if (await tryFill()) return undefined
  if ((await args.dropReplacedTable()) && (await tryFill())) return undefined
  const recordSize = await source.measureRecordSize()
  let limit = Math.floor((loadedFraction * source.getBytesRead()) / recordSize)
  // Stop if the records would be smaller than the vectors of their columns: fewer records need about as much memory,
  // and planning a statement with thousands of columns takes seconds.
  const minBytes = args.plan.columns.length * minColumnBytes
  for (let attempt = 0; attempt < maxAttempts && limit > 0 && limit * recordSize >= minBytes; attempt++) {
    if (await tryFill(limit)) return (await hasReachedLimit(args, limit)) ? limit * recordSize : undefined
    limit = Math.floor(loadedFraction * limit)
  }
  throw lastError
}

async function hasReachedLimit({ connection, table }: FillArguments, limit: number): Promise<boolean> {
  const [counts] = await connection.queryRows(sql`SELECT count(*) FROM ${table}`.text)
  return Number(counts?.[0]) >= limit
}
