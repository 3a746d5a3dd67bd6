import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../node_modules/.cache/aw-databases/', import.meta.url))

/**
 * A cached folder that is slow to create and always has the same content, shared by all test processes. `of` lists
 * everything that it depends on. Copy it, do not change it.
 */
export async function keptFolder(
  name: string,
  of: readonly string[],
  make: (path: string) => Promise<void>,
): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16)
  const path = join(cache, `${name}-${key}`)
  if (existsSync(path)) return path
  const making = join(cache, `making-${randomUUID()}`)
  await mkdir(cache, { recursive: true })
  try {
    await make(making)
    // Another process may have been faster; its folder is equal.
    await rename(making, path).catch((cause: unknown) => {
      if (!existsSync(path)) throw cause
    })
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  return path
}

/** The contents of files and folders that the result depends on. */
export async function textsOf(...places: readonly URL[]): Promise<string[]> {
  const texts = await Promise.all(
    places.map(async (place) => {
      const path = fileURLToPath(place)
      if (!path.endsWith('/')) return [await readFile(path, 'utf8')]
      const names = (await readdir(path)).sort()
      return Promise.all(names.map((name) => readFile(join(path, name), 'utf8')))
    }),
  )
  return texts.flat()
}

/** The installed version of a package of the server. */
export async function versionOf(name: string): Promise<string> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(path)) return `${name} ${(JSON.parse(await readFile(path, 'utf8')) as { version: string }).version}`
    if (folder === dirname(folder)) throw new Error(`The package ${name} is not installed.`)
  }
}

/** The dependencies of the database of a server without requests, cached under the name `ready`. */
export async function readyDatabaseDependsOn(): Promise<string[]> {
  const depends = await Promise.all([
    versionOf('@electric-sql/pglite'),
    versionOf('pg-boss'),
    textsOf(
      new URL('../store/migrations/', import.meta.url),
      new URL('../store/database/migrate.ts', import.meta.url),
      new URL('../runs/job-queue.ts', import.meta.url),
    ),
  ])
  return depends.flat()
}
