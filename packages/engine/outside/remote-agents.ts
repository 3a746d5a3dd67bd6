import type { Json, Problem } from '@aw-flow/schema'
import type { SecretUse } from './egress.ts'

/** A registered agent outside the host. @beta */
export interface RemoteAgent {
  id: string
  name: string
  /** The URL that receives a POST for each step; empty for a pull agent. */
  url: string
  /** `push`: the agent is called. `pull`: it fetches its steps. Default: `push`. */
  delivery?: 'push' | 'pull'
  /** The credentials, which are sent only to the hosts of their secret. */
  secrets: readonly SecretUse[]
  /** The maximum time without receiving data, in ms. */
  timeoutMs: number
}

/** A step for a pull agent. @beta */
export interface NewRemoteStep {
  /** The id of the agent. */
  agent: string
  /** The idempotency key: the same each time this step of a run is repeated. */
  key: string
  /** The id of the node. */
  node: string
  input: Json
}

/** A stored step. @beta */
export interface RemoteStep {
  id: string
  /** The name of the event that the run receives when the step has an outcome. */
  event: string
  /** The time at which the run stops waiting, in ms since the Unix epoch. */
  deadline: number
}

/** The outcome of a step. @beta */
export type RemoteStepOutcome = { output: Json; problem?: undefined } | { problem: Problem; output?: undefined }

/** The remote agents that the workspace has registered. A document names agents but cannot add any. @beta */
export interface RemoteAgents {
  /**
   * Returns the agent with this name or id.
   *
   * @throws {NodeError} `permanent` if it does not exist or is inactive; `transient`, with the delay after which it can
   *   be called again, while its circuit breaker is open.
   */
  find(name: string): Promise<RemoteAgent>
  /** Reports the outcome of a call. Consecutive failures open the circuit of the agent. */
  report(id: string, failure: Problem | undefined): Promise<void>
  /**
   * Stores a step for a pull agent. If the run already has a step with this key, returns it.
   *
   * @throws {NodeError} `permanent` if the agent no longer exists.
   */
  addStep?(step: NewRemoteStep): Promise<RemoteStep>
  /**
   * Returns the outcome of a step; `undefined` until there is one.
   *
   * @param options `withdraw`: end the step if it has no outcome. The result is then a problem.
   */
  readStep?(id: string, options?: { withdraw?: boolean }): Promise<RemoteStepOutcome | undefined>
}
