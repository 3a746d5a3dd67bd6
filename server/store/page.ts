import { sql, type Expression, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import type { Database } from './database.ts'

/** Which part of a list: `limit` items from `offset`. */
export interface PageRequest {
  limit: number
  offset: number
}

/** A part of a list, and how many there are in all. */
export interface Page<T> extends PageRequest {
  items: T[]
  total: number
}

/**
 * The rows of these ids. Where a statement finds the ids of a page, and reads the columns of no other rows, those before
 * the page are skipped in the index alone ("deferred join"): far pages cost hardly more than the first.
 */
export const isOneOf = (ids: Expression<{ id: string }>): RawBuilder<boolean> => sql<boolean>`id = any(array(${ids}))`

/** The state of the database that a statement reads. */
export const snapshot = sql<string>`pg_current_snapshot()::text`

/**
 * All rows that are listed, in their order, and the snapshot in which they were read. They come as one JSON text, which
 * takes a third of what a driver needs for as many rows and values; times are texts in it.
 */
export async function readListed<T extends object>(
  database: Kysely<Database>,
  listed: SelectQueryBuilder<Database, keyof Database, T>,
): Promise<{ rows: Listed<T>[]; snapshot: string }> {
  const read = await database
    .selectFrom(listed.as('listed'))
    .select([sql<string>`coalesce(json_agg(listed), '[]')::text`.as('rows'), snapshot.as('snapshot')])
    .executeTakeFirstOrThrow()
  return { rows: JSON.parse(read.rows) as Listed<T>[], snapshot: read.snapshot }
}

/** A row as JSON has it. */
export type Listed<T> = { [K in keyof T]: Date extends T[K] ? Exclude<T[K], Date> | string : T[K] }
