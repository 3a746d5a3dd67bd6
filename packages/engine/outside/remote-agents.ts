import type { Json, Problem, Result } from '@aw-flow/schema'
import type { SecretUse } from './egress.ts'

/** A registered agent that runs outside the host. @beta */
export interface RemoteAgent {
  id: string
  name: string
  /** The URL that receives a POST request for each step. Empty for a pull agent. */
  url: string
  /** `push`: the host calls the agent. `pull`: the agent fetches its steps. Defaults to `push`. */
  delivery?: 'push' | 'pull'
  /** The agent's credentials, each sent only to the hosts that its secret is bound to. */
  secrets: readonly SecretUse[]
  /** The maximum time in milliseconds without receiving data. */
  timeoutMs: number
}

/** A new step for a pull agent. @beta */
export interface NewRemoteStep {
  /** The agent's id. */
  agent: string
  /** The idempotency key. It stays the same whenever this step of the run is repeated. */
  key: string
  /** The node's id. */
  node: string
  input: Json
}

/** A stored step. @beta */
export interface RemoteStep {
  id: string
  /** The name of the event that the run receives once the step has an outcome. */
  event: string
  /** The time at which the run stops waiting for the step, in milliseconds since the Unix epoch. */
  deadline: number
}

/** The remote agents registered in the workspace. A document refers to agents by name but cannot add any. @beta */
export interface RemoteAgents {
  /**
   * Returns the agent with the given name or id.
   *
   * @throws {NodeError} `permanent` if the agent does not exist or is inactive; `transient`, with a retry delay, while
   *   its circuit breaker is open.
   */
  find(name: string): Promise<RemoteAgent>
  /**
   * Reports whether a call succeeded. Consecutive failures open the agent's circuit breaker.
   *
   * @param failure The problem if the call failed; `undefined` if it succeeded.
   */
  report(id: string, failure: Problem | undefined): Promise<void>
  /**
   * Stores a step for a pull agent, or returns the existing step if the run already has one with this key.
   *
   * @throws {NodeError} `permanent` if the agent has been deleted.
   */
  addStep?(step: NewRemoteStep): Promise<RemoteStep>
  /**
   * Returns the output of a step, or why it failed. Returns `undefined` if the step has no outcome yet.
   *
   * @param options `withdraw`: whether to end the step if it has no outcome yet. The result is then a problem.
   */
  readStep?(id: string, options?: { withdraw?: boolean }): Promise<Result<Json> | undefined>
}
