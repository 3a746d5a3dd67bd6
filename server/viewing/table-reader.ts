import { profileTable } from '@aw-flow/agents'
import { openNodeFile } from '@aw-flow/data/node'
import { name as quoted, NodeError, sql, tableName, TablesError, type SourceFile, type Tables } from '@aw-flow/engine'
import {
  error,
  type Column,
  type LoadPlan,
  type LoadReport,
  type Problem,
  type TableFormat,
  type TableProfile,
  type TableRef,
} from '@aw-flow/schema'
import pLimit from 'p-limit'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A stored file that contains a table. */
export interface ViewedFile {
  /** Identifies the content and the plan among the files of a workspace. */
  id: string
  /** Path on this machine. */
  path: string
  /** SHA-256 of a dataset's content. */
  dataset: string
  name: string
  /**
   * How to read a file that this server has written. Other files are loaded with the default settings of a Load node.
   */
  plan?: LoadPlan
}

export interface Sample {
  columns: Column[]
  rows: (null | boolean | number | string)[][]
  /** Number of rows in the entire table. */
  total: number
  /** Whether long strings were truncated. */
  isTruncated: boolean
}

/** The view of a table that is shown to a user. */
export type View =
  /** The load report. */
  | { type: 'report' }
  /** The profile of the columns. */
  | { type: 'profile' }
  /** The first rows. */
  | { type: 'sample'; rows: number }
  /**
   * Rows `offset` to `offset + limit`, as an Arrow IPC stream. A large one is written to a file at `path`, because the
   * process that receives the view should not hold it.
   */
  | { type: 'page'; offset: number; limit: number; path: string }
  /** The entire table, written to a file at `path`. */
  | { type: 'file'; format: TableFormat; path: string }

export interface Views {
  report: undefined
  profile: TableProfile
  sample: Sample
  /** The page, or undefined if it was written to a file. */
  page: Uint8Array | undefined
  file: undefined
}

export type ViewResult<Type extends View['type'] = View['type']> =
  | {
      view: Views[Type]
      /** The load report of a file without a plan, if this view loaded the file or is of type `report`. */
      report?: LoadReport
      problem?: undefined
    }
  | { problem: Problem }

/** Reads the tables of one workspace, one at a time. */
export interface TableReader {
  read<V extends View>(file: ViewedFile, view: V): Promise<ViewResult<V['type']>>
  close(): Promise<void>
}

export interface TableReaderOptions {
  openTables(): Promise<Tables>
  /** Loads a file into a table named `id`. Throws a `NodeError` or a `TablesError` for an invalid file. */
  load(file: SourceFile, id: string, tables: Tables): Promise<{ table: TableRef; report: LoadReport }>
  /** Maximum duration of a profile in ms; by default two minutes. */
  profileTimeoutMs?: number
}

interface LoadedFile {
  table: TableRef
  report?: LoadReport
}

/** Maximum number of loaded tables; the least recently used one is evicted first. */
const maxLoaded = 4

/**
 * Creates a reader in this process, which caches the most recently used tables. A server uses one in a separate
 * process, because a user's file can occupy a process for a long time; see `createReaderProcesses`.
 */
export function createTableReader({ openTables, load, profileTimeoutMs = 120_000 }: TableReaderOptions): TableReader {
  const runExclusive = pLimit(1)
  const loadedTables = new Map<string, LoadedFile>()
  let openedTables: Promise<Tables> | undefined
  let lastTable = 0

  const loadTable = async (file: ViewedFile, tables: Tables): Promise<LoadedFile & { isNew: boolean }> => {
    const cached = loadedTables.get(file.id)
    if (cached) {
      loadedTables.delete(file.id)
      loadedTables.set(file.id, cached)
      return { ...cached, isNew: false }
    }
    const source = await openNodeFile(file.path, file.dataset, file.name)
    const id = `view_${++lastTable}`
    const loaded: LoadedFile = file.plan
      ? { table: (await tables.load(source, file.plan, { id })).table }
      : await load(source, id, tables)
    loadedTables.set(file.id, loaded)
    for (const evicted of [...loadedTables.keys()].slice(0, Math.max(0, loadedTables.size - maxLoaded))) {
      await tables.drop(loadedTables.get(evicted)!.table.id)
      loadedTables.delete(evicted)
    }
    return { ...loaded, isNew: true }
  }

  const createView = async (
    tables: Tables,
    table: TableRef,
    file: ViewedFile,
    view: View,
  ): Promise<Views[View['type']]> => {
    switch (view.type) {
      case 'report':
        return undefined
      case 'profile':
        return profileWithin(profileTimeoutMs, file, (signal) => profileTable(tables, table, { signal }))
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
    read: <V extends View>(file: ViewedFile, view: V) =>
      runExclusive(async (): Promise<ViewResult<V['type']>> => {
        try {
          const tables = await (openedTables ??= openTables())
          const { table, report, isNew } = await loadTable(file, tables)
          const created = (await createView(tables, table, file, view)) as Views[V['type']]
          return { view: created, ...(report && (isNew || view.type === 'report') ? { report } : {}) }
        } catch (cause) {
          if (cause instanceof NodeError || cause instanceof TablesError) return { problem: cause.problem }
          throw cause
        }
      }),
    close: () =>
      runExclusive(async () => {
        await (await openedTables)?.close()
        openedTables = undefined
        loadedTables.clear()
      }),
  }
}

/**
 * Ends a profile at its time limit, so that other views of the workspace do not wait for it. The table remains loaded.
 */
async function profileWithin<T>(
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

/** Maximum size of a page that is returned as a message. */
const maxPageBytes = 1_000_000
/** Maximum number of characters in a sample. Samples are serialized by the main process. */
const maxSampleCharacters = 16_000_000
/** Maximum length of a cell, in characters. */
const maxCellCharacters = 100_000
const minCellCharacters = 100

async function readSample(tables: Tables, table: TableRef, rows: number): Promise<Sample> {
  const { columns } = table
  if (columns.length === 0) return { columns, rows: [], total: table.rows, isTruncated: false }
  // Columns are numbered, because their names may not be valid or unique keys of an object.
  const share = Math.floor(maxSampleCharacters / Math.max(1, Math.min(rows, table.rows) * columns.length))
  const characters = Math.max(minCellCharacters, Math.min(maxCellCharacters, share))
  const cells = columns.map(({ name, type }, index) => {
    const cell = quoted(name)
    const value =
      type === 'VARCHAR'
        ? sql`CASE WHEN length(${cell}) > ${characters} THEN left(${cell}, ${characters}) || '…' ELSE ${cell} END`
        : cell
    return sql`${value} AS ${quoted(`c${index}`)}`
  })
  const items = await tables.rows(sql`SELECT ${cells} FROM ${quoted(tableName(table.id))} ORDER BY rowid LIMIT ${rows}`)
  const plainRows = items.map((item) => columns.map((_, index) => toPlainCell(item[`c${index}`])))
  const isTruncated = plainRows.some((row) => row.some((cell) => typeof cell === 'string' && cell.length > characters))
  return { columns, rows: plainRows, total: table.rows, isTruncated }
}

/** Converts a cell to a JSON value. Big integers, NaN and infinity become text, because JSON cannot represent them. */
function toPlainCell(value: unknown): null | boolean | number | string {
  if (value === undefined || value === null) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'boolean' ? value : String(value)
}
