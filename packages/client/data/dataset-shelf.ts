import {
  error,
  hintOf,
  info,
  textOf,
  type Dataset,
  type DatasetPreview,
  type Problem,
  type Result,
} from '@aw-flow/schema'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import type { WorkflowStorage } from '../storage/storage.ts'

/** The datasets of a profile, for a session or a host. @internal */
export interface DatasetShelf {
  readonly datasets: readonly Dataset[]
  /** The previews of these datasets. Missing previews are computed and stored. */
  previews(ids: readonly string[]): Promise<DatasetPreview[]>
  /**
   * Adds a file. Its bytes are on disk before the promise resolves; it becomes a dataset when they are hashed. If the
   * file could not be added or `signal` was aborted, returns `undefined` and stores nothing.
   */
  add(file: File, options?: AddOptions): Promise<Dataset | undefined>
  /** Adds the files that earlier pages received but did not finish adding before they were closed. */
  recover(): Promise<void>
  remove(id: string): Promise<void>
  bytes(id: string): Promise<{ name: string; bytes: Blob } | undefined>
  /** Reads the list again. */
  refresh(): Promise<void>
}

export interface AddOptions {
  signal?: AbortSignal
  /** Receives the progress, from 0 to 1. */
  onProgress?: (share: number) => void
}

/** The share of hashing in the progress; the rest is for writing. */
const hashingShare = 0.9

/** @internal */
export type HashFile = (
  file: Blob,
  options?: { signal?: AbortSignal | undefined; onProgress?: (progress: { done: number; total: number }) => void },
) => Promise<Result<string>>

interface Options {
  storage: WorkflowStorage
  engine: Engine
  onChange: () => void
  onProblem: (problem: Problem) => void
  /** In ms since 1970. */
  now?: () => number
  /** Computes the SHA-256 of a file as hexadecimal digits. Default: the engine computes it. */
  hash?: HashFile
}

/** Creates the datasets of a profile over its storage. @internal */
export function createDatasetShelf({
  storage,
  engine,
  onChange,
  onProblem,
  now = Date.now,
  hash: hashOf = (file, options) => engine.ask(requests.hash({ bytes: file }), options),
}: Options): DatasetShelf {
  let datasets: readonly Dataset[] = []
  const known = new Map<string, DatasetPreview>()
  let adding: Promise<void> | undefined
  const previewing = new Map<string, Promise<DatasetPreview | undefined>>()

  const refresh = async (): Promise<void> => {
    const stored = await storage.listDatasets()
    // A file without a supported format may be supported by a newer version, so it is previewed again.
    for (const { preview } of stored) if (preview && preview.format !== 'binary') known.set(preview.dataset, preview)
    const next = stored.map(({ dataset }) => dataset)
    const isSame =
      next.length === datasets.length &&
      next.every(({ id, name }, index) => id === datasets[index]?.id && name === datasets[index].name)
    if (isSame) return
    datasets = next
    onChange()
  }

  const bytes = async (id: string): Promise<{ name: string; bytes: Blob } | undefined> => {
    const found = await storage.datasetBytes(id)
    return found && { name: datasets.find((dataset) => dataset.id === id)?.name ?? id.slice(0, 8), bytes: found }
  }

  const add = async (file: File, { signal, onProgress }: AddOptions = {}): Promise<Dataset | undefined> => {
    if (signal?.aborted) return undefined
    const hash = await hashOf(file, {
      signal,
      onProgress: ({ done, total }) => onProgress?.((hashingShare * done) / Math.max(1, total)),
    })
    if (signal?.aborted) return undefined
    if (!hash.ok) {
      const { problem } = hash
      const params = { name: file.name, reason: textOf(problem), next: hintOf(problem) }
      onProblem(problem.code === 'file.unreadable' ? problem : error('dataset.unreadable', params))
      return undefined
    }
    const id = hash.value
    const before = datasets.find((dataset) => dataset.id === id)
    if (before) {
      if (before.name !== file.name) onProblem(info('dataset.already-here', { name: file.name, known: before.name }))
      return before
    }
    const name = freeName(file.name, datasets)
    const dataset = { id, name, size: file.size, createdAt: new Date(now()).toISOString() }
    const problem = await storage.putDataset(dataset, file)
    if (signal?.aborted) await storage.removeDataset(id)
    else if (problem) onProblem(problem)
    await refresh()
    return signal?.aborted ? undefined : dataset
  }

  /** Adds a file, unless it already became a dataset before the page was closed. */
  const recover = async (file: File): Promise<void> => {
    await refresh()
    const hash = await hashOf(file)
    if (hash.ok && datasets.some(({ id }) => id === hash.value)) return
    await add(file)
  }

  const preview = async (id: string): Promise<DatasetPreview | undefined> => {
    const found = await bytes(id)
    if (!found) return undefined
    const answer = await engine.ask(requests.previewFile({ dataset: id, name: found.name, bytes: found.bytes }))
    if (!answer.ok) return undefined
    known.set(id, answer.value)
    await storage.putPreview(answer.value)
    return answer.value
  }

  return {
    get datasets() {
      return datasets
    },
    refresh,
    bytes,

    async previews(ids) {
      const previews = await Promise.all(
        ids.map((id) => {
          const existing = known.get(id)
          if (existing) return existing
          const running = previewing.get(id) ?? preview(id).finally(() => previewing.delete(id))
          previewing.set(id, running)
          return running
        }),
      )
      return previews.filter((item) => item !== undefined)
    },

    add(file, options) {
      const forget = storage.arriving.keep(file)
      // Sequential, because the name of a dataset depends on the existing datasets.
      const added = (adding ??= refresh()).then(() => add(file, options))
      adding = added.then(
        () => undefined,
        () => undefined,
      )
      // Also removed if it could not be added, so that not every new page retries it.
      void added.then(forget, forget)
      return added
    },

    async recover() {
      for (const { key, file } of await storage.arriving.list()) {
        adding = (adding ??= refresh()).then(() => recover(file)).catch(() => undefined)
        await adding
        await storage.arriving.remove(key)
      }
    },

    async remove(id) {
      const problem = await storage.removeDataset(id)
      if (problem) onProblem(problem)
      known.delete(id)
      await refresh()
    },
  }
}

/** Returns a name that no other dataset has: "sales.csv", then "sales (2).csv". @internal */
export function freeName(name: string, datasets: readonly Dataset[]): string {
  const taken = new Set(datasets.map((dataset) => dataset.name))
  if (!taken.has(name)) return name
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]+)?$/s.exec(name) ?? []
  for (let count = 2; ; count++) {
    const candidate = `${stem} (${count})${extension}`
    if (!taken.has(candidate)) return candidate
  }
}
