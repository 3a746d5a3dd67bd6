import { createEmptyWorkflow, error, foldRun, type RunEvent, type RunEventBody } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createClosingEvents, createRunFollower } from './run-follower.ts'

const workflow = {
  ...createEmptyWorkflow(),
  nodes: ['a', 'b'].map((id) => ({ id, type: 'load', position: { x: 0, y: 0 }, data: { label: id, config: {} } })),
}
const bodies: RunEventBody[] = [
  { type: 'run-started', version: 1, run: 'r', workflow, inputs: {}, seed: 1 },
  { type: 'node-started', node: 'a', attempt: 1, key: 'k' },
  { type: 'node-completed', node: 'a', outputs: {}, ms: 3, problems: [] },
  { type: 'node-started', node: 'b', attempt: 1, key: 'l' },
  { type: 'node-completed', node: 'b', outputs: {}, ms: 3, problems: [] },
  { type: 'run-completed' },
]
const events = bodies.map((body, seq): RunEvent => ({ seq, time: seq, ...body }))

const setUp = () => {
  const frames: (() => void)[] = []
  let changes = 0
  const follower = createRunFollower({
    onChange: () => changes++,
    schedule: (callback) => {
      frames.push(callback)
      return () => frames.splice(0)
    },
  })
  return { follower, frame: () => frames.splice(0).forEach((callback) => callback()), changes: () => changes }
}

describe('createRunFollower', () => {
  it('calls back once per frame', () => {
    const { follower, frame, changes } = setUp()
    for (const event of events.slice(0, 3)) follower.addEvents([event])
    expect(changes()).toBe(0)
    frame()
    expect(changes()).toBe(1)
    expect(follower.view.nodes['a']?.state).toBe('completed')
    frame()
    expect(changes()).toBe(1)
  })

  it('folds batches of any size into the same view', () => {
    for (let cut = 0; cut <= events.length; cut++) {
      const { follower, frame } = setUp()
      follower.addEvents(events.slice(0, cut))
      frame()
      follower.addEvents(events.slice(cut))
      frame()
      expect(follower.view).toEqual(foldRun(events))
      expect(follower.hasEnded).toBe(true)
    }
  })

  it('shows the progress of a node until it has ended', () => {
    const { follower, frame } = setUp()
    follower.addEvents(events.slice(0, 2))
    follower.reportProgress({ run: 'r', node: 'a', done: 1, total: 4, unit: 'rows' })
    follower.reportProgress({ run: 'r', node: 'a', done: 2, total: 4, unit: 'rows' })
    frame()
    expect(follower.progress).toMatchObject({ a: { done: 2 } })
    follower.addEvents(events.slice(2, 3))
    frame()
    expect(follower.progress).toEqual({})
  })
})

describe('createClosingEvents', () => {
  it('ends an abandoned run as canceled, with consecutive event numbers', () => {
    const view = foldRun(events.slice(0, 4))
    const closing = createClosingEvents(view, 99, 'cancelled')
    expect(closing.map(({ seq, type }) => [seq, type])).toEqual([
      [4, 'node-cancelled'],
      [5, 'run-cancelled'],
    ])
    expect(foldRun(closing, view)).toMatchObject({ state: 'cancelled', nodes: { a: { state: 'completed' } } })
  })

  it('ends an abandoned run as failed, with the reason', () => {
    const view = foldRun(
      createClosingEvents(foldRun(events.slice(0, 1)), 99, error('engine.stopped', { reason: 'Out of memory.' })),
    )
    expect(view).toMatchObject({ state: 'failed', problem: { code: 'engine.stopped' } })
    expect(view.nodes['a']).toMatchObject({ state: 'skipped', reason: { code: 'node.not-run-ended', params: {} } })
  })
})
