import type { Tables } from '@aw-flow/engine'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { openNodeConnection, type OpenDuckDbOptions } from './node-connection.ts'

/** The tables port on DuckDB in this process, in memory. Statements see tables only: no file, no address, no setting. */
export const openDuckDb = async (options?: OpenDuckDbOptions): Promise<Tables> =>
  createDuckDbTables(await openNodeConnection(options))
