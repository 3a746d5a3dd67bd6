import type { Formats, Tables } from '@aw-flow/engine'
import { defined, type Problem } from '@aw-flow/schema'
import { createFormats } from '../formats/create-formats.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { toTablesError } from '../tables/duckdb-problem.ts'
import { createBrowserFormatsPlatform, type FormatWasmUrls } from './browser-formats-platform.ts'
import { openBrowserConnection, type OpenDuckDbOptions } from './browser-connection.ts'

export interface OpenFormatsOptions {
  /** URLs of the readers' Wasm modules. If absent, Parquet and SQLite files are rejected. */
  formatWasmUrls?: FormatWasmUrls
  /** An existing `Formats` object to reuse. */
  formats?: Formats
  /**
   * Called before a user's statement is run or checked, because nothing in this worker can interrupt DuckDB while it is
   * busy. The host terminates the worker after `timeoutMs` and reports `reason`, unless the returned function is called
   * first.
   */
  startWatchdog?: (timeoutMs: number, reason: Problem, statement: string) => () => void
}

/**
 * Opens an in-memory DuckDB-Wasm database in this worker. Statements can access only tables, not files, URLs or
 * settings.
 *
 * @throws `TablesError` if the Wasm module cannot be fetched or started.
 * @internal
 */
export async function openDuckDb(options: OpenDuckDbOptions & OpenFormatsOptions): Promise<Tables> {
  try {
    const { formatWasmUrls, formats = openFormats(formatWasmUrls), startWatchdog } = options
    const { loadWasm } = createBrowserFormatsPlatform(formatWasmUrls)
    return createDuckDbTables(
      defined({ connection: await openBrowserConnection(options), formats, loadWasm, startWatchdog }),
    )
  } catch (cause) {
    throw toTablesError(cause)
  }
}

/**
 * Creates the `Formats` object of this worker, which does not need DuckDB. A reader's Wasm module is fetched when the
 * first file of its format is read.
 *
 * @param wasmUrls URLs of the readers' Wasm modules. If absent, Parquet and SQLite files are rejected.
 * @internal
 */
export const openFormats = (wasmUrls?: FormatWasmUrls): Formats => createFormats(createBrowserFormatsPlatform(wasmUrls))
