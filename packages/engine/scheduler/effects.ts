import type { Config, RunEventBody, Values } from '@aw-flow/schema'

/** A node instance: a node and its path in nested graphs (absent at the top level). */
export interface Instance {
  node: string
  scope?: string[]
}

/**
 * The reason that a node runs again. A loop runs for its `next` iteration (with the results of the iteration `before`),
 * and at its end to `collect` all results; a node that has waited is `resumed`.
 *
 * @beta
 */
export type Continuation =
  | { kind: 'next'; iteration: number; before?: Values }
  | { kind: 'collect'; results: readonly (Values | undefined)[]; failed: readonly number[] }
  | { kind: 'resumed'; by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>; shown: unknown }

/**
 * The next actions of `runWorkflow`. `emit` records an event that follows from the state alone; `start-node` records
 * the start of an attempt under its key; `run-node`, which follows from that event, is the attempt itself or a
 * continuation of it.
 */
export type Effect =
  | { type: 'emit'; event: RunEventBody }
  | ({ type: 'start-node'; attempt: number; inputs: Values } & Instance)
  | ({
      type: 'run-node'
      attempt: number
      key: string
      inputs: Values
      /** The settings after the evaluation of `{{…}}`; absent without `{{…}}`. */
      filled?: Config
      continuation?: Continuation
      /** For the retry of a continuation: the number of tries including this one, and the delay before it. */
      retry?: { tries: number; delayMs: number }
    } & Instance)
  | ({ type: 'start-later'; attempt: number; inputs: Values; delayMs: number } & Instance)
  | ({ type: 'wake-at'; time: number; reason: 'time' | 'deadline' } & Instance)
  | ({ type: 'compensate'; key: string; inputs: Values; outputs: Values; filled?: Config } & Instance)
  | { type: 'abort-nodes' }
