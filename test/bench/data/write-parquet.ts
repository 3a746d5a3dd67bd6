import { rm } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { writeRows } from './write-rows.ts'

/**
 * Writes a Parquet file with the places of `writeRows`, in DuckDB's default format: one row group, Snappy compression.
 */
export async function writeParquet(path: string, rows: number): Promise<void> {
  const csv = `${path}.csv`
  await writeRows(csv, rows)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT * FROM read_csv('${csv}')) TO '${path}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  await rm(csv)
}
