import type { Formats, Tables } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import { createFormats } from '../formats/create-formats.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { toTablesError } from '../tables/duckdb-problem.ts'
import { browserFormatsPlace, type FormatWasmUrls } from './browser-formats-place.ts'
import { openBrowserConnection, type OpenDuckDbOptions } from './browser-connection.ts'

export interface OpenFormatsOptions {
  /** Where the readers' wasm modules are; without, Parquet and SQLite are refused. */
  formatWasmUrls?: FormatWasmUrls
  /** A formats port that is there already. */
  formats?: Formats
  /**
   * Told that a person’s statement runs, which nothing in this worker can end while DuckDB is at one piece of it: whoever can
   * ends the worker `ms` from now, and says why, unless what is answered is called before.
   */
  watch?: (ms: number, why: Problem) => () => void
}

/**
 * The tables port on DuckDB-WASM in this worker, in memory. Statements see tables only: no file, no address, no setting.
 * Rejects with a `TablesError` when the wasm cannot be fetched or started.
 */
export async function openDuckDb(options: OpenDuckDbOptions & OpenFormatsOptions): Promise<Tables> {
  try {
    const { formatWasmUrls, formats = openFormats(formatWasmUrls), watch } = options
    const { wasm } = browserFormatsPlace(formatWasmUrls)
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
 * The formats port in this worker. Needs no DuckDB; the wasm of a reader is fetched when its first file comes.
 *
 * @param wasmUrls Where the readers' wasm modules are; without, such files are refused.
 */
export const openFormats = (wasmUrls?: FormatWasmUrls): Formats => createFormats(browserFormatsPlace(wasmUrls))
