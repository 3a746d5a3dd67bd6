import type { RunAttempt } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { computeTimelineBars, placeDuration } from './timeline-bars.ts'

const scale = { startTime: 1_000, endTime: 2_000, width: 1_000 }
const attempt = (values: Partial<RunAttempt>): RunAttempt => ({
  key: 'load',
  node: 'load',
  attempt: 1,
  state: 'completed',
  startedAt: 1_100,
  firstEventIndex: 1,
  waits: [],
  effects: [],
  iterationErrors: [],
  ...values,
})

describe('bars of a timeline', () => {
  it('are as long as the duration beside them, after the time before the work', () => {
    expect(computeTimelineBars([attempt({ endedAt: 1_300, ms: 50 })], scale)).toEqual([
      { x: 250, width: 50, kind: 'completed', count: 1 },
      { x: 100, width: 150, kind: 'delay', count: 1 },
    ])
  })

  it('cover the whole attempt if it runs, waited, or its duration is unknown', () => {
    expect(computeTimelineBars([attempt({ state: 'running' })], scale)).toEqual([
      { x: 100, width: 900, kind: 'running', count: 1 },
    ])
    expect(computeTimelineBars([attempt({ endedAt: 1_300 })], scale)).toEqual([
      { x: 100, width: 200, kind: 'completed', count: 1 },
    ])
    const waits = [{ since: 1_150, until: 1_250 }]
    expect(computeTimelineBars([attempt({ endedAt: 1_300, ms: 20, waits } as Partial<RunAttempt>)], scale)).toEqual([
      { x: 100, width: 200, kind: 'completed', count: 1 },
      { x: 150, width: 100, kind: 'wait', count: 1 },
    ])
  })

  it('are complete at the end of the run', () => {
    expect(computeTimelineBars([attempt({ startedAt: 2_000, endedAt: 2_000, ms: 0 })], scale)).toEqual([
      { x: 997, width: 3, kind: 'completed', count: 1 },
    ])
  })

  it('have their duration on the side that has space', () => {
    const place = (x: number, width: number) => placeDuration([{ x, width, kind: 'completed', count: 1 }], 40, 1_000)
    expect(place(100, 200)).toEqual({ x: 308, anchor: 'start' })
    expect(place(900, 100)).toEqual({ x: 892, anchor: 'end' })
    expect(place(20, 980)).toBeUndefined()
  })

  it('show the delay before a retry', () => {
    const retrying = attempt({ state: 'retrying', endedAt: 1_200, delayMs: 300 })
    expect(computeTimelineBars([retrying], scale)).toEqual([
      { x: 100, width: 100, kind: 'retrying', count: 1 },
      { x: 200, width: 300, kind: 'delay', count: 1 },
    ])
  })
})
