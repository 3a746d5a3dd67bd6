import { CompiledQuery, Kysely, PostgresDialect, type LogEvent } from 'kysely'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import type { Database } from './database.ts'
import { DamagedDatabaseError, openDatabaseThread, type DatabaseThread } from './database-thread.ts'
import { openChannels, type Channels } from './channels.ts'
import { createPgliteDriver } from './pglite-dialect.ts'
import { createPreparedPool } from './prepared-statements.ts'

/** A database statement that has succeeded or failed. */
export interface FinishedStatement {
  /** SQL text, without parameter values. */
  sql: string
  ms: number
  /** The error, if the statement failed. May be any thrown value. */
  error?: unknown
}

/** An open database, either PGlite or PostgreSQL, with the same interface for both. */
export interface OpenedDatabase {
  /** `pglite`: used by this process only. `postgres`: may be shared by several processes. */
  kind: 'pglite' | 'postgres'
  /** Provides access to all workspaces, for sign-in, background services and migrations. */
  database: Kysely<Database>
  /** Returns a database limited to one workspace. Row-level security hides the rows of all other workspaces. */
  openWorkspaceDatabase(workspace: string): Kysely<Database>
  /** Executes one statement with parameters, or several without. Returns the rows of all statements. */
  execute(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /**
   * Calls the listener after each statement, in the context of the statement's caller. Replaces the previous listener.
   */
  setStatementListener(listener: (statement: FinishedStatement) => void): void
  /** Returns the number of connections in use and the maximum; `undefined` if the database has a single connection. */
  getConnectionUsage(): { active: number; max: number } | undefined
  /**
   * Messages between processes. A message is lost if no process is listening, so the tables remain the source of truth.
   */
  channels: Channels
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** PGlite's data folder, used if `connectionString` is not set. */
  folder: string
  /** PostgreSQL connection URL, such as `postgres://localhost/aw`. */
  connectionString?: string | undefined
  /** Maximum number of connections to PostgreSQL. */
  maxConnections?: number
}

/** Opens PostgreSQL, or PGlite in a folder that the caller has locked. Does not run migrations. */
export async function openDatabase({
  folder,
  connectionString,
  maxConnections = 10,
}: OpenDatabaseOptions): Promise<OpenedDatabase> {
  return connectionString === undefined ? openPglite(folder) : openPostgres(connectionString, maxConnections)
}

async function openPostgres(connectionString: string, maxConnections: number): Promise<OpenedDatabase> {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'aw',
  })
  // The pool replaces idle connections that break.
  pool.on('error', () => undefined)
  // If a connection breaks while in use, its statement is rejected and the connection also emits an error event.
  // Without a listener, the event would terminate the process: the pool listens only on idle connections, and Kysely
  // does not listen at all.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const statementObserver = createStatementObserver()
  const preparedConnections = createPreparedPool(pool)
  const database = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: preparedConnections as unknown as pg.Pool }),
    log: statementObserver.log,
  })
  const channels = openChannels({
    connect: async () => {
      const client = new pg.Client({ connectionString, keepAlive: true, application_name: 'aw listener' })
      await client.connect()
      return client
    },
    query: (text, values) => preparedConnections.query(text, values),
  })
  return {
    kind: 'postgres',
    database,
    openWorkspaceDatabase(workspace) {
      const workspacePool = { connect: () => preparedConnections.connect(workspace), end: async () => undefined }
      return new Kysely<Database>({
        dialect: new PostgresDialect({ pool: workspacePool as unknown as pg.Pool }),
        log: statementObserver.log,
      })
    },
    setStatementListener: statementObserver.setListener,
    getConnectionUsage: () => ({ active: pool.totalCount - pool.idleCount, max: maxConnections }),
    async execute(text, values) {
      const result = await statementObserver.measure<pg.QueryResult | pg.QueryResult[]>(text, () =>
        preparedConnections.query(text, values),
      )
      return Array.isArray(result) ? result.flatMap(({ rows }) => rows) : result.rows
    },
    channels,
    async close() {
      await channels.close()
      await database.destroy()
    },
  }
}

const openPglite = async (folder: string): Promise<OpenedDatabase> => createPgliteDatabase(await openThread(folder))

/** Creates the database on top of an open thread. Closing the database closes the thread. */
export function createPgliteDatabase(thread: DatabaseThread): OpenedDatabase {
  const { dialect, createWorkspaceDialect, runScript } = createPgliteDriver(thread)
  const statementObserver = createStatementObserver()
  const database = new Kysely<Database>({ dialect, log: statementObserver.log })
  const channels = openChannels()
  return {
    kind: 'pglite',
    database,
    openWorkspaceDatabase: (workspace) =>
      new Kysely<Database>({ dialect: createWorkspaceDialect(workspace), log: statementObserver.log }),
    setStatementListener: statementObserver.setListener,
    getConnectionUsage: () => undefined,
    async execute(text, values) {
      if (!values?.length) return statementObserver.measure(text, () => runScript(text))
      return (await database.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows
    },
    channels,
    async close() {
      await channels.close()
      await database.destroy()
      // Kysely does not close a driver that was never used.
      await thread.close()
    },
  }
}

/** Creates an observer that reports finished statements to its listener. */
function createStatementObserver() {
  let listener: (statement: FinishedStatement) => void = () => undefined
  return {
    log(event: LogEvent): void {
      const errorField = event.level === 'error' ? { error: event.error } : {}
      listener({ sql: event.query.sql, ms: event.queryDurationMillis, ...errorField })
    },
    /** Measures a statement that is sent without Kysely. */
    async measure<T>(sql: string, work: () => Promise<T>): Promise<T> {
      const start = performance.now()
      try {
        const result = await work()
        listener({ sql, ms: performance.now() - start })
        return result
      } catch (failure) {
        listener({ sql, ms: performance.now() - start, error: failure })
        throw failure
      }
    },
    setListener(newListener: typeof listener): void {
      listener = newListener
    },
  }
}

/**
 * Opens the database thread. A new database is first created under a temporary path, because a database whose creation
 * was interrupted cannot be opened.
 */
async function openThread(path: string): Promise<DatabaseThread> {
  const existingStats = await stat(path).catch(() => undefined)
  if (!existingStats) {
    const temporaryPath = `${path}.making`
    await mkdir(dirname(path), { recursive: true })
    await rm(temporaryPath, { recursive: true, force: true })
    await (await openDatabaseThread(temporaryPath)).close()
    await rename(temporaryPath, path)
  } else {
    // PGlite creates a database over the remaining files of one that has lost this file.
    const names = await readdir(path)
    if (names.length > 0 && !names.includes('PG_VERSION'))
      throw new DamagedDatabaseError('The file PG_VERSION is missing')
  }
  return openDatabaseThread(path)
}
