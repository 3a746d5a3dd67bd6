import { CompiledQuery, Kysely, PostgresDialect, type LogEvent } from 'kysely'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import type { Database } from './database.ts'
import { openDatabaseThread, type DatabaseThread } from './database-thread.ts'
import { openChannels, type Channels } from './channels.ts'
import { createPgliteDriver } from './pglite-dialect.ts'
import { preparedPool } from './prepared-statements.ts'

/** A statement that was answered or has failed. */
export interface EndedStatement {
  /** Its text, which holds no values but what was written there as such. */
  sql: string
  ms: number
  /** What it failed with. */
  failure?: unknown
}

/** The database under one dialect, whichever of the two it is. */
export interface OpenedDatabase {
  /** `pglite`: this process is the only one that has it. `postgres`: any number of processes share it. */
  kind: 'pglite' | 'postgres'
  database: Kysely<Database>
  /** Executes one statement with parameters, or several without. Answers the rows of all of them. */
  execute(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>
  /** Told of each statement when it has ended, where it was waited for. One listener at a time. */
  watch(listener: (statement: EndedStatement) => void): void
  /** Connections in use and at most; none of a database that has but one. */
  connections(): { active: number; most: number } | undefined
  /** What processes tell one another; lost where nobody listens, so never the only way to learn of something. */
  channels: Channels
  close(): Promise<void>
}

export interface OpenDatabaseOptions {
  /** Folder of PGlite, where no address is given. */
  folder: string
  /** postgres://… */
  address?: string | undefined
  /** Connections at most, of PostgreSQL. */
  connections?: number
}

/** Opens PostgreSQL at an address, or PGlite in a folder whose lock the caller holds. Brings nothing up to date. */
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
  // A connection that breaks while nobody uses it is replaced by the next that is asked for.
  pool.on('error', () => undefined)
  // One that breaks in use fails what it does. It says so as an event too, which ends the process where nobody listens:
  // the pool listens only to those that are not in use, and Kysely to none.
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
    tell: async (channel, payload) => void (await prepared.query('select pg_notify($1, $2)', [channel, payload])),
  })
  return {
    kind: 'postgres',
    database,
    watch: watched.listen,
    connections: () => ({ active: pool.totalCount - pool.idleCount, most: connections }),
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
      // Kysely ends nothing that it was never asked for.
      await thread.close()
    },
  }
}

/** What is logged of statements, for whoever watches. */
function createWatch() {
  let listener: (statement: EndedStatement) => void = () => undefined
  return {
    log(event: LogEvent): void {
      const failed = event.level === 'error' ? { failure: event.error } : {}
      listener({ sql: event.query.sql, ms: event.queryDurationMillis, ...failed })
    },
    /** Of a statement that goes another way than Kysely's. */
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

/** A database is made under another name first: one whose making was cut off would never open again. */
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
