import { isMessage, message } from '@aw-flow/messages'
import { error, type RunEvent } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { createEventFrame, createProgressFrame } from './live/frame.ts'
import { openTestApp } from './testing/test-app.ts'
import { readBody, createWorkflow, csv, workflow } from './testing/test-requests.ts'
import { renderResponse } from './wire/render-response.ts'
import { stepsToWire } from './wire/run.ts'

const { server } = openTestApp()

/** Paths of unrendered messages and of problems without a sentence. */
function unrendered(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (!Array.isArray(value) && isMessage(value)) {
    if ('severity' in value ? !('message' in value) : Object.keys(value).every((key) => /^(code|params)$/.test(key)))
      return [path]
    // Parameters of a problem are its data.
    return []
  }
  return Object.entries(value).flatMap(([key, inner]) => unrendered(inner, `${path}/${key}`))
}

const reason = message('run.compensating', {})
const problem = error('run.interrupted', { times: 3 }, { where: { node: 'n1' } })
const events: RunEvent[] = [
  { seq: 0, time: 1, type: 'node-skipped', node: 'n1', reason, because: [] },
  { seq: 1, time: 2, type: 'node-logged', node: 'n1', level: 'info', message: reason },
  { seq: 2, time: 3, type: 'node-failed', node: 'n1', error: { kind: 'permanent', problem }, ms: 1 },
  { seq: 3, time: 4, type: 'run-failed', failed: ['n1'], problem },
]

describe('responses render messages', () => {
  test('of events', () => {
    const rendered = renderResponse(events)
    expect(unrendered(events)).toHaveLength(4)
    expect(unrendered(rendered)).toEqual([])
    expect(rendered[0]).toMatchObject({ reason: 'Undoing the effects of this node because the run failed.' })
    expect(rendered[3]).toMatchObject({
      problem: { code: 'run.interrupted', params: { times: 3 }, message: expect.stringContaining('3 times') },
    })
  })

  test('of live frames, as WebSocket messages and as event stream', () => {
    for (const event of events) {
      const frame = createEventFrame('run', event)
      expect(unrendered(JSON.parse(frame.message.toString()))).toEqual([])
      expect(unrendered(JSON.parse(frame.data.english))).toEqual([])
    }
    const progress = createProgressFrame('run', { run: 'run', node: 'n1', done: 1, unit: 'rows', message: reason })
    expect(unrendered(JSON.parse(progress.message.toString()))).toEqual([])
    expect(unrendered(JSON.parse(progress.data.english))).toEqual([])
  })

  test('of problems only, where the client renders messages itself', () => {
    const [skipped, , failedNode] = events.map((event) => JSON.parse(createEventFrame('run', event).data.messages))
    expect(skipped).toMatchObject({ reason })
    expect(failedNode.error.problem).toMatchObject({ ...problem, message: expect.stringContaining('3 times') })
    const progress = createProgressFrame('run', { run: 'run', node: 'n1', done: 1, unit: 'rows', message: reason })
    expect(JSON.parse(progress.data.messages)).toMatchObject({ message: reason })
  })

  test('of steps', () => {
    expect(unrendered(stepsToWire(events, {}))).toEqual([])
  })

  test('of workflows, runs, datasets and errors', async () => {
    const { id: dataset } = await server.upload(csv, 'names.csv')
    const document = await createWorkflow(server, workflow)
    const answer = await server.send('POST', '/api/v1/runs', { workflow_id: document, input_data_id: dataset })
    const { id: run } = await readBody(answer)
    await server.waitForEnd(String(run))
    for (const path of [
      `/api/v1/workflows/${document}`,
      `/api/v1/data/${dataset}/info`,
      `/api/v1/runs/${run}`,
      `/api/v1/runs/${run}/steps`,
      `/api/v1/runs/${run}/events`,
      `/api/v1/runs/${run}/logs`,
      `/api/v1/runs/${run}/result`,
    ]) {
      expect([path, unrendered(await server.json(path))]).toEqual([path, []])
    }
    const validated = await server.send('POST', `/api/v1/workflows/${document}/validate`, {})
    expect(unrendered(await validated.json())).toEqual([])
    const broken = { ...workflow, nodes: [{ id: 'n1' }, { id: 'n1' }] }
    const refused = await readBody(await server.send('POST', '/api/v1/workflows', broken))
    expect(refused.error.message).toEqual(expect.any(String))
    expect(unrendered(refused)).toEqual([])
  })
})
