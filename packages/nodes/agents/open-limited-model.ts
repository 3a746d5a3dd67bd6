import { findPrices, openGrantedModels, performModelRequest, type LanguageModel } from '@aw-flow/agents'
import { NodeError, type ExternalServices } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { createLimitProblem } from '../data-agents/model-settings.ts'

/** @internal */
export interface LimitedModelOptions {
  signal: AbortSignal
  /** Creates the idempotency key that identifies a request in the monthly usage. */
  createKey(): string
  /** Maximum duration of a request, in milliseconds. Unlimited by default. */
  maxRequestMs?: number
}

/**
 * Opens a granted model for requests outside a run. The requests count toward the monthly limits. No user can be asked
 * to raise a limit, so a request that would exceed one fails with `model.limit-reached`.
 *
 * @param id The model ID, or an empty string for the default model.
 * @throws NodeError If the model is not granted. Requests throw if the models fail, if a limit would be exceeded, or if
 *   the cost is limited and a price is unknown.
 * @internal
 */
export async function openLimitedModel(
  services: Pick<ExternalServices, 'egress' | 'models'>,
  id: string,
  { signal, createKey, maxRequestMs = Infinity }: LimitedModelOptions,
): Promise<LanguageModel> {
  const openedModels = await openGrantedModels(services, [id])
  const prices = await Promise.all(openedModels.granted.map(findPrices))
  let number = 0
  return {
    ...openedModels.model,
    async ask({ signal: requestSignal, onText, ...request }) {
      const outcome = await performModelRequest(request, {
        effect: async (_kind, _request, perform) =>
          perform({
            idempotencyKey: createKey(),
            signal: requestSignal ? AbortSignal.any([signal, requestSignal]) : signal,
            unknownOutcomeCount: 0,
          }),
        models: openedModels,
        prices,
        ledger: services.models?.ledger,
        now: () => performance.now(),
        requestTimeoutMs: maxRequestMs,
        number: ++number,
        onText,
      })
      const { name: model, host } = openedModels.model
      if ('exceeded' in outcome) throw new NodeError('permanent', createLimitProblem(model, outcome.exceeded!))
      if ('timedOut' in outcome) throw new NodeError('transient', error('model.no-response', { model, host, said: '' }))
      return outcome.reply
    },
  }
}
