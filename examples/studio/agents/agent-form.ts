import type { Agent, AgentAuth, RemoteAgent } from './server-agents.ts'

/** The body that registers or replaces a remote agent. */
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

/** The secret that must be stored before the agent: its value and the only host that receives it. */
export interface AgentCredentials {
  name: string
  value: string
  host: string
}

/** Maximum length of a secret's name. */
const maxSecretName = 64

/** Returns the name of the secret that the form stores for an agent. */
export const toSecretName = (agent: string): string => agent.slice(0, maxSecretName)

/** Returns whether another agent uses the secret of an agent. */
export const isSecretShared = ({ id, auth_config: { secret } }: RemoteAgent, agents: readonly Agent[]): boolean =>
  agents.some((agent) => agent.kind === 'remote' && agent.id !== id && agent.auth_config.secret === secret)

const defaults = { timeout_ms: 30_000, lease_seconds: 60, result_timeout_seconds: 3_600, retry_config: null } as const

/**
 * Reads the form of a remote agent. Settings without a field, such as the retry policy, stay as in `edited`.
 *
 * @returns The body, and the credentials if they were entered.
 */
export function toAgentBody(
  data: FormData,
  edited: RemoteAgent | undefined,
): { body: AgentBody; credentials?: AgentCredentials } {
  const read = (field: string): string => String(data.get(field) ?? '').trim()
  const readNumber = (field: string, fallback: number): number => (data.has(field) ? Number(read(field)) : fallback)
  const base = edited ?? defaults
  const name = read('name')
  const isPull = read('delivery') === 'pull'
  const auth = isPull ? 'none' : (read('auth') as AgentAuth)
  const url = read('url')
  const secret = edited?.auth_config.secret ?? toSecretName(name)
  const value = read('credentials')
  const header = read('header')
  const body: AgentBody = {
    name,
    description: read('description'),
    status: edited?.status ?? 'active',
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

/** Returns the body that replaces an agent with another status. */
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

/** Parses the JSON object that a test sends; `undefined` if the text is not one. An empty text is `{}`. */
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
