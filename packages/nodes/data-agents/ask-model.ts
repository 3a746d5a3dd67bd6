import { failed, ok, type Result } from '@aw-flow/schema'
import { findPrices, openGrantedModels, type ModelAnswer, type ModelRequest } from '@aw-flow/agents'
import { NodeError } from '@aw-flow/engine'
import { z } from 'zod'
import { listModelNames, modelChoiceSettings } from '../agents/model-choice.ts'
import type { ModelArguments } from '../agents/request-within-budget.ts'
import { createLimitProblem, shouldFailNode } from './model-settings.ts'

/** Settings of nodes that can ask a granted model. Without a model name, no model is asked. */
export const optionalModelSettings = {
  model: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Language model',
      description: 'Name of a configured model. Leave empty to use none.',
      examples: ['gpt-4o-mini'],
    }),
  fallbackModels: modelChoiceSettings.fallbackModels,
  modelRows: z.int().min(0).max(50).default(5).meta({
    advanced: true,
    title: 'Rows shown to the model',
    description: 'Maximum number of rows to send. Use 0 to send none.',
  }),
}

/**
 * Sends one request to a granted model or its fallbacks. The request is an effect, so the run record stores the reply.
 * The request counts toward the budgets for the run and the month; when a limit is reached, the node waits for a
 * decision. Returns a problem if the request fails or the user chooses to continue without the model.
 *
 * @throws NodeError If the node is waiting for a decision, or if the user stops it.
 */
export async function askModel(
  args: ModelArguments,
  choice: { model: string; fallbackModels: readonly string[] },
  request: ModelRequest,
): Promise<Result<ModelAnswer>> {
  try {
    const models = await openGrantedModels(args.services, listModelNames(choice))
    const { requestWithinBudget } = await import('../agents/request-within-budget.ts')
    let requestCount = 0
    const { reply, exceeded } = await requestWithinBudget(args, request, {
      models,
      prices: await Promise.all(models.granted.map(findPrices)),
      nextNumber: () => ++requestCount,
    })
    if (!reply) return failed(createLimitProblem(choice.model, exceeded))
    const { name, host } = models.model
    return ok({ text: reply.text, model: reply.answeredBy?.model ?? name, host: reply.answeredBy?.host ?? host })
  } catch (cause) {
    if (!(cause instanceof NodeError) || shouldFailNode(cause)) throw cause
    return failed(cause.problem)
  }
}
