import { NodeError, sql, tableName, TablesError, name as quoted, type SourceFile, type Tables } from '@aw-flow/engine'
import {
  error,
  type Column,
  type Dataset,
  type LoadReport,
  type Problem,
  type TableFormat,
  type TableRef,
} from '@aw-flow/schema'
import pLimit from 'p-limit'
import type { WorkspaceStore } from '../store/open-store.ts'

export interface Sample {
  columns: Column[]
  rows: (null | boolean | number | string)[][]
  /** Number of rows of the complete table. */
  total: number
}

/** The workspace of a dataset. */
export type LoadStore = Pick<WorkspaceStore, 'workspace' | 'datasets' | 'files'>

/** Previews datasets. Each is loaded by the loading agent, like a Load node without settings does. */
export interface DatasetLoads {
  /** Returns the load report, cached in the store, or a problem for an unsupported file. */
  report(
    store: LoadStore,
    dataset: Dataset,
  ): Promise<{ report: LoadReport; problem?: undefined } | { problem: Problem }>
  /** Returns the first rows. */
  sample(
    store: LoadStore,
    dataset: Dataset,
    rows: number,
  ): Promise<{ sample: Sample; problem?: undefined } | { problem: Problem }>
  /** Writes the complete table as a file. The table stays loaded until the last chunk has been read. */
  write(
    store: LoadStore,
    dataset: Dataset,
    format: TableFormat,
  ): Promise<{ chunks: AsyncIterable<Uint8Array>; problem?: undefined } | { problem: Problem }>
  close(): Promise<void>
}

export interface DatasetLoadsOptions {
  openTables(): Promise<Tables>
  /** Loads a file into a table named `id`. Throws a `NodeError` or a `TablesError` for an invalid file. */
  load(file: SourceFile, id: string, tables: Tables): Promise<{ table: TableRef; report: LoadReport }>
}

/** Maximum number of loaded datasets; the least recently used one is dropped first. */
const maxLoaded = 4

/** Keeps the tables of recently used datasets. Datasets are loaded one at a time. */
export function createDatasetLoads({ openTables, load }: DatasetLoadsOptions): DatasetLoads {
  const runAlone = pLimit(1)
  const loadedTables = new Map<string, TableRef>()
  let openedTables: Promise<Tables> | undefined

  const loadTable = async (
    store: LoadStore,
    dataset: Dataset,
  ): Promise<{ tables: Tables; table: TableRef } | { problem: Problem }> => {
    const key = `${store.workspace}_${dataset.id}`
    const tables = await (openedTables ??= openTables())
    const cached = loadedTables.get(key)
    if (cached) {
      loadedTables.delete(key)
      loadedTables.set(key, cached)
      return { tables, table: cached }
    }
    const file = await store.files.open(dataset.id)
    if (!file) return { problem: error('dataset.bytes-gone', { name: dataset.name }) }
    try {
      const { table, report } = await load(file, `look_${key}`, tables)
      loadedTables.set(key, table)
      await store.datasets.setLoadReport(dataset.id, report)
    } catch (cause) {
      if (cause instanceof NodeError || cause instanceof TablesError) return { problem: cause.problem }
      throw cause
    }
    for (const id of [...loadedTables.keys()].slice(0, Math.max(0, loadedTables.size - maxLoaded))) {
      await tables.drop(loadedTables.get(id)!.id)
      loadedTables.delete(id)
    }
    return { tables, table: loadedTables.get(key)! }
  }

  return {
    async report(store, dataset) {
      const cached = await store.datasets.loadReport(dataset.id)
      if (cached) return { report: cached }
      const loadResult = await runAlone(() => loadTable(store, dataset))
      if ('problem' in loadResult) return loadResult
      const report = await store.datasets.loadReport(dataset.id)
      return report ? { report } : { problem: error('dataset.not-found', { id: dataset.id }) }
    },
    sample: (store, dataset, rows) =>
      runAlone(async () => {
        const loadResult = await loadTable(store, dataset)
        if ('problem' in loadResult) return loadResult
        const { tables, table } = loadResult
        const { columns } = table
        if (columns.length === 0) return { sample: { columns, rows: [], total: table.rows } }
        // Columns are numbered, because their names may not be valid or unique keys of an object.
        const cells = columns.map(({ name }, index) => sql`${quoted(name)} AS ${quoted(`c${index}`)}`)
        const items = await tables.rows(
          sql`SELECT ${cells} FROM ${quoted(tableName(table.id))} ORDER BY rowid LIMIT ${rows}`,
        )
        const plainRows = items.map((item) => columns.map((_, index) => toPlainCell(item[`c${index}`])))
        return { sample: { columns, rows: plainRows, total: table.rows } }
      }),
    async write(store, dataset, format) {
      // Nothing else runs until the last chunk has been read, so that no other request drops the table.
      let resolveStart: (loadResult: { chunks: AsyncIterable<Uint8Array> } | { problem: Problem }) => void = () =>
        undefined
      let rejectStart: (cause: unknown) => void = () => undefined
      const startResult = new Promise<
        { chunks: AsyncIterable<Uint8Array>; problem?: undefined } | { problem: Problem }
      >((resolve, reject) => {
        resolveStart = resolve
        rejectStart = reject
      })
      runAlone(async () => {
        const loadResult = await loadTable(store, dataset)
        if ('problem' in loadResult) return resolveStart(loadResult)
        const done = new Promise<void>((resolve) => {
          resolveStart({ chunks: withEndCallback(loadResult.tables.write(loadResult.table, format), resolve) })
        })
        await done
      }).catch(rejectStart)
      return startResult
    },
    close: () =>
      runAlone(async () => {
        await (await openedTables)?.close()
        openedTables = undefined
        loadedTables.clear()
      }),
  }
}

/** Iterates over chunks. Calls `onEnd` after the last one or when the consumer stops, even before the first one. */
function withEndCallback(chunks: AsyncIterable<Uint8Array>, onEnd: () => void): AsyncIterableIterator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        const chunk = await iterator.next()
        if (chunk.done) onEnd()
        return chunk
      } catch (cause) {
        onEnd()
        throw cause
      }
    },
    async return() {
      try {
        await iterator.return?.()
      } finally {
        onEnd()
      }
      return { done: true, value: undefined }
    },
  }
}

/** Converts a cell to a JSON value. Big integers, NaN and infinity become text, because JSON cannot represent them. */
function toPlainCell(value: unknown): null | boolean | number | string {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'boolean' ? value : String(value)
}
