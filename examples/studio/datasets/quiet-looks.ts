import type { Dataset, NodeReport, Problem } from '@aw-flow/schema'
import { howLoaded, keepHowLoaded, type HowLoaded } from './how-loaded.ts'
import { lookOnce } from './open-preview.ts'
import type { Workspace } from '../workspace.ts'

/** Larger files wait until somebody looks at them, in bytes: they take seconds, and memory that a phone may not have. */
export const maxLookedAt = 32 * 2 ** 20

/** What is known of a dataset beside what is stored of it. */
export interface Known {
  load: HowLoaded | undefined
  /** Why it could not be loaded. */
  failed: Problem | undefined
}

/** How a look has ended. */
export interface LookEnd {
  report?: NodeReport | undefined
  problem?: Problem | undefined
}

/**
 * What looks have told of datasets. What nobody has looked at yet is loaded here, one dataset at a time and while nothing
 * else runs, so that lists tell its rows and how it was read.
 */
export class QuietLooks {
  /** For as long as the page is open: another version may read them. */
  readonly #failed = new Map<string, Problem>()
  /** Looked at while the page was open, also where that is not remembered: nothing is looked at again and again. */
  readonly #seen = new Set<string>()
  readonly #workspace: Workspace
  readonly #onChange: () => void
  #going: AbortController | undefined

  /** `onChange` is reported when more is known of a dataset. */
  constructor(workspace: Workspace, onChange: () => void) {
    this.#workspace = workspace
    this.#onChange = onChange
  }

  known(dataset: string): Known {
    return { load: howLoaded()[dataset], failed: this.#failed.get(dataset) }
  }

  /** Keeps what a look at a dataset has told. */
  keep(dataset: string, { report, problem }: LookEnd): void {
    this.#seen.add(dataset)
    if (problem) this.#failed.set(dataset, problem)
    else this.#failed.delete(dataset)
    if (!problem) keepHowLoaded(dataset, report)
    this.#onChange()
  }

  /** Begins with the first of these that nothing is known of, and that is here; call it again when told of a change. */
  resume(datasets: readonly Dataset[]): void {
    const workspace = this.#workspace
    if (this.#going || !workspace.isWarm || workspace.isRunning) return
    const known = howLoaded()
    const next = datasets.find(({ id, size }) => {
      const isNew = !known[id] && !this.#seen.has(id)
      return isNew && size <= maxLookedAt && workspace.placeOf('datasets', id) !== 'there'
    })
    if (next) void this.#look(next)
  }

  /** Leaves the one that is being looked at for later: somebody wants something else now. */
  stop(): void {
    this.#going?.abort()
  }

  async #look(dataset: Dataset): Promise<void> {
    const going = new AbortController()
    const { signal } = going
    this.#going = going
    try {
      await this.#workspace.shelf.previews([dataset.id])
      const ended = await lookOnce(this.#workspace, dataset, { signal }, ({ report, ...end }) =>
        'problem' in end ? { problem: end.problem } : { report },
      )
      this.#going = undefined
      if (!signal.aborted) this.keep(dataset.id, ended)
    } catch {
      // Nobody has asked for it; anyone who does is reported what is the matter.
      this.#seen.add(dataset.id)
    } finally {
      this.#going = undefined
    }
  }
}
