import type { TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { hint, number, omitEmpty, select, text, toOptions } from '../shell/forms/fields.ts'
import { renderFormPanel } from '../shell/forms/studio-form.ts'
import type { Agent, RemoteAgent } from './server-agents.ts'

/** Request body for registering or replacing a remote agent. */
export type AgentBody = Pick<
  RemoteAgent,
  | 'name'
  | 'description'
  | 'status'
  | 'delivery'
  | 'auth_type'
  | 'auth_config'
  | 'health_url'
  | 'timeout_ms'
  | 'lease_seconds'
  | 'result_timeout_seconds'
  | 'retry_config'
> & { url?: string }

/** A secret to store before saving the agent. Only `host` may receive its value. */
export interface AgentCredentials {
  name: string
  value: string
  host: string
}

/** Authentication methods for calls to an agent, in the order that the form lists them. */
const authMethods = ['none', 'bearer', 'basic', 'api_key'] as const
const deliveryMethods = ['push', 'pull'] as const

const maxSecretNameLength = 64

/** Returns the name of the secret in which the form stores an agent's credentials. */
export const toSecretName = (agentName: string): string => agentName.slice(0, maxSecretNameLength)

/** Returns whether another agent uses the same secret. */
export const isSecretShared = ({ id, auth_config: { secret } }: RemoteAgent, agents: readonly Agent[]): boolean =>
  agents.some((agent) => agent.kind === 'remote' && agent.id !== id && agent.auth_config.secret === secret)

const defaults = { timeout_ms: 30_000, lease_seconds: 60, result_timeout_seconds: 3_600 } as const

interface AgentForm {
  /** The agent being edited. `undefined` when adding an agent. */
  editedAgent: RemoteAgent | undefined
  save: (agent: { body: AgentBody; credentials?: AgentCredentials }) => Promise<unknown>
  onCancel: () => void
}

/**
 * Renders the form for adding or editing a remote agent. The fields depend on the delivery and authentication methods.
 */
export function renderAgentForm({ editedAgent, save, onCancel }: AgentForm): TemplateResult {
  const { agents: strings } = getStrings()
  const agent = editedAgent ?? { ...defaults, delivery: 'push' as const, auth_type: 'none' as const, auth_config: {} }
  return renderFormPanel({
    title: editedAgent ? strings.editTitle(editedAgent.name) : strings.newAgent,
    item: editedAgent?.id,
    fields: (getSelected) => ({
      name: text(strings.name, {
        value: editedAgent?.name,
        isRequired: true,
        maxLength: 100,
        pattern: '[A-Za-z0-9][A-Za-z0-9_.\\-]*',
        patternHint: strings.nameRule,
      }),
      delivery: select(strings.delivery, toOptions(deliveryMethods, strings.deliveries), { value: agent.delivery }),
      description: text(strings.description, { value: editedAgent?.description, maxLength: 2000, isProse: true }),
      ...(getSelected('delivery', agent.delivery) === 'push'
        ? listPushFields(agent, getSelected('auth', agent.auth_type))
        : {
            lease: number(strings.lease, { value: agent.lease_seconds, min: 5, max: 3_600 }),
            resultTimeout: number(strings.resultTimeout, {
              value: agent.result_timeout_seconds,
              min: 1,
              max: 604_800,
            }),
            pullHint: hint(strings.pullHint),
          }),
    }),
    submit: editedAgent ? strings.save : strings.add,
    onSubmit: (values) => save(toAgentBody(values, editedAgent)),
    onCancel,
    isPrimary: true,
    testId: 'agent-form',
  })
}

function listPushFields(
  {
    url,
    health_url: healthUrl,
    timeout_ms: timeoutMs,
    auth_config: { secret, header },
    auth_type: storedAuth,
  }: Partial<RemoteAgent> & Pick<RemoteAgent, 'auth_config' | 'timeout_ms' | 'auth_type'>,
  auth: RemoteAgent['auth_type'],
) {
  const { agents: strings } = getStrings()
  return {
    url: text(strings.url, { value: url, type: 'url', isRequired: true, maxLength: 2000 }),
    auth: select(strings.auth, toOptions(authMethods, strings.authMethods), { value: storedAuth }),
    ...(auth === 'none'
      ? {}
      : {
          credentials: text(auth === 'basic' ? strings.basicCredentials : strings.credentials, {
            type: 'password',
            autocomplete: 'new-password',
            maxLength: 65_536,
            placeholder: secret === undefined ? undefined : strings.storedCredentials,
            isRequired: secret === undefined,
          }),
        }),
    ...(auth === 'api_key'
      ? { header: text(strings.header, { value: header ?? 'X-API-Key', maxLength: 100, pattern: '[A-Za-z0-9\\-]+' }) }
      : {}),
    healthUrl: text(strings.healthUrl, { value: healthUrl, type: 'url', maxLength: 2000 }),
    timeout: number(strings.timeout, { value: timeoutMs / 1000, min: 0.1, max: 600, step: 0.1 }),
    ...(auth === 'none' ? {} : { credentialsHint: hint(strings.credentialsHint) }),
  }
}

interface AgentValues {
  name: string
  description: string
  delivery: RemoteAgent['delivery']
  url?: string | undefined
  auth?: RemoteAgent['auth_type'] | undefined
  credentials?: string | undefined
  header?: string | undefined
  healthUrl?: string | undefined
  timeout?: number | undefined
  lease?: number | undefined
  resultTimeout?: number | undefined
}

/**
 * Returns the request body for the values of the form, and the secret to store if the user entered credentials. Settings
 * without a form field, such as the retry policy, are copied from `editedAgent`.
 */
export function toAgentBody(
  { name, description, delivery, url = '', auth = 'none', credentials = '', header = '', ...values }: AgentValues,
  editedAgent: RemoteAgent | undefined,
): { body: AgentBody; credentials?: AgentCredentials } {
  const base = editedAgent ?? defaults
  const isPull = delivery === 'pull'
  const secret = editedAgent?.auth_config.secret ?? toSecretName(name)
  const body: AgentBody = {
    name,
    description,
    status: editedAgent?.status ?? 'active',
    delivery,
    ...(isPull ? {} : { url }),
    auth_type: auth,
    auth_config: auth === 'none' ? {} : { secret, ...(auth === 'api_key' ? omitEmpty({ header }) : {}) },
    health_url: values.healthUrl || null,
    timeout_ms: values.timeout === undefined ? base.timeout_ms : Math.round(values.timeout * 1000),
    lease_seconds: values.lease ?? base.lease_seconds,
    result_timeout_seconds: values.resultTimeout ?? base.result_timeout_seconds,
    retry_config: editedAgent?.retry_config ?? null,
  }
  if (auth === 'none' || credentials === '' || !URL.canParse(url)) return { body }
  return { body, credentials: { name: secret, value: credentials, host: new URL(url).host } }
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
