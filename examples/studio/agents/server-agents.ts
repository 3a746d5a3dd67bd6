import type { RouteResponse, ServerApi } from '@aw-flow/client'
import { loadItems, type LoadItems, type RouteItem } from '../shell/server-data/route-items.ts'

export type Agent = RouteItem<'GET /api/v1/agents'>
/** A remote agent. The server calls the URL of a `push` agent; a `pull` agent claims its steps from the server. */
export type RemoteAgent = Extract<Agent, { kind: 'remote' }>
/** An agent that is built into the server. `node_type` is the type of the node that runs it. */
export type BuiltInAgent = Extract<Agent, { kind: 'built-in' }>
export type ModelAgent = Extract<Agent, { kind: 'model' }>
/** A step that is or was queued for a pull agent. */
export type AgentStep = RouteItem<'GET /api/v1/agents/{id}/steps'>
export type AgentTestResult = RouteResponse<'POST /api/v1/agents/{id}/test'>

/** Result of a health check requested by this page. */
export interface AgentHealth extends Pick<RouteResponse<'GET /api/v1/agents/{id}/health'>, 'status' | 'problem'> {
  /** When the page received the result, in milliseconds since the Unix epoch. */
  checkedAt: number
}

const maxAgents = 500

export const listAgents: LoadItems<'GET /api/v1/agents'> = loadItems('GET /api/v1/agents', () => ({
  query: { limit: maxAgents },
}))

export async function checkAgent(api: ServerApi, id: string): Promise<AgentHealth> {
  const { value } = await api.call('GET /api/v1/agents/{id}/health', { path: { id } })
  return { ...value, checkedAt: Date.now() }
}
