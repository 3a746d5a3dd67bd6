import { digestJson, NodeError, type ExceededLimit, type PerformEffect, type RunBudget } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { ModelReply, ModelRequest } from './language-model.ts'
import { estimateLost, estimateUsage, measureUsage, type findPrices, type ModelUsage } from './model-usage.ts'
import type { OpenedModels } from './open-model.ts'

/** The prices of the chosen models, in their order; `undefined` if unknown. @internal */
export type ModelPriceList = readonly Awaited<ReturnType<typeof findPrices>>[]

/** The recorded outcome of a request. `lost`: the estimate of interrupted requests before it. @internal */
export type AskOutcome =
  | { reply: ModelReply; usage: ModelUsage; lost?: ModelUsage; ms: number }
  /** The run would exceed a limit, so nothing was requested. */
  | { exceeded: ExceededLimit }
  | { timedOut: true; usage: ModelUsage; lost?: ModelUsage; ms: number }

/** @internal */
export interface AskRecordedOptions {
  effect: PerformEffect
  models: OpenedModels
  prices: ModelPriceList
  /** The budget of the run. Default: none. */
  budget?: RunBudget | undefined
  elapsed(): number
  /** The time after which the request is aborted, in ms; `Infinity` for none. */
  limitMs: number
  /** The number of the request in the node. */
  number: number
  onText?: ((text: string) => void) | undefined
}

/**
 * Asks a model as an effect of a node: a recorded answer is returned without a request. The estimate is reserved from the
 * budget of the run before the request, and settled by its recorded usage.
 *
 * @throws NodeError If all models fail, or the cost of the run is limited and a price is unknown.
 * @internal
 */
export async function askRecorded(
  question: ModelRequest,
  { effect, models, prices, budget, elapsed, limitMs, number, onText }: AskRecordedOptions,
): Promise<AskOutcome> {
  const { model, granted, grants } = models
  const { runLimits = {} } = grants
  if (runLimits.cost !== undefined && prices.includes(undefined)) {
    throw new NodeError('permanent', error('agent.no-price', { model: granted[prices.indexOf(undefined)]!.id }))
  }
  const estimate = estimateUsage(question, prices)
  const request = {
    model: model.name,
    host: model.host,
    question: digestJson(question as unknown as Json),
    estimate: { ...estimate },
    number,
  }
  const perform: Parameters<PerformEffect>[2] = async ({ idempotencyKey, signal, lostStarts }) => {
    const exceeded = budget?.reserve(idempotencyKey, estimate, runLimits)
    if (exceeded) return { exceeded } as unknown as Json
    const startedAt = elapsed()
    const lost = lostStarts > 0 ? { lost: estimateLost(question, lostStarts, prices[0]) } : {}
    const timeout = limitMs === Infinity ? undefined : AbortSignal.timeout(limitMs)
    try {
      const requestSignal = timeout ? AbortSignal.any([signal, timeout]) : signal
      const reply = await model.ask({ ...question, onText, signal: requestSignal })
      const { answeredBy } = reply
      const answering = answeredBy ? granted.findIndex(({ model: name }) => name === answeredBy.model) : 0
      const usage = measureUsage(question, reply, prices[answering])
      return { reply, usage, ...lost, ms: Math.round(elapsed() - startedAt) } as unknown as Json
    } catch (cause) {
      if (!timeout?.aborted || signal.aborted) throw cause
      return { timedOut: true, usage: estimateLost(question, 1, prices[0]), ...lost, ms: limitMs } as unknown as Json
    }
  }
  return (await effect('ask-model', request, perform, { unknown: 'retry' })) as unknown as AskOutcome
}
