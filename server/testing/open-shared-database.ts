import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabaseThread, type DatabaseThread } from '../store/database/database-thread.ts'
import { createPgliteDatabase, type OpenedDatabase } from '../store/database/open-database.ts'
import { copyReadyDatabase } from './copy-fresh-database.ts'

interface SharedThread {
  thread: DatabaseThread
  /** Folder of the server whose rows the tables contain. */
  owner: string
}

/** Databases that no server uses. */
const idleThreads: SharedThread[] = []
/** Maximum number of idle databases, which have about 100 MB each. */
const maxIdleThreads = 2
/** Folders of servers whose rows were removed. */
const emptiedFolders = new Set<string>()

/**
 * Opens a database with empty tables, like that of a server that has received no requests, for the server of a folder.
 * After `close`, the next server uses the same database with emptied tables: opening one takes half a second of processor
 * time. A server that is opened in the same folder again has its rows, unless another server has used the database.
 *
 * @throws {Error} if the rows of the folder are gone: call `copyReadyDatabase` before the first server of the folder.
 */
export async function openSharedDatabase(folder: string): Promise<OpenedDatabase> {
  if (emptiedFolders.has(folder))
    throw new Error(
      `Another test server has used the database of ${folder}. Call copyReadyDatabase before you open the first one.`,
    )
  const ownIndex = idleThreads.findIndex(({ owner }) => owner === folder)
  const [idle] = idleThreads.splice(Math.max(ownIndex, 0), 1)
  if (idle && idle.owner !== folder) {
    emptiedFolders.add(idle.owner)
    await emptyTables(idle.thread)
  }
  return createPgliteDatabase(createLease({ thread: idle?.thread ?? (await openNewThread()), owner: folder }))
}

/** Returns a thread whose `close` leaves it open for the next server. */
function createLease(shared: SharedThread): DatabaseThread {
  let isClosed = false
  const use = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw new Error('The database is closed.')
    return work()
  }
  return {
    query: (sql, parameters, workspace) => use(() => shared.thread.query(sql, parameters, workspace)),
    runScript: (text) => use(() => shared.thread.runScript(text)),
    endCount: 0,
    async close() {
      if (isClosed) return
      isClosed = true
      // Ends a transaction that the server has left open, after all of its statements.
      await shared.thread.runScript('rollback')
      if (idleThreads.length < maxIdleThreads) idleThreads.push(shared)
      else await shared.thread.close()
    },
  }
}

async function openNewThread(): Promise<DatabaseThread> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-shared-database-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const database = join(folder, 'database')
  await copyReadyDatabase(database)
  return openDatabaseThread(database)
}

/** Truncates the tables that contain or have contained rows, except those that a new database has. */
async function emptyTables({ runScript }: DatabaseThread): Promise<void> {
  await runScript(`do $$
    declare used text;
    begin
      set local session_replication_role = replica;
      select string_agg(format('%I.%I', schemaname, relname), ', ') into used from pg_stat_user_tables
        where relname not like 'kysely%' and pg_relation_size(relid) > 0;
      if used is not null then execute 'truncate ' || used || ' restart identity cascade'; end if;
    end $$`)
}
