import { NodeError, type RemoteAgents } from '@aw-flow/engine'
import type { StoredAgents } from '../store/agents.ts'
import type { FoundAgent } from './child-messages.ts'

/** Opens the agents of a workspace as a port of its runs. */
export const openAgents = (agents: {
  find(name: string): Promise<FoundAgent>
  report: StoredAgents['reportCall']
}): RemoteAgents => ({
  async find(name) {
    const { agent, ...rejection } = await agents.find(name)
    if (agent) return agent
    const { problem, retryAfterMs } = rejection as Exclude<FoundAgent, { agent: object }>
    if (retryAfterMs === undefined) throw new NodeError('permanent', problem)
    throw new NodeError('transient', problem, { retryAfterMs })
  },
  report: (id, failure) => agents.report(id, failure),
})
