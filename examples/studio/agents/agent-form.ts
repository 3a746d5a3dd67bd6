import type { Agent, AgentAuth, RemoteAgent } from './server-agents.ts'

/** Request body for registering or replacing a remote agent. */
export type AgentBody = {
  name: string
  description: string
  status: RemoteAgent['status']
  delivery: RemoteAgent['delivery']
  url?: string
  auth_type: AgentAuth
  auth_config: { secret?: string; header?: string }
  health_url: string | null
  timeout_ms: number
  lease_seconds: number
  result_timeout_seconds: number
  retry_config: { max_retries?: number; delays_ms?: number[] } | null
}

/** A secret to store before saving the agent. Only `host` may receive its value. */
export interface AgentCredentials {
  name: string
  value: string
  host: string
}

const maxSecretNameLength = 64

/** Returns the name of the secret in which the form stores an agent's credentials. */
export const toSecretName = (agentName: string): string => agentName.slice(0, maxSecretNameLength)

/** Returns whether another agent uses the same secret. */
export const isSecretShared = ({ id, auth_config: { secret } }: RemoteAgent, agents: readonly Agent[]): boolean =>
  agents.some((agent) => agent.kind === 'remote' && agent.id !== id && agent.auth_config.secret === secret)

const defaults = { timeout_ms: 30_000, lease_seconds: 60, result_timeout_seconds: 3_600, retry_config: null } as const

/**
 * Reads the remote agent form. Settings without a form field, such as the retry policy, are copied from `editedAgent`.
 *
 * @returns The request body and, if the user entered credentials, the secret to store.
 */
export function toAgentBody(
  data: FormData,
  editedAgent: RemoteAgent | undefined,
): { body: AgentBody; credentials?: AgentCredentials } {
  const read = (field: string): string => String(data.get(field) ?? '').trim()
  const readNumber = (field: string, fallback: number): number => (data.has(field) ? Number(read(field)) : fallback)
  const base = editedAgent ?? defaults
  const name = read('name')
  const isPull = read('delivery') === 'pull'
  const auth = isPull ? 'none' : (read('auth') as AgentAuth)
  const url = read('url')
  const secret = editedAgent?.auth_config.secret ?? toSecretName(name)
  const value = read('credentials')
  const header = read('header')
  const body: AgentBody = {
    name,
    description: read('description'),
    status: editedAgent?.status ?? 'active',
    delivery: isPull ? 'pull' : 'push',
    ...(isPull ? {} : { url }),
    auth_type: auth,
    auth_config: auth === 'none' ? {} : { secret, ...(auth === 'api_key' && header !== '' ? { header } : {}) },
    health_url: isPull ? null : read('healthUrl') || null,
    timeout_ms: Math.round(readNumber('timeoutSeconds', base.timeout_ms / 1000) * 1000),
    lease_seconds: readNumber('leaseSeconds', base.lease_seconds),
    result_timeout_seconds: readNumber('resultTimeoutSeconds', base.result_timeout_seconds),
    retry_config: base.retry_config ?? null,
  }
  if (auth === 'none' || value === '' || !URL.canParse(url)) return { body }
  return { body, credentials: { name: secret, value, host: new URL(url).host } }
}

/** Returns the request body that changes only an agent's status. */
export const toStatusBody = (agent: RemoteAgent, status: RemoteAgent['status']): AgentBody => ({
  name: agent.name,
  description: agent.description,
  status,
  delivery: agent.delivery,
  ...(agent.url === null ? {} : { url: agent.url }),
  auth_type: agent.auth_type,
  auth_config: agent.auth_config,
  health_url: agent.health_url,
  timeout_ms: agent.timeout_ms,
  lease_seconds: agent.lease_seconds,
  result_timeout_seconds: agent.result_timeout_seconds,
  retry_config: agent.retry_config ?? null,
})

/**
 * Parses the JSON object to send in a test. An empty string means `{}`. Returns `undefined` if the text is not a JSON
 * object.
 */
export function parseTestInput(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {}
  try {
    const input: unknown = JSON.parse(text)
    const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
    return isObject ? (input as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
