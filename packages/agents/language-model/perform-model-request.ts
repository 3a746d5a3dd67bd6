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
import { error, defined, type Json } from '@aw-flow/schema'
import type { ModelReply, ModelRequest } from './language-model.ts'
import { estimateLostUsage, estimateUsage, measureReply, type findPrices, type ModelUsage } from './model-usage.ts'
import type { OpenedModels } from './open-model.ts'
import { estimatedRequestMs, reserveMonthlyUsage } from './reserve-in-month.ts'

/** The prices of the selected models, in the same order; `undefined` for unknown prices. @internal */
export type ModelPriceList = readonly Awaited<ReturnType<typeof findPrices>>[]

/**
 * The recorded outcome of a request. `lost` is the estimated usage of earlier attempts that were interrupted. @internal
 */
export type ModelRequestOutcome =
  | { reply: ModelReply; usage: ModelUsage; lost?: ModelUsage; ms: number }
  /** No request was sent, because the run or its workspace would exceed a limit. */
  | { exceeded: ExceededLimit }
  | {
      timedOut: true
      usage: ModelUsage
      lost?: ModelUsage
      ms: number
      /** The limit of the run or the month, if it was reached before the request timed out. */
      exceeded?: ExceededLimit
    }

/** @internal */
export interface PerformModelRequestOptions {
  effect: PerformEffect
  models: OpenedModels
  prices: ModelPriceList
  /** The run's budget. If absent, the run has no limits. */
  budget?: RunBudget | undefined
  /** Tracks the workspace's usage in the current month. If absent, monthly limits do not apply. */
  ledger?: UsageLedger | undefined
  /** Returns the current time of a monotonic clock, in ms. */
  now(): number
  /** The timeout of the request, in ms. `Infinity` for no timeout. */
  requestTimeoutMs: number
  /** The sequence number of the request within the node. */
  number: number
  onText?: ((text: string) => void) | undefined
}

/**
 * Sends a request to a model as a recorded effect of a node. If a reply is already recorded, returns it without sending
 * a request. Before the request, the estimated usage is reserved in the budgets of the run and the month; afterwards,
 * it is replaced with the actual usage.
 *
 * @throws NodeError If all models fail, or if the cost is limited but a price is unknown.
 * @internal
 */
export async function performModelRequest(
  modelRequest: ModelRequest,
  { effect, models, prices, budget, ledger, now, requestTimeoutMs, number, onText }: PerformModelRequestOptions,
): Promise<ModelRequestOutcome> {
  const { model, granted, grants } = models
  const { runLimits = {} } = grants
  const requirePrices = (limits: UsageLimits): void => {
    if (limits.cost === undefined || !prices.includes(undefined)) return
    throw new NodeError('permanent', error('agent.no-price', { model: granted[prices.indexOf(undefined)]!.id }))
  }
  // Run limits apply only to requests within a run.
  if (budget) requirePrices(runLimits)
  const requestEstimate = estimateUsage(modelRequest, prices)
  const estimate: UsageAmounts = { ...requestEstimate, toolCalls: 0 }
  const request = {
    model: model.name,
    host: model.host,
    question: digestJson(modelRequest as unknown as Json),
    // Omits `toolCalls`, because records of earlier versions do not contain it.
    estimate: { ...requestEstimate },
    number,
  }
  const perform: Parameters<PerformEffect>[2] = async ({ idempotencyKey, signal, unknownOutcomeCount }) => {
    const monthLimits = raiseLimits((await ledger?.readLimits()) ?? {}, budget?.getMonthlyLimitIncrease())
    requirePrices(monthLimits)
    const attemptCount = unknownOutcomeCount + 1
    const unpricedCount = prices.includes(undefined) ? attemptCount : 0
    const lostMs = unknownOutcomeCount * estimatedRequestMs
    const chargedAmounts = { ...multiplyAmounts(estimate, attemptCount), unpriced: unpricedCount, ms: lostMs }
    const reservation =
      budget?.reserve(idempotencyKey, estimate, runLimits) ??
      (ledger && (await reserveMonthlyUsage(ledger, idempotencyKey, chargedAmounts, monthLimits)))
    if (reservation && 'limit' in reservation) {
      budget?.release(idempotencyKey)
      return { exceeded: reservation } as unknown as Json
    }
    const startedAt = now()
    // If the actual usage cannot be stored, the estimated usage remains charged.
    const settle = async (...amounts: ModelUsage[]): Promise<void> =>
      ledger
        ?.settle(idempotencyKey, { ...sumAmounts(amounts), ms: lostMs + Math.round(now() - startedAt) })
        .catch(() => undefined)
    const lostEntry =
      unknownOutcomeCount > 0 ? { lost: estimateLostUsage(modelRequest, unknownOutcomeCount, prices[0]) } : {}
    const remainingRunMs = budget?.getRemainingMs(runLimits) ?? Infinity
    const timeoutMs = Math.min(requestTimeoutMs, remainingRunMs)
    const timeout = createTimeout(timeoutMs)
    try {
      const signals = [signal, timeout, reservation?.signal].filter((candidate) => candidate !== undefined)
      const requestSignal = AbortSignal.any(signals)
      const reply = await model.ask({ ...modelRequest, onText, signal: requestSignal })
      const usage = measureReply(modelRequest, reply, prices)
      await settle(usage, ...Object.values(lostEntry))
      return { reply, usage, ...lostEntry, ms: Math.round(now() - startedAt) } as unknown as Json
    } catch (cause) {
      const exceededMonthlyLimit = reservation?.getExceededLimit()
      if (!(timeout?.aborted || exceededMonthlyLimit) || signal.aborted) {
        // A failed request was not charged, whereas an aborted one may have been.
        if (!signal.aborted) await settle(...Object.values(lostEntry))
        budget?.release(idempotencyKey)
        throw cause
      }
      const usage = estimateLostUsage(modelRequest, 1, prices[0])
      await settle(usage, ...Object.values(lostEntry))
      const maxRunMs = runLimits.ms ?? Infinity
      const exceededLimit: ExceededLimit | undefined =
        exceededMonthlyLimit ??
        (remainingRunMs < requestTimeoutMs
          ? { scope: 'run', limit: 'ms', used: maxRunMs, needed: 0, max: maxRunMs }
          : undefined)
      return {
        timedOut: true,
        usage,
        ...lostEntry,
        ms: exceededMonthlyLimit ? Math.max(1, Math.round(now() - startedAt)) : Math.max(1, Math.ceil(timeoutMs)),
        ...defined({ exceeded: exceededLimit }),
      } as unknown as Json
    } finally {
      reservation?.stop()
    }
  }
  return (await effect('ask-model', request, perform, { unknownOutcome: 'retry' })) as unknown as ModelRequestOutcome
}

/** The maximum delay that timers support, in ms. */
const maxTimeoutMs = 2 ** 31 - 1

/** Creates a signal that is aborted after a time in ms. Returns `undefined` for `Infinity`. @internal */
export function createTimeout(ms: number): AbortSignal | undefined {
  if (ms === Infinity) return undefined
  // Node.js and browsers reject fractions and timeouts above `maxTimeoutMs`.
  return AbortSignal.timeout(Math.max(1, Math.min(Math.ceil(ms), maxTimeoutMs)))
}

const amountNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost'] as const

const mapAmounts = (compute: (name: keyof UsageAmounts) => number): UsageAmounts =>
  Object.fromEntries(amountNames.map((name) => [name, compute(name)])) as unknown as UsageAmounts

const multiplyAmounts = (amounts: UsageAmounts, factor: number): UsageAmounts =>
  mapAmounts((name) => amounts[name] * factor)

/** Adds up the usage of model requests. Tool calls are not included, because model requests do not make any. */
const sumAmounts = (list: readonly ModelUsage[]): ChargedAmounts => ({
  ...mapAmounts((name) =>
    name === 'toolCalls' ? 0 : list.reduce((total, amounts) => total + (amounts[name] ?? 0), 0),
  ),
  unpriced: list.reduce((total, { unpriced }) => total + unpriced, 0),
})

/** Raises each configured limit by the given amount. @internal */
export function raiseLimits(limits: UsageLimits, increase: (UsageAmounts & { ms: number }) | undefined): UsageLimits {
  if (!increase) return limits
  return Object.fromEntries(
    ([...amountNames, 'ms'] as const).flatMap((name) =>
      limits[name] === undefined ? [] : [[name, limits[name] + increase[name]]],
    ),
  )
}
