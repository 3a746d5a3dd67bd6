import { NodeError, type NewRemoteStep, type RemoteAgent, type RemoteAgents, type RemoteStep } from '@aw-flow/engine'
import type { Json, Problem, Result } from '@aw-flow/schema'
import type { StoredAgents } from '../../store/agents.ts'

/**
 * A registered agent, or the problem if it cannot be called. If `retryAfterMs` is set, it can be called again after
 * this delay.
 */
export type FindAgentResult =
  | { agent: RemoteAgent; problem?: undefined }
  | { problem: Problem; retryAfterMs?: number; agent?: undefined }

/** The stored step, or the problem if it was rejected. */
export type AddStepResult = { step: RemoteStep; problem?: undefined } | { problem: Problem; step?: undefined }

/** Provides a run with access to the agents in its workspace. */
export interface RunAgents {
  find(name: string): Promise<FindAgentResult>
  report: StoredAgents['reportCall']
  addStep(step: NewRemoteStep): Promise<AddStepResult>
  readStep(id: string, options?: { withdraw?: boolean }): Promise<Result<Json> | undefined>
}

/** Creates the port through which a run uses its workspace's agents. */
export const openAgents = (agents: RunAgents): RemoteAgents => ({
  async find(name) {
    const { agent, ...rejection } = await agents.find(name)
    if (agent) return agent
    const { problem, retryAfterMs } = rejection as Exclude<FindAgentResult, { agent: object }>
    if (retryAfterMs === undefined) throw new NodeError('permanent', problem)
    throw new NodeError('transient', problem, { retryAfterMs })
  },
  report: (id, failure) => agents.report(id, failure),
  async addStep(newStep) {
    const { step, problem } = await agents.addStep(newStep)
    if (problem) throw new NodeError('permanent', problem)
    return step
  },
  readStep: (id, options) => agents.readStep(id, options),
})
