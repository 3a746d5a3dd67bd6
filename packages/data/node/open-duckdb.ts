import type { Formats, Tables } from '@aw-flow/engine'
import { createFormats } from '../formats/create-formats.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import type { OpenDuckDbOptions } from './node-connection.ts'
import { createNodeFormatsPlatform } from './node-formats-platform.ts'

/**
 * Opens the tables port on an in-memory DuckDB in this process. Statements can access only tables, not files, URLs
 * or settings.
 *
 * @internal
 */
export async function openDuckDb(options: OpenDuckDbOptions = {}): Promise<Tables> {
  // Load the engine lazily, because a process that only opens files does not need it.
  const { openNodeConnection } = await import('./node-connection.ts')
  const platform = createNodeFormatsPlatform(options.temporaryFolder)
  const connection = await openNodeConnection(options)
  const tables = createDuckDbTables({ connection, formats: createFormats(platform), loadWasm: platform.loadWasm })
  return {
    ...tables,
    async close() {
      await tables.close()
      await platform.close()
    },
  }
}

/**
 * Opens the formats port in this process, without DuckDB. It unpacks files into a folder inside `temporaryFolder`,
 * which defaults to the system's temporary folder. `close` removes the created folder.
 *
 * @internal
 */
export function openFormats(temporaryFolder?: string): Formats & { close(): Promise<void> } {
  const platform = createNodeFormatsPlatform(temporaryFolder)
  return { ...createFormats(platform), close: () => platform.close() }
}

/** Returns the version of DuckDB. Rejects if its code for this platform is not installed. @internal */
export const readDuckDbVersion = async (): Promise<string> => (await import('@duckdb/node-api')).version()
