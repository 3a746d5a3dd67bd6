import { tableBytes, type TableLedger } from '@aw-flow/engine'
import { canonicalJson, type DerivedTable, type TableQuery, type TableRef } from '@aw-flow/schema'

const maxTables = 24
const maxBytes = 400e6

/** Tables that were created for views, not by runs. The least recently used ones are evicted. */
export interface DerivedTables {
  /** Returns the table of a query, from the cache or newly created. */
  get(table: TableRef, query: TableQuery): Promise<DerivedTable>
}

/** @param make Creates the table of a query with an unused id. */
export function createDerivedTables(
  make: (table: TableRef, query: TableQuery, id: string) => Promise<DerivedTable>,
  { ledger, has }: { ledger: TableLedger; has: (id: string) => boolean },
): DerivedTables {
  /** By table and query, most recently used last. */
  const cache = new Map<string, Promise<DerivedTable>>()
  let count = 0

  const evict = (key: string): void => {
    const held = cache.get(key)
    cache.delete(key)
    void held?.then(
      ({ table }) => ledger.release(`view ${table.id}`),
      () => undefined,
    )
  }

  const evictOldest = async (): Promise<void> => {
    let bytes = 0
    const newestFirst = [...cache].toReversed()
    for (const [index, [key, held]] of newestFirst.entries()) {
      const { table } = await held.catch(() => ({ table: undefined }))
      bytes += table ? tableBytes(table) : 0
      // The two most recent tables may be visible, so they are kept regardless of their size.
      if (index > 1 && (index >= maxTables || bytes > maxBytes)) evict(key)
    }
  }

  return {
    async get(table, query) {
      const key = `${table.id} ${canonicalJson(query)}`
      const before = cache.get(key)
      if (before) {
        const known = await before.catch(() => undefined)
        if (known && has(known.table.id)) {
          cache.delete(key)
          cache.set(key, before)
          return known
        }
      }
      const making = make(table, query, `view_${++count}`).then((made) => {
        ledger.hold(`view ${made.table.id}`, [made.table])
        return made
      })
      cache.set(key, making)
      try {
        const made = await making
        await evictOldest()
        return made
      } catch (cause) {
        if (cache.get(key) === making) cache.delete(key)
        throw cause
      }
    },
  }
}
