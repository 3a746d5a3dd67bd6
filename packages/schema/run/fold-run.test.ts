import { describe, expect, it } from 'vitest'
import { foldRun } from './fold-run.ts'
import { runEventSchema, type RunEvent } from './run-event.ts'
import { createEmptyWorkflow } from '../document/workflow.ts'

const workflow = {
  ...createEmptyWorkflow('x'),
  nodes: [{ id: 'a', type: 't', position: { x: 0, y: 0 }, data: { label: 'A', config: {} } }],
}
const failure = { kind: 'transient' as const, problem: { code: 'x', severity: 'error' as const, message: 'Busy.' } }
const record: RunEvent[] = [
  { seq: 0, time: 100, type: 'run-started', version: 1, run: 'r', workflow, inputs: {}, seed: 1 },
  { seq: 1, time: 110, type: 'node-started', node: 'a', attempt: 1, key: 'k' },
  { seq: 2, time: 120, type: 'node-retrying', node: 'a', attempt: 1, error: failure, delayMs: 5 },
  { seq: 3, time: 130, type: 'node-started', node: 'a', attempt: 2, key: 'k' },
  { seq: 4, time: 140, type: 'node-completed', node: 'a', outputs: {}, rows: 3, ms: 9, problems: [] },
  { seq: 5, time: 150, type: 'run-completed' },
]

describe('foldRun', () => {
  it('results in the same view at once and event by event', () => {
    let view = foldRun([])
    for (const event of record) view = foldRun([event], view)
    expect(view).toEqual(foldRun(record))
    expect(view).toMatchObject({ state: 'completed', startedAt: 100, endedAt: 150, events: 6 })
    expect(view.nodes.a).toMatchObject({ state: 'completed', attempt: 2, retries: 1, rows: 3, ms: 9 })
  })

  it('counts retries of a node and of its agent separately', () => {
    const before = record.slice(0, 4)
    const failed = foldRun([...before, { seq: 4, time: 140, type: 'node-failed', node: 'a', error: failure, ms: 9, agentRetries: 2 }]) // oxfmt-ignore
    expect(failed.nodes.a).toMatchObject({ state: 'failed', retries: 3, agentRetries: 2 })
    const alone = foldRun([...before, { seq: 4, time: 140, type: 'node-failed', node: 'a', error: failure, ms: 9 }])
    expect(alone.nodes.a).toMatchObject({ state: 'failed', retries: 1 })
    expect(alone.nodes.a).not.toHaveProperty('agentRetries')
  })

  it('does not change the view that it starts from', () => {
    const before = foldRun(record.slice(0, 3))
    const kept = structuredClone(before)
    foldRun(record.slice(3), before)
    expect(before).toEqual(kept)
  })

  it('parses every event from its JSON', () => {
    for (const event of record) expect(runEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    expect(runEventSchema.safeParse({ seq: 0, time: 0, type: 'node-exploded' }).success).toBe(false)
  })
})
