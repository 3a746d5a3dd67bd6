import type { RouteResponse, ServerApi } from '@aw-flow/client'
import type { ModelEndpoint } from './model-endpoints.ts'

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
    { id: model, name, address, ...(secret === '' ? {} : { secret }) },
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
