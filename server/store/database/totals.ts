import { createSingleFlight } from '../concurrency/single-flight.ts'

/** The total number of rows in a list, and the database snapshot in which they were counted. */
export interface CountResult {
  total: number
  /** Result of `pg_current_snapshot()`. */
  snapshot: string
}

/** Maximum number of cached totals. */
const maxCachedTotals = 100

/**
 * Creates a function that returns the total for a list, counting only once per database snapshot. Counting reads every
 * row, yet all pages have the same total. If a page was read in the snapshot of the last count, the cached total is
 * still valid, because no process has committed anything in between (PostgreSQL, "Transaction ID and Snapshot
 * Information Functions").
 */
export function createTotalCounter(
  count: (filter: string) => Promise<CountResult>,
): (filter: string, snapshot: string) => Promise<number> {
  const cache = new Map<string, CountResult>()
  const countOnce = createSingleFlight(count)
  return async (filter, snapshot) => {
    const cached = cache.get(filter)
    if (cached?.snapshot === snapshot) return cached.total
    const newCount = await countOnce(filter)
    cache.delete(filter)
    cache.set(filter, newCount)
    if (cache.size > maxCachedTotals) cache.delete(cache.keys().next().value!)
    return newCount.total
  }
}
