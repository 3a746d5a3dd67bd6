import { boundedMacros, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'

/**
 * Returns the statements that lock down a new DuckDB, in the required order. Afterwards, no extension is loaded
 * automatically, no file outside `directory` is read or written, no URL is fetched, and none of this can be re-enabled.
 *
 * `current_date` and `today` are part of the ICU extension, which is missing in the browser. Macros define them on both
 * platforms instead.
 *
 * @param directory The only folder that statements may read. Must end with a slash.
 */
export const createLockDownStatements = (options: {
  directory: string
  memoryLimit?: string | undefined
  threads?: number | undefined
  temporaryFolder?: string | undefined
  /** Maximum disk space for spilled data, in DuckDB's notation ("2GB"). Absent in the browser, which has no disk. */
  temporaryLimit?: string | undefined
  /**
   * The browser has one thread, no disk and no time zones. Node.js does not have these limits, but is configured to
   * behave the same.
   */
  platform: 'browser' | 'node'
}): Sql[] => [
  sql`SET autoload_known_extensions = false`,
  sql`SET autoinstall_known_extensions = false`,
  // An unreachable repository: even if an extension were requested, no request would leave this origin.
  sql`SET custom_extension_repository = ${`${options.directory}extensions`}`,
  sql`SET autoinstall_extension_repository = ${`${options.directory}extensions`}`,
  // Applies to all future connections; a plain SET applies only to the current one.
  ...(options.platform === 'node' ? [sql`SET GLOBAL TimeZone = 'UTC'`] : []),
  sql`CREATE MACRO ${quoteIdentifier('current_date')}() AS CAST(CAST(now() AS TIMESTAMP) AS DATE)`,
  sql`CREATE MACRO today() AS CAST(CAST(now() AS TIMESTAMP) AS DATE)`,
  ...boundedMacros,
  ...(options.memoryLimit === undefined ? [] : [sql`SET memory_limit = ${options.memoryLimit}`]),
  ...(options.threads === undefined ? [] : [sql`SET threads = ${options.threads}`]),
  sql`SET temp_directory = ${options.temporaryFolder ?? ''}`,
  sql`SET max_temp_directory_size = ${options.temporaryLimit ?? '0 bytes'}`,
  // For `row_number() = 1` over rowid, DuckDB 1.5.6 fails with "result vector of type VARCHAR … does not match", which
  // invalidates the database.
  sql`SET disabled_optimizers = 'top_n_window_elimination'`,
  sql`SET allowed_directories = [${options.directory}]`,
  sql`SET enable_external_access = false`,
  sql`SET lock_configuration = true`,
]
