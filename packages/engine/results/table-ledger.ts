import type { TableRef } from '@aw-flow/schema'
import { estimateTableBytes } from './results.ts'

/**
 * Reference counts for tables, which are held by node instances of runs, cached results and views. A table without
 * holders is dropped. Holders are identified by names; related holders share a prefix.
 *
 * @internal
 */
export type TableLedger = ReturnType<typeof createTableLedger>

/**
 * Creates a table ledger.
 *
 * @param drop Drops a table. It is called for one table at a time; if it rejects, the table remains.
 * @internal
 */
export function createTableLedger(drop: (id: string) => Promise<void>) {
  const entriesByTable = new Map<string, { table: TableRef; holders: Set<string> }>()
  const idsByHolder = new Map<string, Set<string>>()
  let bytes = 0
  let pendingDrops: Promise<void> = Promise.resolve()

  const release = (holder: string): void => {
    const ids = idsByHolder.get(holder)
    if (!ids) return
    idsByHolder.delete(holder)
    for (const id of ids) {
      const entry = entriesByTable.get(id)
      entry?.holders.delete(holder)
      if (!entry || entry.holders.size > 0) continue
      entriesByTable.delete(id)
      bytes -= estimateTableBytes(entry.table)
      // Do not drop a table that has been held again in the meantime.
      pendingDrops = pendingDrops.then(() => (entriesByTable.has(id) ? undefined : drop(id))).catch(() => undefined)
    }
  }

  return {
    /** Adds tables to those that `holder` holds. */
    hold(holder: string, tables: readonly TableRef[]): void {
      if (tables.length === 0) return
      const ids = idsByHolder.get(holder) ?? new Set<string>()
      idsByHolder.set(holder, ids)
      for (const table of tables) {
        ids.add(table.id)
        const entry = entriesByTable.get(table.id)
        if (entry) {
          entry.holders.add(holder)
        } else {
          entriesByTable.set(table.id, { table, holders: new Set([holder]) })
          bytes += estimateTableBytes(table)
        }
      }
    },
    /** Releases all tables held by `holder`. */
    release,
    /** Releases all tables held by holders whose name starts with the prefix. */
    releaseAll(prefix: string): void {
      for (const holder of idsByHolder.keys()) if (holder.startsWith(prefix)) release(holder)
    },
    /** Returns the names of a table's holders, oldest first. */
    listHolders: (id: string): string[] => [...(entriesByTable.get(id)?.holders ?? [])],
    /** The approximate memory usage of all tables in bytes. */
    get bytes(): number {
      return bytes
    },
    /** Resolves when all tables without holders have been dropped. */
    whenSettled: (): Promise<void> => pendingDrops,
  }
}
