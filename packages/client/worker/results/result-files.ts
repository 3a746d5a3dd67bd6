import type { PrivateFile, PrivateFolder } from './private-folder.ts'

/** A result table to store. */
export interface ResultContent {
  /** File name without the extension. */
  name: string
  chunks(): AsyncIterable<Uint8Array>
}

/** A stored file, or the reason why it is absent: it was evicted, it exceeded the limit, or it was never stored. */
export type ResultLookup = { file: File } | { absent: 'evicted' | 'too-large' | 'missing' }

export interface StorageUsage {
  runs: number
  bytes: number
}

/**
 * The result files of runs, in one OPFS folder per run. A file is written under a temporary name and renamed when it
 * is complete, so a killed tab leaves no damaged file. All tabs share one lock for changes.
 */
export interface ResultFiles {
  /**
   * Writes the tables of a run and evicts the oldest runs until all files are within `maxBytes`. A run that alone
   * exceeds the limit is not stored. Rejects if OPFS is unavailable or full; in that case none of the run's tables are
   * stored.
   */
  write(run: string, contents: readonly ResultContent[], maxBytes: number): Promise<'stored' | 'too-large'>
  find(run: string, name: string): Promise<ResultLookup>
  measure(): Promise<StorageUsage>
  /** Evicts the oldest runs until the files are within `maxBytes`. */
  shrink(maxBytes: number): Promise<void>
  /** Removes the folders of runs, including their markers. */
  remove(runs: readonly string[]): Promise<void>
}

interface Options {
  openRoot: () => Promise<PrivateFolder>
  /** Runs `work` while no other tab changes the files. */
  runExclusive?: <T>(work: () => Promise<T>) => Promise<T>
}

interface RunFolder {
  folder: PrivateFolder
  files: string[]
  bytes: number
  /** The time when its newest file was written, in ms since the Unix epoch. */
  writtenAt: number
}

const folderName = 'aw-results'
const fileExtension = '.arrow'
const partialExtension = '.part'
/** Names of empty files that record the reason why a run has no result files. */
const markers = ['evicted', 'too-large'] as const

export function createResultFiles({ openRoot, runExclusive = withLock }: Options): ResultFiles {
  const openFolder = async (create: boolean): Promise<PrivateFolder | undefined> =>
    openChildFolder(await openRoot(), folderName, create)

  /**
   * Returns the runs with files, oldest first. Removes unfinished files: while the lock is held, no other tab is
   * writing one.
   *
   * @param excludedRun The name of a run that is being written.
   */
  const listRuns = async (resultsFolder: PrivateFolder, excludedRun?: string): Promise<RunFolder[]> => {
    const runs: RunFolder[] = []
    for await (const [name, folder] of resultsFolder.entries()) {
      if (folder.kind !== 'directory' || name === excludedRun) continue
      const run: RunFolder = { folder, files: [], bytes: 0, writtenAt: 0 }
      const partialFiles: string[] = []
      for await (const [fileName, entry] of folder.entries()) {
        if (entry.kind !== 'file') continue
        if (fileName.endsWith(partialExtension)) partialFiles.push(fileName)
        if (!fileName.endsWith(fileExtension)) continue
        const { size, lastModified } = await entry.getFile()
        run.files.push(fileName)
        run.bytes += size
        run.writtenAt = Math.max(run.writtenAt, lastModified)
      }
      for (const fileName of partialFiles) await removeEntry(folder, fileName)
      if (run.files.length > 0) runs.push(run)
    }
    return runs.sort((a, b) => a.writtenAt - b.writtenAt)
  }

  const evict = async ({ folder, files }: RunFolder): Promise<void> => {
    await writeMarker(folder, 'evicted')
    for (const file of files) await removeEntry(folder, file)
  }

  const evictOldest = async (resultsFolder: PrivateFolder, maxBytes: number, excludedRun?: string): Promise<void> => {
    const runs = await listRuns(resultsFolder, excludedRun)
    let bytes = runs.reduce((sum, run) => sum + run.bytes, 0)
    for (const run of runs) {
      if (bytes <= maxBytes) return
      await evict(run)
      bytes -= run.bytes
    }
  }

  return {
    write: (run, contents, maxBytes) =>
      runExclusive(async () => {
        const resultsFolder = (await openFolder(true))!
        const name = toFolderName(run)
        const folder = await resultsFolder.getDirectoryHandle(name, { create: true })
        const partNames: string[] = []
        let bytes = 0
        try {
          for (const content of contents) {
            const partName = `${content.name}${partialExtension}`
            partNames.push(partName)
            bytes += await writeFile(
              await folder.getFileHandle(partName, { create: true }),
              content.chunks(),
              maxBytes - bytes,
            )
            if (bytes <= maxBytes) continue
            for (const writtenPart of partNames) await removeEntry(folder, writtenPart)
            await writeMarker(folder, 'too-large')
            return 'too-large'
          }
          await evictOldest(resultsFolder, maxBytes - bytes, name)
          for (const content of contents)
            await (
              await folder.getFileHandle(`${content.name}${partialExtension}`)
            ).move(`${content.name}${fileExtension}`)
          for (const marker of markers) await removeEntry(folder, marker)
          return 'stored'
        } catch (cause) {
          for (const partName of partNames) await removeEntry(folder, partName)
          throw cause
        }
      }),

    async find(run, name) {
      const resultsFolder = await openFolder(false)
      const folder = resultsFolder && (await openChildFolder(resultsFolder, toFolderName(run), false))
      if (!folder) return { absent: 'missing' }
      const file = await findFile(folder, `${name}${fileExtension}`)
      if (file) return { file: await file.getFile() }
      for (const marker of markers) if (await findFile(folder, marker)) return { absent: marker }
      return { absent: 'missing' }
    },

    measure: () =>
      runExclusive(async () => {
        const resultsFolder = await openFolder(false)
        const runs = resultsFolder ? await listRuns(resultsFolder) : []
        return { runs: runs.length, bytes: runs.reduce((sum, run) => sum + run.bytes, 0) }
      }),

    shrink: (maxBytes) =>
      runExclusive(async () => {
        const resultsFolder = await openFolder(false)
        if (resultsFolder) await evictOldest(resultsFolder, maxBytes)
      }),

    remove: (runs) =>
      runExclusive(async () => {
        const resultsFolder = await openFolder(false)
        for (const run of runs) if (resultsFolder) await removeEntry(resultsFolder, toFolderName(run))
      }),
  }
}

/** Writes a file until it exceeds `maxBytes`. Returns the number of bytes written. */
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

async function writeMarker(folder: PrivateFolder, marker: (typeof markers)[number]): Promise<void> {
  await folder.getFileHandle(marker, { create: true })
}

const isNotFound = (cause: unknown): boolean => cause instanceof Error && cause.name === 'NotFoundError'

async function openChildFolder(
  folder: PrivateFolder,
  name: string,
  create: boolean,
): Promise<PrivateFolder | undefined> {
  try {
    return await folder.getDirectoryHandle(name, { create })
  } catch (cause) {
    if (isNotFound(cause)) return undefined
    throw cause
  }
}

async function findFile(folder: PrivateFolder, name: string): Promise<PrivateFile | undefined> {
  try {
    return await folder.getFileHandle(name)
  } catch (cause) {
    if (isNotFound(cause)) return undefined
    throw cause
  }
}

/** Removes an entry. An entry that is in use is kept until a later change removes it. */
async function removeEntry(folder: PrivateFolder, name: string): Promise<void> {
  await folder.removeEntry(name, { recursive: true }).catch(() => undefined)
}

const toFolderName = (run: string): string => encodeURIComponent(run)

/** Runs `work` with an exclusive lock. Web Locks are available in every browser that has OPFS. */
const withLock = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('aw-results', work)
