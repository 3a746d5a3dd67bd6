import { TablesError, type OpenedTable, type SourceFile } from '@aw-flow/engine'
import { error, warning } from '@aw-flow/schema'
import type { FilePart } from '@aw-flow/schema/internal'
import {
  binary,
  columnFromArray,
  float64,
  int64,
  tableFromColumns,
  tableToIPC,
  utf8,
  type DataType,
} from '@uwdata/flechette'
import type { Database, SqlValue } from 'sql.js'
import { createTableLimit, smallFileBytes, type ExpansionLimit } from '../expansion-limit.ts'
import type { FormatReader } from '../format-reader.ts'
import { listFirstNames } from '../list-first-names.ts'
import { createFileReadError, isOutOfMemory } from '../read-error.ts'
import { estimateViewSteps } from './estimate-view-steps.ts'
import { quoteName, findStoredColumns, measureTable, type StoredColumn } from './column-storage.ts'
import { openSqlite } from './sqlite-database.ts'

/** Maximum number of estimated steps for a view, which corresponds to about ten seconds. */
const maxViewSteps = 1e9

/** Maximum number of cells per batch. */
const maxBatchCells = 1_000_000
/** Size in bytes at which a batch ends. Views and generated columns can compute long values for every row. */
const maxBatchBytes = 1 << 22

/** Reads SQLite databases. The parts are all tables, and all views that do not take too long to read. */
export const sqliteReader: FormatReader = {
  async listParts(file, { platform }) {
    try {
      return listTables(await openSqlite(file, platform)).tables.map(({ name, rows, columns }) => ({
        name,
        rows,
        columns,
      }))
    } catch (cause) {
      throw createFileReadError(file, 'SQLite', cause)
    }
  },

  async open(file, { platform, part }): Promise<OpenedTable> {
    try {
      const database = await openSqlite(file, platform)
      const { tables: parts, slowViews } = listTables(database)
      const selectedTable = part === undefined ? findLargestTable(parts) : parts.find(({ name }) => name === part)
      if (!selectedTable) {
        const [slowView] = slowViews.filter((view) => part === undefined || view === part)
        if (slowView !== undefined) throw createSlowViewError(file, slowView)
        throw part === undefined ? createNoTableError(file) : createNoPartError(file, part, parts)
      }
      if ((file.packedSize ?? file.size) < smallFileBytes)
        createTableLimit(file, 'sqlite').count(measureTable(database, selectedTable.name))
      const storedColumns = findStoredColumns(database, selectedTable.name)
      return {
        kind: 'table',
        part: selectedTable.name,
        columns: storedColumns.map(({ name, type }) => ({ name, type })),
        rows: selectedTable.rows,
        problems: storedColumns.flatMap(({ name, typeCounts }) =>
          typeCounts === undefined
            ? []
            : [warning('load.mixed-types', { column: name, types: typeCounts }, { where: { column: name } })],
        ),
        async *batches(signal) {
          try {
            const limit = createTableLimit(file, 'sqlite')
            for (const stream of readRows(database, selectedTable.name, storedColumns, limit, signal)) yield stream
          } catch (cause) {
            throw signal?.aborted ? signal.reason : createFileReadError(file, 'SQLite', cause)
          }
        },
      }
    } catch (cause) {
      throw createFileReadError(file, 'SQLite', cause)
    }
  },
}

interface TableOrView {
  name: string
  rows: number
  columns: number
  isView: boolean
}

/** Lists tables and views in file order, and the names of views that would take too long to read. */
function listTables(database: Database): { tables: TableOrView[]; slowViews: string[] } {
  const [result] = database.exec(
    "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
  )
  const entries = (result?.values ?? []).map(([name, type]) => ({ name: String(name), isView: type === 'view' }))
  const slowViews: string[] = []
  const tablesByName = new Map<string, TableOrView>()
  const rowCountByTable = new Map<string, number>()
  const addEntry = ({ name, isView }: (typeof entries)[number]): void => {
    try {
      if (isView && estimateViewSteps(database, name, rowCountByTable) > maxViewSteps) {
        slowViews.push(name)
        return
      }
      const columns = database.exec(`PRAGMA table_info(${quoteName(name)})`)[0]?.values.length ?? 0
      const rows = Number(database.exec(`SELECT count(*) FROM ${quoteName(name)}`)[0]?.values[0]?.[0] ?? 0)
      tablesByName.set(name, { name, rows, columns, isView })
      if (!isView) rowCountByTable.set(name, rows)
    } catch (cause) {
      if (isOutOfMemory(cause)) throw cause
      // The view refers to a missing table, or the table requires a missing module.
    }
  }
  // Count tables first, because the estimates for views require their row counts.
  entries.filter(({ isView }) => !isView).forEach(addEntry)
  entries.filter(({ isView }) => isView).forEach(addEntry)
  return { tables: entries.flatMap(({ name }) => tablesByName.get(name) ?? []), slowViews }
}

function findLargestTable(parts: readonly TableOrView[]): TableOrView | undefined {
  const countCells = ({ rows, columns }: TableOrView): number => rows * columns
  const tables = parts.filter(({ isView }) => !isView)
  return [...(tables.length > 0 ? tables : parts)].sort((a, b) => countCells(b) - countCells(a))[0]
}

/** A statement that can read integers exactly. The types of `sql.js` do not declare the `useBigInt` option. */
interface ExactStatement {
  step(): boolean
  get(parameters: null, options: { useBigInt: true }): (SqlValue | bigint)[]
  free(): boolean
}

const arrowTypes: Record<StoredColumn['valueKind'], DataType> = {
  integer: int64(),
  real: float64(),
  blob: binary(),
  text: utf8(),
}

function* readRows(
  database: Database,
  table: string,
  columns: readonly StoredColumn[],
  limit: ExpansionLimit,
  signal: AbortSignal | undefined,
): Generator<Uint8Array> {
  const batchSize = Math.max(1024, Math.floor(maxBatchCells / Math.max(1, columns.length)))
  const select = `SELECT ${columns.map(({ value }) => value).join(', ')} FROM ${quoteName(table)}`
  const statement = database.prepare(select) as unknown as ExactStatement
  try {
    for (let isFirst = true; ; isFirst = false) {
      signal?.throwIfAborted()
      const cells: (SqlValue | bigint)[][] = columns.map(() => [])
      let [rowCount, byteCount, hasRow] = [0, 0, true]
      while (rowCount < batchSize && byteCount < maxBatchBytes && (hasRow = statement.step())) {
        for (const [index, value] of statement.get(null, { useBigInt: true }).entries()) {
          cells[index]?.push(value)
          byteCount += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8
        }
        rowCount++
      }
      limit.count(byteCount)
      if (rowCount > 0 || isFirst) yield encodeStream(columns, cells)
      if (!hasRow) return
    }
  } finally {
    statement.free()
  }
}

function encodeStream(columns: readonly StoredColumn[], cells: readonly (readonly unknown[])[]): Uint8Array {
  const namedColumns = columns.map(({ valueKind }, index) => {
    const values = (cells[index] ?? []).map((value) => (value === null ? null : toArrowValue(valueKind, value)))
    return [`c${index}`, columnFromArray(values, arrowTypes[valueKind], { maxBatchRows: Infinity })] as const
  })
  const bytes = tableToIPC(tableFromColumns(namedColumns.map(([name, column]) => [name, column])), { format: 'stream' })
  if (!bytes) throw new Error('The Arrow writer returned no bytes.')
  return bytes
}

function toArrowValue(valueKind: StoredColumn['valueKind'], value: unknown): unknown {
  if (valueKind === 'real') return Number(value)
  return valueKind === 'text' ? String(value) : value
}

const createNoTableError = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-table', { file: name }, { where: { file: name } }))

const createSlowViewError = ({ name }: SourceFile, view: string): TablesError =>
  new TablesError(error('load.slow-view', { file: name, view }, { where: { file: name } }))

const createNoPartError = ({ name }: SourceFile, part: string, parts: readonly FilePart[]): TablesError =>
  new TablesError(
    error(
      'load.no-part',
      { file: name, kind: 'table', part, parts: listFirstNames(parts) },
      { where: { file: name, setting: 'part' } },
    ),
  )
