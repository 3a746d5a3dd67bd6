import type { Problem } from '@aw-flow/schema'
import type { SecretUse } from './egress.ts'

/** A registered agent outside of the host. @beta */
export interface RemoteAgent {
  id: string
  name: string
  /** The address that receives a POST for each step. */
  url: string
  /** The credentials, which are sent only to the hosts of their secret. */
  secrets: readonly SecretUse[]
  /** Maximum time without receiving data, in ms. */
  timeoutMs: number
}

/** Port: the remote agents that the workspace has registered. A document names agents but cannot add any. @beta */
export interface RemoteAgents {
  /**
   * Returns the agent with this name or id.
   *
   * @throws {NodeError} permanently if it does not exist or is inactive; transiently, with the delay after which it can
   *   be called again, while its circuit is open.
   */
  find(name: string): Promise<RemoteAgent>
  /** Reports the outcome of a call. Consecutive failures open the circuit of the agent. */
  report(id: string, failure: Problem | undefined): Promise<void>
}
