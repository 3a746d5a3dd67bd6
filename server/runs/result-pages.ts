import { openNodeFile } from '@aw-flow/data/node'
import { TablesError, type Tables } from '@aw-flow/engine'
import { error, type LoadPlan, type Problem, type TableRef } from '@aw-flow/schema'
import pLimit from 'p-limit'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { StoredTable } from '../store/runs/runs.ts'

/** Pages of result tables. */
export interface ResultPages {
  /** Reads rows `offset` to `offset + limit` of a stored table, as an Arrow IPC stream. */
  page(
    store: Pick<WorkspaceStore, 'results'>,
    run: string,
    stored: StoredTable,
    request: { offset: number; limit: number },
  ): Promise<{ page: Uint8Array; problem?: undefined } | { problem: Problem }>
  close(): Promise<void>
}

export interface ResultPagesOptions {
  openTables(): Promise<Tables>
}

/** Maximum number of loaded tables; the least recently used one is dropped first. */
const maxLoaded = 4

/**
 * Creates the result pages. Results are stored as CSV; to read a page, the table is loaded with its original types.
 */
export function createResultPages({ openTables }: ResultPagesOptions): ResultPages {
  const runAlone = pLimit(1)
  const loadedTables = new Map<string, TableRef>()
  let openedTables: Promise<Tables> | undefined
  return {
    page: (store, run, { file, table: stored }, request) =>
      runAlone(async () => {
        const tables = await (openedTables ??= openTables())
        const key = `${run}/${file}`
        let table = loadedTables.get(key)
        loadedTables.delete(key)
        if (!table) {
          const path = await store.results.localPath(run, file)
          if (path === undefined) return { problem: createMissingBytesProblem(run) }
          try {
            const source = await openNodeFile(path, stored.id, file)
            table = (await tables.load(source, createLoadPlan(stored), { id: `result_${run}_${file}` })).table
          } catch (cause) {
            if (cause instanceof TablesError) return { problem: cause.problem }
            throw cause
          }
        }
        loadedTables.set(key, table)
        for (const evictedKey of [...loadedTables.keys()].slice(0, Math.max(0, loadedTables.size - maxLoaded))) {
          await tables.drop(loadedTables.get(evictedKey)!.id)
          loadedTables.delete(evictedKey)
        }
        return { page: await tables.page(table, request) }
      }),
    close: () =>
      runAlone(async () => {
        await (await openedTables)?.close()
        openedTables = undefined
        loadedTables.clear()
      }),
  }
}

/** Returns the load plan of a stored CSV, with the original type of each column that CSV can represent. */
const createLoadPlan = ({ columns }: TableRef): LoadPlan => ({
  format: 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: 1,
  columns: columns.map(({ name, type }) => ({ name, type: isCsvType(type) ? type : 'VARCHAR', nulls: [''] })),
  evidence: [],
})

const isCsvType = (type: string): boolean =>
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|DATE)$/.test(type)

const createMissingBytesProblem = (run: string): Problem => error('result.bytes-gone', { run })
