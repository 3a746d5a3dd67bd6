import { nodeFile } from '@aw-flow/data/node'
import { TablesError, type Tables } from '@aw-flow/engine'
import { error, type LoadPlan, type Problem, type TableRef } from '@aw-flow/schema'
import type { Store } from '../store/open-store.ts'
import type { KeptTable } from '../store/runs.ts'
import { createTurns } from '../store/turns.ts'

/** A look into the tables that runs came to. */
export interface ResultPages {
  /** Rows `offset` to `offset + limit` of a kept table, as an Arrow IPC stream. */
  page(
    run: string,
    kept: KeptTable,
    request: { offset: number; limit: number },
  ): Promise<{ page: Uint8Array; problem?: undefined } | { problem: Problem }>
  close(): Promise<void>
}

export interface ResultPagesOptions {
  store: Store
  openTables(): Promise<Tables>
}

/** Tables that are held; the one that was not looked at for longest goes first. */
const held = 4

/** Results are kept as CSV; who looks has them read again, under the types that they had. */
export function createResultPages({ store, openTables }: ResultPagesOptions): ResultPages {
  const turns = createTurns()
  const loaded = new Map<string, TableRef>()
  let opened: Promise<Tables> | undefined
  return {
    page: (run, { file, table: kept }, request) =>
      turns(async () => {
        const tables = await (opened ??= openTables())
        const key = `${run}/${file}`
        let table = loaded.get(key)
        loaded.delete(key)
        if (!table) {
          const path = await store.blobs.local(`results/${key}`)
          if (path === undefined) return { problem: gone(run) }
          try {
            const source = await nodeFile(path, kept.id, file)
            table = (await tables.load(source, planOf(kept), { id: `result_${run}_${file}` })).table
          } catch (cause) {
            if (cause instanceof TablesError) return { problem: cause.problem }
            throw cause
          }
        }
        loaded.set(key, table)
        for (const old of [...loaded.keys()].slice(0, Math.max(0, loaded.size - held))) {
          await tables.drop(loaded.get(old)!.id)
          loaded.delete(old)
        }
        return { page: await tables.page(table, request) }
      }),
    close: () =>
      turns(async () => {
        await (await opened)?.close()
        opened = undefined
        loaded.clear()
      }),
  }
}

/** How the CSV of a table is read: as it was written, each column under its type where one value is one cell. */
const planOf = ({ columns }: TableRef): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 1,
  columns: columns.map(({ name, type }) => ({ name, type: isPlain(type) ? type : 'VARCHAR', nulls: [''] })),
  evidence: [],
})

const isPlain = (type: string): boolean =>
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|DATE)$/.test(type)

const gone = (run: string): Problem => error('result.bytes-gone', { run })
