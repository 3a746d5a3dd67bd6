import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openJobQueue } from '../runs/job-queue.ts'
import { openDatabaseThread } from '../store/database/database-thread.ts'
import { migrate } from '../store/database/migrate.ts'
import { openDatabase } from '../store/database/open-database.ts'
import { keptFolder, readyDatabaseDependsOn, versionOf } from './kept-folder.ts'

interface Entry {
  path: string
  /** `undefined` for a folder. */
  bytes: Buffer | undefined
}

let fresh: Promise<Entry[]> | undefined
let ready: Promise<Entry[]> | undefined

/** Copies an empty PGlite database to `path`, because creating one takes seconds. */
export async function copyFreshDatabase(path: string): Promise<void> {
  fresh ??= versionOf('@electric-sql/pglite').then((version) => entriesOf('fresh', [version], makeFresh))
  await writeEntries(await fresh, path)
}

/** Copies a database with tables and an empty queue to `path`, like that of a server without requests. */
export async function copyReadyDatabase(path: string): Promise<void> {
  ready ??= readyDatabaseDependsOn().then((depends) => entriesOf('ready', depends, makeReady))
  await writeEntries(await ready, path)
}

async function makeFresh(path: string): Promise<void> {
  await (await openDatabaseThread(path)).close()
}

async function makeReady(path: string): Promise<void> {
  await copyFreshDatabase(path)
  const opened = await openDatabase({ folder: path })
  try {
    await migrate(opened)
    const faults: unknown[] = []
    await (await openJobQueue(opened, { perWorkflow: 0, onFault: (cause) => faults.push(cause) })).close()
    if (faults.length > 0) throw faults[0]
  } finally {
    await opened.close()
  }
}

async function entriesOf(name: string, of: readonly string[], make: (path: string) => Promise<void>): Promise<Entry[]> {
  const database = await keptFolder(name, of, make)
  const entries = (await readdir(database, { recursive: true, withFileTypes: true })).map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return { path: relative(database, path), bytes: entry.isFile() ? await readFile(path) : undefined }
  })
  // A folder comes before its content.
  return (await Promise.all(entries)).sort((one, other) => one.path.length - other.path.length)
}

async function writeEntries(entries: readonly Entry[], path: string): Promise<void> {
  await mkdir(path, { recursive: true })
  for (const { path: within } of entries.filter(({ bytes }) => !bytes)) await mkdir(join(path, within))
  await Promise.all(entries.map(({ path: within, bytes }) => bytes && writeFile(join(path, within), bytes)))
}
