import type { Formats, Tables } from '@aw-flow/engine'
import { createFormats } from '../formats/create-formats.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { openNodeConnection, type OpenDuckDbOptions } from './node-connection.ts'
import { nodeFormatsPlace } from './node-formats-place.ts'

/** The tables port on DuckDB in this process, in memory. Statements see tables only: no file, no address, no setting. */
export async function openDuckDb(options: OpenDuckDbOptions = {}): Promise<Tables> {
  const place = nodeFormatsPlace(options.temporary)
  const connection = await openNodeConnection(options)
  const tables = createDuckDbTables({ connection, formats: createFormats(place), wasm: place.wasm })
  return {
    ...tables,
    async close() {
      await tables.close()
      await place.close()
    },
  }
}

/**
 * The formats port in this process, without a DuckDB. What it unpacks is in a folder of its own, under `temporary` or else
 * the system's folder for temporary files; `close` removes it.
 */
export function openFormats(temporary?: string): Formats & { close(): Promise<void> } {
  const place = nodeFormatsPlace(temporary)
  return { ...createFormats(place), close: () => place.close() }
}
