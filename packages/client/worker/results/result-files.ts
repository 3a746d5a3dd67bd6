import type { PrivateFile, PrivateFolder } from './private-folder.ts'

/** A table of a run to be written. */
export interface ResultContent {
  /** File name without the extension. */
  name: string
  chunks(): AsyncIterable<Uint8Array>
}

/** A stored file, or why there is none: it was evicted, it exceeded the limit, or it was never stored. */
export type FoundResult = { file: File } | { absent: 'evicted' | 'too-large' | 'missing' }

export interface ResultUse {
  runs: number
  bytes: number
}

/**
 * The result files of runs, in one folder per run in the origin's private file system. A file is written under a
 * temporary name and renamed when it is complete, so a killed tab leaves no damaged file. All tabs share one lock for
 * changes.
 */
export interface ResultFiles {
  /**
   * Writes the tables of a run and evicts the oldest runs until all files are within `maxBytes`. A run that alone
   * exceeds the limit is not stored. Rejects if the storage refuses or is full; in that case nothing of the run is
   * stored.
   */
  write(run: string, contents: readonly ResultContent[], maxBytes: number): Promise<'stored' | 'too-large'>
  find(run: string, name: string): Promise<FoundResult>
  use(): Promise<ResultUse>
  /** Evicts the oldest runs until the files are within `maxBytes`. */
  shrink(maxBytes: number): Promise<void>
  /** Removes the files of runs without a trace. */
  remove(runs: readonly string[]): Promise<void>
}

interface Options {
  root: () => Promise<PrivateFolder>
  /** Runs `work` while no other tab changes the files. */
  exclusive?: <T>(work: () => Promise<T>) => Promise<T>
}

interface StoredRun {
  folder: PrivateFolder
  files: string[]
  bytes: number
  /** When it was written, in ms since 1970. */
  at: number
}

const folderName = 'aw-results'
const ending = '.arrow'
const unfinished = '.part'
/** Names of empty files that mark why a run has no result files. */
const markers = ['evicted', 'too-large'] as const

export function createResultFiles({ root, exclusive = withLock }: Options): ResultFiles {
  const openFolder = async (create: boolean): Promise<PrivateFolder | undefined> =>
    child(await root(), folderName, create)

  /**
   * The runs with files, oldest first. Removes unfinished files: while the lock is held, no other tab is writing one.
   *
   * @param except The name of a run that is being written.
   */
  const listRuns = async (all: PrivateFolder, except?: string): Promise<StoredRun[]> => {
    const runs: StoredRun[] = []
    for await (const [name, folder] of all.entries()) {
      if (folder.kind !== 'directory' || name === except) continue
      const run: StoredRun = { folder, files: [], bytes: 0, at: 0 }
      const leftOver: string[] = []
      for await (const [fileName, entry] of folder.entries()) {
        if (entry.kind !== 'file') continue
        if (fileName.endsWith(unfinished)) leftOver.push(fileName)
        if (!fileName.endsWith(ending)) continue
        const { size, lastModified } = await entry.getFile()
        run.files.push(fileName)
        run.bytes += size
        run.at = Math.max(run.at, lastModified)
      }
      for (const fileName of leftOver) await removeFrom(folder, fileName)
      if (run.files.length > 0) runs.push(run)
    }
    return runs.sort((a, b) => a.at - b.at)
  }

  const evict = async ({ folder, files }: StoredRun): Promise<void> => {
    await mark(folder, 'evicted')
    for (const file of files) await removeFrom(folder, file)
  }

  const evictOldest = async (all: PrivateFolder, maxBytes: number, except?: string): Promise<void> => {
    const runs = await listRuns(all, except)
    let bytes = runs.reduce((sum, run) => sum + run.bytes, 0)
    for (const run of runs) {
      if (bytes <= maxBytes) return
      await evict(run)
      bytes -= run.bytes
    }
  }

  return {
    write: (run, contents, maxBytes) =>
      exclusive(async () => {
        const all = (await openFolder(true))!
        const name = folderOf(run)
        const folder = await all.getDirectoryHandle(name, { create: true })
        const parts: string[] = []
        let bytes = 0
        try {
          for (const content of contents) {
            const part = `${content.name}${unfinished}`
            parts.push(part)
            bytes += await writeFile(
              await folder.getFileHandle(part, { create: true }),
              content.chunks(),
              maxBytes - bytes,
            )
            if (bytes <= maxBytes) continue
            for (const written of parts) await removeFrom(folder, written)
            await mark(folder, 'too-large')
            return 'too-large'
          }
          await evictOldest(all, maxBytes - bytes, name)
          for (const content of contents)
            await (await folder.getFileHandle(`${content.name}${unfinished}`)).move(`${content.name}${ending}`)
          for (const marker of markers) await removeFrom(folder, marker)
          return 'stored'
        } catch (cause) {
          for (const part of parts) await removeFrom(folder, part)
          throw cause
        }
      }),

    async find(run, name) {
      const all = await openFolder(false)
      const folder = all && (await child(all, folderOf(run), false))
      if (!folder) return { absent: 'missing' }
      const file = await fileIn(folder, `${name}${ending}`)
      if (file) return { file: await file.getFile() }
      for (const marker of markers) if (await fileIn(folder, marker)) return { absent: marker }
      return { absent: 'missing' }
    },

    use: () =>
      exclusive(async () => {
        const all = await openFolder(false)
        const runs = all ? await listRuns(all) : []
        return { runs: runs.length, bytes: runs.reduce((sum, run) => sum + run.bytes, 0) }
      }),

    shrink: (maxBytes) =>
      exclusive(async () => {
        const all = await openFolder(false)
        if (all) await evictOldest(all, maxBytes)
      }),

    remove: (runs) =>
      exclusive(async () => {
        const all = await openFolder(false)
        for (const run of runs) if (all) await removeFrom(all, folderOf(run))
      }),
  }
}

/** Writes a file until it exceeds `maxBytes`; returns the number of bytes. */
async function writeFile(file: PrivateFile, chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const access = await file.createSyncAccessHandle()
  try {
    let bytes = 0
    for await (const chunk of chunks) {
      const written = access.write(chunk, { at: bytes })
      if (written < chunk.length) throw new DOMException('The disk is full.', 'QuotaExceededError')
      bytes += written
      if (bytes > maxBytes) break
    }
    access.flush()
    return bytes
  } finally {
    access.close()
  }
}

async function mark(folder: PrivateFolder, marker: (typeof markers)[number]): Promise<void> {
  await folder.getFileHandle(marker, { create: true })
}

const isNotFound = (cause: unknown): boolean => cause instanceof Error && cause.name === 'NotFoundError'

async function child(folder: PrivateFolder, name: string, create: boolean): Promise<PrivateFolder | undefined> {
  try {
    return await folder.getDirectoryHandle(name, { create })
  } catch (cause) {
    if (isNotFound(cause)) return undefined
    throw cause
  }
}

async function fileIn(folder: PrivateFolder, name: string): Promise<PrivateFile | undefined> {
  try {
    return await folder.getFileHandle(name)
  } catch (cause) {
    if (isNotFound(cause)) return undefined
    throw cause
  }
}

/** Removes an entry. One that is in use stays, and is removed by a later change. */
async function removeFrom(folder: PrivateFolder, name: string): Promise<void> {
  await folder.removeEntry(name, { recursive: true }).catch(() => undefined)
}

const folderOf = (run: string): string => encodeURIComponent(run)

/** Web Locks exist wherever the private file system does. */
const withLock = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('aw-results', work)
