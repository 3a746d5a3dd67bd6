import { createEmptyWorkflow, type RunEvent, type RunProgress, type TableRef, type Workflow } from '@aw-flow/schema'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HostRun } from '../engine/host-runner.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { createServerApi } from './server-api.ts'
import { createRemoteRefs, type RemoteRefs } from './remote-refs.ts'
import { createServerRunner, type ServerRunner } from './server-runner.ts'
import { createServerStorage } from './server-storage.ts'
import { replyJson, openScriptedServer, replyError, replyEvents, type ScriptedServer } from './test-scripted-server.ts'

let server: ScriptedServer
let places: RemoteRefs
let runner: ServerRunner
let received: RunEvent[]
let progress: RunProgress[]

const dataset = 'd'.repeat(64)
const workflow: Workflow = {
  ...createEmptyWorkflow('W'),
  nodes: [{ id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: '', config: { dataset } } }],
}
const table: TableRef = { id: 'table', columns: [], rows: 1 }
const started: RunEvent = {
  seq: 0,
  time: 0,
  type: 'run-started',
  version: 1,
  run: 'there',
  workflowId: 'kept',
  workflow,
  inputs: {},
  seed: 7,
}
const completed: RunEvent = {
  seq: 2,
  time: 2,
  type: 'node-completed',
  node: 'load',
  outputs: { table: { kind: 'table', table } },
  ms: 1,
  problems: [],
}
const record: RunEvent[] = [
  started,
  { seq: 1, time: 1, type: 'node-started', node: 'load', attempt: 1, key: 'k' },
  completed,
  { seq: 3, time: 3, type: 'run-completed' },
]
const written = (...events: RunEvent[]): string =>
  events.map((one) => `id: ${one.seq}\nevent: run-event\ndata: ${JSON.stringify(one)}\n\n`).join('')
const end = 'event: end\ndata: {}\n\n'
const follow = 'GET /api/v1/runs/there/events'

beforeEach(async () => {
  received = []
  progress = []
  server = await openScriptedServer()
  const api = createServerApi({ address: server.address }, async (_ms, signal) => signal.throwIfAborted())
  places = createRemoteRefs(server.address, undefined)
  const local = createMemoryStorage()
  await local.putDataset({ id: dataset, name: 'a.csv', size: 4, createdAt: '' }, new Blob(['a\n1\n']))
  runner = createServerRunner({
    api,
    remoteRefs: places,
    storage: createServerStorage({ api, remoteRefs: places, local }),
  })
  server.on('GET /api/v1/data', replyJson({ items: [], total: 0, limit: 500, offset: 0 }))
  server.on('POST /api/v1/data/upload', replyJson({ id: dataset }, 201))
  server.on('POST /api/v1/workflows', replyJson({ id: 'kept', ...workflow }, 201, { etag: '"1"' }))
  server.on('PUT /api/v1/workflows/kept', replyJson({ id: 'kept', ...workflow }, 200, { etag: '"2"' }))
  server.on('POST /api/v1/runs', replyJson({ id: 'there' }, 202))
  server.on('POST /api/v1/runs/there/cancel', replyJson({ id: 'there' }, 202))
})
afterEach(() => server.close())

const run = (more: Partial<HostRun> = {}): Promise<void> =>
  runner.run({
    run: 'mine',
    workflowId: 'my-workflow',
    workflow,
    files: { load: { dataset, name: 'a.csv' } },
    seed: 7,
    isPartial: false,
    onEvents: (events) => received.push(...events),
    onProgress: (one) => progress.push(one),
    signal: new AbortController().signal,
    ...more,
  })

describe('a run on a server', () => {
  test('uploads its data and its document, starts once, and reports events with the ids of the page', async () => {
    const far = { run: 'there', node: 'load', done: 1, unit: 'rows' }
    const step = `event: progress\ndata: ${JSON.stringify(far)}\n\n`
    server.on(
      follow,
      replyEvents([written(...record.slice(0, 2)), step], 'cut'),
      replyEvents([written(...record.slice(2)), end]),
    )
    await run()
    expect(server.listRoutes()).toEqual([
      'GET /api/v1/data',
      'POST /api/v1/data/upload',
      'POST /api/v1/workflows',
      'POST /api/v1/runs',
      follow,
      follow,
    ])
    const [, , , begun, , again] = server.requests
    expect(JSON.parse(begun!.body)).toEqual({
      workflow_id: 'kept',
      inputs: { load: dataset },
      seed: 7,
      trigger_type: 'manual',
    })
    // The idempotency key prevents a second run if the first response was lost.
    expect(begun?.headers['idempotency-key']).toBe('mine')
    expect(again?.headers['last-event-id']).toBe('1')
    expect(received).toEqual([{ ...started, run: 'mine', workflowId: 'my-workflow' }, ...record.slice(1)])
    expect(progress).toEqual([{ ...far, run: 'mine' }])
    expect(places.find('run', 'mine')).toEqual({ id: 'there' })
    expect(runner.canRun({ run: 'mine', record: received, isPartial: false })).toBe(true)
  })

  test('starts with the data for its triggers', async () => {
    server.on(follow, replyEvents([end]))
    await run({ files: {}, data: { order: 7 } })
    const started = server.requests.find(({ body }) => body.includes('trigger_type'))
    expect(JSON.parse(started!.body)).toMatchObject({ trigger_data: { order: 7 } })
  })

  test('that a reload interrupted is followed from the last received event', async () => {
    places.set('run', 'mine', { id: 'there' })
    server.on(follow, replyEvents([written(...record.slice(2)), end]))
    await run({ record: record.slice(0, 2) })
    expect(server.listRoutes()).toEqual([follow])
    expect(server.requests[0]?.headers['last-event-id']).toBe('1')
    expect(received).toEqual(record.slice(2))
    // A run that started in the page cannot continue on the server.
    expect(runner.canRun({ run: 'other', record: record.slice(0, 2), isPartial: false })).toBe(false)
    expect(runner.canRun({ run: 'new', isPartial: true })).toBe(false)
    await expect(run({ run: 'other', record: record.slice(0, 2) })).rejects.toMatchObject({
      problem: { code: 'server.no-run' },
    })
  })

  test('that is canceled ends there, and its last events are received', async () => {
    const stopping = new AbortController()
    const [, begun] = record
    const over: RunEvent = { seq: 2, time: 2, type: 'run-cancelled' }
    server.on(follow, (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(written(started, begun!))
      server.on('POST /api/v1/runs/there/cancel', (answer, request) => {
        replyJson({ id: 'there' }, 202)(answer, request)
        response.end(written(over) + end)
      })
    })
    await run({
      signal: stopping.signal,
      onEvents: (events) => {
        received.push(...events)
        if (events.some(({ type }) => type === 'node-started')) stopping.abort(new Error('cancelled'))
      },
    })
    expect(server.listRoutes()).toContain('POST /api/v1/runs/there/cancel')
    expect(received.at(-1)).toEqual(over)
  })

  test('that waits for approval is no longer followed, and resumes with the decision', async () => {
    const waitFor = { kind: 'approval', digest: 'x', shown: null } as const
    const waiting: RunEvent = { seq: 2, time: 2, type: 'node-waiting', node: 'load', waitFor }
    server.on(follow, replyEvents([written(...record.slice(0, 2), waiting)], 'stay'))
    await run()
    expect(received.at(-1)).toEqual(waiting)
    const before = [...record.slice(0, 2), waiting]
    // Resumed without a decision, and without one made elsewhere: the run still waits.
    const requestCount = server.requests.length
    server.on(follow, replyJson({ items: [], total: 3, limit: 1, offset: 0 }))
    await run({ record: before })
    expect(server.requests.slice(requestCount).map(({ query }) => query)).toEqual([{ after: '2', limit: '1' }])
    const approved: RunEvent = {
      seq: 3,
      time: 3,
      type: 'approval-given',
      node: 'load',
      digest: 'x',
      decision: 'approve',
    }
    const rest: RunEvent[] = [approved, { ...completed, seq: 4 }, { seq: 5, time: 5, type: 'run-completed' }]
    server.on('POST /api/v1/runs/there/approvals/load', replyJson({ id: 'there' }, 202))
    server.on(follow, replyEvents([written(...rest), end]))
    received = []
    await run({ record: before, decision: { node: 'load', digest: 'x', decision: 'approve' } })
    const decided = server.requests.find(({ route }) => route.includes('/approvals/'))
    expect(JSON.parse(decided!.body)).toEqual({ digest: 'x', decision: 'approve' })
    expect(received).toEqual(rest)
  })

  test('that the server refuses rejects with its problem', async () => {
    server.on('POST /api/v1/runs', replyError(422, 'workflow.not-ready'))
    await expect(run()).rejects.toMatchObject({ status: 422, problem: { code: 'workflow.not-ready' } })
    expect(places.find('run', 'mine')).toBeUndefined()
  })
})

describe('a table of a run on a server', () => {
  test('is read from the run that has it', async () => {
    const path = 'GET /api/v1/runs/there/tables/table'
    server.on(path, (response) => response.writeHead(200, { 'content-type': 'text/csv' }).end('a\n'))
    expect(runner.hasTable(table)).toBe(false)
    await expect(runner.readCsv(table)).rejects.toMatchObject({ problem: { code: 'server.no-table' } })
    places.set('run', 'mine', { id: 'there' })
    runner.addRunTables('mine', record)
    expect(runner.hasTable(table)).toBe(true)
    expect(await (await runner.readCsv(table)).text()).toBe('a\n')
    expect(new TextDecoder().decode(await runner.page(table, 20, 1_000_000))).toBe('a\n')
    expect(server.requests.map(({ query }) => query)).toEqual([{ format: 'csv' }, { offset: '20', limit: '10000' }])
  })

  test('of a canceled run is requested only if the server has stored it', async () => {
    const first = { ...table, id: 'first' }
    const canceled: RunEvent[] = [
      started,
      { ...completed, seq: 1, outputs: { table: { kind: 'table', table }, rest: { kind: 'table', table: first } } },
      { seq: 2, time: 3, type: 'run-cancelled' },
    ]
    const result = { run_id: 'there', status: 'cancelled', tables: [{ node: 'load', port: 'table', table, bytes: 2 }] }
    server.on('GET /api/v1/runs/there/result', replyJson(result))
    server.on('GET /api/v1/runs/there/tables/table', (response) =>
      response.writeHead(200, { 'content-type': 'text/csv' }).end('a\n'),
    )
    runner.addRunTables('there', canceled)
    await Promise.all([
      expect(runner.readCsv(first)).rejects.toMatchObject({ problem: { code: 'server.table-not-stored' } }),
      runner.readCsv(table),
    ])
    expect(server.listRoutes()).toEqual(['GET /api/v1/runs/there/result', 'GET /api/v1/runs/there/tables/table'])
  })

  test('is requested after the run has ended, and only if the server stores it', async () => {
    const path = 'GET /api/v1/runs/there/tables/table'
    server.on(path, (response) => response.writeHead(200, { 'content-type': 'text/csv' }).end('a\n'))
    server.on(follow, (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(written(...record.slice(0, 3)))
      server.on('GET /end', (answer) => {
        response.end(written(...record.slice(3)) + end)
        answer.end()
      })
    })
    let page: Promise<Uint8Array> | undefined
    const ended = run({
      onEvents: (events) => {
        if (events.some(({ type }) => type === 'node-completed')) page = runner.page(table, 0, 10)
      },
    })
    await expect.poll(() => page !== undefined).toBe(true)
    expect(server.listRoutes()).not.toContain(path)
    await fetch(`${server.address}/end`)
    await ended
    expect(new TextDecoder().decode(await page)).toBe('a\n')

    const next = { ...workflow.nodes[0]!, id: 'next', data: { label: '', config: {} } }
    const longer: Workflow = {
      ...workflow,
      nodes: [...workflow.nodes, next],
      edges: [{ id: 'e', source: 'load', sourceHandle: 'table', target: 'next', targetHandle: 'table' }],
    }
    const last: TableRef = { id: 'last', columns: [], rows: 1 }
    const outputs = { table: { kind: 'table' as const, table: last } }
    const other: RunEvent[] = [
      { ...started, workflow: longer },
      { ...completed, seq: 1, outputs: { table: { kind: 'table', table: { ...table, id: 'first' } } } },
      { ...completed, seq: 2, node: 'next', outputs },
      { seq: 3, time: 3, type: 'run-completed' },
    ]
    runner.addRunTables('other', other)
    const requestCount = server.requests.length
    await expect(runner.page({ ...table, id: 'first' }, 0, 10)).rejects.toMatchObject({
      problem: { code: 'server.intermediate-table', severity: 'info' },
    })
    expect(server.requests).toHaveLength(requestCount)
  })
})
