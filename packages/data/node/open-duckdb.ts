import type { Formats, Tables } from '@aw-flow/engine'
import { createFormats } from '../formats/create-formats.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import type { OpenDuckDbOptions } from './node-connection.ts'
import { createNodeFormatsPlatform } from './node-formats-platform.ts'

/**
 * Opens the tables port on an in-memory DuckDB in this process. Statements can access only tables: no files, URLs or
 * settings.
 *
 * @internal
 */
export async function openDuckDb(options: OpenDuckDbOptions = {}): Promise<Tables> {
  // A process that only opens files does not load the engine.
  const { openNodeConnection } = await import('./node-connection.ts')
  const platform = createNodeFormatsPlatform(options.temporaryFolder)
  const connection = await openNodeConnection(options)
  const tables = createDuckDbTables({ connection, formats: createFormats(platform), wasm: platform.loadWasm })
  return {
    ...tables,
    async close() {
      await tables.close()
      await platform.close()
    },
  }
}

/**
 * Opens the formats port in this process, without DuckDB. It unpacks files into a folder under `temporaryFolder`
 * (default: the temporary folder of the system); `close` removes it.
 *
 * @internal
 */
export function openFormats(temporaryFolder?: string): Formats & { close(): Promise<void> } {
  const platform = createNodeFormatsPlatform(temporaryFolder)
  return { ...createFormats(platform), close: () => platform.close() }
}
