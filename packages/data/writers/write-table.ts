import { quoteIdentifier, sql, tableName, TablesError, type Scalar, type Sql } from '@aw-flow/engine'
import { error, type Column, type TableRef } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import { startParquetEngine } from '../formats/parquet/parquet-engine.ts'
import { toArrowExpressions, toPlainExpressions } from '../tables/column-list.ts'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { toScalar } from '../tables/to-scalar.ts'
import { writeArrow } from './write-arrow.ts'
import { writeExcel } from './write-excel.ts'
import { writeJson, writeJsonLines, type RowPages } from './write-json.ts'
import { writeParquet } from './write-parquet.ts'

interface WriteArguments {
  connection: DuckDbConnection
  table: TableRef
  format: Exclude<TableFormat, 'csv' | 'csv-excel'>
  loadWasm: (name: 'parquet') => Promise<WebAssembly.Module>
  signal: AbortSignal | undefined
}

const rowsPerPage = 10_000
/** Maximum number of rows per batch: one DuckDB row group. */
const maxBatchRows = 122_880
/** Maximum number of cells per batch. */
const maxBatchCells = 4_000_000

/** Writes a table in a file format, in chunks. */
export function writeTable({ connection, table, format, loadWasm, signal }: WriteArguments): AsyncIterable<Uint8Array> {
  const { columns, rows } = table
  switch (format) {
    case 'json':
      return writeJson(columns, readRowPages(connection, table, signal))
    case 'jsonl':
      return writeJsonLines(columns, readRowPages(connection, table, signal))
    case 'xlsx':
      return writeExcel(columns, rows, readRowPages(connection, table, signal))
    case 'arrow':
      return writeArrow(readArrowStreams(connection, table, signal))
    case 'parquet':
      return writeParquet(
        readArrowStreams(connection, table, signal),
        startParquetEngine(() => loadWasm('parquet')),
      )
  }
}

async function* readRowPages(
  connection: DuckDbConnection,
  { id, columns, rows }: TableRef,
  signal: AbortSignal | undefined,
): RowPages {
  if (columns.length === 0) return
  for (let startRow = 0; startRow < rows; startRow += rowsPerPage) {
    const page = await connection.queryRows(
      selectRows(toPlainExpressions(columns), id, startRow, startRow + rowsPerPage).text,
      {
        signal,
      },
    )
    yield page.map((cells): Scalar[] => cells.map((cell, index) => toScalar((columns[index] as Column).type, cell)))
  }
}

async function* readArrowStreams(
  connection: DuckDbConnection,
  { id, columns, rows }: TableRef,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (columns.length === 0) throw createNoColumnsError()
  const rowsPerBatch = Math.max(1024, Math.min(maxBatchRows, Math.floor(maxBatchCells / columns.length)))
  for (let startRow = 0; startRow === 0 || startRow < rows; startRow += rowsPerBatch) {
    yield connection.queryArrow(selectRows(toArrowExpressions(columns), id, startRow, startRow + rowsPerBatch).text, {
      signal,
    })
  }
}

const selectRows = (cells: readonly Sql[], id: string, from: number, to: number): Sql =>
  sql`SELECT ${cells} FROM ${quoteIdentifier(tableName(id))} WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid`

const createNoColumnsError = (): TablesError => new TablesError(error('out.no-columns', {}))
