import { findPrices, openGrantedModels, type ModelAnswer, type ModelRequest } from '@aw-flow/agents'
import { NodeError } from '@aw-flow/engine'
import { z } from 'zod'
import { listModelNames, modelChoice } from '../agents/model-choice.ts'
import type { ModelArguments } from '../agents/request-within-budget.ts'
import { createLimitProblem, endsNode } from './model-settings.ts'

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
 * Asks a granted model, or its fallbacks, once. The request is an effect, so that the run record stores the reply, and
 * counts toward the budgets of the run and of the month. At a limit, the node waits for a decision. If the request
 * fails, or the user continues without the model at a limit, returns a problem.
 *
 * @throws NodeError If the node waits, or the user stops it.
 */
export async function askModel(
  args: ModelArguments,
  choice: { model: string; fallbackModels: readonly string[] },
  question: ModelRequest,
): Promise<ModelAnswer> {
  try {
    const models = await openGrantedModels(args.services, listModelNames(choice))
    const { requestWithinBudget } = await import('../agents/request-within-budget.ts')
    let requests = 0
    const { reply, exceeded } = await requestWithinBudget(args, question, {
      models,
      prices: await Promise.all(models.granted.map(findPrices)),
      nextNumber: () => ++requests,
    })
    if (!reply) return { problem: createLimitProblem(choice.model, exceeded) }
    const { name, host } = models.model
    return { text: reply.text, model: reply.answeredBy?.model ?? name, host: reply.answeredBy?.host ?? host }
  } catch (cause) {
    if (!(cause instanceof NodeError) || endsNode(cause)) throw cause
    return { problem: cause.problem }
  }
}
