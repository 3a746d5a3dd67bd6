import type { ServerApi } from '@aw-flow/client'
import type { Json } from '@aw-flow/schema'
import type { AgentTools } from './agent-tools-form.ts'

/** A model agent's versioned properties, with the API's field names. */
export interface AgentBehavior {
  system_prompt: string
  prompt: string
  model: string
  fallback_models: string[]
  temperature: number
  max_tokens: number
  tools: unknown[]
  memory_config: { type: 'none' | 'run' | 'conversation' | 'table'; max_tokens?: number }
  sub_agents: string[]
  answer_schema: Record<string, unknown> | null
  limits: Partial<Record<LimitName, number>>
}

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

/** A model agent as returned by the server. */
export interface ModelAgent extends AgentBehavior {
  id: string
  name: string
  description: string
  status: 'active' | 'inactive'
  type: string
  version: number
}

export interface AgentVersion extends AgentBehavior {
  number: number
  created_by: string
  created_at: string
}

/** A field whose value differs between two versions. */
export interface VersionChange {
  field: string
  before?: unknown
  after?: unknown
}

const maxVersions = 100

export async function readModelAgent(api: ServerApi, id: string): Promise<ModelAgent | undefined> {
  const { value } = await api.call('GET /api/v1/agents/{id}', { path: { id } })
  return value.kind === 'model' ? (value as unknown as ModelAgent) : undefined
}

export async function listVersions(api: ServerApi, id: string): Promise<readonly AgentVersion[]> {
  const { value } = await api.call('GET /api/v1/agents/{id}/versions', { path: { id }, query: { limit: maxVersions } })
  return value.items as unknown as AgentVersion[]
}

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

/**
 * Reads the model agent form. Properties without a form field are copied from `editedAgent`.
 *
 * @returns The request body. `undefined` if the tools are not a list or the answer schema is not an object.
 */
export function readAgentForm(
  data: FormData,
  { tools, answerSchema }: AgentTools,
  editedAgent: ModelAgent | undefined,
): Record<string, Json> | undefined {
  const read = (field: string): string => String(data.get(field) ?? '')
  const schema = answerSchema.trim() === '' ? null : parseJson(answerSchema)
  if (!Array.isArray(tools)) return undefined
  if (schema === undefined || typeof schema !== 'object' || Array.isArray(schema)) return undefined
  const limits = Object.fromEntries(
    limitNames.flatMap((name) => (read(name).trim() === '' ? [] : [[name, Number(read(name))] as const])),
  )
  const { id: _id, version: _version, ...otherProperties } = (editedAgent ?? {}) as unknown as Record<string, Json>
  for (const field of ['kind', 'user_id', 'created_at', 'updated_at']) delete otherProperties[field]
  return {
    ...otherProperties,
    type: editedAgent?.type ?? 'agent',
    name: read('name').trim(),
    description: read('description').trim(),
    system_prompt: read('system_prompt'),
    prompt: read('prompt'),
    model: read('model'),
    fallback_models: splitNames(read('fallback_models')),
    temperature: Number(read('temperature')),
    max_tokens: Number(read('max_tokens')),
    tools: tools as Json,
    memory_config: { type: read('memory'), max_tokens: Number(read('memory_tokens') || 8_000) },
    sub_agents: splitNames(read('sub_agents')),
    answer_schema: schema,
    limits,
  }
}

const splitNames = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
