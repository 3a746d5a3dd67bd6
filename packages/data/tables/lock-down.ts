import { boundedMacros, name, sql, type Sql } from '@aw-flow/engine'

/**
 * The statements that lock a fresh DuckDB, in their forced order: no extension is loaded by itself, no file outside
 * `directory` is read or written, no address is fetched, and none of it can be turned back on.
 *
 * `current_date` and `today` live in the ICU extension, which the page does not have: macros give them to both sides.
 *
 * @param directory The one folder that statements may read; ends with a slash.
 */
export const lockDown = (options: {
  directory: string
  memoryLimit?: string | undefined
  threads?: number | undefined
  temporary?: string | undefined
  /** How much may be spilled, as DuckDB writes it ("2GB"). None in the page, which has no disk. */
  temporaryLimit?: string | undefined
  /** The page: has one thread, no disk to spill to and no time zones. Node: has them, and they are set to be equal. */
  place: 'page' | 'node'
}): Sql[] => [
  sql`SET autoload_known_extensions = false`,
  sql`SET autoinstall_known_extensions = false`,
  // An address that answers nothing: were an extension ever asked for, no other origin would hear of it.
  sql`SET custom_extension_repository = ${`${options.directory}extensions`}`,
  sql`SET autoinstall_extension_repository = ${`${options.directory}extensions`}`,
  // Of every connection that is to come: a plain SET is one connection's own.
  ...(options.place === 'node' ? [sql`SET GLOBAL TimeZone = 'UTC'`] : []),
  sql`CREATE MACRO ${name('current_date')}() AS CAST(CAST(now() AS TIMESTAMP) AS DATE)`,
  sql`CREATE MACRO today() AS CAST(CAST(now() AS TIMESTAMP) AS DATE)`,
  ...boundedMacros,
  ...(options.memoryLimit === undefined ? [] : [sql`SET memory_limit = ${options.memoryLimit}`]),
  ...(options.threads === undefined ? [] : [sql`SET threads = ${options.threads}`]),
  sql`SET temp_directory = ${options.temporary ?? ''}`,
  sql`SET max_temp_directory_size = ${options.temporaryLimit ?? '0 bytes'}`,
  // DuckDB 1.5.6 ends with "result vector of type VARCHAR … does not match", and with it the whole database, where
  // row_number() = 1 is asked for over rowid.
  sql`SET disabled_optimizers = 'top_n_window_elimination'`,
  sql`SET allowed_directories = [${options.directory}]`,
  sql`SET enable_external_access = false`,
  sql`SET lock_configuration = true`,
]
