import type { Json, RunEvent } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { createRunBudget } from './run-budget.ts'

const run = 'r'
const amounts = { requests: 0, toolCalls: 1, inputTokens: 0, outputTokens: 0, cost: 0 }

/** Creates a budget at a time that the test sets. Effects are numbered, and belong to one node. */
function openBudget() {
  const clock = { time: 1000 }
  const budget = createRunBudget(run, () => clock.time)
  const toKey = (effect: number): string => `${run}/a/${effect}`
  return {
    budget,
    start: (effect: number) => budget.reserve(toKey(effect), amounts, {}),
    release: (effect: number) => budget.release(toKey(effect)),
    end(effect: number, outcome: Json) {
      const event = { type: 'effect-ended', node: 'a', effect: String(effect), outcome, seq: 0, time: clock.time }
      budget.handleEvent(event as unknown as RunEvent)
    },
    waitUntil: (time: number) => void (clock.time = time),
    getUsedMs: () => 10_000 - budget.getRemainingMs({ ms: 10_000 }),
  }
}

const spend = (ms: number): Json => ({ content: '', ms, spent: { toolCalls: 1 } })

it('counts the time of parallel calls once, and no time between calls', () => {
  const { start, end, waitUntil, getUsedMs } = openBudget()
  start(1)
  waitUntil(1100)
  start(2)
  waitUntil(1300)
  expect(getUsedMs()).toBe(300)
  end(2, spend(200))
  expect(getUsedMs()).toBe(300)
  waitUntil(1400)
  end(1, spend(400))
  expect(getUsedMs()).toBe(400)
  waitUntil(9000)
  expect(getUsedMs()).toBe(400)
  start(3)
  waitUntil(9050)
  expect(getUsedMs()).toBe(450)
})

it('has the same time when it is folded from a record', () => {
  const live = openBudget()
  const folded = openBudget()
  const steps: [number, (world: typeof live) => void][] = [
    [1000, ({ start }) => start(1)],
    [1100, ({ start }) => start(2)],
    [1500, ({ end }) => end(1, spend(500))],
    [1700, ({ end }) => end(2, spend(600))],
    [3000, ({ start }) => start(3)],
    [3010, ({ end }) => end(3, spend(10))],
  ]
  for (const [time, perform] of steps) {
    live.waitUntil(time)
    perform(live)
    folded.waitUntil(time)
    perform({ ...folded, start: () => undefined })
  }
  expect([live.getUsedMs(), folded.getUsedMs()]).toEqual([710, 710])
})

it('counts no time while a call waits for a person', () => {
  const { start, release, waitUntil, getUsedMs } = openBudget()
  start(1)
  waitUntil(1200)
  release(1)
  waitUntil(9000)
  expect(getUsedMs()).toBe(0)
})

it('refuses a call at the limits of tool calls and time, until a person raises them', () => {
  const { budget, start, end, waitUntil } = openBudget()
  start(1)
  expect(budget.reserve('r/a/2', amounts, { toolCalls: 1 })).toEqual({
    scope: 'run',
    limit: 'toolCalls',
    used: 1,
    needed: 1,
    max: 1,
  })
  waitUntil(1500)
  end(1, spend(500))
  expect(budget.getUsage()).toEqual(amounts)
  expect(budget.reserve('r/a/2', amounts, { ms: 500 })).toEqual({
    scope: 'run',
    limit: 'ms',
    used: 500,
    needed: 0,
    max: 500,
  })
  end(3, { raised: { ms: 100, toolCalls: 1 } })
  expect(budget.getRemainingMs({ ms: 500 })).toBe(100)
  expect(budget.reserve('r/a/2', amounts, { ms: 500, toolCalls: 1 })).toBeUndefined()
})
