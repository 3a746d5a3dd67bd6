import type { Problem, Values, Workflow } from '@aw-flow/schema'

/** The outcome of a workflow that runs inside a node. @beta */
export interface NestedOutcome {
  /** The values of the workflow's output ports. */
  outputs: Values
  /** The reason that the run did not complete. Absent if it completed. */
  problem?: Problem
  /** Releases the tables among the outputs. */
  release(): Promise<void>
}

/**
 * Runs a workflow inside a node. Its external effects are recorded as effects of the node. If the node runs again,
 * everything else is recomputed with the same results. Failed nodes are not retried. An approval in the workflow
 * becomes an approval of the node.
 *
 * @param id Distinguishes multiple nested runs of a node. It is part of their effect ids.
 * @beta
 */
export type RunNested = (
  workflow: Workflow,
  options: {
    id: string
    /** The input values, keyed by the workflow's input ports. */
    inputs: Values
    /**
     * Whether interrupted effects may be repeated. By default, the user decides, unless an effect is itself repeatable.
     */
    isRepeatable?: boolean
    /** Aborted when the workflow times out. The outcomes of its effects in progress are then unknown. */
    signal?: AbortSignal | undefined
  },
) => Promise<NestedOutcome>
