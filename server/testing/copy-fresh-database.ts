import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openDatabaseThread } from '../store/database/database-thread.ts'
import { migrate } from '../store/database/migrate.ts'
import { openDatabase } from '../store/database/open-database.ts'
import { openCachedFolder, listReadyDatabaseDependencies, readVersion } from './cached-folder.ts'

interface Entry {
  path: string
  /** `undefined` for a folder. */
  bytes: Buffer | undefined
}

let freshEntries: Promise<Entry[]> | undefined
let readyEntries: Promise<Entry[]> | undefined

/** Copies an empty PGlite database to `path`, because creating one takes seconds. */
export async function copyFreshDatabase(path: string): Promise<void> {
  freshEntries ??= readVersion('@electric-sql/pglite').then((version) => readEntries('fresh', [version], createFresh))
  await writeEntries(await freshEntries, path)
}

/** Copies a database with empty tables to `path`, like that of a server that has received no requests. */
export async function copyReadyDatabase(path: string): Promise<void> {
  readyEntries ??= listReadyDatabaseDependencies().then((dependencies) =>
    readEntries('ready', dependencies, createReady),
  )
  await writeEntries(await readyEntries, path)
}

async function createFresh(path: string): Promise<void> {
  await (await openDatabaseThread(path)).close()
}

async function createReady(path: string): Promise<void> {
  await copyFreshDatabase(path)
  const openedDatabase = await openDatabase({ folder: path })
  try {
    await migrate(openedDatabase)
  } finally {
    await openedDatabase.close()
  }
}

async function readEntries(
  name: string,
  dependencies: readonly string[],
  create: (path: string) => Promise<void>,
): Promise<Entry[]> {
  const database = await openCachedFolder(name, dependencies, create)
  const entries = (await readdir(database, { recursive: true, withFileTypes: true })).map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    return { path: relative(database, path), bytes: entry.isFile() ? await readFile(path) : undefined }
  })
  // A folder comes before its content.
  return (await Promise.all(entries)).sort((a, b) => a.path.length - b.path.length)
}

async function writeEntries(entries: readonly Entry[], path: string): Promise<void> {
  await mkdir(path, { recursive: true })
  for (const { path: relativePath } of entries.filter(({ bytes }) => !bytes)) await mkdir(join(path, relativePath))
  await Promise.all(entries.map(({ path: relativePath, bytes }) => bytes && writeFile(join(path, relativePath), bytes)))
}
