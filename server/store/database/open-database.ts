import { CompiledQuery, Kysely, PostgresDialect, type LogEvent } from 'kysely'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import type { Database } from './database.ts'
import { openDatabaseThread, type DatabaseThread } from './database-thread.ts'
import { openChannels, type Channels } from './channels.ts'
import { createPgliteDriver } from './pglite-dialect.ts'
import { createPreparedPool } from './prepared-statements.ts'

/** A statement that has succeeded or failed. */
export interface FinishedStatement {
  /** The text of the statement, without parameter values. */
  sql: string
  ms: number
  /** The error, if the statement failed. */
  failure?: unknown
}

/** The database, PGlite or PostgreSQL, behind one dialect. */
export interface OpenedDatabase {
  /** `pglite`: only this process uses it. `postgres`: several processes can share it. */
  kind: 'pglite' | 'postgres'
  /** Accesses all workspaces, for sign-in, background services and migrations. */
  database: Kysely<Database>
  /** Returns the database for one workspace: row-level security hides the rows of all others. */
  openWorkspaceDatabase(workspace: string): Kysely<Database>
  /** Executes one statement with parameters, or several without. Returns the rows of all of them. */
  execute(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Calls the listener for each finished statement, in the context of its caller. One listener at a time. */
  watch(listener: (statement: FinishedStatement) => void): void
  /** Returns the connections in use and the maximum; `undefined` for a database with one connection. */
  countConnections(): { active: number; max: number } | undefined
  /** Messages between processes. They are lost if nobody listens, so the tables remain the source of truth. */
  channels: Channels
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** Folder of PGlite, used if no URL is set. */
  folder: string
  /** PostgreSQL connection URL, such as `postgres://localhost/aw`. */
  address?: string | undefined
  /** Maximum number of connections to PostgreSQL. */
  connections?: number
}

/** Opens PostgreSQL at a URL, or PGlite in a folder that the caller has locked. Does not migrate. */
export async function openDatabase({
  folder,
  address,
  connections = 10,
}: OpenDatabaseOptions): Promise<OpenedDatabase> {
  return address === undefined ? openPglite(folder) : openPostgres(address, connections)
}

async function openPostgres(address: string, connections: number): Promise<OpenedDatabase> {
  const pool = new pg.Pool({
    connectionString: address,
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: 'aw',
  })
  // The pool replaces an idle connection that breaks.
  pool.on('error', () => undefined)
  // A connection that breaks in use rejects its statement and also emits an error event. That event would end the
  // process, because the pool listens only on idle connections, and Kysely on none.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const statementWatch = createWatch()
  const preparedConnections = createPreparedPool(pool)
  const database = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: preparedConnections as unknown as pg.Pool }),
    log: statementWatch.log,
  })
  const channels = openChannels({
    connect: async () => {
      const client = new pg.Client({ connectionString: address, keepAlive: true, application_name: 'aw listener' })
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
        log: statementWatch.log,
      })
    },
    watch: statementWatch.listen,
    countConnections: () => ({ active: pool.totalCount - pool.idleCount, max: connections }),
    async execute(text, values) {
      const result = await statementWatch.measure<pg.QueryResult | pg.QueryResult[]>(text, () =>
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

/** Returns the database of an open thread. Its `close` closes the thread. */
export function createPgliteDatabase(thread: DatabaseThread): OpenedDatabase {
  const { dialect, createWorkspaceDialect, runScript } = createPgliteDriver(thread)
  const statementWatch = createWatch()
  const database = new Kysely<Database>({ dialect, log: statementWatch.log })
  const channels = openChannels()
  return {
    kind: 'pglite',
    database,
    openWorkspaceDatabase: (workspace) =>
      new Kysely<Database>({ dialect: createWorkspaceDialect(workspace), log: statementWatch.log }),
    watch: statementWatch.listen,
    countConnections: () => undefined,
    async execute(text, values) {
      if (!values?.length) return statementWatch.measure(text, () => runScript(text))
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

/** Reports finished statements to the listener. */
function createWatch() {
  let listener: (statement: FinishedStatement) => void = () => undefined
  return {
    log(event: LogEvent): void {
      const failureField = event.level === 'error' ? { failure: event.error } : {}
      listener({ sql: event.query.sql, ms: event.queryDurationMillis, ...failureField })
    },
    /** Measures a statement that is not sent by Kysely. */
    async measure<T>(sql: string, work: () => Promise<T>): Promise<T> {
      const start = performance.now()
      try {
        const result = await work()
        listener({ sql, ms: performance.now() - start })
        return result
      } catch (failure) {
        listener({ sql, ms: performance.now() - start, failure })
        throw failure
      }
    },
    listen(newListener: typeof listener): void {
      listener = newListener
    },
  }
}

/** Creates a new database under a temporary name, because one with an interrupted creation could never be opened. */
async function openThread(path: string): Promise<DatabaseThread> {
  const existing = await stat(path).catch(() => undefined)
  if (!existing) {
    const temporaryPath = `${path}.making`
    await mkdir(dirname(path), { recursive: true })
    await rm(temporaryPath, { recursive: true, force: true })
    await (await openDatabaseThread(temporaryPath)).close()
    await rename(temporaryPath, path)
  }
  return openDatabaseThread(path)
}
