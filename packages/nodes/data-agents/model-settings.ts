import {
  addUsage,
  zeroUsage,
  findGrantedModel,
  findPrices,
  createOpenAiModel,
  openGrantedModels,
  createModelBasedProposer,
  type LanguageModel,
  type ModelProposer,
  type ModelRequest,
  type OpenedModels,
} from '@aw-flow/agents'
import { NodeError, type ExceededLimit, type RunArguments } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, getProblemText, warning, defined, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { listModelNames, modelChoiceSettings } from '../agents/model-choice.ts'
import type { ModelArguments } from '../agents/request-within-budget.ts'
import { findUrlProblems } from '../requests/find-url-problems.ts'

/** Settings of the language model that proposes a plan. Without a model name, no model is used. */
export const modelSettings = {
  model: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Language model',
      description:
        'Name of a configured model, or of a model at the URL below. Leave empty to create the plan from rules.',
      examples: ['gpt-4o-mini', 'llama3.1'],
    }),
  fallbackModels: modelChoiceSettings.fallbackModels,
  modelAddress: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Model URL',
      description: 'URL of an OpenAI-compatible service. Leave empty to use a configured model.',
      examples: ['https://api.openai.com/v1', 'http://localhost:11434/v1'],
    }),
  modelSecret: z.string().default('').meta({
    advanced: true,
    title: 'API key',
    description: 'Optional name of the secret to send as a bearer token.',
    format: 'secret',
  }),
  modelRows: z.int().min(0).max(50).default(5).meta({
    advanced: true,
    title: 'Rows shown to the model',
    description: 'Sample rows to send in addition to counts and frequent values. Use 0 to send none.',
  }),
  inputPrice: z.number().min(0).default(0).meta({
    advanced: true,
    title: 'Input price',
    description: 'Price per million input tokens, in US dollars. Leave both prices at 0 to omit the cost.',
  }),
  outputPrice: z.number().min(0).default(0).meta({
    advanced: true,
    title: 'Output price',
    description: 'Price per million output tokens, in US dollars.',
  }),
}

export interface LanguageModelSettings {
  model: string
  fallbackModels: readonly string[]
  modelAddress: string
  modelSecret: string
  modelRows: number
  inputPrice: number
  outputPrice: number
}

/** Finds problems in the model settings that can be detected before a run. */
export function findModelProblems({ model, modelAddress, modelSecret }: LanguageModelSettings): Problem[] {
  if (model === '') {
    const unusedSetting = modelAddress === '' ? modelSecret && 'modelSecret' : 'modelAddress'
    if (unusedSetting === '') return []
    return [warning('model.not-named.setting', { setting: unusedSetting }, { where: { setting: 'model' } })]
  }
  return modelAddress === '' ? [] : findUrlProblems(modelAddress, 'modelAddress')
}

type ProposerArguments = ModelArguments & Pick<RunArguments<unknown>, 'tables'>

/**
 * Creates a proposer that requests plans from the selected model, or returns `undefined` if no model is named. Each
 * request is an effect, so the run record stores the response. The requests count toward the budgets for the run and
 * the month; when a limit is reached, the node waits for a decision. If the model is not granted, or the user chooses
 * to continue without it, rules propose the plan.
 */
export async function createModelProposer(
  args: ProposerArguments,
  settings: LanguageModelSettings,
): Promise<(Pick<ModelProposer, 'propose'> & Partial<ModelProposer>) | undefined> {
  const { model, modelAddress, modelRows } = settings
  if (model === '') return undefined
  if (modelAddress !== '') return createProposer(args, modelRows, openModelAtAddress(args, settings))
  try {
    // Without a URL, the name refers to a model that a user configured.
    const models = await openGrantedModels(args.services, listModelNames(settings))
    const prices = await findPrices(models.granted[0]!)
    return createProposer(args, modelRows, { model: models.model, prices, open: async () => models })
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause
    const reason = getProblemText(cause.problem)
    return { propose: async () => ({ action: message('prepare.find-model', { model }), reason, isLast: true }) }
  }
}

type ChosenModel = ReturnType<typeof openModelAtAddress>

/** Opens the model at the URL in the settings. The settings alone do not grant access to the model. */
function openModelAtAddress(
  { services }: Pick<RunArguments<unknown>, 'services'>,
  { model, modelAddress: address, modelSecret: secret, inputPrice, outputPrice }: LanguageModelSettings,
) {
  const egress = services.egress ?? { fetch: () => Promise.reject(createNoEgressError(model)) }
  const remoteModel = createOpenAiModel({ address, model, secret }, egress)
  const prices = inputPrice > 0 || outputPrice > 0 ? { input: inputPrice, output: outputPrice } : undefined
  return {
    model: remoteModel,
    /** Prices from the settings or from the grant. */
    prices,
    /** @throws NodeError If access to the model is not granted. */
    async open(): Promise<OpenedModels> {
      const grant = await findGrantedModel(services, { address, model })
      const grants = (await services.models?.read()) ?? { models: [] }
      return { model: remoteModel, granted: [grant], grants }
    },
  }
}

function createProposer(
  args: ProposerArguments,
  sampleRowCount: number,
  { model, prices, open }: ChosenModel,
): ModelProposer {
  let requestCount = 0
  let recordedUsage = zeroUsage
  const recordedModel: LanguageModel = {
    ...model,
    async ask({ signal: callerSignal, ...modelRequest }: ModelRequest) {
      const models = await open()
      const [grant] = models.granted
      const { requestWithinBudget } = await import('../agents/request-within-budget.ts')
      const abortableModel: LanguageModel = {
        ...model,
        ask: ({ signal, ...request }) =>
          model.ask({ ...request, signal: AbortSignal.any([signal, callerSignal].filter((candidate) => !!candidate)) }),
      }
      const { reply, usage, exceeded } = await requestWithinBudget(args, modelRequest, {
        models: { ...models, model: abortableModel },
        prices: [
          grant!.prices ?? prices ?? (await findPrices(grant!)),
          ...(await Promise.all(models.granted.slice(1).map(findPrices))),
        ],
        nextNumber: () => ++requestCount,
      })
      recordedUsage = addUsage(recordedUsage, usage)
      if (!reply) throw new NodeError('permanent', createLimitProblem(model.name, exceeded))
      return reply
    },
  }
  return createModelBasedProposer(
    args.tables,
    recordedModel,
    defined({
      sampleRows: sampleRowCount,
      prices,
      // The usage is read from the run record, so the report of a resumed run is complete.
      getRecordedUsage: () => recordedUsage,
      shouldRethrow: shouldFailNode,
    }),
  )
}

/**
 * Returns whether an error must fail the node, so that rules do not propose a plan instead: the node is waiting for a
 * decision, its effects cannot be recorded, or the user stopped the node at a limit.
 *
 * @internal
 */
export const shouldFailNode = ({ problem }: NodeError): boolean =>
  problem.code === 'agent.stopped' || problem.code.startsWith('effect.')

/** Creates the problem for a request that would exceed a limit for the run or the month. @internal */
export function createLimitProblem(model: string, { scope, limit, used, max }: ExceededLimit): Problem {
  const limitText = message('agent.limit', { limit: limit === 'requests' ? 'steps' : limit })
  const [usedText, maxText] = [used, max].map((amount) => message('agent.amount', { limit, amount }))
  const params = { model, scope, limit: limitText, used: usedText!, max: maxText! }
  return error('model.limit-reached', params)
}

const createNoEgressError = (model: string): NodeError =>
  new NodeError('permanent', error('outside.no-egress.model', { model }))
