import { sql } from '@aw-flow/engine'
import { isOutOfMemoryError } from './duckdb-problem.ts'
import { fillFrom, type DelimitedSource, type FillArguments } from './fill-table.ts'

export interface MemoryArguments extends FillArguments {
  /** Drops the table that the new one replaces. Returns false if there is none. */
  dropReplaced(): Promise<boolean>
}

export interface MeasuredSource extends DelimitedSource {
  /** Approximate size of a record, in bytes. */
  recordSize(): Promise<number>
  /** Bytes read so far, or the size of the source if unknown. */
  reached(): number
}

/** The share of rows to load, of those read before memory was exhausted; the rest leaves room for queries. */
const loadedShare = 0.75
const maxAttempts = 8

/**
 * Fills a table from delimited text. If memory is exhausted, loads only the first records and leaves room for queries.
 *
 * @returns Approximate size of the loaded records in bytes; `undefined` if all records are loaded.
 */
export async function fillWithinMemory(args: MemoryArguments, source: MeasuredSource): Promise<number | undefined> {
  const fits = async (limit?: number): Promise<boolean> => {
    try {
      await fillFrom(args, { ...source, ...(limit === undefined ? {} : { limit }) })
      return true
    } catch (cause) {
      if (args.signal?.aborted || !isOutOfMemoryError(cause)) throw cause
      last = cause
      return false
    }
  }
  let last: unknown
  if (await fits()) return undefined
  if ((await args.dropReplaced()) && (await fits())) return undefined
  const size = await source.recordSize()
  let limit = Math.floor((loadedShare * source.reached()) / size)
  for (let attempt = 0; attempt < maxAttempts && limit > 0; attempt++) {
    if (await fits(limit)) return (await isFull(args, limit)) ? limit * size : undefined
    limit = Math.floor(loadedShare * limit)
  }
  throw last
}

async function isFull({ connection, table }: FillArguments, limit: number): Promise<boolean> {
  const [counted] = await connection.rows(sql`SELECT count(*) FROM ${table}`.text)
  return Number(counted?.[0]) >= limit
}
