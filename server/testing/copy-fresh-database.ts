import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { openDatabaseThread } from '../store/database/database-thread.ts'
import { migrate } from '../store/database/migrate.ts'
import { openDatabase } from '../store/database/open-database.ts'
import { openCachedFolder, listReadyDatabaseDependencies, readVersion } from './cached-folder.ts'

interface Entry {
  path: string
  /** The content without zeros at the end; `undefined` for a folder. */
  bytes: Buffer | undefined
  size: number
}

/** Tables of template databases. PGlite needs them only for `create database`, which no test executes. */
const templateFiles = /^base\/[14]\/(?!PG_VERSION$)/

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
  const all = await readdir(database, { recursive: true, withFileTypes: true })
  const isUsed = (path: string): boolean => !templateFiles.test(relative(database, path).replaceAll(sep, '/'))
  const used = all.filter((entry) => isUsed(join(entry.parentPath, entry.name)))
  const entries = used.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const bytes = entry.isFile() ? await readFile(path) : undefined
    return { path: relative(database, path), bytes: bytes && trimZeros(bytes), size: bytes?.length ?? 0 }
  })
  // A folder comes before its content.
  return (await Promise.all(entries)).sort((a, b) => a.path.length - b.path.length)
}

async function writeEntries(entries: readonly Entry[], path: string): Promise<void> {
  await mkdir(path, { recursive: true })
  for (const { path: relativePath } of entries.filter(({ bytes }) => !bytes)) await mkdir(join(path, relativePath))
  await Promise.all(entries.map((entry) => entry.bytes && writeEntry(entry, path)))
}

/** Writes a file. Zeros at its end, which are most of the log of the database, are not written. */
async function writeEntry({ path: relativePath, bytes, size }: Entry, path: string): Promise<void> {
  const file = await open(join(path, relativePath), 'w')
  try {
    await file.writeFile(bytes!)
    if (bytes!.length < size) await file.truncate(size)
  } finally {
    await file.close()
  }
}

function trimZeros(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return Buffer.from(bytes.subarray(0, end))
}
