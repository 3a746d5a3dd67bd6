import {
  digestJson,
  NodeError,
  type ChargedAmounts,
  type ExceededLimit,
  type PerformEffect,
  type RunBudget,
  type UsageAmounts,
  type UsageLedger,
  type UsageLimits,
} from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { ModelReply, ModelRequest } from './language-model.ts'
import { estimateLostUsage, estimateUsage, measureReply, type findPrices, type ModelUsage } from './model-usage.ts'
import type { OpenedModels } from './open-model.ts'
import { estimatedRequestMs, reserveInMonth } from './reserve-in-month.ts'

/** The prices of the chosen models, in their order; `undefined` if unknown. @internal */
export type ModelPriceList = readonly Awaited<ReturnType<typeof findPrices>>[]

/** The recorded outcome of a request. `lost`: the estimated usage of interrupted requests before it. @internal */
export type ModelRequestOutcome =
  | { reply: ModelReply; usage: ModelUsage; lost?: ModelUsage; ms: number }
  /** The run or its workspace would exceed a limit, so nothing was requested. */
  | { exceeded: ExceededLimit }
  | {
      timedOut: true
      usage: ModelUsage
      lost?: ModelUsage
      ms: number
      /** The limit of the run or the month, if it was lower than that of the request. */
      exceeded?: ExceededLimit
    }

/** @internal */
export interface PerformModelRequestOptions {
  effect: PerformEffect
  models: OpenedModels
  prices: ModelPriceList
  /** The budget of the run. Default: none. */
  budget?: RunBudget | undefined
  /** The usage of the workspace in the current month. Default: none. */
  ledger?: UsageLedger | undefined
  elapsed(): number
  /** The timeout of the request, in ms; `Infinity` for none. */
  limitMs: number
  /** The number of the request in the node. */
  number: number
  onText?: ((text: string) => void) | undefined
}

/**
 * Sends a request to a model as an effect of a node: a recorded reply is returned without a request. The estimated
 * usage is reserved in the budgets of the run and of the month before the request, and replaced with the actual usage
 * afterwards.
 *
 * @throws NodeError If all models fail, or a cost is limited and a price is unknown.
 * @internal
 */
export async function performModelRequest(
  modelRequest: ModelRequest,
  { effect, models, prices, budget, ledger, elapsed, limitMs, number, onText }: PerformModelRequestOptions,
): Promise<ModelRequestOutcome> {
  const { model, granted, grants } = models
  const { runLimits = {} } = grants
  const requirePrices = (limits: UsageLimits): void => {
    if (limits.cost === undefined || !prices.includes(undefined)) return
    throw new NodeError('permanent', error('agent.no-price', { model: granted[prices.indexOf(undefined)]!.id }))
  }
  // The limits of a run do not apply to requests outside runs.
  if (budget) requirePrices(runLimits)
  const requestEstimate = estimateUsage(modelRequest, prices)
  const estimate: UsageAmounts = { ...requestEstimate, toolCalls: 0 }
  const request = {
    model: model.name,
    host: model.host,
    question: digestJson(modelRequest as unknown as Json),
    // Without `toolCalls`, which records of earlier versions do not contain.
    estimate: { ...requestEstimate },
    number,
  }
  const perform: Parameters<PerformEffect>[2] = async ({ idempotencyKey, signal, lostStarts }) => {
    const monthLimits = raiseLimits((await ledger?.readLimits()) ?? {}, budget?.getMonthRaise())
    requirePrices(monthLimits)
    const starts = lostStarts + 1
    const unpriced = prices.includes(undefined) ? starts : 0
    const lostMs = lostStarts * estimatedRequestMs
    const charged = { ...multiplyAmounts(estimate, starts), unpriced, ms: lostMs }
    const reservation =
      budget?.reserve(idempotencyKey, estimate, runLimits) ??
      (ledger && (await reserveInMonth(ledger, idempotencyKey, charged, monthLimits)))
    if (reservation && 'limit' in reservation) {
      budget?.release(idempotencyKey)
      return { exceeded: reservation } as unknown as Json
    }
    const startedAt = elapsed()
    // The estimate stays charged if the usage cannot be stored.
    const settle = async (...amounts: ModelUsage[]): Promise<void> =>
      ledger
        ?.settle(idempotencyKey, { ...addAmounts(amounts), ms: lostMs + Math.round(elapsed() - startedAt) })
        .catch(() => undefined)
    const lost = lostStarts > 0 ? { lost: estimateLostUsage(modelRequest, lostStarts, prices[0]) } : {}
    const runMs = budget?.getRemainingMs(runLimits) ?? Infinity
    const timeoutMs = Math.min(limitMs, runMs)
    const timeout = createTimeout(timeoutMs)
    try {
      const signals = [signal, timeout, reservation?.signal].filter((each) => each !== undefined)
      const requestSignal = AbortSignal.any(signals)
      const reply = await model.ask({ ...modelRequest, onText, signal: requestSignal })
      const usage = measureReply(modelRequest, reply, prices)
      await settle(usage, ...Object.values(lost))
      return { reply, usage, ...lost, ms: Math.round(elapsed() - startedAt) } as unknown as Json
    } catch (cause) {
      const monthLimit = reservation?.getExceeded()
      if (!(timeout?.aborted || monthLimit) || signal.aborted) {
        // A request that failed was not charged; an aborted one may have been.
        if (!signal.aborted) await settle(...Object.values(lost))
        budget?.release(idempotencyKey)
        throw cause
      }
      const usage = estimateLostUsage(modelRequest, 1, prices[0])
      await settle(usage, ...Object.values(lost))
      const max = runLimits.ms ?? Infinity
      const exceeded: ExceededLimit | undefined =
        monthLimit ?? (runMs < limitMs ? { scope: 'run', limit: 'ms', used: max, needed: 0, max } : undefined)
      return {
        timedOut: true,
        usage,
        ...lost,
        ms: monthLimit ? Math.max(1, Math.round(elapsed() - startedAt)) : Math.max(1, Math.ceil(timeoutMs)),
        ...(exceeded ? { exceeded } : {}),
      } as unknown as Json
    } finally {
      reservation?.end()
    }
  }
  return (await effect('ask-model', request, perform, { unknown: 'retry' })) as unknown as ModelRequestOutcome
}

/** The maximum delay of a timer, in ms. */
const maxTimeoutMs = 2 ** 31 - 1

/** Creates a signal that is aborted after a time, in ms; `undefined` for `Infinity`. @internal */
export function createTimeout(ms: number): AbortSignal | undefined {
  if (ms === Infinity) return undefined
  // Node.js and browsers reject fractions and longer timeouts.
  return AbortSignal.timeout(Math.max(1, Math.min(Math.ceil(ms), maxTimeoutMs)))
}

const amountNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost'] as const

const mapAmounts = (compute: (name: keyof UsageAmounts) => number): UsageAmounts =>
  Object.fromEntries(amountNames.map((name) => [name, compute(name)])) as unknown as UsageAmounts

const multiplyAmounts = (amounts: UsageAmounts, factor: number): UsageAmounts =>
  mapAmounts((name) => amounts[name] * factor)

/** Returns the amounts of requests, which call no tools. */
const addAmounts = (list: readonly ModelUsage[]): ChargedAmounts => ({
  ...mapAmounts((name) =>
    name === 'toolCalls' ? 0 : list.reduce((total, amounts) => total + (amounts[name] ?? 0), 0),
  ),
  unpriced: list.reduce((total, { unpriced }) => total + unpriced, 0),
})

/** Adds the amounts of a raise to the limits that exist. @internal */
export function raiseLimits(limits: UsageLimits, raise: (UsageAmounts & { ms: number }) | undefined): UsageLimits {
  if (!raise) return limits
  return Object.fromEntries(
    ([...amountNames, 'ms'] as const).flatMap((name) =>
      limits[name] === undefined ? [] : [[name, limits[name] + raise[name]]],
    ),
  )
}
