import { estimateTableBytes, type TableLedger } from '@aw-flow/engine'
import type { Json, TableRef } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'

const maxTables = 24
const maxBytes = 400e6

/** Tables created for views rather than by runs. The least recently used tables are evicted. */
export interface DerivedTables<Query, Result> {
  /** Returns the result of a query, either from the cache or newly created. */
  get(table: TableRef, query: Query): Promise<Result>
}

/**
 * Creates the cache of tables for views.
 *
 * @param create Runs a query and creates its result table, if any, under the given unused id.
 * @param options `prefix` is the prefix of table ids.
 */
export function createDerivedTables<Query extends object, Result extends { table?: TableRef | undefined }>(
  create: (table: TableRef, query: Query, id: string) => Promise<Result>,
  { ledger, hasTable, prefix = 'view' }: { ledger: TableLedger; hasTable: (id: string) => boolean; prefix?: string },
): DerivedTables<Query, Result> {
  /** The results, keyed by table and query. Most recently used results are last. */
  const cache = new Map<string, Promise<Result>>()
  let count = 0

  const evict = (key: string): void => {
    const cachedResult = cache.get(key)
    cache.delete(key)
    void cachedResult?.then(
      ({ table }) => table && ledger.release(`view ${table.id}`),
      () => undefined,
    )
  }

  const evictOldest = async (): Promise<void> => {
    let bytes = 0
    const newestEntries = [...cache].toReversed()
    for (const [index, [key, cachedResult]] of newestEntries.entries()) {
      const { table } = await cachedResult.catch(() => ({ table: undefined }))
      bytes += table ? estimateTableBytes(table) : 0
      // The two most recent tables may be visible, so they are never evicted, regardless of their size.
      if (index > 1 && (index >= maxTables || bytes > maxBytes)) evict(key)
    }
  }

  return {
    async get(table, query) {
      const key = `${table.id} ${toCanonicalJson(query as Json)}`
      const pendingResult = cache.get(key)
      if (pendingResult) {
        const existingResult = await pendingResult.catch(() => undefined)
        if (existingResult && (!existingResult.table || hasTable(existingResult.table.id))) {
          cache.delete(key)
          cache.set(key, pendingResult)
          return existingResult
        }
      }
      const creation = create(table, query, `${prefix}_${++count}`).then((createdResult) => {
        if (createdResult.table) ledger.hold(`view ${createdResult.table.id}`, [createdResult.table])
        return createdResult
      })
      cache.set(key, creation)
      try {
        const createdResult = await creation
        await evictOldest()
        return createdResult
      } catch (cause) {
        if (cache.get(key) === creation) cache.delete(key)
        throw cause
      }
    },
  }
}
