import { singleFlight } from '../concurrency/single-flight.ts'

/** Total number of rows in a list, and the database snapshot of the count. */
export interface CountResult {
  total: number
  /** Result of `pg_current_snapshot()`. */
  snapshot: string
}

/** Maximum number of cached totals. */
const maxCached = 100

/**
 * Creates a function that returns list totals, counted once per database snapshot. Counting reads every row, and the
 * total is the same for each page. A page that was read in the snapshot of the last count uses it, since no process has
 * committed anything in between (PostgreSQL, "Transaction ID and Snapshot Information Functions").
 */
export function createTotals(
  count: (filter: string) => Promise<CountResult>,
): (filter: string, snapshot: string) => Promise<number> {
  const cache = new Map<string, CountResult>()
  const countOnce = singleFlight(count)
  return async (filter, snapshot) => {
    const cached = cache.get(filter)
    if (cached?.snapshot === snapshot) return cached.total
    const current = await countOnce(filter)
    cache.delete(filter)
    cache.set(filter, current)
    if (cache.size > maxCached) cache.delete(cache.keys().next().value!)
    return current.total
  }
}
