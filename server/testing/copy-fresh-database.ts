import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { openDatabaseThread } from '../store/database-thread.ts'

interface Entry {
  path: string
  /** `undefined` for a folder. */
  bytes: Buffer | undefined
}

let fresh: Promise<Entry[]> | undefined

/**
 * Puts an empty database at `path`, as PGlite makes one: that takes seconds of the processor, so that one is made in
 * this process, and copied.
 */
export async function copyFreshDatabase(path: string): Promise<void> {
  const entries = await (fresh ??= makeDatabase())
  await mkdir(path, { recursive: true })
  for (const { path: within } of entries.filter(({ bytes }) => !bytes)) await mkdir(join(path, within))
  await Promise.all(entries.map(({ path: within, bytes }) => bytes && writeFile(join(path, within), bytes)))
}

async function makeDatabase(): Promise<Entry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-fresh-database-'))
  try {
    const database = join(folder, 'database')
    await (await openDatabaseThread(database)).close()
    const entries = (await readdir(database, { recursive: true, withFileTypes: true })).map(async (entry) => {
      const path = join(entry.parentPath, entry.name)
      return { path: relative(database, path), bytes: entry.isFile() ? await readFile(path) : undefined }
    })
    // A folder stands before what is in it.
    return (await Promise.all(entries)).sort((one, other) => one.path.length - other.path.length)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
