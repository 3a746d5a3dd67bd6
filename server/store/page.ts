import { sql, type Expression, type RawBuilder } from 'kysely'

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
