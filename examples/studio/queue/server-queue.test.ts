import type { ServerRun } from '@aw-flow/client'
import { expect, it } from 'vitest'
import { sortByStartOrder } from './server-queue.ts'

const run = (id: string, priority: number, time: string, blocked = false) =>
  ({ id, priority, blocked, created_at: `2026-11-20T10:00:${time}.000Z` }) as ServerRun

it('sorts runs by priority, then by age, and blocked ones last', () => {
  const runs = [run('low', -5, '00'), run('late', 5, '09'), run('early', 5, '01'), run('blocked', 10, '00', true)]
  expect(sortByStartOrder(runs).map(({ id }) => id)).toEqual(['early', 'late', 'low', 'blocked'])
})

it('sorts a run with a low priority before those with a high one that were queued much later', () => {
  const at = (id: string, priority: number, time: string) =>
    ({ id, priority, blocked: false, created_at: `2026-11-20T10:${time}:00.000Z` }) as ServerRun
  const runs = [at('late', 5, '21'), at('low', -5, '00'), at('recent', 5, '19')]
  expect(sortByStartOrder(runs).map(({ id }) => id)).toEqual(['recent', 'low', 'late'])
})
