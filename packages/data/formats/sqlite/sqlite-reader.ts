import { TablesError, type OpenedTable, type SourceFile } from '@aw-flow/engine'
import { error, warning, type Part } from '@aw-flow/schema'
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
import type { FormatReader } from '../format-reader.ts'
import { namesOf } from '../names-of.ts'
import { quoted, storedColumns, type StoredColumn } from './column-storage.ts'
import { damagedSqlite, openSqlite } from './sqlite-database.ts'

/** Maximum cells per batch. */
const batchCells = 1_000_000

/** Reads SQLite databases; every table and every view is a part. */
export const sqliteReader: FormatReader = {
  async parts(file, { platform }) {
    try {
      return tablesOf(await openSqlite(file, platform)).map(({ name, rows, columns }) => ({ name, rows, columns }))
    } catch (cause) {
      throw damagedSqlite(file, cause)
    }
  },

  async open(file, { platform, part }): Promise<OpenedTable> {
    try {
      const database = await openSqlite(file, platform)
      const parts = tablesOf(database)
      const chosen = part === undefined ? largestTable(parts) : parts.find(({ name }) => name === part)
      if (!chosen) throw part === undefined ? noTable(file) : noPart(file, part, parts)
      const stored = storedColumns(database, chosen.name)
      return {
        kind: 'table',
        part: chosen.name,
        columns: stored.map(({ name, type }) => ({ name, type })),
        rows: chosen.rows,
        problems: stored.flatMap(({ name, mixed }) =>
          mixed === undefined
            ? []
            : [warning('load.mixed-kinds', { column: name, types: mixed }, { where: { column: name } })],
        ),
        async *batches(signal) {
          try {
            yield* rowsOf(database, chosen.name, stored, signal)
          } catch (cause) {
            throw signal?.aborted ? signal.reason : damagedSqlite(file, cause)
          }
        },
      }
    } catch (cause) {
      throw damagedSqlite(file, cause)
    }
  },
}

interface TableOrView {
  name: string
  rows: number
  columns: number
  isView: boolean
}

function tablesOf(database: Database): TableOrView[] {
  const [found] = database.exec(
    "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
  )
  return (found?.values ?? []).flatMap(([nameCell, type]) => {
    const name = String(nameCell)
    try {
      const columns = database.exec(`PRAGMA table_info(${quoted(name)})`)[0]?.values.length ?? 0
      const rows = Number(database.exec(`SELECT count(*) FROM ${quoted(name)}`)[0]?.values[0]?.[0] ?? 0)
      return [{ name, rows, columns, isView: type === 'view' }]
    } catch {
      // The view refers to a missing table, or the table to a missing module.
      return []
    }
  })
}

function largestTable(parts: readonly TableOrView[]): TableOrView | undefined {
  const cells = ({ rows, columns }: TableOrView): number => rows * columns
  const tables = parts.filter(({ isView }) => !isView)
  return [...(tables.length > 0 ? tables : parts)].sort((a, b) => cells(b) - cells(a))[0]
}

/** The package's types lack the option to read integers exactly. */
interface ExactStatement {
  step(): boolean
  get(parameters: null, options: { useBigInt: true }): (SqlValue | bigint)[]
  free(): boolean
}

const arrowTypes: Record<StoredColumn['carries'], DataType> = {
  integer: int64(),
  real: float64(),
  blob: binary(),
  text: utf8(),
}

function* rowsOf(
  database: Database,
  table: string,
  columns: readonly StoredColumn[],
  signal: AbortSignal | undefined,
): Generator<Uint8Array> {
  const size = Math.max(1024, Math.floor(batchCells / Math.max(1, columns.length)))
  const select = `SELECT ${columns.map(({ value }) => value).join(', ')} FROM ${quoted(table)}`
  const statement = database.prepare(select) as unknown as ExactStatement
  try {
    for (let isFirst = true; ; isFirst = false) {
      signal?.throwIfAborted()
      const cells: (SqlValue | bigint)[][] = columns.map(() => [])
      let rows = 0
      while (rows < size && statement.step()) {
        statement.get(null, { useBigInt: true }).forEach((value, index) => cells[index]?.push(value))
        rows++
      }
      if (rows > 0 || isFirst) yield streamOf(columns, cells)
      if (rows < size) return
    }
  } finally {
    statement.free()
  }
}

function streamOf(columns: readonly StoredColumn[], cells: readonly (readonly unknown[])[]): Uint8Array {
  const arrays = columns.map(({ carries }, index) => {
    const values = (cells[index] ?? []).map((value) => (value === null ? null : carried(carries, value)))
    return [`c${index}`, columnFromArray(values, arrowTypes[carries], { maxBatchRows: Infinity })] as const
  })
  const bytes = tableToIPC(tableFromColumns(arrays.map(([name, column]) => [name, column])), { format: 'stream' })
  if (!bytes) throw new Error('The Arrow writer gave no bytes.')
  return bytes
}

function carried(carries: StoredColumn['carries'], value: unknown): unknown {
  if (carries === 'real') return Number(value)
  return carries === 'text' ? String(value) : value
}

const noTable = ({ name }: SourceFile): TablesError =>
  new TablesError(error('load.no-table', { file: name }, { where: { file: name } }))

const noPart = ({ name }: SourceFile, part: string, parts: readonly Part[]): TablesError =>
  new TablesError(
    error(
      'load.no-part',
      { file: name, kind: 'table', part, parts: namesOf(parts) },
      { where: { file: name, setting: 'part' } },
    ),
  )
