import type { Dataset, NodeReport, Problem } from '@aw-flow/schema'
import { getLoadSummaries, storeLoadSummary, type LoadSummary } from './load-summaries.ts'
import { withPreview } from './open-preview.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Maximum size of files to preview in the background, in bytes. Larger files take several seconds to load and may need
 * more memory than a phone has.
 */
export const maxBackgroundBytes = 32 * 2 ** 20

/** Information about a dataset beyond its stored record. */
export interface DatasetInfo {
  load: LoadSummary | undefined
  /** Why the dataset could not be loaded. */
  problem: Problem | undefined
}

/** Preview result: a load report or a problem. */
export interface PreviewResult {
  report?: NodeReport | undefined
  problem?: Problem | undefined
}

/**
 * Caches preview results. While the page is idle, loads datasets without a result in the background, one at a time, so
 * that lists can show row counts and formats.
 */
export class BackgroundPreviews {
  /** Problems keyed by dataset ID. Not persisted, because a newer version may be able to read the files. */
  readonly #problems = new Map<string, Problem>()
  /** IDs of datasets previewed since the page was opened. Prevents repeated previews if results cannot be stored. */
  readonly #attemptedIds = new Set<string>()
  readonly #workspace: Workspace
  readonly #onChange: () => void
  #controller: AbortController | undefined

  /** @param onChange Called after the result for a dataset has changed. */
  constructor(workspace: Workspace, onChange: () => void) {
    this.#workspace = workspace
    this.#onChange = onChange
  }

  getInfo(datasetId: string): DatasetInfo {
    return { load: getLoadSummaries()[datasetId], problem: this.#problems.get(datasetId) }
  }

  /** Stores the result of a preview and notifies the listener. */
  storeResult(datasetId: string, { report, problem }: PreviewResult): void {
    this.#attemptedIds.add(datasetId)
    if (problem) this.#problems.set(datasetId, problem)
    else this.#problems.delete(datasetId)
    if (!problem) storeLoadSummary(datasetId, report)
    this.#onChange()
  }

  /** Starts a preview of the first local dataset without a result. Call this again after each change. */
  resume(datasets: readonly Dataset[]): void {
    const workspace = this.#workspace
    if (this.#controller || !workspace.isWarm || workspace.isRunning) return
    const loadSummaries = getLoadSummaries()
    const nextDataset = datasets.find(({ id, size }) => {
      const isNew = !loadSummaries[id] && !this.#attemptedIds.has(id)
      return isNew && size <= maxBackgroundBytes && workspace.getLocation('datasets', id) !== 'server'
    })
    if (nextDataset) void this.#preview(nextDataset)
  }

  /** Aborts the current preview because the user needs the engine. The preview is retried later. */
  stop(): void {
    this.#controller?.abort()
  }

  async #preview(dataset: Dataset): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    this.#controller = controller
    try {
      await this.#workspace.library.getPreviews([dataset.id])
      const result = await withPreview(this.#workspace, dataset, { signal }, ({ report, ...outcome }) =>
        'problem' in outcome ? { problem: outcome.problem } : { report },
      )
      this.#controller = undefined
      if (!signal.aborted) this.storeResult(dataset.id, result)
    } catch {
      // Ignored, because the problem is reported when the user opens the dataset.
      this.#attemptedIds.add(dataset.id)
    } finally {
      this.#controller = undefined
    }
  }
}
