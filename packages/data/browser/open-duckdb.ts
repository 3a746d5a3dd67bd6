import type { Tables } from '@aw-flow/engine'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { toTablesError } from '../tables/duckdb-problem.ts'
import { openBrowserConnection, type OpenDuckDbOptions } from './browser-connection.ts'

/**
 * The tables port on DuckDB-WASM in this worker, in memory. Statements see tables only: no file, no address, no setting.
 * Rejects with a `TablesError` when the wasm cannot be fetched or started.
 */
export async function openDuckDb(options: OpenDuckDbOptions): Promise<Tables> {
  try {
    return createDuckDbTables(await openBrowserConnection(options))
  } catch (cause) {
    throw toTablesError(cause)
  }
}
