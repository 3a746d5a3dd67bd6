import {
  error,
  getHint,
  info,
  getProblemText,
  type Dataset,
  type Problem,
  type Result,
  failed,
  ok,
} from '@aw-flow/schema'
import type { DatasetPreview } from '@aw-flow/schema/internal'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import { maxPendingFileBytes } from '../storage/pending-files.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { createFileCopier, type FileCopy } from './file-copier.ts'

/** The dataset library of a browser profile, shared by sessions and hosts. @internal */
export type DatasetLibrary = ReturnType<typeof createDatasetLibrary>

export interface AddOptions {
  signal?: AbortSignal
  /** Called with the progress, from 0 to 1. */
  onProgress?: (fraction: number) => void
  /** Called with warnings about the added file. Default: the library's `onProblem`. */
  onProblem?: (problem: Problem) => void
  /** Stores the dataset. Default: the library's storage. */
  putDataset?: WorkflowStorage['putDataset']
  /** Whether to preview the file at once. Default: true. */
  shouldPreview?: boolean
}

/** The maximum total size of in-memory copies of files being added, in bytes. */
const maxCopiedBytes = 4 * maxPendingFileBytes

/** The fraction of the reported progress that hashing accounts for. Writing accounts for the rest. */
const hashingFraction = 0.9

/** Computes the SHA-256 hash of a file, as hexadecimal digits. @internal */
export type HashFile = (
  file: Blob,
  options?: { signal?: AbortSignal | undefined; onProgress?: (progress: { done: number; total: number }) => void },
) => Promise<Result<string>>

interface Options {
  storage: WorkflowStorage
  engine: Engine
  onChange: () => void
  onProblem: (problem: Problem) => void
  /** Returns the current time, in ms since the Unix epoch. Default: `Date.now`. */
  now?: () => number
  /** Computes the SHA-256 hash of a file, as hexadecimal digits. By default, the engine computes it. */
  hashFile?: HashFile
}

/** Creates the dataset library of a browser profile. @internal */
export function createDatasetLibrary({
  storage,
  engine,
  onChange,
  onProblem: onLibraryProblem,
  now = Date.now,
  hashFile = (file, options) => engine.ask(requests.hash({ bytes: file }), options),
}: Options) {
  let datasets: readonly Dataset[] = []

  const refresh = async (): Promise<void> => {
    const storedDatasets = await storage.listDatasets()
    // The preview of a file in an unsupported format is computed again, because a newer version may support the format.
    for (const { preview } of storedDatasets)
      if (preview && preview.format !== 'binary') previews.cached.set(preview.dataset, preview)
    const updatedDatasets = storedDatasets.map(({ dataset }) => dataset)
    const isUnchanged =
      updatedDatasets.length === datasets.length &&
      updatedDatasets.every(({ id, name }, index) => id === datasets[index]?.id && name === datasets[index].name)
    if (isUnchanged) return
    datasets = updatedDatasets
    onChange()
  }

  const readDataset = async (id: string): Promise<{ name: string; bytes: Blob } | undefined> => {
    const content = await storage.getDatasetBytes(id)
    return content && { name: datasets.find((dataset) => dataset.id === id)?.name ?? id.slice(0, 8), bytes: content }
  }

  const previews = createPreviews({ storage, engine, readDataset })

  const add = async (
    file: File,
    {
      signal,
      onProgress,
      onProblem = onLibraryProblem,
      putDataset = storage.putDataset,
      shouldPreview = true,
    }: AddOptions = {},
  ): Promise<Result<Dataset>> => {
    const aborted = failed(error('engine.aborted', {}))
    if (signal?.aborted) return aborted
    const hash = await hashFile(file, {
      signal,
      onProgress: ({ done, total }) => onProgress?.((hashingFraction * done) / Math.max(1, total)),
    })
    if (signal?.aborted) return aborted
    if (!hash.ok) {
      const { problem } = hash
      const params = { name: file.name, reason: getProblemText(problem), next: getHint(problem) }
      return failed(problem.code === 'file.unreadable' ? problem : error('dataset.unreadable', params))
    }
    const id = hash.value
    const existingDataset = datasets.find((dataset) => dataset.id === id)
    // If the bytes of the existing dataset are lost, the dataset is stored again.
    if (existingDataset && (await isReadable(() => storage.getDatasetBytes(id)))) {
      if (existingDataset.name !== file.name)
        onProblem(info('dataset.duplicate', { name: file.name, known: existingDataset.name }))
      return ok(existingDataset)
    }
    const name = findUnusedName(file.name, datasets)
    const dataset = existingDataset ?? { id, name, size: file.size, createdAt: new Date(now()).toISOString() }
    const store = async (): Promise<Result<Dataset>> => {
      const problem = await putDataset(dataset, file)
      // The original file may have been moved, changed or deleted since it was hashed.
      const isLost = problem !== undefined && !(await isReadable(() => file))
      if (!existingDataset && (signal?.aborted || isLost)) await storage.removeDataset(id)
      await refresh()
      if (signal?.aborted) return aborted
      if (isLost) return failed(error('file.unreadable', { name: file.name }, { where: { file: file.name } }))
      // The dataset is in memory until the tab is closed.
      if (problem) onProblem(problem)
      return ok(dataset)
    }
    const stored = store()
    // The engine reads the file while its bytes are written, because a run needs the preview.
    if (shouldPreview) void previews.compute(id, { name, bytes: file }, stored).catch(() => undefined)
    return stored
  }

  /** Adds a file unless it had already become a dataset before the page was closed. */
  const recoverFile = async (file: File): Promise<void> => {
    await refresh()
    const hash = await hashFile(file)
    if (hash.ok && datasets.some(({ id }) => id === hash.value)) return
    const dataset = await add(file)
    if (!dataset.ok) onLibraryProblem(dataset.problem)
  }

  return {
    get datasets(): readonly Dataset[] {
      return datasets
    },
    /** Reloads the list of datasets. */
    refresh,
    /** Returns a dataset's name and bytes, or `undefined` if it does not exist. */
    readDataset,

    getPreviews: previews.get,

    ...createAddQueue({ storage, refresh, add, recoverFile }),

    /** Removes a dataset. Returns a problem if it could not be removed. */
    async remove(id: string): Promise<Problem | undefined> {
      const problem = await storage.removeDataset(id)
      if (!problem) previews.cached.delete(id)
      await refresh()
      return problem
    },
  }
}

/** Adds files one at a time, because the name of a dataset depends on the existing datasets. */
function createAddQueue({
  storage,
  refresh,
  add,
  recoverFile,
}: {
  storage: WorkflowStorage
  refresh(): Promise<void>
  add(file: File, options?: AddOptions): Promise<Result<Dataset>>
  recoverFile(file: File): Promise<void>
}) {
  let queue: Promise<void> | undefined
  // In a private window, Chromium stores a reference to the original file rather than its bytes. A copy forces it to
  // store the bytes.
  const copyFile = createFileCopier({ maxFileBytes: maxPendingFileBytes, maxTotalBytes: maxCopiedBytes })

  /** Adds a file once its early copy is complete. If there was not enough memory for that copy, copies the file now. */
  const addWithCopy = async (file: File, earlyCopy: Promise<FileCopy>, options?: AddOptions) => {
    const completedCopy = await earlyCopy
    const copy = completedCopy.isInMemory ? completedCopy : await copyFile(file)
    return add(copy.file, options).finally(copy.release)
  }

  return {
    /**
     * Adds a file. The file becomes a dataset once its bytes have been hashed. The bytes are stored before the promise
     * resolves. Returns a problem and stores nothing if the file could not be added or `signal` was aborted.
     */
    add(file: File, options?: AddOptions): Promise<Result<Dataset>> {
      const removePendingFile = storage.pendingFiles.store(file)
      const earlyCopy = copyFile(file)
      const pendingAdd = (queue ??= refresh()).then(() => addWithCopy(file, earlyCopy, options))
      queue = pendingAdd.then(
        () => undefined,
        () => undefined,
      )
      // The file is also removed after a failure. Otherwise, every page load would retry it.
      void pendingAdd.then(removePendingFile, removePendingFile)
      return pendingAdd
    },

    /** Adds the files that were still being added when a page of this browser profile was last closed. */
    async recover(): Promise<void> {
      for (const { key, file } of await storage.pendingFiles.list()) {
        queue = (queue ??= refresh()).then(() => recoverFile(file)).catch(() => undefined)
        await queue
        await storage.pendingFiles.remove(key)
      }
    },
  }
}

/** Creates the previews of datasets. Missing ones are computed and stored. */
function createPreviews({
  storage,
  engine,
  readDataset,
}: Pick<Options, 'storage' | 'engine'> & {
  readDataset(id: string): Promise<{ name: string; bytes: Blob } | undefined>
}) {
  const cached = new Map<string, DatasetPreview>()
  const pendingPreviews = new Map<string, Promise<DatasetPreview | undefined>>()
  const computePreview = async (
    id: string,
    file?: { name: string; bytes: Blob },
    stored?: Promise<Result<Dataset>>,
  ): Promise<DatasetPreview | undefined> => {
    const { name, bytes } = file ?? (await readDataset(id)) ?? {}
    if (name === undefined || bytes === undefined) return undefined
    const response = await engine.ask(requests.previewFile({ dataset: id, name, bytes }))
    if (!response.ok || (await stored)?.ok === false) return undefined
    cached.set(id, response.value)
    await storage.putPreview(response.value)
    return response.value
  }
  const compute = async (...args: Parameters<typeof computePreview>): Promise<DatasetPreview | undefined> => {
    const [id] = args
    const cachedPreview = cached.get(id)
    if (cachedPreview) return cachedPreview
    const pendingPreview = pendingPreviews.get(id) ?? computePreview(...args).finally(() => pendingPreviews.delete(id))
    pendingPreviews.set(id, pendingPreview)
    return pendingPreview
  }
  return {
    cached,
    /**
     * Computes and stores a preview, unless there is one. If the file is still being added, pass the file and the result
     * of adding it: nothing is stored of a file that was not added.
     */
    compute,
    /** Returns the previews of the given datasets. Missing previews are computed and stored. */
    async get(ids: readonly string[]): Promise<DatasetPreview[]> {
      const previews = await Promise.all(ids.map((id) => compute(id)))
      return previews.filter((item) => item !== undefined)
    },
  }
}

/** Returns a name that no dataset uses yet, such as "sales (2).csv" if "sales.csv" is taken. @internal */
export function findUnusedName(name: string, datasets: readonly Dataset[]): string {
  const usedNames = new Set(datasets.map((dataset) => dataset.name))
  if (!usedNames.has(name)) return name
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]+)?$/s.exec(name) ?? []
  for (let count = 2; ; count++) {
    const candidate = `${stem} (${count})${extension}`
    if (!usedNames.has(candidate)) return candidate
  }
}

/** Returns whether a file exists and its bytes can be read. */
async function isReadable(open: () => Blob | undefined | Promise<Blob | undefined>): Promise<boolean> {
  try {
    const file = await open()
    await file?.slice(0, 1).arrayBuffer()
    return file !== undefined
  } catch {
    return false
  }
}
