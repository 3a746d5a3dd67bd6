import { error, type LoadPlan, type Problem, type TableRef } from '@aw-flow/schema'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { StoredTable } from '../store/runs/runs.ts'
import type { TableReaders } from './table-readers.ts'

/** Pages of result tables. */
export interface ResultPages {
  /** Reads rows `offset` to `offset + limit` of a stored table, as an Arrow IPC stream. */
  page(
    store: Pick<WorkspaceStore, 'workspace' | 'results'>,
    run: string,
    stored: StoredTable,
    request: { offset: number; limit: number },
  ): Promise<{ page: Uint8Array; problem?: undefined } | { problem: Problem }>
}

/**
 * Creates the result pages. Results are stored as CSV; to read a page, the table is loaded with its original types.
 */
export const createResultPages = (readers: TableReaders): ResultPages => ({
  async page(store, run, { file, table }, { offset, limit }) {
    const path = await store.results.localPath(run, file)
    if (path === undefined) return { problem: error('result.bytes-gone', { run }) }
    const viewed = { id: `${run}/${file}`, path, dataset: table.id, name: file, plan: createLoadPlan(table) }
    const result = await readers.read(store.workspace, viewed, { type: 'page', offset, limit })
    return result.problem ? result : { page: result.view }
  },
})

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
