import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { AppEnvironment } from '../app-environment.ts'
import type { Caller } from '../security/caller.ts'
import { createIdempotencyMiddleware } from './idempotent.ts'
import { createRateLimiter } from '../security/rate-limit.ts'
import { isPublicRequest } from '../security/caller.ts'
import { openTestApp } from '../testing/test-app.ts'
import { createIdempotency } from '../store/idempotency.ts'
import { readBody, createWorkflow, csv, workflow } from '../testing/test-requests.ts'

const { server } = openTestApp()
const at = (id: string, more = ''): string => `/api/v1/workflows/${id}${more}`
const put = (id: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  server.ask(at(id), {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

test('query parameters that a route does not use are reported in a header and in the response', async () => {
  const answer = await server.ask('/api/v1/workflows?tags=new&limit=5')
  expect(answer.headers.get('warning')).toBe('299 aw "Ignored fields: ?tags"')
  expect(await answer.json()).toMatchObject({ limit: 5, ignored_fields: ['?tags'] })
  const known = await server.ask('/api/v1/workflows?tag=new&skip=0')
  expect([known.headers.get('warning'), Object.keys(await readBody(known))]).toEqual([
    null,
    ['items', 'total', 'limit', 'offset'],
  ])
  expect(await server.json('/health/')).toMatchObject({ status: 'healthy' })
  // A file is sent as it is.
  const { id } = await server.upload('{"a":1}', 'a.json')
  const file = await server.ask(`/api/v1/data/${id}/download?n=1`)
  expect([await file.text(), file.headers.get('warning')]).toEqual(['{"a":1}', '299 aw "Ignored fields: ?n"'])
})

describe('conflicts', () => {
  test('an outdated change returns 409 with both versions', async () => {
    const id = await createWorkflow(server)
    const tag = (await server.ask(at(id))).headers.get('etag')!
    expect((await server.ask(at(id), { headers: { 'if-none-match': tag } })).status).toBe(304)
    const first = await put(id, { ...workflow, name: 'First' }, { 'if-match': tag })
    expect(first.status).toBe(200)
    expect(first.headers.get('etag')).not.toBe(tag)
    const second = await put(id, { ...workflow, name: 'Second' }, { 'if-match': tag })
    expect(second.status).toBe(409)
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'))
    expect((await readBody(second)).error).toMatchObject({
      code: 'workflow.conflict',
      details: { current: { id, name: 'First' }, sent: { name: 'Second' } },
    })
    expect((await server.ask(at(id), { method: 'DELETE', headers: { 'if-match': tag } })).status).toBe(409)
    const publish = (match: string) =>
      server.ask(at(id, '/status'), {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': match },
        body: JSON.stringify({ status: 'published' }),
      })
    const late = await publish(tag)
    expect([late.status, late.headers.get('etag')]).toEqual([409, first.headers.get('etag')])
    expect((await readBody(late)).error.details).toMatchObject({
      current: { id, name: 'First', status: 'draft' },
      sent: { status: 'published' },
    })
    expect((await publish('x')).status).toBe(400)
    const published = await publish(first.headers.get('etag')!)
    expect([published.status, (await readBody(published)).status]).toEqual([200, 'published'])
    expect((await put(id, workflow, { 'if-match': 'x' })).status).toBe(400)
    expect((await put(id, { ...workflow, name: 'Third' }, { 'if-match': published.headers.get('etag')! })).status).toBe(
      200,
    )
    expect((await put(id, workflow)).status).toBe(200)
  })

  test('only one of several concurrent changes to a revision succeeds', async () => {
    const id = await createWorkflow(server)
    const tag = (await server.ask(at(id))).headers.get('etag')!
    const names = Array.from({ length: 8 }, (_, index) => `Name ${index}`)
    const answers = await Promise.all(names.map((name) => put(id, { ...workflow, name }, { 'if-match': tag })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409])
  })
})

describe('a request with an idempotency key', () => {
  const send = (key: string, body: object, path = '/api/v1/workflows'): Promise<Response> =>
    server.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })

  test('is executed once and returns the same response again', async () => {
    const before = (await server.json('/api/v1/workflows')) as { total: number }
    const first = await send('key-1', workflow)
    const again = await send('key-1', workflow)
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true'])
    expect((await readBody(again)).id).toBe((await readBody(first)).id)
    for (const name of ['etag', 'location']) expect(again.headers.get(name)).toBe(first.headers.get(name))
    expect(again.headers.get('etag')).toBe('"1"')
    expect(await server.json('/api/v1/workflows')).toMatchObject({ total: before.total + 1 })
    const other = await send('key-1', { ...workflow, name: 'Another' })
    expect([other.status, (await readBody(other)).error.code]).toEqual([422, 'idempotency.reused'])
    expect((await send('a b', workflow)).status).toBe(422)
  })

  test('is not executed again if the server may have ended after its effect', async () => {
    let time = Date.now()
    const { database } = server.backend.store.openedDatabase
    const keys = createIdempotency(database, 'default', () => time)
    expect(await keys.begin('ada', 'cut', 'request')).toEqual({ state: 'started' })
    expect(await keys.begin('ada', 'cut', 'request')).toEqual({ state: 'in-progress' })
    time += 3_600_000
    expect(await keys.begin('ada', 'cut', 'request')).toEqual({ state: 'unknown' })
    expect(await keys.begin('ada', 'cut', 'other')).toEqual({ state: 'mismatch' })
    time += 24 * 3_600_000
    expect(await keys.begin('ada', 'cut', 'request')).toEqual({ state: 'started' })
  })

  test.each([
    ['fails after its change', 500, 'application/json', 409, 1],
    ['responds with a stream', 200, 'text/event-stream', 409, 1],
    ['is refused for now', 429, 'application/json', 429, 2],
    ['is refused', 404, 'application/json', 404, 1],
  ] as const)(
    'that %s is executed again only if it had no effect',
    async (name, status, type, repeatedStatus, times) => {
      let count = 0
      const app = new Hono<AppEnvironment>()
      app.use((context, next) => {
        context.set('hasPermission', true)
        context.set('caller', { id: 'ada', workspace: 'default', permissions: new Set(['view']) } as unknown as Caller)
        return next()
      })
      app.use(createIdempotencyMiddleware(() => Promise.resolve(server.backend)))
      app.post('/change', (context) => {
        count++
        return context.body('{}', status, { 'content-type': type })
      })
      const post = () => app.request('/change', { method: 'POST', headers: { 'idempotency-key': name.replaceAll(' ', '-') } }) // oxfmt-ignore
      expect([(await post()).status, (await post()).status, count]).toEqual([status, repeatedStatus, times])
    },
  )

  test('is executed once when it is sent several times at once', async () => {
    const id = await createWorkflow(server)
    const { id: file } = await server.upload(csv)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send('key-2', { input_data_id: file }, at(id, '/execute'))),
    )
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true)
    await expect.poll(() => server.json(`/api/v1/runs?workflow_id=${id}`)).toMatchObject({ total: 1 })
  })
})

describe('workflows', () => {
  test('have versions that can be named and restored', async () => {
    const id = await createWorkflow(server)
    await put(id, { ...workflow, name: 'Second' })
    await put(id, { ...workflow, name: 'Second' })
    const named = await server.send('POST', at(id, '/versions'), { label: 'Kept' })
    expect([named.status, (await readBody(named)).number]).toEqual([201, 2])
    expect(await server.json(at(id, '/versions'))).toMatchObject({
      total: 2,
      items: [{ number: 2, label: 'Kept' }, { number: 1 }],
    })
    expect(await server.json(at(id, '/versions/1'))).toMatchObject({ workflow: { name: 'Names' } })
    expect((await server.ask(at(id, '/versions/3'))).status).toBe(404)
    const restored = await server.ask(at(id, '/versions/1/restore'), { method: 'POST' })
    expect(await readBody(restored)).toMatchObject({ name: 'Names' })
    expect(await server.json(at(id, '/versions'))).toMatchObject({ total: 3, items: [{ made_by: 'restored' }, {}, {}] })
  })

  test('import the formats of other systems, and return a chain also as steps', async () => {
    const steps = [
      { type: 'loading', config: { max_retries: 2 } },
      { type: 'validation', config: {} },
    ]
    const chain = { name: 'Chain', steps, global_config: { llm: 'gpt-4', max_retries: 3 } }
    const joined = { name: 'Joined', nodes: [{ id: 'a', type: 'read' }, { id: 'b', type: 'check' }], connections: [{ source: 'a', target: 'b' }] } // oxfmt-ignore
    const agents = { name: 'Agents', version: '1.0.0', steps: { a: { agent: 'loading' }, b: { agent: 'far', depends_on: ['a'] } } } // oxfmt-ignore
    for (const [document, types] of [
      [chain, ['loading', 'validation']],
      [joined, ['read', 'check']],
      [agents, ['loading', 'remote_agent']],
    ] as const) {
      for (const path of ['/api/v1/workflows', at('import')]) {
        const answer = await server.send('POST', path, document)
        const made = await readBody(answer)
        expect([answer.status, made.name, made.version]).toEqual([201, document.name, 1])
        expect((made.nodes as { type: string }[]).map(({ type }) => type)).toEqual(types)
        expect(made.edges).toHaveLength(1)
        if (document !== chain) continue
        const own = [
          { type: 'loading', config: { maxRetries: 2 } },
          { type: 'validation', config: {} },
        ]
        expect(made).toMatchObject({ steps: own, settings: { retry: { count: 3 } } })
      }
    }
  })

  test('accept YAML like the same JSON', async () => {
    const yaml = (body: string): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body,
    })
    const made = await server.ask(at('import'), yaml('name: Steps # by hand\nsteps:\n- {id: a, agent: loading}\n- {id: b, agent: far, depends_on: [a]}\n')) // oxfmt-ignore
    const same = await server.send('POST', at('import'), { name: 'Steps', steps: [{ id: 'a', agent: 'loading' }, { id: 'b', agent: 'far', depends_on: ['a'] }] }) // oxfmt-ignore
    expect([made.status, same.status]).toEqual([201, 201])
    const { nodes, edges } = await readBody(made)
    expect(await readBody(same)).toMatchObject({ nodes, edges })
    const refused = await server.ask(at('import'), yaml('name: "Steps\n'))
    expect([refused.status, (await readBody(refused)).error]).toMatchObject([400, { code: 'body.malformed' }])
  })

  test('can be published, archived, copied, exported, imported, shared and searched', async () => {
    const id = await createWorkflow(server, {
      ...workflow,
      name: 'Quokka report',
      description: 'Weekly figures',
      tags: ['zoo'],
    })
    const status = await server.send('PATCH', at(id, '/status'), { status: 'published' })
    expect(await readBody(status)).toMatchObject({ status: 'published' })
    expect(await server.json(at(id, '/status'))).toMatchObject({
      status: 'published',
      published_version: 2,
      runs: 0,
      last_run: null,
    })
    const found = async (query: string): Promise<unknown[]> =>
      ((await server.json(`/api/v1/workflows?${query}`)) as { items: { id: string }[] }).items.map((item) => item.id)
    for (const query of [
      'q=quokka',
      'q=figur',
      'q=weekly%20quokka',
      'tag=zoo',
      'tag=zoo&status=published',
      'owner=local-owner&tag=zoo',
    ]) {
      expect([query, await found(query)]).toEqual([query, [id]])
    }
    for (const query of ['q=quokka%20none', 'tag=none', 'tag=zoo&status=draft', 'owner=somebody']) {
      expect([query, await found(query)]).toEqual([query, []])
    }
    const copy = await readBody(await server.ask(at(id, '/duplicate'), { method: 'POST' }))
    expect(copy).toMatchObject({ name: 'Quokka report (copy)', status: 'draft' })
    expect(await found('tag=zoo&sort=name')).toEqual([id, copy.id])
    expect(await found('tag=zoo&sort=-name')).toEqual([copy.id, id])
    const exported = await server.ask(at(id, '/export'))
    expect(exported.headers.get('content-disposition')).toContain('Quokka report.json')
    const document = (await exported.json()) as object
    expect(Object.keys(document)).not.toContain('id')
    const imported = await readBody(await server.send('POST', at('import'), document))
    expect(imported).toMatchObject({ name: 'Quokka report', status: 'draft' })

    const shared = (await (await server.send('PATCH', at(id, '/sharing'), { public: true })).json()) as {
      path: string
      token: string
    }
    expect(await server.json(shared.path)).toEqual(document)
    await server.send('PATCH', at(id, '/sharing'), { public: false })
    expect((await server.ask(shared.path)).status).toBe(404)
    await server.send('PATCH', at(id, '/status'), { status: 'archived' })
    expect((await server.send('POST', at(id, '/execute'), {})).status).toBe(409)
  })

  test('that are chains also return their steps', async () => {
    const chain = {
      name: 'Chain',
      nodes: [
        { id: 'b', type: 'preparing', data: { config: { target: 'generic' } } },
        { id: 'a', type: 'loading' },
      ],
      edges: [{ id: 'e', source: 'a', target: 'b' }],
    }
    const id = await createWorkflow(server, chain)
    expect(await server.json(at(id))).toMatchObject({
      steps: [{ type: 'loading' }, { type: 'preparing', config: { target: 'generic' } }],
    })
    expect(await server.json(at(await createWorkflow(server)))).not.toHaveProperty('steps')
  })
})

describe('runs', () => {
  test('use the state names of each source with the same handlers', async () => {
    const { id: file } = await server.upload(csv)
    const id = await createWorkflow(server)
    const started = await server.send('POST', '/api/v1/executions', {
      workflow_id: id,
      trigger_type: 'manual',
      input_data_id: file,
    })
    expect(started.status).toBe(202)
    const run = await readBody(started)
    expect(run).toMatchObject({ status: 'pending', workflow_id: id, execution_id: run.id, job_id: run.id })
    await server.waitForEnd(String(run.id))
    expect(await server.json(`/api/v1/executions/${String(run.id)}/nodes`)).toMatchObject({
      items: [{ node: 'read' }, { node: 'check' }],
    })
    expect(await server.json(`/api/v1/jobs/${String(run.id)}/result`)).toMatchObject({
      job_id: run.id,
      status: 'completed',
    })
    for (const group of ['runs', 'jobs', 'executions']) {
      expect(await server.json(`/api/v1/${group}?workflow_id=${id}&status=completed`)).toMatchObject({ total: 1 })
      expect(
        await server.json(`/api/v1/${group}?workflow_id=${id}&from=2000-01-01T00:00:00Z&to=2001-01-01T00:00:00Z`),
      ).toMatchObject({ total: 0 })
      expect((await server.ask(`/api/v1/${group}?from=yesterday`)).status).toBe(422)
    }
    expect(await server.json('/api/v1/executions?status=waiting')).toMatchObject({ total: 0 })
    const again = await server.ask(`/api/v1/runs/${String(run.id)}/retry`, { method: 'POST' })
    expect([again.status, (await readBody(again)).error.code]).toEqual([409, 'run.not-retryable'])
  })

  test('that failed can be retried in a new run, which names the old one', async () => {
    const id = await createWorkflow(server, {
      name: 'Fails',
      nodes: [{ id: 'fail', type: 'fail', data: { config: { message: 'Asked to.' } } }],
      edges: [],
    })
    const { id: run } = await readBody(await server.send('POST', '/api/v1/runs', { workflow_id: id }))
    await server.waitForEnd(String(run))
    const again = await server.ask(`/api/v1/runs/${String(run)}/retry`, { method: 'POST' })
    expect(again.status).toBe(202)
    const retried = await readBody(again)
    expect(retried.id).not.toBe(run)
    await server.waitForEnd(String(retried.id))
  })
})

describe('data', () => {
  test('can be downloaded unchanged or in another format, and found by name', async () => {
    const { id } = await server.upload(`${csv}4,Di\n`, 'Kangaroos.csv')
    const found = (await server.json('/api/v1/data?q=kangA&sort=-size')) as { items: { id: string }[] }
    expect(found.items.map((item) => item.id)).toContain(id)
    expect(await server.json('/api/v1/data?q=%25')).toMatchObject({ total: 0 })
    const json = await server.ask(`/api/v1/data/${id}/download?format=json`)
    expect(json.headers.get('content-disposition')).toContain('Kangaroos.json')
    expect(await json.json()).toMatchObject([{ id: 1, name: 'Ada' }, {}, {}, {}])
    const parquet = new Uint8Array(await (await server.ask(`/api/v1/data/${id}/download?format=parquet`)).arrayBuffer())
    expect(new TextDecoder().decode(parquet.slice(0, 4))).toBe('PAR1')
    expect((await server.ask(`/api/v1/data/${id}/download`, { headers: { 'if-none-match': `"${id}"` } })).status).toBe(
      304,
    )
    const formulas = await server.upload('id,name\n1,=1+1\n', 'Formulas.csv')
    const download = (format: string) => server.ask(`/api/v1/data/${formulas.id}/download?format=${format}`)
    const excel = await download('csv-excel')
    expect(excel.headers.get('content-disposition')).toContain('Formulas.csv')
    expect(Buffer.from(await excel.arrayBuffer()).toString()).toBe("\ufeffid,name\n1,'=1+1\n")
    expect(await (await download('csv')).text()).toBe('id,name\n1,=1+1\n')
    // A client that disconnects does not block others.
    await (await server.ask(`/api/v1/data/${id}/download?format=csv`)).body!.cancel()
    expect(await server.json(`/api/v1/data/${id}/sample?rows=1`)).toMatchObject({ total: 4 })
  })
})

describe('configuration', () => {
  test('applies to runs of workflows without own settings, and is validated', async () => {
    const first = await server.json('/api/v1/config')
    const webTools = { search: [], read: [{ provider: 'direct' }], image: [] }
    expect(first).toEqual({ retry: null, llm_models: [], default_llm: null, web_tools: webTools })
    const set = {
      retry: { count: 0, delaysMs: [1] },
      llm_models: [{ id: 'm', address: 'https://m.example/v1' }],
      default_llm: 'm',
    }
    expect((await server.send('PUT', '/api/v1/config', set)).status).toBe(200)
    expect(await server.json('/api/v1/config/llm-models')).toMatchObject({ items: [{ id: 'm' }], default: 'm' })
    expect(
      (await server.send('PUT', '/api/v1/config', { llm_models: [{ id: 'm', address: 'file:///etc/passwd' }] })).status,
    ).toBe(422)
    const { id: file } = await server.upload(csv)
    const { id: run } = await readBody(
      await server.send('POST', '/api/v1/runs', { workflow_id: await createWorkflow(server), input_data_id: file }),
    )
    await server.waitForEnd(String(run))
    expect(await server.json(`/api/v1/runs/${String(run)}/events?limit=1`)).toMatchObject({
      items: [{ workflow: { settings: { retry: { count: 0 } } } }],
    })
    const changed = await server.send('PUT', '/api/v1/config', { default_llm: 'other' })
    expect(await readBody(changed)).toMatchObject({ ...set, default_llm: 'other' })
    await server.send('PUT', '/api/v1/config', { retry: null, llm_models: null, default_llm: null })
    expect(await server.json('/api/v1/config')).toEqual(first)
    // Only a server for one user lets its configuration allow hosts.
    const local = await server.send('PUT', '/api/v1/config', { allowed_hosts: ['localhost:11434'] })
    expect(local.status).toBe(403)
    expect((await readBody(local)).error).toMatchObject({ code: 'egress.host-not-allowed' })
    expect((await server.send('PUT', '/api/v1/config', { allowed_hosts: ['*'] })).status).toBe(422)
  })
})

describe('metrics', () => {
  test('have the names of the source, and count requests', async () => {
    await server.json('/api/v1/workflows')
    const answer = await server.ask('/metrics')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    const text = await answer.text()
    for (const name of [
      'http_requests_total',
      'http_request_duration_seconds',
      'http_request_size_bytes',
      'workflow_executions_total',
      'workflow_execution_status',
      'workflow_queue_length',
      'db_query_duration_seconds',
      'live_followers',
    ]) {
      expect(text).toContain(`# TYPE ${name} `)
    }
    expect(text).toMatch(/http_requests_total\{method="GET",route="\/api\/v1\/workflows",status="200"\} \d+/)
    expect(text).toMatch(/workflow_executions_total\{status="completed"\} [1-9]/)
    expect(text).toMatch(/db_query_duration_seconds_count [1-9]/)
  })
})

describe('a server with a token', () => {
  const token = 'k'.repeat(40)
  const { server: closed } = openTestApp({ token, rateLimit: 60 })

  test('requires the token except for health, pages and documentation', async () => {
    const { paths } = (await closed.json('/openapi.json')) as { paths: Record<string, object> }
    const fresh = createRateLimiter(0)
    expect(fresh.count('x')).toBeUndefined()
    for (const address of Object.keys(paths)) {
      const isPublic = isPublicRequest('GET', address.replace(/\{\w+\}/g, 'x'))
      const isOpen =
        /^\/(health|health\/ready|api\/v1\/health|api\/v1\/(auth\/(settings|oidc\/(start|callback))|shared\/\{token\}(\/link|\/runs\/\{run\})?|agent-steps\/.*))$/.test(
          address,
        )
      expect([address, isPublic]).toEqual([address, isOpen])
    }
    for (const address of ['/health', '/docs', '/openapi.json']) expect((await closed.ask(address)).status).toBe(200)
    for (const headers of [
      {},
      { authorization: `Bearer ${token}x` },
      { authorization: token },
      { authorization: 'Basic eDp4' },
    ]) {
      const answer = await closed.ask('/api/v1/workflows', { headers: headers as Record<string, string> })
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
      expect((await readBody(answer)).error.code).toBe('caller.unknown')
    }
    expect((await closed.ask('/api/v1/workflows', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
  })

  test('limits requests and returns Retry-After', async () => {
    const ask = () => closed.ask('/api/v1/nodes', { headers: { authorization: `Bearer ${token}` } })
    let answer = await ask()
    for (let count = 0; count < 100 && answer.status === 200; count++) answer = await ask()
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await readBody(answer)).error.code).toBe('rate.limit')
    expect((await closed.ask('/health')).status).toBe(200)
  })
})

test('a rate limit allows bursts and recovers with time', () => {
  let time = 0
  const limit = createRateLimiter(60, () => time)
  const count = (): boolean => limit.count('a') === undefined
  expect(Array.from({ length: 61 }, count).filter(Boolean)).toHaveLength(60)
  expect(limit.count('b')).toBeUndefined()
  expect(limit.count('a')).toEqual({ retryAfter: 60 })
  time += 60_000
  expect([count(), count()]).toEqual([true, false])
  // A clock that was set back uses up no requests.
  time -= 86_400_000
  expect(limit.count('a')).toEqual({ retryAfter: 60 })
  time += 60_000
  expect([count(), count()]).toEqual([true, false])
  expect(createRateLimiter(0).count('a')).toBeUndefined()
})
