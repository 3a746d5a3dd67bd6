import { findPrices, openGrantedModels, performModelRequest, type ModelMessage } from '@aw-flow/agents'
import { NodeError } from '@aw-flow/engine'
import { createLimitProblem } from '@aw-flow/nodes'
import { error } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { openModels } from '../runs/open-models.ts'
import type { WorkspaceBackend } from '../backend.ts'

export interface ChatRequest {
  messages: readonly ModelMessage[]
  /** ID of a language model in the workspace. If empty, the default model is used. */
  model: string
  maxTokens: number
  temperature: number
}

/** Time limit for a request, in ms. */
const maxRequestMs = 120_000

/**
 * Sends messages to one of the workspace's language models. The call counts toward the monthly limits.
 *
 * @throws {NodeError} If the model is not set up or does not respond, or if the call would exceed a limit.
 */
export async function chatWithModel(
  { messages, model: id, maxTokens, temperature }: ChatRequest,
  { store, withEgress }: Pick<WorkspaceBackend, 'store' | 'withEgress'>,
  signal: AbortSignal,
) {
  return withEgress(async (egress) => {
    const { ledger, ...models } = openModels(store, '')
    const openedModels = await openGrantedModels({ models, egress }, [id])
    const { name: model, host } = openedModels.model
    const outcome = await performModelRequest(
      { messages, maxTokens, temperature },
      {
        effect: async (_kind, _request, perform) =>
          perform({ idempotencyKey: randomUUID(), signal, unknownOutcomeCount: 0 }),
        models: openedModels,
        prices: await Promise.all(openedModels.granted.map(findPrices)),
        ledger,
        now: () => performance.now(),
        requestTimeoutMs: maxRequestMs,
        number: 1,
      },
    )
    if ('exceeded' in outcome) throw new NodeError('permanent', createLimitProblem(model, outcome.exceeded))
    if ('timedOut' in outcome) throw new NodeError('transient', error('model.no-response', { model, host, said: '' }))
    const { reply, usage } = outcome
    return { model: reply.answeredBy?.model ?? model, reply, usage }
  })
}
