import { shareReads } from './share-reads.ts'

/** How many rows a list has in all, and the state of the database in which they were counted. */
export interface Counted {
  total: number
  /** Of `pg_current_snapshot()`. */
  snapshot: string
}

/** So many lists that were counted last are remembered. */
const mostKnown = 100

/**
 * Totals of lists, counted once for each state of the database. Counting reads every row, and is the same for each page: a
 * page that was read in the snapshot of the last count needs none, since nothing has been committed in between, by
 * whichever process (PostgreSQL, "Transaction ID and Snapshot Information Functions").
 */
export function createTotals(
  count: (filter: string) => Promise<Counted>,
): (filter: string, snapshot: string) => Promise<number> {
  const known = new Map<string, Counted>()
  const counted = shareReads(count)
  return async (filter, snapshot) => {
    const before = known.get(filter)
    if (before?.snapshot === snapshot) return before.total
    const now = await counted(filter)
    known.delete(filter)
    known.set(filter, now)
    if (known.size > mostKnown) known.delete(known.keys().next().value!)
    return now.total
  }
}
