import { CompiledQuery, Kysely, PostgresDialect, type LogEvent } from 'kysely'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import type { Database } from './database.ts'
import { openDatabaseThread, type DatabaseThread } from './database-thread.ts'
import { openChannels, type Channels } from './channels.ts'
import { createPgliteDriver } from './pglite-dialect.ts'
import { preparedPool } from './prepared-statements.ts'

/** A statement that has succeeded or failed. */
export interface EndedStatement {
  /** Its text, without parameter values. */
  sql: string
  ms: number
  /** The error. */
  failure?: unknown
}

/** The database, PGlite or PostgreSQL, behind one dialect. */
export interface OpenedDatabase {
  /** `pglite`: only this process uses it. `postgres`: any number of processes share it. */
  kind: 'pglite' | 'postgres'
  database: Kysely<Database>
  /** Executes one statement with parameters, or several without. Returns the rows of all of them. */
  execute(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Calls the listener for each ended statement, in the context of its caller. One listener at a time. */
  watch(listener: (statement: EndedStatement) => void): void
  /** Connections in use and the maximum; `undefined` for a database with one connection. */
  connections(): { active: number; max: number } | undefined
  /** Messages between processes. They are lost if nobody listens, so they are never the only source. */
  channels: Channels
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** Folder of PGlite, without an address. */
  folder: string
  /** postgres://… */
  address?: string | undefined
  /** Maximum number of connections to PostgreSQL. */
  connections?: number
}

/** Opens PostgreSQL at an address, or PGlite in a folder that the caller has locked. Does not migrate. */
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
  // A connection that breaks in use rejects its statement and also emits an error event, which would end the process:
  // the pool listens only on idle connections, and Kysely on none.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const watched = createWatch()
  const prepared = preparedPool(pool)
  const database = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: prepared as unknown as pg.Pool }),
    log: watched.log,
  })
  const channels = openChannels({
    connect: async () => {
      const client = new pg.Client({ connectionString: address, keepAlive: true, application_name: 'aw listener' })
      await client.connect()
      return client
    },
    notify: async (channel, payload) => void (await prepared.query('select pg_notify($1, $2)', [channel, payload])),
  })
  return {
    kind: 'postgres',
    database,
    watch: watched.listen,
    connections: () => ({ active: pool.totalCount - pool.idleCount, max: connections }),
    async execute(text, values) {
      const answer = await watched.time<pg.QueryResult | pg.QueryResult[]>(text, () =>
        values?.length ? prepared.query(text, values) : pool.query(text),
      )
      return Array.isArray(answer) ? answer.flatMap(({ rows }) => rows) : answer.rows
    },
    channels,
    async close() {
      await channels.close()
      await database.destroy()
    },
  }
}

async function openPglite(folder: string): Promise<OpenedDatabase> {
  const thread = await openThread(folder)
  const { dialect, script } = createPgliteDriver(thread)
  const watched = createWatch()
  const database = new Kysely<Database>({ dialect, log: watched.log })
  const channels = openChannels()
  return {
    kind: 'pglite',
    database,
    watch: watched.listen,
    connections: () => undefined,
    async execute(text, values) {
      if (!values?.length) return watched.time(text, () => script(text))
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

/** Reports ended statements to the listener. */
function createWatch() {
  let listener: (statement: EndedStatement) => void = () => undefined
  return {
    log(event: LogEvent): void {
      const failed = event.level === 'error' ? { failure: event.error } : {}
      listener({ sql: event.query.sql, ms: event.queryDurationMillis, ...failed })
    },
    /** Measures a statement that is not sent by Kysely. */
    async time<T>(sql: string, work: () => Promise<T>): Promise<T> {
      const begin = performance.now()
      try {
        const done = await work()
        listener({ sql, ms: performance.now() - begin })
        return done
      } catch (failure) {
        listener({ sql, ms: performance.now() - begin, failure })
        throw failure
      }
    },
    listen(next: typeof listener): void {
      listener = next
    },
  }
}

/** A database is created under a temporary name, because one whose creation was interrupted would never open again. */
async function openThread(path: string): Promise<DatabaseThread> {
  const made = await stat(path).catch(() => undefined)
  if (!made) {
    const making = `${path}.making`
    await mkdir(dirname(path), { recursive: true })
    await rm(making, { recursive: true, force: true })
    await (await openDatabaseThread(making)).close()
    await rename(making, path)
  }
  return openDatabaseThread(path)
}
