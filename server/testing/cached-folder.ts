import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../node_modules/.cache/aw-databases/', import.meta.url))

/**
 * Returns a cached folder that is slow to create and always has the same content, shared by all test processes. Callers
 * copy it and do not change it. `dependencies` lists everything that its content depends on.
 */
export async function openCachedFolder(
  name: string,
  dependencies: readonly string[],
  create: (path: string) => Promise<void>,
): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 16)
  const path = join(cache, `${name}-${key}`)
  if (existsSync(path)) return path
  const temporaryPath = join(cache, `making-${randomUUID()}`)
  await mkdir(cache, { recursive: true })
  try {
    await create(temporaryPath)
    // Another process may have created the folder first, with the same content.
    await rename(temporaryPath, path).catch((cause: unknown) => {
      if (!existsSync(path)) throw cause
    })
  } finally {
    await rm(temporaryPath, { recursive: true, force: true })
  }
  return path
}

/** Reads the contents of files and folders that the result depends on. */
export async function readTexts(...urls: readonly URL[]): Promise<string[]> {
  const texts = await Promise.all(
    urls.map(async (url) => {
      const path = fileURLToPath(url)
      if (!path.endsWith('/')) return [await readFile(path, 'utf8')]
      const entries = await readdir(path, { withFileTypes: true })
      const names = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort()
      return Promise.all(names.map((name) => readFile(join(path, name), 'utf8')))
    }),
  )
  return texts.flat()
}

/** Reads the installed version of one of the server's packages. */
export async function readVersion(name: string): Promise<string> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(path)) return `${name} ${(JSON.parse(await readFile(path, 'utf8')) as { version: string }).version}`
    if (folder === dirname(folder)) throw new Error(`The package ${name} is not installed.`)
  }
}

/** Lists the dependencies of the database of a server without requests, cached under the name `ready`. */
export async function listReadyDatabaseDependencies(): Promise<string[]> {
  const dependencies = await Promise.all([
    readVersion('@electric-sql/pglite'),
    readTexts(
      new URL('../store/migrations/', import.meta.url),
      new URL('../store/database/migrate.ts', import.meta.url),
      new URL('../store/database/row-security.ts', import.meta.url),
    ),
  ])
  return dependencies.flat()
}
