import type { Dataset, NodeReport, Problem } from '@aw-flow/schema'
import { getLoadSummaries, storeLoadSummary, type LoadSummary } from './load-summaries.ts'
import { withPreview } from './open-preview.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Maximum size of files that are previewed in the background, in bytes: larger ones take seconds, and memory that a
 * phone may not have.
 */
export const maxBackgroundBytes = 32 * 2 ** 20

/** Information about a dataset in addition to its stored record. */
export interface DatasetInfo {
  load: LoadSummary | undefined
  /** The problem if it could not be loaded. */
  problem: Problem | undefined
}

/** The result of a preview. */
export interface PreviewResult {
  report?: NodeReport | undefined
  problem?: Problem | undefined
}

/**
 * Results of previews. Datasets without a result are loaded in the background, one at a time while the page is idle, so
 * that lists show their rows and format.
 */
export class BackgroundPreviews {
  /** Problems by dataset. They are kept in memory only, since a newer version may be able to read the files. */
  readonly #problems = new Map<string, Problem>()
  /** Datasets previewed since the page was opened, so that none is previewed repeatedly if results cannot be stored. */
  readonly #attempted = new Set<string>()
  readonly #workspace: Workspace
  readonly #onChange: () => void
  #controller: AbortController | undefined

  /** @param onChange Called when the result for a dataset changes. */
  constructor(workspace: Workspace, onChange: () => void) {
    this.#workspace = workspace
    this.#onChange = onChange
  }

  getInfo(dataset: string): DatasetInfo {
    return { load: getLoadSummaries()[dataset], problem: this.#problems.get(dataset) }
  }

  /** Stores the result of a preview. */
  storeResult(dataset: string, { report, problem }: PreviewResult): void {
    this.#attempted.add(dataset)
    if (problem) this.#problems.set(dataset, problem)
    else this.#problems.delete(dataset)
    if (!problem) storeLoadSummary(dataset, report)
    this.#onChange()
  }

  /** Previews the first local dataset without a result. Call it again after each change. */
  resume(datasets: readonly Dataset[]): void {
    const workspace = this.#workspace
    if (this.#controller || !workspace.isWarm || workspace.isRunning) return
    const loads = getLoadSummaries()
    const next = datasets.find(({ id, size }) => {
      const isNew = !loads[id] && !this.#attempted.has(id)
      return isNew && size <= maxBackgroundBytes && workspace.getLocation('datasets', id) !== 'server'
    })
    if (next) void this.#preview(next)
  }

  /** Stops the current preview because the user needs the engine. It is retried later. */
  stop(): void {
    this.#controller?.abort()
  }

  async #preview(dataset: Dataset): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    this.#controller = controller
    try {
      await this.#workspace.library.previews([dataset.id])
      const result = await withPreview(this.#workspace, dataset, { signal }, ({ report, ...end }) =>
        'problem' in end ? { problem: end.problem } : { report },
      )
      this.#controller = undefined
      if (!signal.aborted) this.storeResult(dataset.id, result)
    } catch {
      // Ignored: the problem is reported when the user opens the dataset.
      this.#attempted.add(dataset.id)
    } finally {
      this.#controller = undefined
    }
  }
}
