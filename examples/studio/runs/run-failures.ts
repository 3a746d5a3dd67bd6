import type { StoredRun } from '@aw-flow/client'
import { foldRun, type NodeRun, type Problem, type RunView, type WorkflowNode } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { getNodeTitle } from '../display-names.ts'
import { formatProblem } from '../language/format-problem.ts'
import type { Workspace } from '../workspace.ts'

type Host = ReactiveControllerHost & { readonly isConnected: boolean; readonly workspace?: Workspace | undefined }

/** The cause of a failed run. Empty if its events are not available. */
interface Failure {
  node?: WorkflowNode | undefined
  problem?: Problem | undefined
}

/** Returns the node that made a run fail, if the cause is a node. */
export const findFailedNode = ({ nodes }: RunView): NodeRun | undefined =>
  Object.values(nodes).find(({ state, handled }) => state === 'failed' && !handled)

/** Reads why the failed runs of a list have failed, one run at a time, since only the events of a run contain it. */
export class RunFailures implements ReactiveController {
  readonly #host: Host
  /** The cause of each listed failure. Empty until the events of its run are read. */
  readonly #failures = new Map<string, Failure>()
  readonly #queue = new Set<string>()
  #isReading = false

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostUpdated(): void {
    if (!this.#isReading) void this.#read()
  }

  /** Describes why a run has failed. Returns `undefined` if it has not, and until the reason is read. */
  describe({ run, state }: StoredRun): string | undefined {
    if (state !== 'failed') return undefined
    if (!this.#failures.has(run)) {
      this.#failures.set(run, {})
      this.#queue.add(run)
    }
    const { node, problem } = this.#failures.get(run) ?? {}
    const title = node && getNodeTitle(node, this.#host.workspace?.engine.status.catalog ?? [])
    return [title, problem && formatProblem(problem)].filter(Boolean).join(': ') || undefined
  }

  async #read(): Promise<void> {
    this.#isReading = true
    for (const run of this.#queue) {
      const { workspace } = this.#host
      if (!workspace || !this.#host.isConnected) break
      this.#queue.delete(run)
      const view = foldRun(await workspace.storage.getRunEvents(run))
      const failedNode = findFailedNode(view)
      this.#failures.set(run, {
        node: view.workflow?.nodes.find(({ id }) => id === failedNode?.node),
        problem: failedNode?.error?.problem ?? view.problem,
      })
      this.#host.requestUpdate()
    }
    this.#isReading = false
  }
}
