import { singleFlight } from '../concurrency/single-flight.ts'

/** Total number of rows of a list, and the database snapshot in which they were counted. */
export interface Counted {
  total: number
  /** Result of `pg_current_snapshot()`. */
  snapshot: string
}

/** Number of cached totals. */
const maxCached = 100

/**
 * Totals of lists, counted once per snapshot of the database. Counting reads every row, and the total is the same for
 * each page. A page that was read in the snapshot of the last count uses it, since no process has committed anything in
 * between (PostgreSQL, "Transaction ID and Snapshot Information Functions").
 */
export function createTotals(
  count: (filter: string) => Promise<Counted>,
): (filter: string, snapshot: string) => Promise<number> {
  const known = new Map<string, Counted>()
  const counted = singleFlight(count)
  return async (filter, snapshot) => {
    const before = known.get(filter)
    if (before?.snapshot === snapshot) return before.total
    const now = await counted(filter)
    known.delete(filter)
    known.set(filter, now)
    if (known.size > maxCached) known.delete(known.keys().next().value!)
    return now.total
  }
}
