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
import type { Store } from '../store/open-store.ts'
import { createMutex } from '../store/concurrency/mutex.ts'

export interface Sample {
  columns: Column[]
  rows: (null | boolean | number | string)[][]
  /** Number of rows of the complete table. */
  total: number
}

/** Previews of datasets: each is loaded by the loading agent, like a Load node without settings. */
export interface DatasetLoads {
  /** The load report, cached in the store. An unsupported file is a problem. */
  report(dataset: Dataset): Promise<{ report: LoadReport; problem?: undefined } | { problem: Problem }>
  /** The first rows. */
  sample(dataset: Dataset, rows: number): Promise<{ sample: Sample; problem?: undefined } | { problem: Problem }>
  /** Writes the complete table as a file. The table stays loaded until the last piece has been read. */
  write(
    dataset: Dataset,
    format: TableFormat,
  ): Promise<{ pieces: AsyncIterable<Uint8Array>; problem?: undefined } | { problem: Problem }>
  close(): Promise<void>
}

export interface DatasetLoadsOptions {
  store: Store
  openTables(): Promise<Tables>
  /** Loads a file into a table named `id`. Throws a `NodeError` or a `TablesError` for an invalid file. */
  load(file: SourceFile, id: string, tables: Tables): Promise<{ table: TableRef; report: LoadReport }>
}

/** Maximum number of loaded datasets; the least recently used one is dropped first. */
const maxLoaded = 4

/** Keeps the tables of recently used datasets. Datasets are loaded one at a time. */
export function createDatasetLoads({ store, openTables, load }: DatasetLoadsOptions): DatasetLoads {
  const mutex = createMutex()
  const loaded = new Map<string, TableRef>()
  let opened: Promise<Tables> | undefined

  const tableOf = async (dataset: Dataset): Promise<{ tables: Tables; table: TableRef } | { problem: Problem }> => {
    const tables = await (opened ??= openTables())
    const known = loaded.get(dataset.id)
    if (known) {
      loaded.delete(dataset.id)
      loaded.set(dataset.id, known)
      return { tables, table: known }
    }
    const file = await store.files.open(dataset.id)
    if (!file) return { problem: error('dataset.bytes-gone', { name: dataset.name }) }
    try {
      const { table, report } = await load(file, `look_${dataset.id}`, tables)
      loaded.set(dataset.id, table)
      await store.datasets.setLoadReport(dataset.id, report)
    } catch (cause) {
      if (cause instanceof NodeError || cause instanceof TablesError) return { problem: cause.problem }
      throw cause
    }
    for (const id of [...loaded.keys()].slice(0, Math.max(0, loaded.size - maxLoaded))) {
      await tables.drop(loaded.get(id)!.id)
      loaded.delete(id)
    }
    return { tables, table: loaded.get(dataset.id)! }
  }

  return {
    async report(dataset) {
      const known = await store.datasets.loadReport(dataset.id)
      if (known) return { report: known }
      const found = await mutex(() => tableOf(dataset))
      if ('problem' in found) return found
      const report = await store.datasets.loadReport(dataset.id)
      return report ? { report } : { problem: error('dataset.not-found', { id: dataset.id }) }
    },
    sample: (dataset, rows) =>
      mutex(async () => {
        const found = await tableOf(dataset)
        if ('problem' in found) return found
        const { tables, table } = found
        const { columns } = table
        if (columns.length === 0) return { sample: { columns, rows: [], total: table.rows } }
        // Numbered, because column names need not be valid or unique keys of a record.
        const cells = columns.map(({ name }, index) => sql`${quoted(name)} AS ${quoted(`c${index}`)}`)
        const items = await tables.rows(
          sql`SELECT ${cells} FROM ${quoted(tableName(table.id))} ORDER BY rowid LIMIT ${rows}`,
        )
        const plain = items.map((item) => columns.map((_, index) => plainCell(item[`c${index}`])))
        return { sample: { columns, rows: plain, total: table.rows } }
      }),
    async write(dataset, format) {
      // The mutex is held until the last piece has been read, so that no other request drops the table.
      let begin: (found: { pieces: AsyncIterable<Uint8Array> } | { problem: Problem }) => void = () => undefined
      let fail: (cause: unknown) => void = () => undefined
      const started = new Promise<{ pieces: AsyncIterable<Uint8Array>; problem?: undefined } | { problem: Problem }>(
        (resolve, reject) => {
          begin = resolve
          fail = reject
        },
      )
      mutex(async () => {
        const found = await tableOf(dataset)
        if ('problem' in found) return begin(found)
        const done = new Promise<void>((resolve) => {
          begin({ pieces: untilEnd(found.tables.write(found.table, format), resolve) })
        })
        await done
      }).catch(fail)
      return started
    },
    close: () =>
      mutex(async () => {
        await (await opened)?.close()
        opened = undefined
        loaded.clear()
      }),
  }
}

/** Iterates over pieces. Calls `onEnd` after the last one or when the consumer stops, even before the first piece. */
function untilEnd(pieces: AsyncIterable<Uint8Array>, onEnd: () => void): AsyncIterableIterator<Uint8Array> {
  const inner = pieces[Symbol.asyncIterator]()
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        const piece = await inner.next()
        if (piece.done) onEnd()
        return piece
      } catch (cause) {
        onEnd()
        throw cause
      }
    },
    async return() {
      try {
        await inner.return?.()
      } finally {
        onEnd()
      }
      return { done: true, value: undefined }
    },
  }
}

/** JSON has no integers beyond 2^53 and no NaN or infinity: they become text. */
function plainCell(value: unknown): null | boolean | number | string {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'boolean' ? value : String(value)
}
