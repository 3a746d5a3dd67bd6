import type { Dataset, NodeReport, Problem } from '@aw-flow/schema'
import { howLoaded, storeHowLoaded, type HowLoaded } from './how-loaded.ts'
import { previewOnce } from './open-preview.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Maximum size of files that are previewed in the background, in bytes: larger ones take seconds, and memory that a
 * phone may not have.
 */
export const maxBackgroundBytes = 32 * 2 ** 20

/** What is known about a dataset besides its stored record. */
export interface DatasetInfo {
  load: HowLoaded | undefined
  /** The problem if it could not be loaded. */
  failed: Problem | undefined
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
  /** Kept in memory only, since another version may be able to read them. */
  readonly #failedWork = new Map<string, Problem>()
  /** Datasets previewed since the page was opened, so that none is previewed repeatedly if results cannot be stored. */
  readonly #attempted = new Set<string>()
  readonly #workspace: Workspace
  readonly #onChange: () => void
  #going: AbortController | undefined

  /** @param onChange Called when the result for a dataset changes. */
  constructor(workspace: Workspace, onChange: () => void) {
    this.#workspace = workspace
    this.#onChange = onChange
  }

  info(dataset: string): DatasetInfo {
    return { load: howLoaded()[dataset], failed: this.#failedWork.get(dataset) }
  }

  /** Stores the result of a preview. */
  keep(dataset: string, { report, problem }: PreviewResult): void {
    this.#attempted.add(dataset)
    if (problem) this.#failedWork.set(dataset, problem)
    else this.#failedWork.delete(dataset)
    if (!problem) storeHowLoaded(dataset, report)
    this.#onChange()
  }

  /** Starts with the first local dataset without a result; call it again after each change. */
  resume(datasets: readonly Dataset[]): void {
    const workspace = this.#workspace
    if (this.#going || !workspace.isWarm || workspace.isRunning) return
    const loads = howLoaded()
    const next = datasets.find(({ id, size }) => {
      const isNew = !loads[id] && !this.#attempted.has(id)
      return isNew && size <= maxBackgroundBytes && workspace.placeOf('datasets', id) !== 'there'
    })
    if (next) void this.#look(next)
  }

  /** Stops the current preview, which is retried later: the user needs the engine now. */
  stop(): void {
    this.#going?.abort()
  }

  async #look(dataset: Dataset): Promise<void> {
    const going = new AbortController()
    const { signal } = going
    this.#going = going
    try {
      await this.#workspace.shelf.previews([dataset.id])
      const ended = await previewOnce(this.#workspace, dataset, { signal }, ({ report, ...end }) =>
        'problem' in end ? { problem: end.problem } : { report },
      )
      this.#going = undefined
      if (!signal.aborted) this.keep(dataset.id, ended)
    } catch {
      // Ignored: the problem is reported when the user opens the dataset.
      this.#attempted.add(dataset.id)
    } finally {
      this.#going = undefined
    }
  }
}
