import type { TableRef } from '@aw-flow/schema'
import { tableBytes } from './results.ts'

/**
 * Counts who needs which table: node instances of runs, kept results, views. A table that nobody needs any more is
 * dropped. Holders are names; several that go together share a beginning.
 */
export interface TableLedger {
  /** `holder` needs these tables, beside those that it needs already. */
  hold(holder: string, tables: readonly TableRef[]): void
  /** `holder` needs none any more. */
  release(holder: string): void
  /** Nobody whose name begins so needs any more. */
  releaseAll(prefix: string): void
  /** Who needs a table, in the order in which they said so. */
  holders(id: string): string[]
  /** About how much memory all tables hold. */
  readonly bytes: number
  /** Settles when everything that nobody needs has been dropped. */
  settled(): Promise<void>
}

/** A ledger for one tables port. `drop` is asked for one table after the other; a table that it cannot drop stays. */
export function createTableLedger(drop: (id: string) => Promise<void>): TableLedger {
  const byTable = new Map<string, { table: TableRef; holders: Set<string> }>()
  const byHolder = new Map<string, Set<string>>()
  let bytes = 0
  let dropping: Promise<void> = Promise.resolve()

  const release = (holder: string): void => {
    const ids = byHolder.get(holder)
    if (!ids) return
    byHolder.delete(holder)
    for (const id of ids) {
      const entry = byTable.get(id)
      entry?.holders.delete(holder)
      if (!entry || entry.holders.size > 0) continue
      byTable.delete(id)
      bytes -= tableBytes(entry.table)
      // Whoever takes the table up again before its turn keeps it.
      dropping = dropping.then(() => (byTable.has(id) ? undefined : drop(id))).catch(() => undefined)
    }
  }

  return {
    hold(holder, tables) {
      if (tables.length === 0) return
      const ids = byHolder.get(holder) ?? new Set<string>()
      byHolder.set(holder, ids)
      for (const table of tables) {
        ids.add(table.id)
        const entry = byTable.get(table.id)
        if (entry) {
          entry.holders.add(holder)
        } else {
          byTable.set(table.id, { table, holders: new Set([holder]) })
          bytes += tableBytes(table)
        }
      }
    },
    release,
    releaseAll(prefix) {
      for (const holder of byHolder.keys()) if (holder.startsWith(prefix)) release(holder)
    },
    holders: (id) => [...(byTable.get(id)?.holders ?? [])],
    get bytes() {
      return bytes
    },
    settled: () => dropping,
  }
}
