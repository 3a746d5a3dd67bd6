import type { Config, RunEventBody, Values } from '@aw-flow/schema'

/** Identifies a node instance by its node and its path through nested graphs (absent at the top level). */
export interface Instance {
  node: string
  scope?: string[]
}

/**
 * The reason that a node runs again. `next`: a loop starts its next iteration, with the results of the previous
 * iteration in `before`. `collect`: a loop has ended and collects all results. `resumed`: a node's wait has ended.
 *
 * @beta
 */
export type Continuation =
  | { kind: 'next'; iteration: number; before?: Values }
  | { kind: 'collect'; results: readonly (Values | undefined)[]; failed: readonly number[] }
  | { kind: 'resumed'; by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>; shown: unknown }

/**
 * An action for `runWorkflow` to perform. `emit` records an event that follows from the state alone. `start-node`
 * records the start of an attempt under its derivation key. `run-node` follows from that event and runs the attempt or
 * a continuation of it.
 */
export type Effect =
  | { type: 'emit'; event: RunEventBody }
  | ({ type: 'start-node'; attempt: number; inputs: Values } & Instance)
  | ({
      type: 'run-node'
      attempt: number
      key: string
      inputs: Values
      /** The settings with `{{…}}` evaluated. Absent if they contain none. */
      filled?: Config
      continuation?: Continuation
      /** For the retry of a continuation: the number of the attempt, and the delay before it. */
      retry?: { attempt: number; delayMs: number }
    } & Instance)
  | ({ type: 'start-later'; attempt: number; inputs: Values; delayMs: number } & Instance)
  | ({ type: 'wake-at'; time: number; reason: 'time' | 'deadline' } & Instance)
  | ({ type: 'compensate'; key: string; inputs: Values; outputs: Values; filled?: Config } & Instance)
  | { type: 'abort-nodes' }
