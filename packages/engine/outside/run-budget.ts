import type { RunEvent } from '@aw-flow/schema'
import { createInstanceKey } from '../record/instance-key.ts'

/** Amounts that model calls use. @public */
export interface UsageAmounts {
  /** Requests to a model. */
  requests: number
  inputTokens: number
  outputTokens: number
  /** The cost, in the currency of the prices. */
  cost: number
}

/** Limits by amount; an absent amount is not limited. @public */
export type UsageLimits = { readonly [Name in keyof UsageAmounts]?: number | undefined }

/** The amount that a call would exceed. @public */
export interface ExceededLimit {
  /** The run, or its workspace in the current month. */
  scope: 'run' | 'month'
  limit: keyof UsageAmounts
  /** The amount that is used or reserved so far. */
  used: number
  /** The amount of the call. */
  needed: number
  /** The limit. */
  max: number
}

/**
 * The usage of the model calls of a run, including reserved amounts. Parallel nodes share it. A call reserves its
 * estimate before it starts and is charged its actual usage when its outcome is recorded; a call that was interrupted
 * is charged its estimate.
 *
 * @public
 */
export interface RunBudget {
  /**
   * Reserves the estimate of a call until its effect ends; returns the exceeded limit instead if there is one.
   *
   * @param effect The idempotency key of the effect, whose request contains the estimate as `estimate`.
   */
  reserve(effect: string, estimate: UsageAmounts, limits: UsageLimits): ExceededLimit | undefined
  /** Returns the usage of completed calls. */
  getUsage(): UsageAmounts
  /** Returns how much users raised the monthly limits for this run. */
  getMonthRaise(): UsageAmounts
}

const amountNames = ['requests', 'inputTokens', 'outputTokens', 'cost'] as const

/** Creates the budget of a run as a fold of its record; pass it every event. @internal */
export function createRunBudget(run: string): RunBudget & { handleEvent(event: RunEvent): void } {
  const used: UsageAmounts = { requests: 0, inputTokens: 0, outputTokens: 0, cost: 0 }
  const raisedAmounts: UsageAmounts = { requests: 0, inputTokens: 0, outputTokens: 0, cost: 0 }
  const monthRaise: UsageAmounts = { requests: 0, inputTokens: 0, outputTokens: 0, cost: 0 }
  const reserved = new Map<string, UsageAmounts>()
  /** Estimates of effects that have started. */
  const estimates = new Map<string, UsageAmounts>()

  const addTo = (total: UsageAmounts, amounts: Partial<UsageAmounts>): void => {
    for (const name of amountNames) total[name] += amounts[name] ?? 0
  }

  return {
    reserve(effect, estimate, limits) {
      for (const limit of amountNames) {
        const max = limits[limit]
        if (max === undefined) continue
        let total = used[limit]
        for (const [key, amounts] of reserved) if (key !== effect) total += amounts[limit]
        if (total + estimate[limit] > max + raisedAmounts[limit])
          return { scope: 'run', limit, used: total, needed: estimate[limit], max: max + raisedAmounts[limit] }
      }
      reserved.set(effect, estimate)
      return undefined
    },
    getUsage: () => ({ ...used }),
    getMonthRaise: () => ({ ...monthRaise }),
    handleEvent(event) {
      if (event.type === 'effect-started') {
        const estimate = readAmounts(event.request, 'estimate')
        if (estimate) estimates.set(toKey(run, event), estimate)
      } else if (event.type === 'effect-ended') {
        const key = toKey(run, event)
        const estimate = estimates.get(key)
        const raise = readAmounts(event.outcome, 'raised')
        if (raise) addTo(raisedAmounts, raise)
        const monthlyRaise = readAmounts(event.outcome, 'raisedMonth')
        if (monthlyRaise) addTo(monthRaise, monthlyRaise)
        if (!estimate) return
        estimates.delete(key)
        reserved.delete(key)
        const usage = event.unknown ? estimate : readAmounts(event.outcome, 'usage')
        if (usage) addTo(used, usage)
        // Earlier requests that were interrupted may have been charged.
        const lost = readAmounts(event.outcome, 'lost')
        if (lost) addTo(used, lost)
      }
    },
  }
}

const toKey = (run: string, event: Extract<RunEvent, { type: 'effect-started' | 'effect-ended' }>): string =>
  `${run}/${createInstanceKey(event)}/${event.effect}`

/** Reads amounts from a property of a recorded request or outcome. */
function readAmounts(value: unknown, property: string): UsageAmounts | undefined {
  const amounts = (value as Record<string, unknown> | null | undefined)?.[property]
  if (typeof amounts !== 'object' || amounts === null) return undefined
  const read = (name: string): number => {
    const amount = (amounts as Record<string, unknown>)[name]
    return typeof amount === 'number' ? amount : 0
  }
  return {
    requests: read('requests'),
    inputTokens: read('inputTokens'),
    outputTokens: read('outputTokens'),
    cost: read('cost'),
  }
}
