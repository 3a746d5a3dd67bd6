import {
  findGrantedModel,
  openAiModel,
  proposeByModel,
  type LanguageModel,
  type ModelProposer,
  type ModelRequest,
  type ModelReply,
} from '@aw-flow/agents'
import { digestJson, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, warning, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { addressProblems } from '../requests/address-problems.ts'

/** Settings of the language model that proposes a plan; without a model name, no model is used. */
export const modelSettings = {
  model: z
    .string()
    .default('')
    .meta({
      title: 'Language model',
      description: 'Name of the model that proposes the plan. Leave empty to create the plan from rules.',
      examples: ['gpt-4o-mini', 'llama3.1'],
    }),
  modelAddress: z
    .string()
    .default('')
    .meta({
      title: 'Model URL',
      description: 'Address of an OpenAI-compatible chat completions service, usually ending in /v1.',
      examples: ['https://api.openai.com/v1', 'http://localhost:11434/v1'],
    }),
  modelSecret: z.string().default('').meta({
    title: 'API key',
    description: 'Optional name of the secret to send as a bearer token.',
    format: 'secret',
  }),
  modelRows: z.int().min(0).max(50).default(5).meta({
    title: 'Rows shown to the model',
    description: 'Number of sample rows to send in addition to counts and frequent values. Use 0 to send none.',
  }),
  inputPrice: z.number().min(0).default(0).meta({
    title: 'Input price',
    description:
      'Price per million input tokens, in your currency. Leave both prices at 0 to skip the cost calculation.',
  }),
  outputPrice: z.number().min(0).default(0).meta({
    title: 'Output price',
    description: 'Price per million output tokens, in your currency.',
  }),
}

export interface LanguageModelSettings {
  model: string
  modelAddress: string
  modelSecret: string
  modelRows: number
  inputPrice: number
  outputPrice: number
}

/** Returns the problems in the model settings that can be found before a run. */
export function findModelProblems({ model, modelAddress, modelSecret }: LanguageModelSettings): Problem[] {
  if (model === '') {
    const unused = modelAddress === '' ? modelSecret && 'modelSecret' : 'modelAddress'
    if (unused === '') return []
    return [warning('model.not-named.setting', { setting: unused }, { where: { setting: 'model' } })]
  }
  if (modelAddress !== '') return addressProblems(modelAddress, 'modelAddress')
  return [error('model.no-address.setting', { model }, { where: { setting: 'modelAddress' } })]
}

/**
 * Creates a proposer that requests plans from the chosen model; `undefined` without a model name. Each request is an
 * effect, so the run record stores the response.
 */
export function createModelProposer(
  args: Pick<RunArguments<unknown>, 'tables' | 'outside' | 'effect'>,
  choice: LanguageModelSettings,
): ModelProposer | undefined {
  const { model, modelAddress, modelSecret, modelRows, inputPrice, outputPrice } = choice
  if (model === '') return undefined
  const { tables, outside, effect } = args
  const egress = outside.egress ?? { fetch: () => Promise.reject(createNoEgressError(model)) }
  const remoteModel = openAiModel({ address: modelAddress, model, secret: modelSecret }, egress)
  const recordedModel: LanguageModel = {
    ...remoteModel,
    async ask({ signal: callerSignal, ...question }: ModelRequest) {
      // The settings of a document do not grant a model.
      await findGrantedModel(outside, { address: modelAddress, model })
      const reply = await effect(
        'ask-model',
        { model, host: remoteModel.host, question: digestJson(question) },
        async ({ signal }) =>
          (await remoteModel.ask({
            ...question,
            signal: callerSignal ? AbortSignal.any([signal, callerSignal]) : signal,
          })) as unknown as Json,
        { unknown: 'retry' },
      )
      return reply as unknown as ModelReply
    },
  }
  const hasPrice = inputPrice > 0 || outputPrice > 0
  return proposeByModel(tables, recordedModel, {
    sampleRows: modelRows,
    ...(hasPrice ? { prices: { input: inputPrice, output: outputPrice } } : {}),
  })
}

const createNoEgressError = (model: string): NodeError =>
  new NodeError('permanent', error('outside.no-egress.model', { model }))
