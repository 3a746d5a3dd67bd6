import type { LanguageModel, ModelProposer } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { error, defined, type Problem } from '@aw-flow/schema'
import { createUsageError } from '../command-error.ts'
import { resolveAllowedHosts } from '../commands/run/resolve-allowed-hosts.ts'

/** Command-line options that select a language model. */
export interface ModelOptions {
  model?: string
  /** URL of the model's service, usually ending in `/v1`. */
  modelAddress?: string
  /** Name of the secret that contains the API key. */
  modelKey?: string
  /** Number of sample rows to send to the model. */
  modelRows: number
  /** Price per million tokens, in US dollars. */
  modelPrice?: { input: number; output: number }
}

/**
 * Opens the language model that the options select, or returns `undefined` without `--model`. Only the model's host and
 * the hosts in AW_ALLOW_HOSTS may be accessed.
 *
 * @throws {CommandError} If options are missing or the URL is invalid.
 */
export async function openModel({
  model,
  modelAddress,
  modelKey,
  modelPrice,
}: Omit<ModelOptions, 'modelRows'>): Promise<{ model: LanguageModel; close(): Promise<void> } | undefined> {
  if (model === undefined) {
    if (modelAddress !== undefined || modelKey !== undefined || modelPrice !== undefined)
      throw createUsageError(noModelProblem)
    return undefined
  }
  const url = modelAddress !== undefined && URL.canParse(modelAddress) ? new URL(modelAddress) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw createUsageError(createInvalidUrlProblem(model))
  const modelHost = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
  const { createOpenAiModel } = await import('./model-functions.ts')
  const { createEgress } = await import('@aw-flow/outside/egress')
  const { createEnvironmentSecrets } = await import('@aw-flow/outside')
  const egress = createEgress({
    allow: resolveAllowedHosts([modelHost]),
    secrets: createEnvironmentSecrets(process.env),
  })
  const languageModel = createOpenAiModel(defined({ address: url.href, model, secret: modelKey }), egress)
  return { model: languageModel, close: () => egress.close() }
}

/** Opens a language model that proposes preparation plans; see `openModel`. */
export async function openModelProposer(
  options: ModelOptions,
  tables: Tables,
): Promise<(ModelProposer & { close(): Promise<void> }) | undefined> {
  const openedModel = await openModel(options)
  if (!openedModel) return undefined
  const { modelRows, modelPrice } = options
  const { createModelBasedProposer } = await import('./model-functions.ts')
  const settings = defined({ sampleRows: modelRows, prices: modelPrice })
  return { ...createModelBasedProposer(tables, openedModel.model, settings), close: openedModel.close }
}

const noModelProblem: Problem = error('model.not-named.command-line', {})

const createInvalidUrlProblem = (model: string): Problem => error('model.no-address.command-line', { model })
