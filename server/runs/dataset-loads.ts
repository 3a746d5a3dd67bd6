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
import { createTurns } from '../store/turns.ts'

export interface Sample {
  columns: Column[]
  rows: (null | boolean | number | string)[][]
  /** Rows of the whole table. */
  total: number
}

/** A look into datasets: each is loaded by the loading agent, as a Load node without settings would. */
export interface DatasetLoads {
  /** What the load said; remembered in the store. A file that no reader accepts is a problem. */
  report(dataset: Dataset): Promise<{ report: LoadReport; problem?: undefined } | { problem: Problem }>
  /** The first rows. */
  sample(dataset: Dataset, rows: number): Promise<{ sample: Sample; problem?: undefined } | { problem: Problem }>
  /** The whole of it as a file of a format. The table is held until the last piece was taken. */
  write(
    dataset: Dataset,
    format: TableFormat,
  ): Promise<{ pieces: AsyncIterable<Uint8Array>; problem?: undefined } | { problem: Problem }>
  close(): Promise<void>
}

export interface DatasetLoadsOptions {
  store: Store
  openTables(): Promise<Tables>
  /** Loads a file into a table named `id`. Throws a `NodeError` or a `TablesError` for what is the file's fault. */
  load(file: SourceFile, id: string, tables: Tables): Promise<{ table: TableRef; report: LoadReport }>
}

/** Datasets whose tables are held; the one that was not looked at for longest goes first. */
const held = 4

/** Holds the tables of the datasets that were looked at last. They are loaded one after another. */
export function createDatasetLoads({ store, openTables, load }: DatasetLoadsOptions): DatasetLoads {
  const turns = createTurns()
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
      await store.datasets.rememberLoadReport(dataset.id, report)
    } catch (cause) {
      if (cause instanceof NodeError || cause instanceof TablesError) return { problem: cause.problem }
      throw cause
    }
    for (const id of [...loaded.keys()].slice(0, Math.max(0, loaded.size - held))) {
      await tables.drop(loaded.get(id)!.id)
      loaded.delete(id)
    }
    return { tables, table: loaded.get(dataset.id)! }
  }

  return {
    async report(dataset) {
      const known = await store.datasets.loadReport(dataset.id)
      if (known) return { report: known }
      const found = await turns(() => tableOf(dataset))
      if ('problem' in found) return found
      const report = await store.datasets.loadReport(dataset.id)
      return report ? { report } : { problem: error('dataset.not-found', { id: dataset.id }) }
    },
    sample: (dataset, rows) =>
      turns(async () => {
        const found = await tableOf(dataset)
        if ('problem' in found) return found
        const { tables, table } = found
        const { columns } = table
        if (columns.length === 0) return { sample: { columns, rows: [], total: table.rows } }
        // Numbered, since columns of any name may stand in one record.
        const cells = columns.map(({ name }, index) => sql`${quoted(name)} AS ${quoted(`c${index}`)}`)
        const items = await tables.rows(
          sql`SELECT ${cells} FROM ${quoted(tableName(table.id))} ORDER BY rowid LIMIT ${rows}`,
        )
        const plain = items.map((item) => columns.map((_, index) => plainCell(item[`c${index}`])))
        return { sample: { columns, rows: plain, total: table.rows } }
      }),
    async write(dataset, format) {
      // The turn lasts as long as the pieces do, so that no other look drops the table meanwhile.
      let begin: (found: { pieces: AsyncIterable<Uint8Array> } | { problem: Problem }) => void = () => undefined
      let fail: (cause: unknown) => void = () => undefined
      const begun = new Promise<{ pieces: AsyncIterable<Uint8Array>; problem?: undefined } | { problem: Problem }>(
        (resolve, reject) => {
          begin = resolve
          fail = reject
        },
      )
      turns(async () => {
        const found = await tableOf(dataset)
        if ('problem' in found) return begin(found)
        const over = new Promise<void>((resolve) => {
          begin({ pieces: untilEnd(found.tables.write(found.table, format), resolve) })
        })
        await over
      }).catch(fail)
      return begun
    },
    close: () =>
      turns(async () => {
        await (await opened)?.close()
        opened = undefined
        loaded.clear()
      }),
  }
}

/** The pieces as they come; `over` is told when there are no more, or nobody wants them, even before the first. */
function untilEnd(pieces: AsyncIterable<Uint8Array>, over: () => void): AsyncIterableIterator<Uint8Array> {
  const inner = pieces[Symbol.asyncIterator]()
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      try {
        const piece = await inner.next()
        if (piece.done) over()
        return piece
      } catch (cause) {
        over()
        throw cause
      }
    },
    async return() {
      try {
        await inner.return?.()
      } finally {
        over()
      }
      return { done: true, value: undefined }
    },
  }
}

/** JSON has no whole numbers beyond 2^53 and no NaN or infinity: they become text. */
function plainCell(value: unknown): null | boolean | number | string {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'boolean' ? value : String(value)
}
