import type { ChargedAmounts, ExceededLimit, UsageLedger, UsageLimits } from '@aw-flow/engine'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reserveMonthlyUsage, type MonthlyReservation } from './reserve-in-month.ts'

const estimate: ChargedAmounts = { requests: 1, toolCalls: 0, inputTokens: 10, outputTokens: 5, cost: 0.5 }
const minute = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openLedger() {
  const reserved = new Map<string, ChargedAmounts>()
  const countMs = (effect?: string): number =>
    [...reserved].reduce((total, [key, { ms = 0 }]) => (key === effect ? total : total + ms), 0)
  const ledger: UsageLedger = {
    readLimits: async () => ({}),
    async reserve(effect, amounts, { ms: max = Infinity }): Promise<ExceededLimit | undefined> {
      const [used, needed] = [countMs(effect), amounts.ms ?? 0]
      if (used + needed > max) return { scope: 'month', limit: 'ms', used, needed, max }
      reserved.set(effect, amounts)
      return undefined
    },
    settle: async (effect, amounts) => void reserved.set(effect, amounts),
  }
  const reserve = (effect: string, limits: UsageLimits, amounts = estimate) =>
    reserveMonthlyUsage(ledger, effect, amounts, limits)
  return { ledger, reserve, countMs, reserved }
}

it('reserves a minute at a time, and aborts a request when the time of the month is used up', async () => {
  const { reserve, countMs } = openLedger()
  const limits = { ms: 2.5 * minute }
  const request = (await reserve('r/1', limits)) as MonthlyReservation
  expect(countMs()).toBe(minute)
  await vi.advanceTimersByTimeAsync(minute)
  expect(countMs()).toBe(2 * minute)
  await vi.advanceTimersByTimeAsync(minute)
  expect([countMs(), request.signal.aborted]).toEqual([2.5 * minute, false])
  await vi.advanceTimersByTimeAsync(minute / 2)
  expect(request.signal.aborted).toBe(true)
  const [used, max] = [2.5 * minute, 2.5 * minute]
  expect(request.getExceededLimit()).toEqual({ scope: 'month', limit: 'ms', used, needed: minute, max })
})

it('never reserves more than the limit for parallel requests, and gives them the remainder', async () => {
  const { reserve, countMs } = openLedger()
  const limits = { ms: 1.5 * minute }
  const outcomes = await Promise.all(['r/1', 'r/2', 'r/3'].map((effect) => reserve(effect, limits)))
  expect(countMs()).toBe(1.5 * minute)
  expect(outcomes.map((outcome) => 'limit' in outcome)).toEqual([false, false, true])
  expect(outcomes[2]).toMatchObject({ used: 1.5 * minute, max: 1.5 * minute })
})

it('adds the time of interrupted requests, and reserves nothing more after its end or without a limit', async () => {
  const { reserve, countMs, reserved } = openLedger()
  const limited = (await reserve('r/1', { ms: 10 * minute }, { ...estimate, ms: minute })) as MonthlyReservation
  expect(reserved.get('r/1')).toEqual({ ...estimate, ms: 2 * minute })
  limited.stop()
  const unlimited = (await reserve('r/2', {})) as MonthlyReservation
  await vi.advanceTimersByTimeAsync(20 * minute)
  expect(countMs()).toBe(3 * minute)
  expect([limited.signal.aborted, unlimited.signal.aborted]).toEqual([false, false])
})
