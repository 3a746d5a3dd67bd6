import type { PrivateFile, PrivateFolder } from './private-folder.ts'

/** A result table to store. */
export interface ResultContent {
  /** The file name without extension. */
  name: string
  chunks(): AsyncIterable<Uint8Array>
}

/** A stored file, or why it is not available: evicted, larger than the limit, or never stored. */
export type ResultLookup = { file: File } | { reason: 'evicted' | 'too-large' | 'missing' }

export interface StorageUsage {
  runs: number
  bytes: number
}

/**
 * The result files of runs, in one OPFS folder per run. A file is written under a temporary name and renamed once
 * complete, so that a killed tab does not leave a damaged file. All tabs share one lock for changes.
 */
export interface ResultFiles {
  /**
   * Writes a run's tables and evicts the oldest runs until the total size is at most `maxBytes`. A run that exceeds the
   * limit on its own is not stored. Rejects if OPFS is unavailable or full, in which case none of the run's tables
   * are stored.
   */
  write(runId: string, contents: readonly ResultContent[], maxBytes: number): Promise<'stored' | 'too-large'>
  find(runId: string, name: string): Promise<ResultLookup>
  measure(): Promise<StorageUsage>
  /** Evicts the oldest runs until the total size is at most `maxBytes`. */
  evict(maxBytes: number): Promise<void>
  /** Removes the folders of runs, including their markers. */
  remove(runIds: readonly string[]): Promise<void>
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
  /** When the run's newest file was written, in ms since the Unix epoch. */
  writtenAt: number
}

const folderName = 'aw-results'
const fileExtension = '.arrow'
const partialExtension = '.part'
/** The names of empty files that record why a run has no result files. */
const markers = ['evicted', 'too-large'] as const

export function createResultFiles({ openRoot, runExclusive = withLock }: Options): ResultFiles {
  const openFolder = async (create: boolean): Promise<PrivateFolder | undefined> =>
    openChildFolder(await openRoot(), folderName, create)

  /**
   * Returns the runs with result files, oldest first. Also removes unfinished files: while this tab holds the lock, no
   * other tab is writing.
   *
   * @param excludedFolderName The folder name of a run that is being written.
   */
  const listRuns = async (resultsFolder: PrivateFolder, excludedFolderName?: string): Promise<RunFolder[]> => {
    const runs: RunFolder[] = []
    for await (const [name, folder] of resultsFolder.entries()) {
      if (folder.kind !== 'directory' || name === excludedFolderName) continue
      const run: RunFolder = { folder, files: [], bytes: 0, writtenAt: 0 }
      const partialFileNames: string[] = []
      for await (const [fileName, entry] of folder.entries()) {
        if (entry.kind !== 'file') continue
        if (fileName.endsWith(partialExtension)) partialFileNames.push(fileName)
        if (!fileName.endsWith(fileExtension)) continue
        const { size, lastModified } = await entry.getFile()
        run.files.push(fileName)
        run.bytes += size
        run.writtenAt = Math.max(run.writtenAt, lastModified)
      }
      for (const fileName of partialFileNames) await removeEntry(folder, fileName)
      if (run.files.length > 0) runs.push(run)
    }
    return runs.sort((a, b) => a.writtenAt - b.writtenAt)
  }

  const evictRun = async ({ folder, files }: RunFolder): Promise<void> => {
    await writeMarker(folder, 'evicted')
    for (const file of files) await removeEntry(folder, file)
  }

  const evictOldest = async (
    resultsFolder: PrivateFolder,
    maxBytes: number,
    excludedFolderName?: string,
  ): Promise<void> => {
    const runs = await listRuns(resultsFolder, excludedFolderName)
    let bytes = runs.reduce((sum, run) => sum + run.bytes, 0)
    for (const run of runs) {
      if (bytes <= maxBytes) return
      await evictRun(run)
      bytes -= run.bytes
    }
  }

  return {
    write: (runId, contents, maxBytes) =>
      runExclusive(async () => {
        const resultsFolder = (await openFolder(true))!
        const name = toFolderName(runId)
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

    async find(runId, name) {
      const resultsFolder = await openFolder(false)
      const folder = resultsFolder && (await openChildFolder(resultsFolder, toFolderName(runId), false))
      if (!folder) return { reason: 'missing' }
      const file = await findFile(folder, `${name}${fileExtension}`)
      if (file) return { file: await file.getFile() }
      for (const marker of markers) if (await findFile(folder, marker)) return { reason: marker }
      return { reason: 'missing' }
    },

    measure: () =>
      runExclusive(async () => {
        const resultsFolder = await openFolder(false)
        const runs = resultsFolder ? await listRuns(resultsFolder) : []
        return { runs: runs.length, bytes: runs.reduce((sum, run) => sum + run.bytes, 0) }
      }),

    evict: (maxBytes) =>
      runExclusive(async () => {
        const resultsFolder = await openFolder(false)
        if (resultsFolder) await evictOldest(resultsFolder, maxBytes)
      }),

    remove: (runIds) =>
      runExclusive(async () => {
        const resultsFolder = await openFolder(false)
        for (const runId of runIds) if (resultsFolder) await removeEntry(resultsFolder, toFolderName(runId))
      }),
  }
}

/** Writes a file, stopping once it exceeds `maxBytes`. Returns the number of bytes written. */
async function writeFile(file: PrivateFile, chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const access = await file.createSyncAccessHandle()
  try {
    let bytes = 0
    for await (const chunk of chunks) {
      const writtenBytes = access.write(chunk, { at: bytes })
      if (writtenBytes < chunk.length) throw new DOMException('The disk is full.', 'QuotaExceededError')
      bytes += writtenBytes
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

/** Removes an entry. If the entry is in use, it remains until a later change removes it. */
async function removeEntry(folder: PrivateFolder, name: string): Promise<void> {
  await folder.removeEntry(name, { recursive: true }).catch(() => undefined)
}

const toFolderName = (runId: string): string => encodeURIComponent(runId)

/** Runs `work` with an exclusive lock. All browsers with OPFS support Web Locks. */
const withLock = <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request('aw-results', work)
