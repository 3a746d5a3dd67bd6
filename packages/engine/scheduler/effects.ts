import type { Config, RunEventBody, Values } from '@aw-flow/schema'

/** A node instance: a node, and where in nested graphs it stands (absent at the top). */
export interface Instance {
  node: string
  scope?: string[]
}

/**
 * Why a node that is run more than once is run now. A loop is asked for its `next` turn (with what came back from the
 * one `before`), and at its end for what it makes of all `results`; a node that waited is `resumed`.
 */
export type Turn =
  | { kind: 'next'; iteration: number; before?: Values }
  | { kind: 'collect'; results: readonly (Values | undefined)[]; failed: readonly number[] }
  | { kind: 'resumed'; by: Extract<RunEventBody, { type: 'approval-given' | 'wait-ended' }>; shown: unknown }

/**
 * What the shell is to do. `emit` records an event that follows from the state alone; `start-node` records that an
 * attempt begins, under its key; `run-node`, which follows from that record, is the attempt itself, or a turn of it.
 */
export type Effect =
  | { type: 'emit'; event: RunEventBody }
  | ({ type: 'start-node'; attempt: number; inputs: Values } & Instance)
  | ({
      type: 'run-node'
      attempt: number
      key: string
      inputs: Values
      filled?: Config
      turn?: Turn
      /** Of a turn that has failed: which try this is, and how long after the one before. */
      again?: { tries: number; delayMs: number }
    } & Instance)
  | ({ type: 'start-later'; attempt: number; inputs: Values; delayMs: number } & Instance)
  | ({ type: 'wake-at'; at: number; reason: 'time' | 'deadline' } & Instance)
  | ({ type: 'compensate'; key: string; inputs: Values; outputs: Values; filled?: Config } & Instance)
  | { type: 'abort-nodes' }
