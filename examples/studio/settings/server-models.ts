import type { RouteResponse, ServerApi } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import { isAnthropic, type ModelEndpoint } from './model-endpoints.ts'

type Configuration = RouteResponse<'GET /api/v1/config'>
export type ServerModel = NonNullable<Configuration['llm_models']>[number]

/** Returns whether a server's model is the one that an endpoint of this browser refers to. */
export const isSameModel = ({ id, address }: ServerModel, endpoint: ModelEndpoint): boolean =>
  id === endpoint.model && address === endpoint.address

/** Converts a server's model to the form in which the list of models shows it. */
export const toEndpoint = ({ id, name, address, secret = '' }: ServerModel): ModelEndpoint => ({
  name: name ?? id,
  address,
  model: id,
  secret,
})

/** Returns the configuration with a model added, which becomes the default if there is none. */
export const withModel = (
  configuration: Configuration,
  { name, address, model, secret }: ModelEndpoint,
): Configuration => ({
  ...configuration,
  llm_models: [
    ...(configuration.llm_models ?? []).filter(({ id }) => id !== model),
    {
      id: model,
      name,
      address,
      ...(isAnthropic(address) ? { protocol: 'anthropic' as const } : {}),
      ...(secret === '' ? {} : { secret }),
    },
  ],
  default_llm: configuration.default_llm ?? model,
})

/** Returns the configuration without a model. */
export const withoutModel = (configuration: Configuration, model: string): Configuration => ({
  ...configuration,
  llm_models: (configuration.llm_models ?? []).filter(({ id }) => id !== model),
  default_llm: configuration.default_llm === model ? null : (configuration.default_llm ?? null),
})

/** Changes the configuration of a workspace on its server, and returns its models. */
export async function changeServerModels(
  api: ServerApi,
  change: (configuration: Configuration) => Configuration,
): Promise<readonly ServerModel[]> {
  const { value } = await api.call('GET /api/v1/config', {})
  const changed = await api.call('PUT /api/v1/config', { body: change(value) })
  return changed.value.llm_models ?? []
}

const maxKeyNameLength = 64

/** Returns the name under which the API key of a model is stored. */
export const toKeyName = (modelName: string): string =>
  modelName
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, maxKeyNameLength) || 'model'

/** Returns the configuration with a host that runs may reach. */
export const withAllowedHost = (configuration: Configuration, host: string): Configuration => ({
  ...configuration,
  allowed_hosts: [...new Set([...(configuration.allowed_hosts ?? []), host])],
})

/** The result of a test: the start of the model's answer, or the problem. */
export type ModelTest = { answer: string } | { problem: Problem }

/** Maximum length of the part of an answer that is displayed. */
const maxAnswerLength = 80

/** Sends a short request to a model of the server. */
export async function testServerModel(api: ServerApi, model: string): Promise<ModelTest> {
  const messages = [{ role: 'user' as const, content: 'Say hello in one short sentence.' }]
  try {
    const { value } = await api.call('POST /api/v1/tools/ai/chat', { body: { messages, model, max_tokens: 200 } })
    const answer = value.content
      .map(({ text }) => text)
      .join(' ')
      .trim()
    return { answer: answer.length > maxAnswerLength ? `${answer.slice(0, maxAnswerLength)}…` : answer }
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    return { problem: cause.problem }
  }
}

/** Returns whether a host is on this computer or in its network, so that a server refuses it unless it is allowed. */
export const isNearHost = (hostname: string): boolean =>
  !/[.:]/.test(hostname) || /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|^\[::1\]$|\.local$/.test(hostname)

/** Returns whether the server did not send a request because its host is not allowed. */
export const isHostRefused = (test: ModelTest): boolean =>
  'problem' in test && ['egress.private-address', 'egress.host-not-allowed'].includes(test.problem.code)
