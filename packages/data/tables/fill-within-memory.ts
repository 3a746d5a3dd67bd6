import { sql } from '@aw-flow/engine'
import { fillFrom, type DelimitedSource, type FillArguments } from './fill-table.ts'

export interface MemoryArguments extends FillArguments {
  /** Drops what the new table replaces. False where there is nothing to drop. */
  free(): Promise<boolean>
}

export interface MeasuredSource extends DelimitedSource {
  /** How many bytes a record has, about. */
  recordSize(): Promise<number>
  /** How many bytes have been read so far, or all where that is not known. */
  reached(): number
}

/** Of what has been read when memory ended, so much is loaded: the rest is room to work with it. */
const kept = 0.75
const mostTries = 8

/**
 * Fills a table from delimited text. Where memory ends before the text does, it is filled with the first records, as
 * many as leave room to work with them; gives how many bytes of the text these take, about, and `undefined` when all
 * records are there.
 */
export async function fillWithinMemory(args: MemoryArguments, source: MeasuredSource): Promise<number | undefined> {
  const fits = async (limit?: number): Promise<boolean> => {
    try {
      await fillFrom(args, { ...source, ...(limit === undefined ? {} : { limit }) })
      return true
    } catch (cause) {
      if (args.signal?.aborted || !isOutOfMemory(cause)) throw cause
      last = cause
      return false
    }
  }
  let last: unknown
  if (await fits()) return undefined
  if ((await args.free()) && (await fits())) return undefined
  const size = await source.recordSize()
  let limit = Math.floor((kept * source.reached()) / size)
  for (let tries = 0; tries < mostTries && limit > 0; tries++) {
    if (await fits(limit)) return (await isFull(args, limit)) ? limit * size : undefined
    limit = Math.floor(kept * limit)
  }
  throw last
}

export const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && cause.message.includes('Out of Memory')

async function isFull({ connection, table }: FillArguments, limit: number): Promise<boolean> {
  const [counted] = await connection.rows(sql`SELECT count(*) FROM ${table}`.text)
  return Number(counted?.[0]) >= limit
}
