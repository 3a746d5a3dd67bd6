import type { RouteResponse, ServerApi } from '@aw-flow/client'
import type { Json } from '@aw-flow/schema'
import { isObject, parseJson } from '../shell/forms/fields.ts'
import { loadItems, type LoadItems, type RouteItem } from '../shell/server-data/route-items.ts'
import type { AgentTools } from './agent-tools-form.ts'
import type { ModelAgent } from './server-agents.ts'

export const limitNames = [
  'steps',
  'tool_calls',
  'input_tokens',
  'output_tokens',
  'cost',
  'seconds',
  'approval_hours',
] as const
export type LimitName = (typeof limitNames)[number]
export const memoryTypes = ['none', 'run', 'conversation', 'table'] as const

export type AgentVersion = RouteItem<'GET /api/v1/agents/{id}/versions'>
/** A field whose value differs between two versions. */
export type VersionChange = RouteResponse<'GET /api/v1/agents/{id}/versions/{number}/diff'>['changes'][number]

const maxVersions = 100

export async function readModelAgent(api: ServerApi, id: string): Promise<ModelAgent | undefined> {
  const { value } = await api.call('GET /api/v1/agents/{id}', { path: { id } })
  return value.kind === 'model' ? value : undefined
}

const versionsRoute = 'GET /api/v1/agents/{id}/versions'
export const listVersions: LoadItems<typeof versionsRoute, [id: string]> = loadItems(versionsRoute, (id: string) => ({
  path: { id },
  query: { limit: maxVersions },
}))

export async function compareVersions(
  api: ServerApi,
  id: string,
  [number, otherNumber]: readonly [number, number],
): Promise<readonly VersionChange[]> {
  const { value } = await api.call('GET /api/v1/agents/{id}/versions/{number}/diff', {
    path: { id, number },
    query: { to: otherNumber },
  })
  return value.changes
}

/** Lists the IDs of the workspace's language models. */
export async function listModels(api: ServerApi): Promise<readonly string[]> {
  const { value } = await api.call('GET /api/v1/config', {})
  return (value.llm_models ?? []).map(({ id }) => id)
}

/** The values of the form. */
export interface ModelAgentValues {
  name: string
  description: string
  system_prompt: string
  prompt: string
  model: string
  fallback_models: string[]
  temperature: number
  max_tokens: number
  memory: (typeof memoryTypes)[number]
  memory_tokens: number | undefined
  sub_agents: string[]
  limits: Partial<Record<LimitName, number>>
}

/**
 * Returns the request body for the values of the form. Properties without a form field are copied from `editedAgent`.
 *
 * @returns `undefined` if the tools are not a list of named tools, or the answer schema is not an object.
 */
export function toModelAgentBody(
  { memory, memory_tokens: memoryTokens, ...values }: ModelAgentValues,
  { tools, answerSchema }: AgentTools,
  editedAgent: ModelAgent | undefined,
): Record<string, Json> | undefined {
  const schema = parseJson(answerSchema.trim(), null)
  if (!Array.isArray(tools) || !tools.every(isNamed) || (schema !== null && !isObject(schema))) return undefined
  const { id: _id, version: _version, ...otherProperties } = (editedAgent ?? {}) as unknown as Record<string, Json>
  for (const field of ['kind', 'user_id', 'created_at', 'updated_at']) delete otherProperties[field]
  return {
    ...otherProperties,
    type: editedAgent?.type ?? 'agent',
    ...values,
    tools: tools as Json,
    memory_config: { type: memory, max_tokens: memoryTokens || 8_000 },
    answer_schema: schema,
  }
}

const isNamed = (tool: unknown): boolean =>
  typeof tool === 'object' && tool !== null && 'name' in tool && String(tool.name).trim() !== ''
