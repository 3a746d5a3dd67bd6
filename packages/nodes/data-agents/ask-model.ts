import {
  findPrices,
  openGrantedModels,
  performModelRequest,
  type ModelAnswer,
  type ModelRequest,
} from '@aw-flow/agents'
import { NodeError, type RunArguments } from '@aw-flow/engine'
import { z } from 'zod'
import { listModelNames, modelChoice } from '../agents/model-choice.ts'
import { createLimitProblem } from './model-settings.ts'

/** Settings of nodes that can ask a granted model; without a model name, none is asked. */
export const optionalModel = {
  model: z
    .string()
    .default('')
    .meta({
      title: 'Language model',
      description: 'Name of a model to ask. Leave empty for none.',
      examples: ['gpt-4o-mini'],
    }),
  fallbackModels: modelChoice.fallbackModels,
  modelRows: z.int().min(0).max(50).default(5).meta({
    title: 'Rows shown to the model',
    description: 'Maximum number of rows to send. Use 0 to send none.',
  }),
}

/**
 * Asks a granted model, or its fallbacks, once. The request is an effect, so that the run record stores the reply, and counts toward the
 * budgets of the run and of the month. A failure is returned as a problem: the node continues without the model.
 */
export async function askModel(
  args: Pick<RunArguments<unknown>, 'services' | 'effect' | 'clock'>,
  choice: { model: string; fallbackModels: readonly string[] },
  question: ModelRequest,
): Promise<ModelAnswer> {
  const { services, effect, clock } = args
  try {
    const models = await openGrantedModels(services, listModelNames(choice))
    const outcome = await performModelRequest(question, {
      effect,
      models,
      prices: await Promise.all(models.granted.map(findPrices)),
      budget: services.models?.budget,
      ledger: services.models?.ledger,
      elapsed: () => clock.elapsed(),
      limitMs: Infinity,
      number: 1,
    })
    if ('exceeded' in outcome) return { problem: createLimitProblem(choice.model, outcome.exceeded) }
    if ('timedOut' in outcome) throw new Error('A request without a time limit timed out.')
    const { text, answeredBy } = outcome.reply
    const { name, host } = models.model
    return { text, model: answeredBy?.model ?? name, host: answeredBy?.host ?? host }
  } catch (cause) {
    if (!(cause instanceof NodeError) || cause.problem.code.startsWith('effect.')) throw cause
    return { problem: cause.problem }
  }
}
