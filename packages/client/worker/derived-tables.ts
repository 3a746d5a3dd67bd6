import { tableBytes, type TableLedger } from '@aw-flow/engine'
import { canonicalJson, type DerivedTable, type TableQuery, type TableRef } from '@aw-flow/schema'

const mostTables = 24
const mostBytes = 400e6

/** Tables that somebody looks at and no run has made: kept while they were asked for lately. */
export interface DerivedTables {
  /** The table that a query asks for, made unless it is there. */
  get(table: TableRef, query: TableQuery): Promise<DerivedTable>
}

/** @param make Makes the table of a query under an id, which is free. */
export function createDerivedTables(
  make: (table: TableRef, query: TableQuery, id: string) => Promise<DerivedTable>,
  { ledger, has }: { ledger: TableLedger; has: (id: string) => boolean },
): DerivedTables {
  /** By table and query; last asked for last. */
  const kept = new Map<string, Promise<DerivedTable>>()
  let count = 0

  const forget = (key: string): void => {
    const held = kept.get(key)
    kept.delete(key)
    void held?.then(
      ({ table }) => ledger.release(`view ${table.id}`),
      () => undefined,
    )
  }

  const makeRoom = async (): Promise<void> => {
    let bytes = 0
    const newestFirst = [...kept].toReversed()
    for (const [index, [key, held]] of newestFirst.entries()) {
      const { table } = await held.catch(() => ({ table: undefined }))
      bytes += table ? tableBytes(table) : 0
      // What was asked for last is looked at, whatever its size.
      if (index > 1 && (index >= mostTables || bytes > mostBytes)) forget(key)
    }
  }

  return {
    async get(table, query) {
      const key = `${table.id} ${canonicalJson(query)}`
      const before = kept.get(key)
      if (before) {
        const known = await before.catch(() => undefined)
        if (known && has(known.table.id)) {
          kept.delete(key)
          kept.set(key, before)
          return known
        }
      }
      const making = make(table, query, `view_${++count}`).then((made) => {
        ledger.hold(`view ${made.table.id}`, [made.table])
        return made
      })
      kept.set(key, making)
      try {
        const made = await making
        await makeRoom()
        return made
      } catch (cause) {
        if (kept.get(key) === making) kept.delete(key)
        throw cause
      }
    },
  }
}
