import { profileTable } from '@aw-flow/agents'
import { openNodeFile } from '@aw-flow/data/node'
import { quoteIdentifier, NodeError, sql, tableName, TablesError, type SourceFile, type Tables } from '@aw-flow/engine'
import {
  error,
  failed,
  ok,
  type Column,
  type LoadPlan,
  type LoadReport,
  type Result,
  type TableProfile,
  type TableRef,
} from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import pLimit from 'p-limit'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A stored file that contains a table. */
export interface ViewedFile {
  /** Identifies the combination of content and load plan within a workspace. */
  id: string
  /** Local path of the file. */
  path: string
  /** ID of the dataset (the SHA-256 of its content) or of the result table. */
  dataset: string
  name: string
  /**
   * How to read the file, if this server has written it. Other files are loaded with the default settings of a Load
   * node.
   */
  plan?: LoadPlan
}

export interface Sample {
  columns: Column[]
  rows: (null | boolean | number | string)[][]
  /** Total number of rows in the table. */
  total: number
  /** Whether long strings were truncated. */
  isTruncated: boolean
}

/** A view of a table to show to the user. */
export type View =
  /** Only the load report. */
  | { type: 'report' }
  /** The column profile. */
  | { type: 'profile' }
  /** The first rows. */
  | { type: 'sample'; rows: number }
  /**
   * The rows from `offset` to `offset + limit`, as an Arrow IPC stream. A large page is written to a file at `path`, so
   * that the process that receives the view does not have to hold it in memory.
   */
  | { type: 'page'; offset: number; limit: number; path: string }
  /** The entire table, written to a file at `path`. */
  | { type: 'file'; format: TableFormat; path: string }

export interface ViewDataByType {
  report: undefined
  profile: TableProfile
  sample: Sample
  /** The page; `undefined` if it was written to a file. */
  page: Uint8Array | undefined
  file: undefined
}

/** A view of a table. */
export interface TableView<Type extends View['type'] = View['type']> {
  view: ViewDataByType[Type]
  /** The load report of a file without a plan, if this view loaded the file or has the type `report`. */
  report?: LoadReport
}

/** Reads the tables of one workspace, one at a time. */
export type TableReader = ReturnType<typeof createTableReader>

export interface TableReaderOptions {
  openTables(): Promise<Tables>
  /** Loads a file into a table with the given ID. Throws a `NodeError` or a `TablesError` if the file is invalid. */
  load(file: SourceFile, id: string, tables: Tables): Promise<{ table: TableRef; report: LoadReport }>
  /** Time limit for profiling a table, in ms. Defaults to two minutes. */
  profileTimeoutMs?: number
}

interface LoadedFile {
  table: TableRef
  report?: LoadReport
}

/** Maximum number of loaded tables. The least recently used table is evicted first. */
const maxLoadedTables = 4

/**
 * Creates a table reader that caches the most recently used tables. A server runs the reader in a separate process,
 * because a user's file can occupy the process for a long time. See `createReaderProcesses`.
 */
export function createTableReader({ openTables, load, profileTimeoutMs = 120_000 }: TableReaderOptions) {
  const runExclusive = pLimit(1)
  const loadedTables = new Map<string, LoadedFile>()
  let tablesPromise: Promise<Tables> | undefined
  let lastTableNumber = 0

  const loadTable = async (file: ViewedFile, tables: Tables): Promise<LoadedFile & { isNew: boolean }> => {
    const cachedFile = loadedTables.get(file.id)
    if (cachedFile) {
      loadedTables.delete(file.id)
      loadedTables.set(file.id, cachedFile)
      return { ...cachedFile, isNew: false }
    }
    const source = await openNodeFile(file.path, file.dataset, file.name)
    const id = `view_${++lastTableNumber}`
    const loadedFile: LoadedFile = file.plan
      ? { table: (await tables.load(source, file.plan, { id })).table }
      : await load(source, id, tables)
    loadedTables.set(file.id, loadedFile)
    for (const evictedId of [...loadedTables.keys()].slice(0, Math.max(0, loadedTables.size - maxLoadedTables))) {
      await tables.drop(loadedTables.get(evictedId)!.table.id)
      loadedTables.delete(evictedId)
    }
    return { ...loadedFile, isNew: true }
  }

  const createView = async (
    tables: Tables,
    table: TableRef,
    file: ViewedFile,
    view: View,
  ): Promise<ViewDataByType[View['type']]> => {
    switch (view.type) {
      case 'report':
        return undefined
      case 'profile':
        return profileWithTimeout(profileTimeoutMs, file, (signal) => profileTable(tables, table, { signal }))
      case 'sample':
        return readSample(tables, table, view.rows)
      case 'page': {
        const page = await tables.page(table, { offset: view.offset, limit: view.limit })
        if (page.length <= maxPageBytes) return page
        await writeFile(view.path, page, { flag: 'wx' })
        return undefined
      }
      case 'file':
        await pipeline(Readable.from(tables.write(table, view.format)), createWriteStream(view.path, { flags: 'wx' }))
        return undefined
    }
  }

  return {
    read: <V extends View>(file: ViewedFile, view: V): Promise<Result<TableView<V['type']>>> =>
      runExclusive(async (): Promise<Result<TableView<V['type']>>> => {
        try {
          const tables = await (tablesPromise ??= openTables())
          const { table, report, isNew } = await loadTable(file, tables)
          const viewData = (await createView(tables, table, file, view)) as ViewDataByType[V['type']]
          return ok({ view: viewData, ...(report && (isNew || view.type === 'report') ? { report } : {}) })
        } catch (cause) {
          if (cause instanceof NodeError || cause instanceof TablesError) return failed(cause.problem)
          throw cause
        }
      }),
    close: (): Promise<void> =>
      runExclusive(async () => {
        await (await tablesPromise)?.close()
        tablesPromise = undefined
        loadedTables.clear()
      }),
  }
}

/**
 * Stops profiling at the time limit, so that the workspace's other views do not have to wait. The table stays loaded.
 */
async function profileWithTimeout<T>(
  timeoutMs: number,
  { name }: ViewedFile,
  profile: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    return await profile(signal)
  } catch (cause) {
    if (!signal.aborted) throw cause
    throw new TablesError(error('table.too-slow', { name, limit: timeoutMs }), cause)
  }
}

/** Maximum size of a page that is returned in a message, in bytes. */
const maxPageBytes = 1_000_000
/** Maximum number of characters in a sample. It is limited because the main process serializes samples. */
const maxSampleCharacters = 16_000_000
/** Maximum length of a cell, in characters. */
const maxCellCharacters = 100_000
const minCellCharacters = 100

async function readSample(tables: Tables, table: TableRef, rowCount: number): Promise<Sample> {
  const { columns } = table
  if (columns.length === 0) return { columns, rows: [], total: table.rows, isTruncated: false }
  const availableCharacters = Math.floor(
    maxSampleCharacters / Math.max(1, Math.min(rowCount, table.rows) * columns.length),
  )
  const maxCharacters = Math.max(minCellCharacters, Math.min(maxCellCharacters, availableCharacters))
  // Columns are renamed to `c0`, `c1` and so on, because their names may not be unique or valid object keys.
  const cellExpressions = columns.map(({ name, type }, index) => {
    const quotedColumn = quoteIdentifier(name)
    const value =
      type === 'VARCHAR'
        ? sql`CASE WHEN length(${quotedColumn}) > ${maxCharacters} THEN left(${quotedColumn}, ${maxCharacters}) || '…' ELSE ${quotedColumn} END`
        : quotedColumn
    return sql`${value} AS ${quoteIdentifier(`c${index}`)}`
  })
  const resultRows = await tables.rows(
    sql`SELECT ${cellExpressions} FROM ${quoteIdentifier(tableName(table.id))} ORDER BY rowid LIMIT ${rowCount}`,
  )
  const plainRows = resultRows.map((item) => columns.map((_, index) => toPlainCell(item[`c${index}`])))
  const isTruncated = plainRows.some((row) =>
    row.some((cell) => typeof cell === 'string' && cell.length > maxCharacters),
  )
  return { columns, rows: plainRows, total: table.rows, isTruncated }
}

/**
 * Converts a cell to a JSON value. Big integers, NaN and infinity become strings, because JSON cannot represent them.
 */
function toPlainCell(value: unknown): null | boolean | number | string {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'boolean' ? value : String(value)
}
