import { message } from '@aw-flow/messages'
import { ProblemError, type RunEvent } from '@aw-flow/schema'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ServerEvent } from './read-events.ts'
import { createServerApi, ServerResponseError, type ServerApi } from './server-api.ts'
import {
  hangUp,
  replyJson,
  openScriptedServer,
  replyError,
  replyEvents,
  type Reply,
  type ScriptedServer,
} from './test-scripted-server.ts'

let server: ScriptedServer
let api: ServerApi
/** Delays between attempts, in ms. */
let waits: number[]
const recordWait = async (ms: number, signal: AbortSignal): Promise<void> => {
  waits.push(ms)
  signal.throwIfAborted()
}
beforeEach(async () => {
  waits = []
  server = await openScriptedServer()
  api = createServerApi({ address: `${server.address}/`, token: 't'.repeat(32) }, recordWait)
})
afterEach(() => server.close())

/** The reason that a promise rejects with. */
const caught = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (cause: unknown) => cause,
  )

describe('a call', () => {
  test('fills in the route, sends the token, and returns value, status and ETag', async () => {
    server.on('PUT /api/v1/workflows/a%2Fb%20%C3%A4', replyJson({ id: 'x' }, 200, { etag: '"4"' }))
    const answer = await api.call('PUT /api/v1/workflows/{id}', {
      path: { id: 'a/b ä' },
      body: { name: 'Ä' } as never,
      headers: { 'if-match': '"3"' },
    })
    expect(answer).toEqual({ status: 200, value: { id: 'x' }, etag: '"4"' })
    const [request] = server.requests
    expect(request).toMatchObject({ body: '{"name":"Ä"}', query: {} })
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${'t'.repeat(32)}`,
      'content-type': 'application/json',
      'if-match': '"3"',
    })
    expect(request?.headers.cookie).toBeUndefined()
  })

  test('sends the token of a signed-in person and the workspace, and renews a token that has ended once', async () => {
    const rejections: (string | undefined)[] = []
    const signedIn = createServerApi({
      address: server.address,
      workspace: 'sales',
      usesCookie: true,
      getToken: async ({ rejected }) => {
        rejections.push(rejected)
        return rejected === undefined ? 'old' : 'new'
      },
    })
    const authorizations = (): unknown[] => server.requests.map(({ headers }) => headers.authorization)
    server.on('GET /api/v1/runs/r', replyError(401, 'caller.unknown'), replyJson({ id: 'r' }))
    expect((await signedIn.call('GET /api/v1/runs/{id}', { path: { id: 'r' } })).value).toEqual({ id: 'r' })
    expect([rejections, authorizations()]).toEqual([
      [undefined, 'old'],
      ['Bearer old', 'Bearer new'],
    ])
    expect(server.requests[0]?.headers).toMatchObject({ 'x-workspace-id': 'sales', 'x-aw-session': 'cookie' })
    // A wrong password is rejected as well, but not because of the token.
    server.on('PUT /api/v1/auth/password', replyError(401, 'account.password'))
    expect(await caught(signedIn.call('PUT /api/v1/auth/password', { body: { password: 'x' } }))).toBeInstanceOf(
      ServerResponseError,
    )
    expect(server.requests).toHaveLength(3)
  })

  test('omits undefined options, and distinguishes bytes, no content and JSON', async () => {
    server.on('GET /api/v1/runs/r/tables/t', (response) =>
      response.writeHead(200, { 'content-type': 'text/csv' }).end('a\n1\n'),
    )
    server.on('DELETE /api/v1/workflows/w', (response) => response.writeHead(204).end())
    const open = createServerApi({ address: server.address })
    const { value } = await open.call('GET /api/v1/runs/{id}/tables/{table}', {
      path: { id: 'r', table: 't' },
      query: { format: 'csv', limit: 10 },
    })
    expect(await (value as Blob).text()).toBe('a\n1\n')
    expect((await open.call('DELETE /api/v1/workflows/{id}', { path: { id: 'w' } })).value).toBeUndefined()
    expect(server.requests[0]).toMatchObject({ query: { format: 'csv', limit: '10' }, body: '' })
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
  })

  test('that is refused rejects with the error of the server or of a proxy', async () => {
    server.on(
      'GET /api/v1/runs/r',
      replyError(409, 'run.changed', { current: 1 }),
      (response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
      replyJson({ error: { code: 7 } }, 500),
      replyJson({ error: { code: 'run.not-found', message: 'The run "r" does not exist.', params: { id: 'r' } } }, 404),
    )
    const ask = () => caught(api.call('GET /api/v1/runs/{id}', { path: { id: 'r' } }))
    const first = await ask()
    expect(first).toBeInstanceOf(ServerResponseError)
    expect(first).toMatchObject({
      status: 409,
      problem: { code: 'run.changed', message: 'It is run.changed.' },
      details: { current: 1 },
    })
    const between = { status: 502, problem: { code: 'server.refused', params: { status: 502 } } }
    expect(await ask()).toMatchObject(between)
    expect(await ask()).toMatchObject({ status: 500, problem: { code: 'server.refused' } })
    expect(await ask()).toMatchObject({ problem: { code: 'run.not-found', params: { id: 'r' } } })
  })

  test('without a response rejects with the address, and follows no redirect', async () => {
    server.on('GET /api/v1/runs/gone', hangUp)
    server.on('GET /api/v1/runs/moved', (response) =>
      response.writeHead(307, { location: `${server.address}/api/v1/runs/here` }).end(),
    )
    for (const id of ['gone', 'moved']) {
      const cause = await caught(api.call('GET /api/v1/runs/{id}', { path: { id } }))
      expect(cause).toBeInstanceOf(ProblemError)
      expect(cause).not.toBeInstanceOf(ServerResponseError)
      expect((cause as ProblemError).problem).toMatchObject({
        code: 'server.unreachable',
        params: { address: server.address },
      })
    }
    expect(server.listRoutes()).not.toContain('GET /api/v1/runs/here')
    // An aborted call rejects with the reason of its signal.
    server.on('GET /api/v1/runs/slow', () => undefined)
    const stopping = new AbortController()
    const rejection = caught(api.call('GET /api/v1/runs/{id}', { path: { id: 'slow' }, signal: stopping.signal }))
    stopping.abort(new Error('enough'))
    expect(await rejection).toMatchObject({ message: 'enough' })
  })

  test('uploads a file under its name, byte for byte', async () => {
    server.on('POST /api/v1/data/upload', replyJson({ id: 'd', duplicate: false }, 201))
    expect(await api.upload(new Blob(['a;b\r\n1;ä\n']), 'mäßig.csv')).toMatchObject({ id: 'd' })
    const [request] = server.requests
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(request?.body).toContain('filename="mäßig.csv"')
    expect(request?.body).toContain('\r\n\r\na;b\r\n1;ä\n\r\n')
    server.on('POST /api/v1/data/upload', replyError(413, 'body.too-large'))
    expect(await caught(api.upload(new Blob(['x']), 'x'))).toMatchObject({ status: 413 })
  })

  describe('a large file', () => {
    const megabyte = 1024 ** 2
    const file = new Blob([new Uint8Array(20 * megabyte)])
    const path = '/api/v1/uploads/u'
    const received =
      (offset: number): Reply =>
      (response) =>
        response.writeHead(204, { 'upload-offset': String(offset) }).end()
    const ranges = () =>
      server.requests.map(({ route, headers, body }) =>
        route === `PATCH ${path}` ? [Number(headers['upload-offset']) / megabyte, body.length / megabyte] : route,
      )

    test('is sent in several requests, and continues where the server was interrupted', async () => {
      server.on('POST /api/v1/uploads', replyJson({ id: 'u' }, 201))
      server.on(
        `PATCH ${path}`,
        received(8 * megabyte),
        hangUp,
        replyError(409, 'upload.busy'),
        replyJson({ id: 'd', duplicate: false }, 201),
      )
      server.on(`HEAD ${path}`, (response) => response.writeHead(200, { 'upload-offset': 12 * megabyte }).end())
      expect(await api.upload(file, 'groß.csv')).toMatchObject({ id: 'd' })
      expect(ranges()).toEqual([
        'POST /api/v1/uploads',
        [0, 8],
        [8, 12],
        `HEAD ${path}`,
        [12, 8],
        `HEAD ${path}`,
        [12, 8],
      ])
      const [created] = server.requests
      expect(created?.headers).toMatchObject({ 'tus-resumable': '1.0.0', 'upload-length': String(20 * megabyte) })
      expect(Buffer.from(created!.headers['upload-metadata']!.toString().split(' ')[1]!, 'base64').toString()).toBe(
        'groß.csv',
      )
    })

    // Regression: the upload failed after eight requests that the server had ended at its time limit.
    test('is sent over a connection that is too slow for a whole request', async () => {
      const parts = Array.from({ length: 12 }, (_, index) => index + 1)
      server.on('POST /api/v1/uploads', replyJson({ id: 'u' }, 201))
      server.on(
        `PATCH ${path}`,
        ...parts.map(() => replyError(408, 'request.timeout')),
        replyJson({ id: 'd', duplicate: false }, 201),
      )
      server.on(
        `HEAD ${path}`,
        ...parts.map(
          (part): Reply =>
            (response) =>
              response.writeHead(200, { 'upload-offset': part * megabyte }).end(),
        ),
      )
      expect(await api.upload(file, 'x')).toMatchObject({ id: 'd' })
      expect(ranges().at(-1)).toEqual([12, 8])
    })

    // Regression: the upload failed after a minute, while the server waited for the lost connection.
    test('continues when the server has noticed that the connection is lost', async () => {
      const conflicts = Array.from({ length: 35 }, () => replyError(409, 'upload.busy'))
      server.on('POST /api/v1/uploads', replyJson({ id: 'u' }, 201))
      server.on(`PATCH ${path}`, hangUp, ...conflicts, replyJson({ id: 'd', duplicate: false }, 201))
      server.on(`HEAD ${path}`, (response) => response.writeHead(200, { 'upload-offset': 0 }).end())
      expect(await api.upload(file, 'x')).toMatchObject({ id: 'd' })
      expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(300_000)
    })

    test('is removed from the server when its upload fails', async () => {
      server.on('POST /api/v1/uploads', replyJson({ id: 'u' }, 201))
      server.on(`PATCH ${path}`, replyError(413, 'upload.too-long'))
      server.on(`DELETE ${path}`, (response) => response.writeHead(204).end())
      expect(await caught(api.upload(file, 'x'))).toMatchObject({ status: 413 })
      expect(server.listRoutes().at(-1)).toBe(`DELETE ${path}`)
    })

    test('is sent in one request to a server without resumable uploads', async () => {
      server.on('POST /api/v1/uploads', replyError(404, 'route.not-found'))
      server.on('POST /api/v1/data/upload', replyJson({ id: 'd', duplicate: false }, 201))
      expect(await api.upload(file, 'x')).toMatchObject({ id: 'd' })
    })
  })
})

describe('the events of a run', () => {
  const route = 'GET /api/v1/runs/r/events'
  const event = (seq: number, text = `number ${seq}`): RunEvent => ({
    seq,
    time: 0,
    type: 'node-logged',
    node: 'n',
    level: 'info',
    message: text,
  })
  const written = (...events: RunEvent[]): string =>
    events.map((item) => `id: ${item.seq}\nevent: run-event\ndata: ${JSON.stringify(item)}\n\n`).join('')
  const end = 'event: end\ndata: {}\n\n'
  const all = async (after?: number, signal = new AbortController().signal): Promise<ServerEvent[]> => {
    const received: ServerEvent[] = []
    for await (const item of api.streamEvents('r', { signal, ...(after === undefined ? {} : { after }) }))
      received.push(item)
    return received
  }
  const seqs = (received: readonly ServerEvent[]): (number | string)[] =>
    received.map((item) => (item.kind === 'event' ? item.event.seq : item.kind))

  test('arrive in order, however the stream is divided into chunks', async () => {
    const progress = { run: 'r', node: 'n', done: 1, unit: 'rows' }
    const text = `retry: 1000\n\n: \n\n${written(event(0, 'ä€🙂'))}event: progress\ndata: ${JSON.stringify(progress)}\n\nevent: other\ndata: x\n\n${written(event(1))}${end}`
    const bytes = Buffer.from(text)
    const cuts = [...bytes.keys()].filter((at) => at % 7 === 0)
    server.on(route, replyEvents(cuts.map((at) => bytes.subarray(at, at + 7))))
    expect(await all()).toEqual([
      { kind: 'event', event: event(0, 'ä€🙂') },
      { kind: 'progress', progress },
      { kind: 'event', event: event(1) },
    ])
    expect(server.requests[0]?.headers).toMatchObject({ accept: 'text/event-stream' })
    expect(server.requests[0]?.headers['last-event-id']).toBeUndefined()
    expect(waits).toEqual([])
  })

  test('have messages as codes with parameters, which the page renders in its language', async () => {
    const text = message('run.compensating', {})
    const progress = { run: 'r', node: 'n', done: 1, unit: 'rows', message: text }
    const logged: RunEvent = { ...event(0), message: text } as RunEvent
    server.on(route, replyEvents([written(logged), `event: progress\ndata: ${JSON.stringify(progress)}\n\n`, end]))
    expect(await all()).toEqual([
      { kind: 'event', event: logged },
      { kind: 'progress', progress },
    ])
    expect(server.requests[0]?.query).toEqual({ texts: 'messages' })
  })

  test('continue after the last received event when the stream breaks', async () => {
    const half = written(event(2)).slice(0, 40)
    server.on(
      route,
      replyEvents([written(event(0), event(1)), half], 'cut'),
      replyError(503, 'database.gone'),
      hangUp,
      replyEvents([written(event(2))], 'end'),
      replyEvents(['event: run-event\ndata: {"seq":\n\n'], 'stay'),
      replyEvents([written(event(3)), end], 'stay'),
    )
    expect(seqs(await all())).toEqual([0, 1, 2, 3])
    expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1', '1', '1', '2', '2'])
    // The delay grows with each failure, and resets when an event arrives.
    expect(waits).toEqual([1000, 2000, 4000, 500, 1000])
  })

  test('are requested after the last known event', async () => {
    server.on(route, replyEvents([written(event(8)), end]))
    expect(seqs(await all(7))).toEqual([8])
    expect(server.requests[0]?.headers['last-event-id']).toBe('7')
  })

  test('are not requested again when the run is missing or access is denied', async () => {
    for (const status of [401, 403, 404]) {
      server.on(route, replyError(status, 'run.not-found'))
      expect(await caught(all())).toMatchObject({ status })
    }
    expect(server.requests).toHaveLength(3)
  })

  test('end with the last error when the server remains unavailable', async () => {
    server.on(route, replyError(503, 'server.stopping'))
    expect(await caught(all())).toMatchObject({ status: 503, problem: { code: 'server.stopping' } })
    expect(waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000])
  })

  test('end immediately when aborted, within a stream and between two attempts', async () => {
    const stopping = new AbortController()
    server.on(route, replyEvents([written(event(0))], 'stay'))
    const received: ServerEvent[] = []
    const following = caught(
      (async () => {
        for await (const item of api.streamEvents('r', { signal: stopping.signal })) {
          received.push(item)
          stopping.abort(new Error('enough'))
        }
      })(),
    )
    expect(await following).toMatchObject({ message: 'enough' })
    expect(seqs(received)).toEqual([0])
    const between = new AbortController()
    const waiting = createServerApi({ address: server.address })
    server.on(route, (response) => {
      response.writeHead(503).end()
      setImmediate(() => between.abort(new Error('enough')))
    })
    const nextEvent = waiting.streamEvents('r', { signal: between.signal })[Symbol.asyncIterator]().next()
    expect(await caught(nextEvent)).toMatchObject({ message: 'enough' })
  })
})
