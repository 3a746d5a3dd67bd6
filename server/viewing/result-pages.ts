import { error, failed, ok, type LoadPlan, type Result, type TableRef } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import type { Readable } from 'node:stream'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { StoredTable } from '../store/runs/runs.ts'
import type { TableView, View } from './table-reader.ts'
import type { TableReaders } from './table-readers.ts'
import { withTemporaryFile, writeTemporaryFile } from './write-temporary-file.ts'

type ResultStore = Pick<WorkspaceStore, 'workspace' | 'results'>

/** Provides pages and downloads of result tables. */
export type ResultPages = ReturnType<typeof createResultPages>

/**
 * Creates the result pages. Results are stored as CSV, so a table is first loaded with its original column types.
 *
 * @param temporaryFolder Folder for temporary files for downloads.
 */
export function createResultPages(readers: TableReaders, temporaryFolder: string) {
  const read = async <V extends View>(
    store: ResultStore,
    runId: string,
    { file, table }: StoredTable,
    view: V,
  ): Promise<Result<TableView<V['type']>>> => {
    const path = await store.results.findLocalPath(runId, file)
    if (path === undefined) return failed(error('result.content-missing', { run: runId }))
    const viewedFile = { id: `${runId}/${file}`, path, dataset: table.id, name: file, plan: createLoadPlan(table) }
    return readers.read(store.workspace, viewedFile, view)
  }
  return {
    /**
     * Reads up to `limit` rows of a stored table as an Arrow IPC stream, starting at row `offset`. A large page is
     * returned as a file stream.
     */
    async readPage(
      store: ResultStore,
      runId: string,
      storedTable: StoredTable,
      { offset, limit }: { offset: number; limit: number },
    ): Promise<Result<Uint8Array | Readable>> {
      const { result, openStream } = await withTemporaryFile(temporaryFolder, (path) =>
        read(store, runId, storedTable, { type: 'page', offset, limit, path }),
      )
      return result.ok ? ok(result.value.view ?? openStream()) : result
    },
    /** Writes a stored table in the given format. */
    write: (
      store: ResultStore,
      runId: string,
      storedTable: StoredTable,
      format: TableFormat,
    ): Promise<Result<Readable>> =>
      writeTemporaryFile(temporaryFolder, (path) => read(store, runId, storedTable, { type: 'file', format, path })),
  }
}

/**
 * Returns the plan for loading a stored CSV file. Each column gets its original type, if CSV can represent that type.
 */
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
