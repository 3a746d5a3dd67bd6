import { createCatalog, NodeError, runWorkflow, type Secret } from '@aw-flow/engine'
import { createEmptyWorkflow, foldRun, type Json, type RunEvent } from '@aw-flow/schema'
import { getSentence } from '../../../test/render-messages.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { describeNode, runNode, createTextFile } from '../test-node.ts'
import { httpRequestNode } from './http-request.ts'
import { createMemoryFiles, openTestService, sendJson, type TestService } from './test-service.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import { createColumns } from '../../../test/columns.ts'

const tables = await openTestTables()
const open: TestService[] = []
afterEach(async () => {
  for (const service of open.splice(0)) await service.close()
})
const serve = async (answer: Parameters<typeof openTestService>[0], secrets: Secret[] = []): Promise<TestService> => {
  const service = await openTestService(answer, secrets)
  open.push(service)
  return service
}
const ask = (service: TestService, settings: Record<string, unknown>, more: object = {}) =>
  runNode(httpRequestNode, {
    tables,
    services: service.services,
    filesPort: createMemoryFiles(),
    settings: { url: service.url, ...settings },
    ...more,
  })
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}

describe('a request', () => {
  it('has no URL by default, so that a new node sends nothing and is not set up yet', () => {
    expect(httpRequestNode.settings.parse({})).toMatchObject({ url: '' })
  })

  it('has method, query and headers, and returns JSON with status and headers of the response', async () => {
    const service = await serve((_, response) => sendJson(response, { items: [1, 2] }, { 'x-left': '9' }))
    const { outputs } = await ask(service, {
      url: `${service.url}/a?x=1`,
      method: 'DELETE',
      query: { q: 'ä b', n: 2 },
      headers: { 'X-Mine': 'yes' },
    })
    expect(service.receivedRequests).toMatchObject([
      { method: 'DELETE', url: '/a?x=1&q=%C3%A4+b&n=2', headers: { 'x-mine': 'yes' }, body: '' },
    ])
    expect(outputs.body).toEqual({ kind: 'json', json: { items: [1, 2] } })
    expect(outputs.response).toMatchObject({ json: { status: 200, pages: 1, headers: { 'x-left': '9' } } })
  })

  it('sends parameters in the URL as they are written, and the body of a GET request', async () => {
    const service = await serve((_, response) => sendJson(response, []))
    const settings = { bodyKind: 'json', body: '{"query": {}}', query: { page: 1 }, paging: 'page' }
    const { problems } = await ask(service, { url: `${service.url}/?sig=a%20b%2Fc&flag#x`, ...settings })
    expect(service.receivedRequests).toMatchObject([{ url: '/?sig=a%20b%2Fc&flag&page=1', body: '{"query": {}}' }])
    expect(problems).toEqual([])
    expect(
      describeNode(httpRequestNode, { settings: { url: service.url, method: 'HEAD', bodyKind: 'json' } }),
    ).toMatchObject({
      problems: [{ code: 'http.head-body', where: { setting: 'bodyKind' } }],
    })
  })

  it('reports a body that was lost in a redirect, and a response that is no text', async () => {
    const service = await serve(({ url }, response) => {
      if (url === '/target') response.writeHead(200, { 'content-type': 'image/png' }).end('\u0089PNG\0')
      else response.writeHead(Number(url.slice(1)), { location: '/target' }).end()
    })
    const request = { method: 'POST', bodyKind: 'json', body: '{}', response: 'text' }
    const readCodes = async (path: string): Promise<unknown> =>
      (await ask(service, { url: `${service.url}/${path}`, ...request })).problems?.map(({ code }) => code)
    expect(await readCodes('301')).toEqual(['http.body-lost', 'http.binary'])
    expect(await readCodes('302')).toEqual(['http.body-lost', 'http.binary'])
    expect(await readCodes('303')).toEqual(['http.binary'])
    expect(await readCodes('307')).toEqual(['http.binary'])
  })

  it('repeats parameters of the URL and of lists', async () => {
    const service = await serve((_, response) => sendJson(response, 1))
    await ask(service, { url: `${service.url}/?a=1&a=2`, query: { b: ['x y', 3, true], c: [] } })
    expect(service.receivedRequests[0]!.url).toBe('/?a=1&a=2&b=x+y&b=3&b=true')
  })

  it('keeps the digits of integers that a number cannot represent', async () => {
    const service = await serve(({ method }, response) => {
      if (method === 'GET') response.end('{"id": 8202522731445525542, "next": "no"}')
      else sendJson(response, 1)
    })
    const { outputs } = await ask(service, { paging: 'cursor', nextPath: 'id', pageParameter: 'after', mostPages: 2 })
    expect(outputs.body).toMatchObject({ json: [{ id: '8202522731445525542' }, { id: '8202522731445525542' }] })
    expect(service.receivedRequests[1]!.url).toBe('/?after=8202522731445525542')
  })

  it.each([
    ['json', ' {"a": [1, "ß"]}\n', 'application/json', '{"a": [1, "ß"]}'],
    ['json', '{"id": 8202522731445525542}', 'application/json', '{"id": 8202522731445525542}'],
    ['form', '{"id": 8202522731445525542}', 'application/x-www-form-urlencoded', 'id=8202522731445525542'],
    ['form', '{"a": "1 & 2", "b": 3}', 'application/x-www-form-urlencoded', 'a=1+%26+2&b=3'],
    ['form', '{"a": [1, "x y"], "b": []}', 'application/x-www-form-urlencoded', 'a=1&a=x+y'],
    ['text', 'just so', 'text/plain; charset=utf-8', 'just so'],
  ])('sends %s', async (bodyKind, body, type, expected) => {
    const service = await serve((_, response) => sendJson(response, 1))
    await ask(service, { method: 'POST', bodyKind, body })
    expect(service.receivedRequests[0]).toMatchObject({ body: expected, headers: { 'content-type': type } })
  })

  it('sends its input: JSON, text, a file, a table as CSV and as rows, and a file in a form', async () => {
    const service = await serve((_, response) => sendJson(response, 1))
    const file = createTextFile('a.csv', 'id\n1\n')
    const table = await tables.create({ text: "SELECT 1 AS id, 'x' AS name" } as never, { id: 'sent' })
    const send = (bodyKind: string, value: object, body = '') =>
      ask(service, { method: 'POST', bodyKind, body }, { inputs: { value }, filesPort: createMemoryFiles(file) })
    await send('json', { kind: 'json', json: { a: 1 } })
    await send('text', { kind: 'text', text: 'hello' })
    await send('file', { kind: 'file', dataset: 'a.csv', name: 'a.csv' })
    await send('csv', { kind: 'table', table })
    await send('rows', { kind: 'table', table })
    await send('multipart', { kind: 'file', dataset: 'a.csv', name: 'a "1".csv' }, '{"note": "n"}')
    const bodies = service.receivedRequests.map(({ body }) => body)
    expect(bodies.slice(0, 4)).toEqual(['{"a":1}', 'hello', 'id\n1\n', 'id,name\n1,x\n'])
    expect(JSON.parse(bodies[4]!)).toEqual([{ id: 1, name: 'x' }])
    expect(bodies[5]).toContain('name="note"\r\n\r\nn\r\n')
    expect(bodies[5]).toContain('name="file"; filename="a %221%22.csv"\r\nContent-Type: text/csv\r\n\r\nid\n1\n\r\n--')
    expect(service.receivedRequests.map(({ headers }) => headers['content-length'])).toEqual(
      bodies.map((body) => String(body.length)),
    )
  })

  it('reads the response as text in its encoding, as a table and as a file', async () => {
    const service = await serve((request, response) => {
      if (request.url === '/latin')
        response.setHeader('content-type', 'text/plain; charset=iso-8859-1').end(Buffer.from([0xe4]))
      else response.setHeader('content-disposition', 'attachment; filename="x.csv"').end('id;price\n1;2,5\n2;3,5\n')
    })
    const text = await ask(service, { url: `${service.url}/latin`, response: 'text' })
    expect(text.outputs.body).toEqual({ kind: 'text', text: 'ä' })
    const table = await ask(service, { response: 'table' })
    expect(table.outputs.body).toMatchObject({
      kind: 'table',
      table: {
        rows: 2,
        columns: createColumns('id BIGINT, price DOUBLE'),
      },
    })
    expect(table.report).toMatchObject({ kind: 'load', report: { file: 'x.csv', delimiter: ';' } })
    const file = await ask(service, { response: 'file' })
    expect(file.outputs.body).toMatchObject({
      kind: 'file',
      name: 'x.csv',
      dataset: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('authenticates with a secret that no output contains', async () => {
    const service = await serve((request, response) => sendJson(response, { you: request.headers.authorization }), [])
    const again = await serve(
      (request, response) => sendJson(response, { you: request.headers.authorization }),
      [{ name: 'key', value: 'sesam-offen', hosts: ['127.0.0.1'] }],
    )
    const { outputs } = await ask(again, { auth: 'bearer', secret: 'key' })
    expect(again.receivedRequests[0]?.headers.authorization).toBe('Bearer sesam-offen')
    expect(outputs.body).toEqual({ kind: 'json', json: { you: 'Bearer •••' } })
    const { problem } = await failure(ask(service, { auth: 'bearer', secret: 'key' }))
    expect(problem.code).toBe('secret.unknown')
  })
})

describe('pages', () => {
  const page = (url: string): number => Number(new URL(url, 'http://x').searchParams.get('page') ?? '1')

  it('are followed by the Link header', async () => {
    const service = await serve((request, response) => {
      const at = page(request.url)
      const link = at < 3 ? { link: `</?page=${at + 1}>; rel="next", </?page=3>; rel="last"` } : {}
      sendJson(response, [at], link as Record<string, string>)
    })
    const { outputs } = await ask(service, { paging: 'link' })
    expect(outputs.body).toEqual({ kind: 'json', json: [1, 2, 3] })
    expect(outputs.response).toMatchObject({ json: { pages: 3 } })
  })

  it('are followed by a URL in the response, by number, and by cursor', async () => {
    const service = await serve((request, response) => {
      const url = new URL(request.url, 'http://x')
      const at = Number(url.searchParams.get('page') ?? url.searchParams.get('cursor') ?? '1')
      sendJson(response, {
        data: { items: at <= 3 ? [{ id: at }] : [] },
        next: at < 3 ? `${url.pathname}?page=${at + 1}` : null,
        meta: { cursor: at < 3 ? at + 1 : null },
      })
    })
    const ids = [{ id: 1 }, { id: 2 }, { id: 3 }]
    for (const settings of [
      { paging: 'next-url', nextPath: 'next' },
      { paging: 'page' },
      { paging: 'cursor', nextPath: 'meta.cursor', pageParameter: 'cursor' },
    ]) {
      const { outputs } = await ask(service, { ...settings, itemsPath: 'data.items' })
      expect(outputs.body).toEqual({ kind: 'json', json: ids })
    }
    const { outputs } = await ask(service, { paging: 'page', itemsPath: 'data.items', response: 'table' })
    expect(outputs.body).toMatchObject({ kind: 'table', table: { rows: 3, columns: [{ name: 'id', type: 'BIGINT' }] } })
  })

  it('end at the limit, with a warning, and at a page that was requested before', async () => {
    const service = await serve((request, response) =>
      sendJson(response, {
        items: [1],
        next: request.url === '/a' ? '/b' : request.url === '/b' ? '/a' : `${request.url}x`,
      }),
    )
    const settings = { paging: 'next-url', itemsPath: 'items', mostPages: 4 }
    const { outputs, problems } = await ask(service, settings)
    expect(outputs.body).toEqual({ kind: 'json', json: [1, 1, 1, 1] })
    expect(problems).toMatchObject([{ code: 'http.more-pages', severity: 'warning' }])
    const circle = await ask(service, { ...settings, url: `${service.url}/a` })
    expect(circle.outputs.body).toEqual({ kind: 'json', json: [1, 1] })
  })

  it('are not followed to a different host', async () => {
    const service = await serve((_, response) => sendJson(response, { next: 'https://evil.example/' }))
    const { problem } = await failure(ask(service, { paging: 'next-url' }))
    expect(problem.code).toBe('http.page-other-origin')
  })

  it('[16] read only own properties', async () => {
    const service = await serve((_, response) => sendJson(response, { items: [1] }))
    for (const nextPath of ['__proto__.next', 'constructor.name', 'items.length', 'toString']) {
      const { outputs } = await ask(service, { paging: 'next-url', nextPath, itemsPath: 'items' })
      expect(outputs.body).toEqual({ kind: 'json', json: [1] })
    }
    expect(({} as Record<string, unknown>).next).toBeUndefined()
  })
})

describe('failures', () => {
  it('are permanent for statuses that a retry cannot fix, with the response text', async () => {
    const service = await serve((_, response) => response.writeHead(422).end('{"error": "no such field"}'))
    const { kind, problem } = await failure(ask(service, {}))
    expect([kind, problem.code]).toEqual(['permanent', 'http.status'])
    expect(problem.message).toContain('status 422')
  })

  it('are passed on if the workflow handles the status itself', async () => {
    const service = await serve((_, response) =>
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"a":1}'),
    )
    const { outputs } = await ask(service, { failOnStatus: false })
    expect(outputs.response).toMatchObject({ json: { status: 404 } })
  })

  it('wait for the delay in Retry-After, in seconds and as a date', async () => {
    const service = await serve((request, response) => {
      const after = request.url === '/date' ? 'Fri, 20 Nov 2026 10:00:30 GMT' : '7'
      response.writeHead(429, { 'retry-after': after, date: 'Fri, 20 Nov 2026 10:00:00 GMT' }).end()
    })
    const inSeconds = await failure(ask(service, {}))
    expect([inSeconds.kind, inSeconds.retryAfterMs]).toEqual(['transient', 7_000])
    const byDate = await failure(ask(service, { url: `${service.url}/date` }))
    expect(byDate.retryAfterMs).toBe(30_000)
  })

  it('report invalid JSON, and reject JSON that could reach a prototype', async () => {
    const service = await serve((request, response) =>
      request.url === '/html'
        ? response.setHeader('content-type', 'text/html').end('<!doctype html>\n<title>Sign in</title>')
        : response.end('{"a": {"__proto__": {"polluted": 1}}, "constructor": {"prototype": 1}}'),
    )
    expect(getSentence((await failure(ask(service, { url: `${service.url}/html` }))).problem)).toBe(
      `The response from ${service.url}/html (status 200, type text/html) is not JSON. It starts with "<!doctype html> <title>Sign in</title>".`,
    )
    expect((await failure(ask(service, {}))).problem.code).toBe('http.unsafe-json')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('name the setting for a body kind that is incompatible with the input', async () => {
    const service = await serve((_, response) => sendJson(response, 1))
    for (const bodyKind of ['file', 'csv', 'rows', 'json', 'form']) {
      const { problem } = await failure(ask(service, { method: 'POST', bodyKind }))
      expect([problem.code, problem.where]).toEqual(['http.body', { node: 'here', setting: 'body' }])
    }
    expect(service.receivedRequests).toEqual([])
  })

  it('report that requests are not available without an egress port', async () => {
    const { problem } = await failure(runNode(httpRequestNode, { tables, settings: { url: 'https://a.example' } }))
    expect(problem.code).toBe('outside.no-egress')
  })
})

describe('in a run', () => {
  const workflow = (config: Record<string, Json>, retry: object = {}) => ({
    ...createEmptyWorkflow(),
    nodes: [{ id: 'ask', type: 'http_request', position: { x: 0, y: 0 }, data: { label: 'Ask', config }, retry }],
  })
  const run = async (service: TestService, config: Record<string, Json>, retry = {}): Promise<RunEvent[]> =>
    runWorkflow({
      workflow: workflow(config, retry),
      run: 'r',
      seed: 1,
      catalog: createCatalog([httpRequestNode]),
      tables,
      files: createMemoryFiles(),
      services: service.services,
      clock: { now: () => 0, elapsed: () => 0, sleep: async () => undefined },
      signal: new AbortController().signal,
    })

  it('is retried after transient statuses, each time as a new effect', async () => {
    let turns = 0
    const service = await serve((_, response) => {
      turns += 1
      if (turns < 3) response.writeHead(503, { 'retry-after': '60' }).end()
      else sendJson(response, 'done')
    })
    const record = await run(service, { url: service.url }, { count: 3, delaysMs: [10] })
    expect(foldRun(record).nodes.ask).toMatchObject({ state: 'completed', retries: 2 })
    const delays = record.flatMap((event) => (event.type === 'node-retrying' ? [event.delayMs] : []))
    expect(delays).toEqual([60_000, 60_000])
  })

  it('sends a POST once, unless an idempotency header is set', async () => {
    let turns = 0
    const service = await serve((_, response) => {
      turns += 1
      if (turns % 2 === 1) response.destroy()
      else sendJson(response, turns)
    })
    const post = { url: service.url, method: 'POST', bodyKind: 'json', body: '1' }
    const once = foldRun(await run(service, post, { count: 2, delaysMs: [1] }))
    expect(once.nodes.ask).toMatchObject({ state: 'failed' })
    turns = 0
    service.receivedRequests.length = 0
    const known = foldRun(await run(service, { ...post, idempotencyHeader: 'X-Key' }, { count: 2, delaysMs: [1] }))
    expect(known.nodes.ask).toMatchObject({ state: 'completed' })
    const keys = service.receivedRequests.map(({ headers }) => headers['x-key'])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })

  it('stores no secret in its record', async () => {
    const value = 'very/secret value+1'
    const service = await serve(
      (request, response) => {
        const { searchParams } = new URL(request.url, 'http://x')
        sendJson(
          response,
          { all: request.url, key: searchParams.get('k'), again: encodeURIComponent(value) },
          { 'x-url': request.url },
        )
      },
      [{ name: 'key', value, hosts: ['127.0.0.1'] }],
    )
    const record = await run(service, { url: service.url, auth: 'query', secret: 'key', secretField: 'k' })
    expect(foldRun(record).state).toBe('completed')
    const text = JSON.stringify(record)
    for (const form of [value, encodeURIComponent(value), 'very%2Fsecret+value%2B1', btoa(value)]) {
      expect(text).not.toContain(form)
    }
    expect(text).toContain('•••')
  })
})

describe('before a run', () => {
  const problems = (settings: object): unknown[] => describeNode(httpRequestNode, { settings }).problems ?? []
  it('describes the request and its problems without sending it', () => {
    expect(describeNode(httpRequestNode, {}).summary).toBe('GET …\nas JSON')
    expect(problems({})).toMatchObject([{ code: 'http.no-url', where: { setting: 'url' } }])
    expect(problems({ url: 'ftp://a.example' })).toMatchObject([{ code: 'egress.address', where: { setting: 'url' } }])
    expect(problems({ url: 'https://a.example', auth: 'header' })).toMatchObject([
      { where: { setting: 'secret' } },
      { where: { setting: 'secretField' } },
    ])
    expect(problems({ url: 'https://a.example', headers: { Authorization: 'Bearer abc' } })).toMatchObject([
      { code: 'secret.in-document', severity: 'warning' },
    ])
    const routing = { headers: { Host: 'b.example' }, auth: 'header', secret: 'key', secretField: 'X-Forwarded-Host' }
    expect(problems({ url: 'https://a.example', ...routing, idempotencyHeader: 'Expect' })).toMatchObject([
      { code: 'egress.broker-header', params: { name: 'Host' }, where: { setting: 'headers' } },
      { code: 'egress.broker-header', params: { name: 'X-Forwarded-Host' }, where: { setting: 'secretField' } },
      { code: 'egress.broker-header', params: { name: 'Expect' }, where: { setting: 'idempotencyHeader' } },
    ])
    expect(problems({ url: 'https://a.example', paging: 'link', response: 'file' })).toMatchObject([
      { code: 'http.paging' },
    ])
  })
})

describe('pages', () => {
  it('without the items, and pages that are the same, are reported', async () => {
    const service = await serve((_, response) => sendJson(response, { results: [1], total: 1 }))
    const { outputs, problems } = await ask(service, { paging: 'page', itemsPath: 'data.items', mostPages: 2 })
    expect(outputs.body).toEqual({ kind: 'json', json: [] })
    expect(problems).toMatchObject([
      { code: 'http.no-items', message: expect.stringContaining('has no "data.items". It has results and total.') },
    ])
    const repeated = await ask(service, { paging: 'page', itemsPath: 'results', mostPages: 2 })
    expect(repeated.problems).toMatchObject([{ code: 'http.more-pages' }, { code: 'http.equal-pages' }])
  })

  it('can have names with dots', async () => {
    const service = await serve(({ url }, response) =>
      sendJson(response, { 'a.items': [url], ...(url === '/' ? { meta: { '@odata.nextLink': '/2' } } : {}) }),
    )
    const { outputs } = await ask(service, {
      paging: 'next-url',
      itemsPath: 'a.items',
      nextPath: 'meta.@odata.nextLink',
    })
    expect(outputs.body).toEqual({ kind: 'json', json: ['/', '/2'] })
  })
})
