import { requests, type InputOf } from '../engine/requests.ts'
import type { ServerResponse } from 'node:http'
import {
  createEmptyWorkflow,
  error,
  failed,
  ok,
  type Problem,
  type RunEvent,
  type TableRef,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engineChangeEvent, type Engine, type RunOptions } from '../engine/engine.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { TestEngine } from '../engine/test-session-engine.ts'
import type { RunRequest } from '../engine/run-request.ts'
import { connectEngineToServer } from './engine-with-server.ts'
import { createServerApi } from './server-api.ts'
import { createRemoteRefs, type RemoteRefs } from './remote-refs.ts'
import { createServerRunner, type ServerRunner } from './server-runner.ts'
import { createServerSecrets } from './server-secrets.ts'
import { createServerStorage } from './server-storage.ts'
import {
  hangUp,
  replyJson,
  openScriptedServer,
  replyError,
  replyEvents,
  type ScriptedServer,
} from './test-scripted-server.ts'
import { createNode } from '../../../test/create-node.ts'

/** An engine of a page that records requests about tables, and responds to those about tables that it has. */
class PageEngine extends TestEngine {
  readonly tableRequests: string[] = []
  readonly tables = new Map<string, string>()
  readonly imported: TableRef[] = []
  override readonly ask: Engine['ask'] = async ({ name, input }) => {
    if (name === 'importTable') {
      const { table, csv } = input as InputOf<'importTable'>
      if (csv) this.imported.push(table)
      if (csv) this.tables.set(table.id, await csv.text())
      return ok(this.tables.has(table.id) as never)
    }
    if (name === 'describe') return ok(described as never)
    if (name === 'dropRun') return this.responders.dropRun!(input as InputOf<'dropRun'>) as never
    const { table, ...more } = input as InputOf<'profile'>
    this.tableRequests.push([name, table.id, ...Object.values(more).map((one) => JSON.stringify(one))].join(' '))
    return this.tables.has(table.id) ? ok(name as never) : failed(error('tables.missing', { table: table.id }))
  }
}

const lacksMail: Problem = { code: 'outside.not-available', severity: 'warning', message: 'No mail here.' }
const failing: Problem = { code: 'join.no-keys', severity: 'error', message: 'No keys.' }
const describedNode = { inputs: {}, outputs: {}, summary: '', problems: [lacksMail, failing] }
const described: WorkflowDescription = {
  nodes: { theirs: describedNode },
  inner: { 'sub/mail': describedNode },
  problems: [lacksMail, failing],
  ready: false,
}

const node = (id: string): Workflow['nodes'][number] => createNode(id, 'loading', {}, { label: '' })
const workflow: Workflow = { ...createEmptyWorkflow('W'), nodes: [node('theirs'), node('other')] }
const tableOf = (id: string): TableRef => ({ id, columns: [{ name: 'a', type: 'BIGINT' }], rows: 1 })
const [ours, theirs, other] = [tableOf('ours'), tableOf('theirs'), tableOf('other')]
const completed = (seq: number, { id }: TableRef): RunEvent => ({
  seq,
  time: seq,
  type: 'node-completed',
  node: id,
  outputs: { table: { kind: 'table', table: tableOf(id) } },
  ms: 1,
  problems: [],
})
const started = { type: 'run-started', version: 1, run: 'there', workflowId: 'kept', workflow, inputs: {}, seed: 7 }
const record: RunEvent[] = [
  { seq: 0, time: 0, ...started } as RunEvent,
  completed(1, theirs),
  completed(2, other),
  { seq: 3, time: 3, type: 'run-completed' },
]
const csvOf = ({ id }: TableRef): string => `GET /api/v1/runs/there/tables/${id}`
const csv = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/csv' }).end(text)

let server: ScriptedServer
let places: RemoteRefs
let runner: ServerRunner
let page: PageEngine
let engine: Engine
let received: RunEvent[]

beforeEach(async () => {
  received = []
  server = await openScriptedServer()
  const api = createServerApi({ address: server.address }, async (_ms, signal) => signal.throwIfAborted())
  places = createRemoteRefs(server.address, undefined)
  const storage = createServerStorage({ api, remoteRefs: places, local: createMemoryStorage() })
  runner = createServerRunner({ api, remoteRefs: places, storage })
  page = new PageEngine()
  page.tables.set(ours.id, 'a\n')
  engine = connectEngineToServer(page, runner, createServerSecrets(api))
})
afterEach(() => server.close())

/** The state after a run of the server with the tables of `record`. */
const addServerRun = (): void => {
  places.set('run', 'mine', { id: 'there' })
  runner.addRunTables('mine', record)
}
const request = (more: Partial<RunRequest> = {}): RunRequest => ({
  run: 'mine',
  workflowId: 'my-workflow',
  workflow,
  files: {},
  seed: 7,
  ...more,
})
const options = (): RunOptions => ({
  onEvents: (events) => void received.push(...events),
  onProgress: () => undefined,
  signal: new AbortController().signal,
})

test('descriptions do not warn about services that the server has', async () => {
  const response = await engine.ask(requests.describe({ workflow, previews: [] }))
  const expected = { ...describedNode, problems: [failing] }
  expect(response).toEqual(
    ok({ nodes: { theirs: expected }, inner: { 'sub/mail': expected }, problems: [failing], ready: false }),
  )
})

describe('runs of a page with a server', () => {
  test('are retried there if they ran there, also with changed settings, and in the page otherwise', async () => {
    addServerRun()
    server.on('POST /api/v1/runs/there/retry', replyJson({ id: 'again' }, 202))
    const written = record.map((one) => `id: ${one.seq}\nevent: run-event\ndata: ${JSON.stringify(one)}\n\n`).join('')
    server.on('GET /api/v1/runs/again/events', replyEvents([written, 'event: end\ndata: {}\n\n']))
    const ofRun = (run: string): RunEvent[] => [{ ...record[0]!, run } as RunEvent, ...record.slice(1)]
    expect(await engine.run(request({ run: 'retry', fork: { record: ofRun('mine') } }), options())).toEqual(ok(null))
    expect(server.listRoutes()).toEqual(['POST /api/v1/runs/there/retry', 'GET /api/v1/runs/again/events'])
    expect(server.requests[0]!.headers['idempotency-key']).toBe('retry')
    expect(received[0]).toMatchObject({ type: 'run-started', run: 'retry', workflowId: 'my-workflow' })
    expect(places.find('run', 'retry')).toEqual({ id: 'again' })

    void engine.run(request({ run: 'here', fork: { record: ofRun('of the page') } }), options())
    expect(page.request?.run).toBe('here')
    page.request = undefined
    expect(server.listRoutes(2)).toEqual([])

    const fork = { record: ofRun('mine'), settings: { theirs: { limit: 3 } } }
    await engine.run(request({ run: 'changed', fork }), options())
    expect(page.request).toBeUndefined()
    expect(server.listRoutes(2)[0]).toBe('POST /api/v1/runs/there/retry')
    expect(JSON.parse(server.requests[2]!.body)).toEqual({ settings: { theirs: { limit: 3 } } })
  })

  test('are executed there as complete runs, and fail with a problem', async () => {
    server.on('POST /api/v1/workflows', replyJson({ id: 'kept', ...workflow }, 201, { etag: '"1"' }))
    server.on('POST /api/v1/runs', replyJson({ id: 'there' }, 202), replyError(422, 'workflow.not-ready'))
    const written = record.map((one) => `id: ${one.seq}\nevent: run-event\ndata: ${JSON.stringify(one)}\n\n`).join('')
    server.on('GET /api/v1/runs/there/events', replyEvents([written, 'event: end\ndata: {}\n\n']))
    expect(await engine.run(request(), options())).toEqual(ok(null))
    expect(received.map(({ type }) => type)).toEqual(record.map(({ type }) => type))
    expect(received[0]).toMatchObject({ run: 'mine', workflowId: 'my-workflow' })
    expect(runner.hasTable(theirs)).toBe(true)
    expect(page.request).toBeUndefined()
    expect(await engine.run(request({ run: 'second' }), options())).toMatchObject({
      problem: { code: 'workflow.not-ready' },
    })
  })

  test('are executed in the page while the server does not respond, unless it may have received them', async () => {
    server.on('POST /api/v1/workflows', hangUp)
    const unsent = request()
    const ended = engine.run(unsent, options())
    await expect.poll(() => page.request).toBe(unsent)
    page.endRun()
    expect(await ended).toEqual(ok(null))
    expect(places.find('run', 'mine')).toBeUndefined()

    page.request = undefined
    server.on('POST /api/v1/workflows', replyJson({ id: 'kept', ...workflow }, 201, { etag: '"1"' }))
    server.on('POST /api/v1/runs', hangUp)
    expect(await engine.run(request({ run: 'second' }), options())).toMatchObject({
      problem: { code: 'server.unreachable' },
    })
    expect(page.request).toBeUndefined()
  })

  test('remain in the page if they are parts or forks, or started there', async () => {
    const stay: Partial<RunRequest>[] = [
      { part: { until: ['a'] } as never },
      { pins: {} },
      { fork: { record } as never },
      { record: record.slice(0, 1) },
    ]
    for (const one of stay) {
      const runRequest = request(one)
      const ended = engine.run(runRequest, options())
      expect(page.request).toBe(runRequest)
      page.endRun()
      expect(await ended).toEqual(ok(null))
    }
    expect(server.requests).toEqual([])
  })

  test('that are abandoned are canceled there', async () => {
    addServerRun()
    const cancelled = new Promise<void>((resolve) =>
      server.on('POST /api/v1/runs/there/cancel', (response, request) => {
        replyJson({ id: 'there' }, 202)(response, request)
        resolve()
      }),
    )
    engine.cancelRemoteRun?.('unknown')
    engine.cancelRemoteRun?.('mine')
    await cancelled
    expect(server.listRoutes()).toEqual(['POST /api/v1/runs/there/cancel'])
  })
})

describe('a table of a run of the server', () => {
  test('is read page by page from there until it is imported, and a failure is a problem', async () => {
    addServerRun()
    server.on(csvOf(theirs), csv('rows'), replyError(404, 'run.no-table'), hangUp)
    const answer = await engine.ask(requests.page({ table: theirs, offset: 5, limit: 10 }))
    expect(new TextDecoder().decode((answer as { value: Uint8Array }).value)).toBe('rows')
    expect(server.requests[0]?.query).toEqual({ offset: '5', limit: '10' })
    expect(await engine.ask(requests.page({ table: theirs, offset: 0, limit: 1 }))).toMatchObject({
      ok: false,
      problem: { code: 'run.no-table' },
    })
    expect(await engine.ask(requests.page({ table: theirs, offset: 0, limit: 1 }))).toMatchObject({
      ok: false,
      problem: { code: 'server.unreachable' },
    })
    expect(page.tableRequests).toEqual([])
    page.tables.set(theirs.id, 'a\n')
    await engine.ask(requests.page({ table: theirs, offset: 1, limit: 2 }))
    await engine.ask(requests.page({ table: ours, offset: 3, limit: 4 }))
    expect(page.tableRequests).toEqual(['page theirs 1 2', 'page ours 3 4'])
    expect(server.requests).toHaveLength(3)
  })

  test('is imported once for all questions except pages', async () => {
    addServerRun()
    server.on(csvOf(theirs), csv('a\n1\n'))
    const goal = { target: 'generic' } as const
    const plan = { steps: [] } as never
    const answers = await Promise.all([
      engine.ask(requests.profile({ table: theirs, deep: true })),
      engine.ask(requests.check({ table: theirs })),
      engine.ask(requests.derive({ table: theirs, query: { sort: [] } as never })),
      engine.ask(requests.proposePlan({ table: theirs, ...goal })),
      engine.ask(requests.proposeSchema({ table: theirs })),
      engine.ask(requests.traceCell({ table: theirs, plan, row: 1, column: 'a' })),
      engine.ask(requests.changedCells({ table: theirs, plan })),
      engine.ask(requests.write({ table: theirs, format: 'csv' as never })),
    ])
    expect(answers.every(({ ok }) => ok)).toBe(true)
    expect(server.requests.map(({ route, query }) => [route, query])).toEqual([[csvOf(theirs), { format: 'csv' }]])
    expect(page.tables.get(theirs.id)).toBe('a\n1\n')
    expect(page.tableRequests.toSorted()).toEqual([
      'changedCells theirs {"steps":[]}',
      'check theirs',
      'derive theirs {"sort":[]}',
      'profile theirs true',
      'proposePlan theirs "generic"',
      'proposeSchema theirs',
      'traceCell theirs {"steps":[]} 1 "a"',
      'write theirs "csv"',
    ])
    // A table of the page's own engine is not requested from the server.
    await engine.ask(requests.profile({ table: ours }))
    expect(server.requests).toHaveLength(1)
  })

  test('is imported with all of its columns for a question about some of them', async () => {
    addServerRun()
    server.on(csvOf(theirs), csv('a\n1\n'))
    expect(await engine.ask(requests.profile({ table: { ...theirs, columns: [] } }))).toMatchObject({ ok: true })
    expect(page.imported).toEqual([theirs])
  })

  test('that cannot be imported is requested again by the next question', async () => {
    addServerRun()
    server.on(csvOf(theirs), hangUp, csv('a\n'))
    expect(await engine.ask(requests.profile({ table: theirs }))).toMatchObject({
      ok: false,
      problem: { code: 'server.unreachable' },
    })
    expect(page.tableRequests).toEqual([])
    expect(await engine.ask(requests.profile({ table: theirs }))).toMatchObject({ ok: true })
  })

  test('is imported with the other tables of a plan', async () => {
    addServerRun()
    server.on(csvOf(theirs), csv('a\n'))
    server.on(csvOf(other), replyError(404, 'run.no-table'), csv('b\n'))
    const namedTables = { first: other, second: ours }
    const plan = { steps: [] } as never
    expect(await engine.ask(requests.previewPlan({ table: theirs, plan, namedTables }))).toMatchObject({
      problem: { code: 'run.no-table' },
    })
    expect(page.tableRequests).toEqual([])
    expect(await engine.ask(requests.previewPlan({ table: theirs, plan, namedTables }))).toMatchObject({
      ok: true,
    })
    expect(page.tableRequests).toEqual([`previewPlan theirs {"steps":[]} ${JSON.stringify(namedTables)}`])
    expect([...page.tables.keys()].toSorted()).toEqual(['other', 'ours', 'theirs'])
    expect(server.requests).toHaveLength(3)
  })
})

test('everything else is answered by the page’s own engine', async () => {
  let changes = 0
  engine.status.addEventListener(engineChangeEvent, () => changes++)
  page.status.dispatchEvent(new Event(engineChangeEvent))
  page.status.state = 'failed'
  expect([changes, engine.status.state]).toEqual([1, 'failed'])
  await engine.ask(requests.dropRun({ run: 'mine' }))
  expect(page.droppedRuns).toEqual(['mine'])
  engine.close()
  expect(page.isClosed).toBe(true)
})
