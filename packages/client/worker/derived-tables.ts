import { estimateTableBytes, type TableLedger } from '@aw-flow/engine'
import { canonicalJson, type DerivedTable, type TableQuery, type TableRef } from '@aw-flow/schema'

const maxTables = 24
const maxBytes = 400e6

/** Tables created for views rather than by runs. The least recently used ones are evicted. */
export interface DerivedTables {
  /** Returns the result table of a query, from the cache or newly created. */
  get(table: TableRef, query: TableQuery): Promise<DerivedTable>
}

/** @param create Creates the result table of a query with an unused id. */
export function createDerivedTables(
  create: (table: TableRef, query: TableQuery, id: string) => Promise<DerivedTable>,
  { ledger, has }: { ledger: TableLedger; has: (id: string) => boolean },
): DerivedTables {
  /** Result tables by table and query, most recently used last. */
  const cache = new Map<string, Promise<DerivedTable>>()
  let count = 0

  const evict = (key: string): void => {
    const cached = cache.get(key)
    cache.delete(key)
    void cached?.then(
      ({ table }) => ledger.release(`view ${table.id}`),
      () => undefined,
    )
  }

  const evictOldest = async (): Promise<void> => {
    let bytes = 0
    const newestFirst = [...cache].toReversed()
    for (const [index, [key, cached]] of newestFirst.entries()) {
      const { table } = await cached.catch(() => ({ table: undefined }))
      bytes += table ? estimateTableBytes(table) : 0
      // The two most recent tables may be visible, so they are kept regardless of their size.
      if (index > 1 && (index >= maxTables || bytes > maxBytes)) evict(key)
    }
  }

  return {
    async get(table, query) {
      const key = `${table.id} ${canonicalJson(query)}`
      const pending = cache.get(key)
      if (pending) {
        const existing = await pending.catch(() => undefined)
        if (existing && has(existing.table.id)) {
          cache.delete(key)
          cache.set(key, pending)
          return existing
        }
      }
      const creation = create(table, query, `view_${++count}`).then((created) => {
        ledger.hold(`view ${created.table.id}`, [created.table])
        return created
      })
      cache.set(key, creation)
      try {
        const created = await creation
        await evictOldest()
        return created
      } catch (cause) {
        if (cache.get(key) === creation) cache.delete(key)
        throw cause
      }
    },
  }
}
