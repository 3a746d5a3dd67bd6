import type { ServerApi } from '@aw-flow/client'
import type { Json } from '@aw-flow/schema'

/** The properties of a model agent that a version contains, with the names of the API. */
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

/** A model agent of the server. */
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

/** A field that differs between two versions. */
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
  [number, to]: readonly [number, number],
): Promise<readonly VersionChange[]> {
  const { value } = await api.call('GET /api/v1/agents/{id}/versions/{number}/diff', {
    path: { id, number },
    query: { to },
  })
  return value.changes
}

/** Names of the language models of the workspace. */
export async function listModels(api: ServerApi): Promise<readonly string[]> {
  const { value } = await api.call('GET /api/v1/config', {})
  return (value.llm_models ?? []).map(({ id }) => id)
}

/** The outcome of reading the form: a body, or the name of the field that is not valid. */
export type AgentFormResult =
  | { body: Record<string, Json>; invalidField?: undefined }
  | { invalidField: string; body?: undefined }

/** Reads the form of a model agent. Properties without a field stay as in `edited`. */
export function readAgentForm(data: FormData, edited: ModelAgent | undefined): AgentFormResult {
  const read = (field: string): string => String(data.get(field) ?? '')
  const tools = parseJson(read('tools').trim() || '[]')
  if (!Array.isArray(tools)) return { invalidField: 'tools' }
  const schema = read('answer_schema').trim() === '' ? null : parseJson(read('answer_schema'))
  if (schema === undefined || typeof schema !== 'object' || Array.isArray(schema))
    return { invalidField: 'answer_schema' }
  const limits = Object.fromEntries(
    limitNames.flatMap((name) => (read(name).trim() === '' ? [] : [[name, Number(read(name))] as const])),
  )
  const { id: _id, version: _version, ...kept } = (edited ?? {}) as unknown as Record<string, Json>
  for (const field of ['kind', 'user_id', 'created_at', 'updated_at']) delete kept[field]
  const body: Record<string, Json> = {
    ...kept,
    type: edited?.type ?? 'agent',
    name: read('name').trim(),
    description: read('description').trim(),
    system_prompt: read('system_prompt'),
    prompt: read('prompt'),
    model: read('model'),
    fallback_models: splitNames(read('fallback_models')),
    temperature: Number(read('temperature')),
    max_tokens: Number(read('max_tokens')),
    tools,
    memory_config: { type: read('memory'), max_tokens: Number(read('memory_tokens') || 8_000) },
    sub_agents: splitNames(read('sub_agents')),
    answer_schema: schema,
    limits,
  }
  return { body }
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
