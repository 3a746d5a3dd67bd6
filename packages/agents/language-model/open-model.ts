import { NodeError, type ExternalServices } from '@aw-flow/engine'
import { error, type GrantedModel, type GrantedModels } from '@aw-flow/schema'
import { createAnthropicModel } from './anthropic-model.ts'
import { createFallbackModel } from './fallback-model.ts'
import { createHostModel } from './host-model.ts'
import type { LanguageModel } from './language-model.ts'
import { createOpenAiModel } from './openai-model.ts'

/** @internal */
export interface OpenedModels {
  model: LanguageModel
  /** The selected models. Each one is the fallback for the previous one. */
  granted: readonly GrantedModel[]
  /** All models and limits that the host has granted. */
  grants: GrantedModels
}

/**
 * Finds a model among the granted ones. Returns `undefined` if it was not granted.
 *
 * @param id The model's ID. If empty, the default model is selected or, without a default, the only model.
 * @internal
 */
export function findSelectedModel({ models, defaultModel }: GrantedModels, id: string): GrantedModel | undefined {
  const modelId = id === '' ? (defaultModel ?? (models.length === 1 ? models[0]!.id : '')) : id
  return models.find((candidate) => candidate.id === modelId)
}

/**
 * Opens the selected models as a single model with fallbacks. Each model must have been granted.
 *
 * @param ids The IDs of granted models, in order of preference. An empty ID selects the default model.
 * @throws NodeError `permanent` if a model was not granted.
 * @internal
 */
export async function openGrantedModels(
  { models, egress }: Pick<ExternalServices, 'models' | 'egress'>,
  ids: readonly string[],
): Promise<OpenedModels> {
  const grants = (await models?.read()) ?? { models: [] }
  const availableIds = grants.models.map(({ id }) => id)
  const selectedModels = ids.map((id) => {
    const grant = findSelectedModel(grants, id)
    if (grant) return grant
    if (id === '') throw new NodeError('permanent', error('model.no-default', { available: availableIds }))
    throw new NodeError(
      'permanent',
      availableIds.length === 0
        ? error('model.not-granted.none', { model: id })
        : error('model.not-granted', { model: id, available: availableIds }),
    )
  })
  const openedModels = selectedModels.map((grant): LanguageModel => {
    const { protocol, address, model, secret = '' } = grant
    if (protocol === 'host') return createHostModel(grant.id, model, models!)
    if (!egress) throw new NodeError('permanent', error('outside.no-egress.model', { model }))
    const settings = { address, model, secret }
    return protocol === 'anthropic' ? createAnthropicModel(settings, egress) : createOpenAiModel(settings, egress)
  })
  const [first, ...others] = openedModels
  return { model: createFallbackModel([first!, ...others]), granted: selectedModels, grants }
}

/**
 * Finds a granted model by its URL and name, for nodes whose settings contain the URL.
 *
 * @throws NodeError `permanent` if the model was not granted.
 * @internal
 */
export async function findGrantedModel(
  { models }: Pick<ExternalServices, 'models'>,
  { address, model }: { address: string; model: string },
): Promise<GrantedModel> {
  const grants = (await models?.read()) ?? { models: [] }
  const removeTrailingSlashes = (url: string): string => url.replace(/\/+$/, '')
  const grant = grants.models.find(
    (candidate) =>
      candidate.model === model && removeTrailingSlashes(candidate.address) === removeTrailingSlashes(address),
  )
  if (grant) return grant
  const availableIds = grants.models.map(({ id }) => id)
  throw new NodeError(
    'permanent',
    availableIds.length === 0
      ? error('model.not-granted.none', { model })
      : error('model.not-granted', { model, available: availableIds }),
  )
}
