import {
  openAiModel,
  proposeByModel,
  type LanguageModel,
  type ModelProposer,
  type ModelQuestion,
  type ModelReply,
} from '@aw-flow/agents'
import { digestOf, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, type Json, type Problem, warning } from '@aw-flow/schema'
import { z } from 'zod'
import { addressProblems } from '../requests/address-problems.ts'

/** The settings by which a language model is asked for a plan; none is asked where no model is named. */
export const modelSettings = {
  model: z
    .string()
    .default('')
    .meta({
      title: 'Language model',
      description: 'The name of a model that proposes the plan. Empty: the plan is made by rules.',
      examples: ['gpt-4o-mini', 'llama3.1'],
    }),
  modelAddress: z
    .string()
    .default('')
    .meta({
      title: 'Model is at',
      description: 'The address of a service that speaks OpenAI’s chat completions, mostly ending in /v1.',
      examples: ['https://api.openai.com/v1', 'http://localhost:11434/v1'],
    }),
  modelSecret: z.string().default('').meta({
    title: 'Key of the model',
    description: 'The name of the secret that is sent as a bearer token. Empty: none.',
    format: 'secret',
  }),
  modelRows: z.int().min(0).max(50).default(5).meta({
    title: 'Rows shown to the model',
    description: 'Beside counts and frequent values. 0: no row leaves this place.',
  }),
  inputPrice: z.number().min(0).default(0).meta({
    title: 'Price of input',
    description: 'For a million tokens, in your currency; 0: cost is not worked out.',
  }),
  outputPrice: z.number().min(0).default(0).meta({
    title: 'Price of output',
    description: 'For a million tokens, in your currency.',
  }),
}

export interface ModelChoice {
  model: string
  modelAddress: string
  modelSecret: string
  modelRows: number
  inputPrice: number
  outputPrice: number
}

/** What is wrong with the settings of a model, before a run. */
export function modelProblems({ model, modelAddress, modelSecret }: ModelChoice): Problem[] {
  if (model === '') {
    const unused = modelAddress === '' ? modelSecret && 'key' : 'address'
    if (unused === '') return []
    return [warning('model.not-named', { setting: unused }, { where: { setting: 'model' } })]
  }
  if (modelAddress !== '') return addressProblems(modelAddress, 'modelAddress')
  return [error('model.no-address', { model }, { where: { setting: 'modelAddress' } })]
}

/** Who proposes by the chosen model, each question an effect that the run's record keeps; none where none is named. */
export function modelProposer(
  args: Pick<RunArguments<unknown>, 'tables' | 'outside' | 'effect'>,
  choice: ModelChoice,
): ModelProposer | undefined {
  const { model, modelAddress, modelSecret, modelRows, inputPrice, outputPrice } = choice
  if (model === '') return undefined
  const { tables, outside, effect } = args
  const egress = outside.egress ?? { fetch: () => Promise.reject(notHere(model)) }
  const asked = openAiModel({ address: modelAddress, model, secret: modelSecret }, egress)
  const recorded: LanguageModel = {
    ...asked,
    async ask({ signal: stop, ...question }: ModelQuestion) {
      const reply = await effect(
        'ask-model',
        { model, host: asked.host, question: digestOf(question) },
        async ({ signal }) =>
          (await asked.ask({
            ...question,
            signal: stop ? AbortSignal.any([signal, stop]) : signal,
          })) as unknown as Json,
        { unknown: 'retry' },
      )
      return reply as unknown as ModelReply
    },
  }
  const hasPrice = inputPrice > 0 || outputPrice > 0
  return proposeByModel(tables, recorded, {
    sampleRows: modelRows,
    ...(hasPrice ? { prices: { input: inputPrice, output: outputPrice } } : {}),
  })
}

const notHere = (model: string): NodeError => new NodeError('permanent', error('outside.no-egress.model', { model }))
