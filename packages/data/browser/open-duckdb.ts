import type { Formats, Tables } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { createFormats } from '../formats/create-formats.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { toTablesError } from '../tables/duckdb-problem.ts'
import { createBrowserFormatsPlatform, type FormatWasmUrls } from './browser-formats-platform.ts'
import { openBrowserConnection, type OpenDuckDbOptions } from './browser-connection.ts'

export interface OpenFormatsOptions {
  /** URLs of the readers' wasm modules. Without them, Parquet and SQLite files are rejected. */
  formatWasmUrls?: FormatWasmUrls
  /** An existing formats port to reuse. */
  formats?: Formats
  /**
   * Called before a user's statement runs or is checked, because nothing in this worker can interrupt it while DuckDB is busy. The
   * host ends the worker after `timeoutMs` and reports `reason`, unless the returned function is called first.
   */
  watch?: (timeoutMs: number, reason: Problem, statement: string) => () => void
}

/**
 * Opens the tables port on an in-memory DuckDB-WASM in this worker. Statements can access only tables: no files, URLs
 * or settings.
 *
 * @throws `TablesError` if the wasm cannot be fetched or started.
 * @internal
 */
export async function openDuckDb(options: OpenDuckDbOptions & OpenFormatsOptions): Promise<Tables> {
  try {
    const { formatWasmUrls, formats = openFormats(formatWasmUrls), watch } = options
    const { loadWasm: wasm } = createBrowserFormatsPlatform(formatWasmUrls)
    return createDuckDbTables({
      connection: await openBrowserConnection(options),
      formats,
      wasm,
      ...(watch ? { watch } : {}),
    })
  } catch (cause) {
    throw toTablesError(cause)
  }
}

/**
 * Opens the formats port in this worker. It does not need DuckDB, and fetches the wasm of a reader with the first file
 * of its format.
 *
 * @param wasmUrls URLs of the readers' wasm modules. Without them, Parquet and SQLite files are rejected.
 * @internal
 */
export const openFormats = (wasmUrls?: FormatWasmUrls): Formats => createFormats(createBrowserFormatsPlatform(wasmUrls))
