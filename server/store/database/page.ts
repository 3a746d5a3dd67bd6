import { sql, type Expression, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import type { Database } from './database.ts'

/** A page of a list: `limit` items from `offset`. */
export interface PageRequest {
  limit: number
  offset: number
}

/** A page of a list and the total number of items. */
export interface Page<T> extends PageRequest {
  items: T[]
  total: number
}

/**
 * Returns the total number of items if a page of `count` items shows it, because the list ends within the page;
 * otherwise `undefined`.
 */
export const findTotalInPage = ({ limit, offset }: PageRequest, count: number): number | undefined =>
  count < limit && (count > 0 || offset === 0) ? offset + count : undefined

/**
 * Returns a condition that selects rows by their ids ("deferred join"). The subquery finds the ids of a page in the
 * index alone and reads no columns of skipped rows, so distant pages cost hardly more than the first one.
 */
export const isInPage = (ids: Expression<{ id: string }>): RawBuilder<boolean> => sql<boolean>`id = any(array(${ids}))`

/** The snapshot of the database that a statement reads. */
export const snapshot = sql<string>`pg_current_snapshot()::text`

/**
 * Reads all rows of a list in order, and their database snapshot. The database sends them as one JSON string, which
 * takes a third of the time that a driver needs for the same rows. In the JSON, times are strings.
 */
export async function readRows<T extends object>(
  database: Kysely<Database>,
  query: SelectQueryBuilder<Database, keyof Database, T>,
): Promise<{ rows: JsonRow<T>[]; snapshot: string }> {
  const row = await database
    .selectFrom(query.as('listed'))
    .select([sql<string>`coalesce(json_agg(listed), '[]')::text`.as('rows'), snapshot.as('snapshot')])
    .executeTakeFirstOrThrow()
  return { rows: JSON.parse(row.rows) as JsonRow<T>[], snapshot: row.snapshot }
}

/** A row that was read as JSON: times are strings. */
export type JsonRow<T> = { [K in keyof T]: Date extends T[K] ? Exclude<T[K], Date> | string : T[K] }
