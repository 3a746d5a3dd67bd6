import type { ServerApi } from '@aw-flow/client'
import type { Json, Problem } from '@aw-flow/schema'

/** A remote agent. The server calls the URL of a `push` agent; a `pull` agent claims its steps from the server. */
export interface RemoteAgent {
  id: string
  name: string
  description: string
  kind: 'remote'
  status: 'active' | 'inactive'
  delivery: 'push' | 'pull'
  url: string | null
  auth_type: AgentAuth
  auth_config: { secret?: string; header?: string }
  timeout_ms: number
  retry_config?: { max_retries?: number; delays_ms?: number[] } | null
  health_url: string | null
  lease_seconds: number
  result_timeout_seconds: number
  /** When the agent last requested a step. `null` if never, and for push agents. */
  seen_at: string | null
  circuit: 'closed' | 'open' | 'half-open'
  open_until: string | null
  last_called_at: string | null
  last_problem?: Problem | undefined
}

/** An agent that is built into the server. */
export interface BuiltInAgent {
  id: string
  name: string
  description: string
  kind: 'built-in'
  status: 'active' | 'unavailable'
  /** Type of the node that runs the agent. */
  node_type: string
}

/** A model agent as it appears in the list. `ModelAgent` has all of its properties. */
export interface ListedModelAgent {
  id: string
  name: string
  description: string
  kind: 'model'
  status: 'active' | 'inactive'
  version: number
}

export type Agent = BuiltInAgent | RemoteAgent | ListedModelAgent

/** Result of a health check requested by this page. */
export interface AgentHealth {
  status: 'active' | 'inactive' | 'unavailable'
  /** When the page received the result, in milliseconds since the Unix epoch. */
  checkedAt: number
  problem?: Problem | undefined
}

/** Result of a test call. */
export interface AgentTestResult {
  isSuccess: boolean
  durationMs: number
  result: Json
  problem?: Problem | undefined
}

/** A step that is or was queued for a pull agent. */
export interface AgentStep {
  id: string
  run_id: string
  node: string
  state: 'queued' | 'claimed' | 'completed' | 'failed' | 'withdrawn'
  attempt: number
  max_attempts: number
  created_at: string
  finished_at: string | null
}

/** Authentication methods for calls to an agent, in the order that the form lists them. */
export const agentAuthMethods = ['none', 'bearer', 'basic', 'api_key'] as const
export type AgentAuth = (typeof agentAuthMethods)[number]

const maxAgents = 500
const maxSteps = 20

export async function listAgents(api: ServerApi): Promise<readonly Agent[]> {
  const { value } = await api.call('GET /api/v1/agents', { query: { limit: maxAgents } })
  return value.items as unknown as Agent[]
}

export async function checkAgent(api: ServerApi, id: string): Promise<AgentHealth> {
  const { value } = await api.call('GET /api/v1/agents/{id}/health', { path: { id } })
  const { status, problem } = value
  return { status, checkedAt: Date.now(), problem: problem as unknown as Problem | undefined }
}

/** Lists a pull agent's unfinished and most recent steps. */
export async function listAgentSteps(api: ServerApi, id: string): Promise<readonly AgentStep[]> {
  const { value } = await api.call('GET /api/v1/agents/{id}/steps', { path: { id }, query: { limit: maxSteps } })
  return value.items
}

export async function testAgent(api: ServerApi, id: string, input: Record<string, unknown>): Promise<AgentTestResult> {
  const { value } = await api.call('POST /api/v1/agents/{id}/test', { path: { id }, body: { input } })
  return {
    isSuccess: value.success,
    durationMs: value.duration_ms,
    result: value.result ?? null,
    problem: (value.problem ?? undefined) as Problem | undefined,
  }
}
