import type { StoredRun } from '@aw-flow/client'
import { expect, it } from 'vitest'
import type { NodeRun } from '@aw-flow/schema'
import { computePercentDone, computeRunStatistics } from './run-statistics.ts'

const run = (state: StoredRun['state'], ms?: number): StoredRun => ({
  run: `${state}-${ms}`,
  workflowId: 'w',
  workflowName: 'W',
  state,
  startedAt: 1_000,
  ...(ms === undefined ? {} : { endedAt: 1_000 + ms }),
})

it('returns the success rate of ended runs and their median duration', () => {
  expect(computeRunStatistics([])).toEqual({ endedCount: 0 })
  expect(computeRunStatistics([run('running')])).toEqual({ endedCount: 0 })
  expect(
    computeRunStatistics([run('completed', 30), run('completed', 10), run('completed', 20), run('failed', 5)]),
  ).toEqual({
    endedCount: 4,
    successRate: 0.75,
    medianMs: 20,
  })
  expect(computeRunStatistics([run('failed', 5), run('cancelled', 1)])).toEqual({ endedCount: 1, successRate: 0 })
})

it('counts nodes that are done, and says 100% only at the end of a run', () => {
  const node = (endedAt?: number): NodeRun => ({ endedAt }) as NodeRun
  expect(computePercentDone({ state: 'waiting', nodes: { a: node(1), b: node(2) } })).toBe(99)
  expect(computePercentDone({ state: 'running', nodes: { a: node(1), b: node(), c: node() } })).toBe(33)
  expect(computePercentDone({ state: 'completed', nodes: { a: node(1), b: node(2) } })).toBe(100)
  expect(computePercentDone({ state: 'queued', nodes: {} })).toBe(0)
})
