import type { RunEvent } from '@aw-flow/schema'
import { createInstanceKey } from '../record/instance-key.ts'

/** Usage by agents and by other model calls. @public */
export interface UsageAmounts {
  /** The number of model requests. */
  requests: number
  /** The number of tool calls made by agents. */
  toolCalls: number
  inputTokens: number
  outputTokens: number
  /** The cost in US dollars. */
  cost: number
}

/** Limits per kind of usage. An absent limit means unlimited. @public */
export type UsageLimits = { readonly [Name in keyof UsageAmounts]?: number | undefined } & {
  /**
   * The time limit for calls in milliseconds. For a run, it limits the time during which at least one model request or
   * tool call is in progress. For a month, it limits the total duration of all model requests.
   */
  readonly ms?: number | undefined
}

/** The limit that a call would exceed. @public */
export interface ExceededLimit {
  /** Whether the limit applies to the run or to its workspace in the current month. */
  scope: 'run' | 'month'
  limit: keyof UsageAmounts | 'ms'
  /** The amount used or reserved so far. */
  used: number
  /** The amount that the call needs. */
  needed: number
  /** The maximum amount. */
  max: number
}

/**
 * Tracks the usage of a run's model and tool calls, including reserved amounts. All parallel nodes share it. A call
 * reserves its estimated usage before it starts and is charged its actual usage once its outcome is recorded. An
 * interrupted call is charged its estimate. Overlapping calls count only once toward the time limit.
 *
 * @public
 */
export interface RunBudget {
  /**
   * Reserves the estimated usage of a call until its effect ends. If a limit would be exceeded, reserves nothing and
   * returns that limit.
   *
   * @param effectKey The effect's idempotency key. The recorded effect contains either the estimate, as `estimate` in
   *   its request, or the amounts used, as `spent` in its outcome.
   */
  reserve(effectKey: string, estimate: UsageAmounts, limits: UsageLimits): ExceededLimit | undefined
  /** Releases the reservation of a call that ended without an outcome, because it failed or is waiting for a person. */
  release(effectKey: string): void
  /** Returns the remaining time for calls in milliseconds, or `Infinity` if there is no time limit. */
  getRemainingMs(limits: UsageLimits): number
  /** Returns the usage of completed calls. */
  getUsage(): UsageAmounts
  /** Returns the amounts by which users have raised the monthly limits for this run. */
  getMonthlyLimitIncrease(): UsageAmounts & { ms: number }
}

const amountNames = ['requests', 'toolCalls', 'inputTokens', 'outputTokens', 'cost'] as const
const zeroUsage: UsageAmounts = { requests: 0, toolCalls: 0, inputTokens: 0, outputTokens: 0, cost: 0 }

/**
 * Creates a run's budget, which is computed from the events of its record.
 *
 * @param now The clock that the events' times come from.
 * @returns The budget. Pass every event to `handleEvent`.
 * @internal
 */
export function createRunBudget(
  runId: string,
  now: () => number,
): RunBudget & {
  handleEvent(event: RunEvent): void
} {
  const totalUsage = { ...zeroUsage }
  const runLimitIncrease = { ...zeroUsage }
  const monthlyLimitIncrease = { ...zeroUsage, ms: 0 }
  let timeLimitIncreaseMs = 0
  const activeTime = createTimeAccumulator()
  const reservations = new Map<string, { amounts: UsageAmounts; startedAt: number }>()
  /** The estimates of effects in progress, keyed by idempotency key. */
  const estimates = new Map<string, UsageAmounts>()

  const addAmounts = (total: UsageAmounts, amounts: Partial<UsageAmounts>): void => {
    for (const name of amountNames) total[name] += amounts[name] ?? 0
  }

  const getActiveMs = (): number => {
    const starts = [...reservations.values()].map(({ startedAt }) => startedAt)
    return activeTime.measure(starts.length > 0 ? { start: Math.min(...starts), end: now() } : undefined)
  }

  return {
    reserve(effectKey, estimate, limits) {
      for (const limit of amountNames) {
        const max = limits[limit]
        if (max === undefined) continue
        let total = totalUsage[limit]
        for (const [key, { amounts }] of reservations) if (key !== effectKey) total += amounts[limit]
        if (total + estimate[limit] > max + runLimitIncrease[limit])
          return { scope: 'run', limit, used: total, needed: estimate[limit], max: max + runLimitIncrease[limit] }
      }
      if (limits.ms !== undefined) {
        const [activeMs, max] = [getActiveMs(), limits.ms + timeLimitIncreaseMs]
        if (activeMs >= max) return { scope: 'run', limit: 'ms', used: activeMs, needed: 0, max }
      }
      reservations.set(effectKey, { amounts: estimate, startedAt: now() })
      return undefined
    },
    release: (effectKey) => void reservations.delete(effectKey),
    getRemainingMs: ({ ms }) => (ms === undefined ? Infinity : ms + timeLimitIncreaseMs - getActiveMs()),
    getUsage: () => ({ ...totalUsage }),
    getMonthlyLimitIncrease: () => ({ ...monthlyLimitIncrease }),
    handleEvent(event) {
      if (event.type === 'effect-started') {
        const estimate = readAmounts(event.request, 'estimate')
        if (estimate) estimates.set(toKey(runId, event), estimate)
      } else if (event.type === 'effect-ended') {
        const key = toKey(runId, event)
        const estimate = estimates.get(key)
        const limitIncrease = readAmounts(event.outcome, 'raised')
        if (limitIncrease) addAmounts(runLimitIncrease, limitIncrease)
        timeLimitIncreaseMs += readNumber(readProperty(event.outcome, 'raised'), 'ms')
        const monthlyIncrease = readAmounts(event.outcome, 'raisedMonth')
        if (monthlyIncrease) addAmounts(monthlyLimitIncrease, monthlyIncrease)
        monthlyLimitIncrease.ms += readNumber(readProperty(event.outcome, 'raisedMonth'), 'ms')
        const spent = readAmounts(event.outcome, 'spent')
        if (spent) addAmounts(totalUsage, spent)
        if (!estimate && !spent) return
        estimates.delete(key)
        reservations.delete(key)
        const ms = readNumber(event.outcome, 'ms')
        if (ms > 0) activeTime.add({ start: event.time - ms, end: event.time })
        if (!estimate) return
        const usage = event.unknown ? estimate : readAmounts(event.outcome, 'usage')
        if (usage) addAmounts(totalUsage, usage)
        // Earlier requests that were interrupted may have been billed.
        const lostUsage = readAmounts(event.outcome, 'lost')
        if (lostUsage) addAmounts(totalUsage, lostUsage)
      }
    },
  }
}

const toKey = (runId: string, event: Extract<RunEvent, { type: 'effect-started' | 'effect-ended' }>): string =>
  `${runId}/${createInstanceKey(event)}/${event.effect}`

interface Interval {
  start: number
  end: number
}

/** Creates an accumulator of time intervals. Overlaps count once. Add the intervals sorted by end time. */
function createTimeAccumulator() {
  const intervals: Interval[] = []
  let total = 0
  return {
    add({ start, end }: Interval): void {
      let mergedStart = start
      for (let last = intervals.at(-1); last && last.end >= mergedStart; last = intervals.at(-1)) {
        mergedStart = Math.min(mergedStart, last.start)
        total -= last.end - last.start
        intervals.pop()
      }
      intervals.push({ start: mergedStart, end })
      total += end - mergedStart
    },
    /** Returns the total time including an interval that is still in progress. */
    measure(current: Interval | undefined): number {
      if (!current) return total
      const overlapMs = intervals
        .map(({ start, end }) => Math.min(end, current.end) - Math.max(start, current.start))
        .reduce((sum, ms) => sum + Math.max(0, ms), 0)
      return total + (current.end - current.start) - overlapMs
    },
  }
}

const readProperty = (value: unknown, property: string): unknown =>
  (value as Record<string, unknown> | null | undefined)?.[property]

function readNumber(value: unknown, property: string): number {
  const amount = readProperty(value, property)
  return typeof amount === 'number' ? amount : 0
}

/** Reads usage amounts from a property of a recorded request or outcome. */
function readAmounts(value: unknown, property: string): UsageAmounts | undefined {
  const amounts = readProperty(value, property)
  if (typeof amounts !== 'object' || amounts === null) return undefined
  return Object.fromEntries(amountNames.map((name) => [name, readNumber(amounts, name)])) as unknown as UsageAmounts
}
