import fc from 'fast-check'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from './security/content-security-policy.ts'
import { openTestServer, type TestServer } from './testing/open-test-server.ts'
import { seed, sizes } from '../test/sizes.ts'

let folder: string
let server: TestServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-app-'))
  const studio = join(folder, 'studio')
  await mkdir(join(studio, 'assets'), { recursive: true })
  await writeFile(join(studio, 'index.html'), '<!doctype html><title>Studio</title>')
  await writeFile(join(studio, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(studio, 'assets', 'main-Ab12Cd34.js'), 'export {}')
  await writeFile(join(studio, 'assets', 'duckdb-eh-Zz99Yy88.wasm'), 'wasm')
  await writeFile(join(studio, '.hidden'), 'secret')
  await writeFile(join(folder, 'outside.txt'), 'secret')
  server = await openTestServer(join(folder, 'data'), { studio })
}, 60_000)
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

type Body = Record<string, unknown> & {
  error: { code: string; message: string; details: unknown; correlation_id: string }
}
const bodyOf = async (answer: Response): Promise<Body> => (await answer.json()) as Body

const workflow = {
  name: 'Names',
  nodes: [
    { id: 'read', type: 'read' },
    { id: 'check', type: 'check', data: { label: 'Check', config: { valid: true } } },
  ],
  edges: [{ id: 'e', source: 'read', target: 'check' }],
}

const create = async (document: unknown = workflow): Promise<string> => {
  const answer = await server.send('POST', '/api/v1/workflows', document)
  expect(answer.status).toBe(201)
  return String((await bodyOf(answer)).id)
}

const csv = 'id,name\n1,Ada\n2,Bo\n3,"C, D"\n'

describe('health', () => {
  test.each(['/health', '/health/ready', '/api/v1/health'])('%s says ok', async (path) => {
    const answer = await server.ask(path)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  })
})

describe('every answer', () => {
  test('carries a correlation id, the caller’s own where it makes sense', async () => {
    const own = await server.ask('/api/v1/runs/none', { headers: { 'X-Correlation-ID': 'abc-1' } })
    expect(own.headers.get('X-Correlation-ID')).toBe('abc-1')
    expect((await bodyOf(own)).error.correlation_id).toBe('abc-1')
    const bad = await server.ask('/health', { headers: { 'X-Correlation-ID': 'a b<script>' } })
    expect(bad.headers.get('X-Correlation-ID')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each(['/health', '/api/v1/nothing', '/', '/assets/main-Ab12Cd34.js'])(
    '%s carries security headers',
    async (path) => {
      const { headers } = await server.ask(path)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('X-Frame-Options')).toBe('DENY')
      expect(headers.get('Referrer-Policy')).toBe('no-referrer')
      expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin')
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/)
    },
  )

  test('an unknown route is 404 in the one shape of errors', async () => {
    const answer = await server.ask('/api/v1/nothing')
    expect(answer.status).toBe(404)
    expect((await bodyOf(answer)).error.code).toBe('route.not-found')
  })
})

describe('Host and Origin', () => {
  const paths = [
    ['GET', '/'],
    ['GET', '/health'],
    ['GET', '/api/v1/workflows'],
    ['POST', '/api/v1/workflows'],
    ['PUT', '/api/v1/workflows/x'],
    ['DELETE', '/api/v1/data/x'],
    ['OPTIONS', '/api/v1/workflows'],
    ['HEAD', '/'],
  ] as const

  test.each(paths)('a foreign host is refused: %s %s', async (method, path) => {
    const answer = await server.ask(path, { method, headers: { host: 'evil.example:3000' } })
    expect(answer.status).toBe(403)
    if (method !== 'HEAD') expect((await bodyOf(answer)).error.code).toBe('host.foreign')
  })

  test.each(paths)('a foreign origin is refused: %s %s', async (method, path) => {
    for (const origin of ['https://evil.example', 'null']) {
      const answer = await server.ask(path, { method, headers: { origin } })
      expect(answer.status).toBe(403)
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
  })

  test('the own origin and an invited one may', async () => {
    const own = await server.ask('/api/v1/workflows', { headers: { origin: 'http://localhost:3000' } })
    expect(own.status).toBe(200)
    expect(own.headers.get('Access-Control-Allow-Origin')).toBeNull()
    const invited = await server.ask('/api/v1/workflows', { headers: { origin: 'https://friend.example' } })
    expect(invited.status).toBe(200)
    expect(invited.headers.get('Access-Control-Allow-Origin')).toBe('https://friend.example')
    const preflight = await server.ask('/api/v1/workflows', {
      method: 'OPTIONS',
      headers: { origin: 'https://friend.example', 'Access-Control-Request-Method': 'PUT' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('PUT')
  })
})

describe('the studio', () => {
  test.each(['/', '/workflows/cosmo-ready', '/data', '/runs/1/', '/workflows/%E0%A4%A', '/%'])(
    '%s is the page, under the one policy',
    async (path) => {
      const answer = await server.ask(path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('Content-Security-Policy')).toBe(contentSecurityPolicy)
      expect(answer.headers.get('Cache-Control')).toBe('no-cache')
      expect(await answer.text()).toContain('Studio')
    },
  )

  test('scripts and wasm have their types and are kept for ever', async () => {
    const script = await server.ask('/assets/main-Ab12Cd34.js')
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('Cache-Control')).toContain('immutable')
    expect(script.headers.get('Content-Security-Policy')).toBe(contentSecurityPolicy)
    const wasm = await server.ask('/assets/duckdb-eh-Zz99Yy88.wasm')
    expect(wasm.headers.get('Content-Type')).toBe('application/wasm')
    expect(wasm.headers.get('Content-Length')).toBe('4')
    expect((await server.ask('/favicon.svg')).headers.get('Cache-Control')).toBe('no-cache')
  })

  test('what is unchanged is not sent again', async () => {
    const first = await server.ask('/')
    const etag = first.headers.get('ETag') ?? ''
    const second = await server.ask('/', { headers: { 'If-None-Match': `"x", ${etag}` } })
    expect(second.status).toBe(304)
    expect(await second.text()).toBe('')
    expect((await server.ask('/', { headers: { 'If-None-Match': '"x"' } })).status).toBe(200)
  })

  test('HEAD answers without a body', async () => {
    const answer = await server.ask('/', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
  })

  test.each([
    '/assets/none.js',
    '/.hidden',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/..%5coutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/%2e%2e%2foutside.txt',
    '/a%00.js',
    '/%ff.js',
    '/..%2foutside.txt%',
    '/%2e%2e%2foutside.txt%ff',
    '/assets/%2e%2e/%2e%2e/outside.txt',
    '/assets.d/',
  ])('%s is not found', async (path) => {
    const answer = await server.ask(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('secret')
  })

  test('takes no other method', async () => {
    expect((await server.ask('/workflows', { method: 'POST' })).status).toBe(405)
  })
})

describe('data', () => {
  test('the same bytes are the same dataset', async () => {
    const first = await server.upload(csv, 'people.csv')
    expect(first).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'people.csv', size: csv.length })
    expect(first).toMatchObject({ duplicate: false, given_name: 'people.csv' })
    expect(await server.upload(csv, 'other.csv')).toEqual({ ...first, duplicate: true, given_name: 'other.csv' })
    const { duplicate: _duplicate, given_name: _name, ...dataset } = first as Record<string, unknown>
    expect(await server.json(`/api/v1/data/${first.id}`)).toEqual(dataset)
    const list = (await server.json('/api/v1/data?limit=1')) as { items: unknown[]; total: number }
    expect(list).toEqual({ items: [dataset], total: 1, limit: 1, offset: 0 })
  })

  test('an upload is 201 when it is new and 200 when its bytes are known', async () => {
    const statuses: number[] = []
    for (const name of ['a.csv', 'b.csv']) {
      const form = new FormData()
      form.set('file', new File(['id\n201200\n'], name))
      statuses.push((await server.ask('/api/v1/data/upload', { method: 'POST', body: form })).status)
    }
    expect(statuses).toEqual([201, 200])
  })

  test('gives the bytes back under their name, never as a page', async () => {
    const content = '<script>alert(1)</script>\n'
    const { id } = await server.upload(content, 'größe "1".html')
    const answer = await server.ask(`/api/v1/data/${id}/download`)
    expect(await answer.text()).toBe(content)
    expect(answer.headers.get('Content-Type')).toBe('application/octet-stream')
    expect(answer.headers.get('Content-Disposition')).toContain("filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22.html")
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="gr__e _1_\.html"/)
  })

  test('looks into it: rows, and how it was loaded', async () => {
    const { id } = await server.upload(csv)
    expect(await server.json(`/api/v1/data/${id}/sample?rows=2`)).toEqual({
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'name', type: 'VARCHAR' },
      ],
      rows: [
        [1, 'Ada'],
        [2, 'Bo'],
      ],
      total: 3,
    })
    const info = await server.json(`/api/v1/data/${id}/info`)
    expect(info).toMatchObject({ id, load: { rows: 3, encoding: 'utf-8', attempts: [{ attempt: 1, success: true }] } })
    expect(await server.json(`/api/v1/data/${id}/info`)).toEqual(info)
  })

  test('removes it', async () => {
    const { id } = await server.upload('id,name\n9,Z\n')
    const removed = await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })
    expect([removed.status, await removed.text()]).toEqual([204, ''])
    for (const path of ['', '/download', '/sample', '/info']) {
      expect((await server.ask(`/api/v1/data/${id}${path}`)).status).toBe(404)
    }
    expect((await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })).status).toBe(404)
  })

  test('takes more than the limit of other bodies', async () => {
    const { id } = await server.upload('x'.repeat(200_000), 'long.txt')
    expect((await (await server.ask(`/api/v1/data/${id}/download`)).text()).length).toBe(200_000)
  })

  test.each([
    ['no form', 'text/csv', csv],
    ['no boundary', 'multipart/form-data', csv],
    [
      'no file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
    ],
    [
      'cut off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\nid,na',
    ],
    [
      'two files',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name="g"; filename="b"\r\n\r\n2\r\n--b--\r\n',
    ],
    ['nothing', 'multipart/form-data; boundary=b', ''],
  ])('refuses an upload of %s and keeps nothing of it', async (_what, type, body) => {
    const before = (await server.json('/api/v1/data')) as { total: number }
    const answer = await server.ask('/api/v1/data/upload', { method: 'POST', headers: { 'content-type': type }, body })
    expect(answer.status).toBe(400)
    expect((await bodyOf(answer)).error.code).toMatch(/^upload\./)
    expect(await server.json('/api/v1/data')).toMatchObject({ total: before.total })
  })

  test.each(['../../evil.csv', '/etc/evil.csv', 'C:\\x\\evil.csv'])('keeps only the last name of %s', async (name) => {
    const boundary = 'b'
    const body = `--b\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\n\r\n${name}\r\n--b--\r\n`
    const answer = await server.ask('/api/v1/data/upload', {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
    })
    expect(await answer.json()).toMatchObject({ name: 'evil.csv' })
  })
})

describe('workflows', () => {
  test('are kept, listed, changed and removed', async () => {
    const id = await create()
    const found = (await server.json(`/api/v1/workflows/${id}`)) as Record<string, unknown>
    expect(found).toMatchObject({ id, name: 'Names', version: 1, status: 'draft', ready: true, problems: [] })
    const list = (await server.json('/api/v1/workflows?limit=1')) as { items: unknown[] }
    expect(list.items).toMatchObject([{ id, name: 'Names', nodes: 2, ready: true }])
    const changed = await server.send('PUT', `/api/v1/workflows/${id}`, { ...found, name: 'Other' })
    expect(changed.status).toBe(200)
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name: 'Other' })
    expect((await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await server.ask(`/api/v1/workflows/${id}`)).status).toBe(404)
    expect((await server.send('PUT', `/api/v1/workflows/${id}`, found)).status).toBe(404)
  })

  test('one that cannot run is kept and says why', async () => {
    const id = await create({
      name: 'Broken',
      nodes: [
        { id: 'a', type: 'check' },
        { id: 'b', type: 'check' },
        { id: 'f', type: 'fail' },
        { id: 'x', type: 'teleport' },
      ],
      edges: [
        { id: '1', source: 'a', target: 'b' },
        { id: '2', source: 'b', target: 'a' },
      ],
    })
    const answer = (await (await server.ask(`/api/v1/workflows/${id}/validate`, { method: 'POST' })).json()) as {
      valid: boolean
      problems: { code: string; where: object; hint: string }[]
    }
    expect(answer.valid).toBe(false)
    expect(answer.problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['workflow.cycle', 'node.unknown-type', 'node.invalid-setting']),
    )
    for (const problem of answer.problems) expect(problem.hint).not.toBe('')
    const execute = await server.ask(`/api/v1/workflows/${id}/execute`, { method: 'POST' })
    expect(execute.status).toBe(422)
    expect((await bodyOf(execute)).error.details).toHaveLength(3)
  })

  test.each([
    ['{\n  "name": "x",\n  oops\n}', 400, 'body.malformed', 'line 3'],
    ['', 400, 'body.malformed', 'empty'],
    ['[]', 422, 'workflow.not-an-object', 'a list'],
    ['{"nodes":[]}', 422, 'workflow.invalid', 'name'],
    ['{"name":"x","nodes":[{"id":"a"}]}', 422, 'workflow.invalid', 'type'],
    [`${'['.repeat(40_000)}${']'.repeat(40_000)}`, 422, 'workflow.not-an-object', 'a list'],
    [`{"name":"x","nodes":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 422, 'workflow.too-deep', 'deeper'],
    ['{"name":"x","nodes":[],"__proto__":{"a":1}}', 422, 'workflow.reserved-name', '__proto__'],
  ])('refuses what is no workflow, with the place (%#)', async (body, status, code, words) => {
    const answer = await server.ask('/api/v1/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(status)
    const { error } = await bodyOf(answer)
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  test('refuses a body that does not say that it is JSON', async () => {
    const answer = await server.ask('/api/v1/workflows', { method: 'POST', body: JSON.stringify(workflow) })
    expect(answer.status).toBe(415)
  })

  test('refuses a body over the limit, told or found', async () => {
    const long = JSON.stringify({ ...workflow, description: 'x'.repeat(120_000) })
    const told = await server.ask('/api/v1/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(long.length) },
      body: long,
    })
    expect([told.status, (await bodyOf(told)).error.code]).toEqual([413, 'body.too-large'])
    const found = await server.ask('/api/v1/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([long]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(found.status).toBe(413)
  })

  test.each(['nul \0', 'half \ud800', '\udc00 half'])('refuses the name %j, new or changed', async (name) => {
    const id = await create()
    for (const [method, path] of [
      ['POST', '/api/v1/workflows'],
      ['PUT', `/api/v1/workflows/${id}`],
    ] as const) {
      const answer = await server.send(method, path, { ...workflow, name })
      expect(answer.status).toBe(422)
      const { error } = await bodyOf(answer)
      expect(error.code).toBe('workflow.unstorable-name')
      expect(error.message).toContain(JSON.stringify(name))
    }
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name: workflow.name })
  })

  test('keeps every other text that JSON allows', async () => {
    const [name, description] = ['💥, \u2028, 名前', 'nul \0, half \ud800']
    const id = await create({ ...workflow, name, description })
    expect(await server.json(`/api/v1/workflows/${id}`)).toMatchObject({ name, description })
    const { id: file } = await server.upload(csv)
    const run = await bodyOf(await server.send('POST', `/api/v1/workflows/${id}/execute`, { input_data_id: file }))
    expect(await server.ended(String(run.id))).toMatchObject({ status: 'completed' })
    const result = await server.ask(`/api/v1/runs/${String(run.id)}/result?format=csv`)
    expect(await result.text()).toBe(csv)
  })
})

describe('runs', () => {
  const start = async (document: unknown, body?: unknown): Promise<string> => {
    const id = await create(document)
    const answer = await server.send('POST', `/api/v1/workflows/${id}/execute`, body ?? {})
    expect(answer.status).toBe(202)
    const run = await bodyOf(answer)
    expect(run).toMatchObject({ run_id: run.id, job_id: run.id, workflow_id: id, status: 'queued' })
    return String(run.id)
  }

  test('says in whole sentences what is wrong with the body', async () => {
    const answer = await server.send('POST', `/api/v1/workflows/${await create()}/execute`, { input_data_id: 7 })
    expect(answer.status).toBe(422)
    expect((await bodyOf(answer)).error.message).toMatch(/^input_data_id: .*number\. Send \{"input_data_id": "…"\}/)
  })

  test('execute, steps, events, result, CSV', async () => {
    const { id: file } = await server.upload(csv, 'people.csv')
    const run = await start(workflow, { input_data_id: file })
    expect(await server.ended(run)).toMatchObject({
      status: 'completed',
      problem: null,
      steps: [
        { node: 'read', status: 'completed', rows: 3 },
        { node: 'check', status: 'completed' },
      ],
    })
    const steps = (await server.json(`/api/v1/runs/${run}/steps`)) as { items: Record<string, unknown>[] }
    expect(steps.items).toMatchObject([
      { node: 'read', input: { file: { kind: 'file', dataset: file } }, output: { table: { kind: 'table' } } },
      { node: 'check', input: { table: { kind: 'table' } }, report: { kind: 'validate' }, retry_count: 0 },
    ])
    const events = (await server.json(`/api/v1/runs/${run}/events`)) as { items: { seq: number; type: string }[] }
    expect(events.items.map(({ seq }) => seq)).toEqual(events.items.map((_, index) => index))
    expect(events.items[0]).toMatchObject({ type: 'run-started', run, seed: 1 })
    expect(events.items.at(-1)).toMatchObject({ type: 'run-completed' })
    const later = (await server.json(`/api/v1/runs/${run}/events?offset=2&limit=1`)) as {
      items: unknown[]
      total: number
    }
    expect(later).toMatchObject({ items: [{ seq: 2 }], total: events.items.length, offset: 2, limit: 1 })

    const result = (await server.json(`/api/v1/runs/${run}/result`)) as Record<string, unknown>
    expect(result).toMatchObject({
      run_id: run,
      status: 'completed',
      table: { node: 'check', table: { rows: 3, columns: [{ name: 'id' }, { name: 'name' }] }, bytes: csv.length },
      reports: [{ node: 'check', kind: 'validate' }],
      valid: true,
    })
    for (const init of [
      { query: '?format=csv', accept: '*/*' },
      { query: '', accept: 'text/csv' },
    ]) {
      const answer = await server.ask(`/api/v1/runs/${run}/result${init.query}`, { headers: { accept: init.accept } })
      expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
      expect(await answer.text()).toBe(csv)
    }
    const list = (await server.json('/api/v1/runs?status=completed&limit=1')) as { items: unknown[] }
    expect(list.items).toMatchObject([{ id: run, status: 'completed' }])
  })

  test('a workflow that names another, which reads the file', async () => {
    const name = '100 %_of cases'
    const named = { name: 'By name', nodes: [{ id: 'sub', type: 'within', data: { config: { workflow: name } } }] }
    const early = await create(named)
    const ask = (id: string): Promise<unknown> =>
      server.send('POST', `/api/v1/workflows/${id}/validate`, {}).then((answer) => answer.json())
    expect(await ask(early)).toMatchObject({ valid: false, problems: [{ code: 'sub-workflow.missing' }] })

    const ports = { inputs: [], outputs: [{ name: 'table', type: 'table', from: { node: 'check', port: 'table' } }] }
    const inner = await create({ ...workflow, name, ports })
    await create({ ...workflow, name: 'Another', description: `Not "${name}", "100 x_of cases"` })
    expect(await ask(early)).toMatchObject({ valid: true })
    const { id: file } = await server.upload(csv)
    const byId = { ...named, nodes: [{ id: 'sub', type: 'within', data: { config: { workflow: inner } } }] }
    for (const [document, body] of [
      [named, { input_data_id: file }],
      [byId, { inputs: { 'sub/read': file } }],
    ] as const) {
      const run = await start(document, body)
      expect(await server.ended(run)).toMatchObject({ status: 'completed', problem: null })
      const result = (await server.json(`/api/v1/runs/${run}/result`)) as Record<string, unknown>
      expect(result).toMatchObject({ table: { node: 'sub', table: { rows: 3 } } })
    }
  })

  test('a check that fails is said in the result', async () => {
    const { id: file } = await server.upload(csv)
    const document = {
      ...workflow,
      nodes: [workflow.nodes[0], { ...workflow.nodes[1], data: { config: { valid: false } } }],
    }
    const run = await start(document, { inputs: { read: file }, seed: 7 })
    await server.ended(run)
    expect(await server.json(`/api/v1/runs/${run}/result`)).toMatchObject({ status: 'completed', valid: false })
    expect(await server.json(`/api/v1/runs/${run}/events?limit=1`)).toMatchObject({ items: [{ seed: 7 }] })
  })

  test('a run that fails says why, and how far it came', async () => {
    const { id: file } = await server.upload(csv)
    const run = await start(
      {
        name: 'Fails',
        nodes: [
          { id: 'read', type: 'read' },
          { id: 'fail', type: 'fail', data: { config: { message: 'Asked to fail.' } } },
          { id: 'after', type: 'check' },
        ],
        edges: [
          { id: '1', source: 'read', target: 'fail' },
          { id: '2', source: 'fail', target: 'after' },
        ],
      },
      { input_data_id: file },
    )
    expect(await server.ended(run)).toMatchObject({
      status: 'failed',
      problem: { code: 'fail.asked', where: { node: 'fail' } },
      steps: [{ status: 'completed' }, { status: 'failed' }, { status: 'skipped' }],
    })
    expect(await server.json(`/api/v1/runs/${run}/result`)).toMatchObject({
      status: 'failed',
      table: null,
      tables: [{ node: 'read' }],
      valid: null,
      problem: { message: 'Asked to fail.' },
    })
    expect((await server.ask(`/api/v1/runs/${run}/result?format=csv`)).status).toBe(409)
    expect(await (await server.ask(`/api/v1/runs/${run}/result?format=csv&node=read`)).text()).toBe(csv)
    expect((await server.ask(`/api/v1/runs/${run}/result?format=csv&node=none`)).status).toBe(404)
  })

  test('cancels what runs and what waits for its turn', async () => {
    const waits = { name: 'Waits', nodes: [{ id: 'wait', type: 'wait' }], edges: [] }
    const running = await start(waits)
    const queued = await start(waits)
    expect((await server.ask(`/api/v1/runs/${running}/result`)).status).toBe(409)
    await expect
      .poll(() => server.json(`/api/v1/runs/${running}`), { timeout: 30_000 })
      .toMatchObject({
        status: 'running',
        steps: [{ status: 'running', progress: { done: 1, total: 4, unit: 'steps' } }],
      })
    expect(await server.json(`/api/v1/runs/${queued}`)).toMatchObject({ status: 'queued' })
    expect((await server.ask(`/api/v1/runs/${queued}/cancel`, { method: 'POST' })).status).toBe(202)
    expect((await server.ask(`/api/v1/runs/${running}/cancel`, { method: 'POST' })).status).toBe(202)
    expect(await server.ended(running)).toMatchObject({ status: 'cancelled' })
    expect(await server.ended(queued)).toMatchObject({ status: 'cancelled', started_at: null })
    const again = await server.ask(`/api/v1/runs/${running}/cancel`, { method: 'POST' })
    expect([again.status, (await bodyOf(again)).error.code]).toEqual([409, 'run.ended'])
    expect(await server.json(`/api/v1/runs/${running}/result`)).toMatchObject({ status: 'cancelled', table: null })
  })

  test.each([
    [{ input_data_id: 'none' }, 'dataset.not-found'],
    [{ inputs: { nobody: 'none' } }, 'dataset.not-found'],
    [{ input_file: 'x' }, 'body.invalid'],
    [{ seed: -1 }, 'body.invalid'],
    [[], 'body.invalid'],
  ])('does not start with %j', async (body, code) => {
    const answer = await server.send('POST', `/api/v1/workflows/${await create()}/execute`, body)
    expect([answer.status, (await bodyOf(answer)).error.code]).toEqual([422, code])
  })

  test('does not start with a file for a node that reads none', async () => {
    const { id: file } = await server.upload(csv)
    const answer = await server.send('POST', `/api/v1/workflows/${await create()}/execute`, { inputs: { check: file } })
    expect([answer.status, (await bodyOf(answer)).error.code]).toEqual([422, 'run.no-file-input'])
  })

  test('does not start what is archived', async () => {
    const id = await create({ ...workflow, status: 'archived' })
    expect((await server.send('POST', `/api/v1/workflows/${id}/execute`, {})).status).toBe(409)
  })
})

describe('hostile input', () => {
  const ids = [
    'none',
    '%00',
    '..',
    '%2e%2e%2f',
    'a'.repeat(5000),
    "';drop table runs;--",
    '%ed%a0%80',
    '💥',
    '__proto__',
  ]
  const routes: [string, (id: string) => string][] = [
    ['GET', (id) => `/api/v1/data/${id}`],
    ['GET', (id) => `/api/v1/data/${id}/download`],
    ['GET', (id) => `/api/v1/data/${id}/sample`],
    ['GET', (id) => `/api/v1/data/${id}/info`],
    ['DELETE', (id) => `/api/v1/data/${id}`],
    ['GET', (id) => `/api/v1/workflows/${id}`],
    ['DELETE', (id) => `/api/v1/workflows/${id}`],
    ['POST', (id) => `/api/v1/workflows/${id}/validate`],
    ['POST', (id) => `/api/v1/workflows/${id}/execute`],
    ['GET', (id) => `/api/v1/runs/${id}`],
    ['GET', (id) => `/api/v1/runs/${id}/steps`],
    ['GET', (id) => `/api/v1/runs/${id}/events`],
    ['GET', (id) => `/api/v1/runs/${id}/result`],
    ['POST', (id) => `/api/v1/runs/${id}/cancel`],
  ]
  test.each(routes.map(([method, path]) => [`${method} ${path('{id}')}`, method, path] as const))(
    'an id that is none is not found: %s',
    async (_route, method, path) => {
      for (const id of ids) expect((await server.ask(path(encodeURI(id)), { method })).status).toBe(404)
    },
  )

  test.each(['?limit=0', '?limit=x', '?limit=1e9', '?offset=-1', '?offset=1e99', '?limit=NaN'])(
    'a list does not take %s',
    async (query) => {
      for (const list of ['data', 'workflows', 'runs', 'nodes']) {
        const answer = await server.ask(`/api/v1/${list}${query}`)
        expect([answer.status, (await bodyOf(answer)).error.code]).toEqual([422, 'request.invalid'])
      }
    },
  )

  test('whatever JSON is sent, the answer is one of ours', { timeout: 120_000 }, async () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom('\0', '\ud800', '__proto__', 'constructor', 'read', 'check'))
    const anything = fc.oneof(fc.jsonValue(), texts)
    const nodes = fc.array(
      fc.record({ id: texts, type: texts, data: anything, position: anything }, { requiredKeys: ['id', 'type'] }),
      { maxLength: 4 },
    )
    const edges = fc.array(fc.record({ id: texts, source: texts, target: texts }), { maxLength: 4 })
    const documents = fc.oneof(
      fc.jsonValue(),
      fc.record({ name: texts, nodes: fc.oneof(nodes, anything), edges: fc.oneof(edges, anything), tags: anything }),
      fc.record({ name: fc.constant('x'), nodes, edges }),
    )
    await fc.assert(
      fc.asyncProperty(documents, anything, async (document, body) => {
        const made = await server.send('POST', '/api/v1/workflows', document)
        expect([201, 400, 422]).toContain(made.status)
        if (made.status !== 201) return
        const { id } = (await made.json()) as { id: string }
        expect((await server.ask(`/api/v1/workflows/${id}/validate`, { method: 'POST' })).status).toBe(200)
        expect((await server.send('PUT', `/api/v1/workflows/${id}`, document)).status).toBe(200)
        const started = await server.send('POST', `/api/v1/workflows/${id}/execute`, body)
        expect([202, 422]).toContain(started.status)
        if (started.status === 202) await server.ended(((await started.json()) as { id: string }).id)
      }),
      { numRuns: sizes.requestRuns, seed },
    )
  })

  test('filters that name nothing find nothing', async () => {
    expect(await server.json('/api/v1/runs?workflow_id=%00')).toMatchObject({ items: [], total: 0 })
    expect((await server.ask('/api/v1/runs?status=odd')).status).toBe(422)
  })
})

describe('descriptions', () => {
  test('lists the node types with the schema of their settings', async () => {
    const { items, total } = (await server.json('/api/v1/nodes?limit=2&skip=1')) as { items: object[]; total: number }
    expect(total).toBe(5)
    expect(items).toMatchObject([{ type: 'check', settings: { type: 'object' } }, { type: 'fail' }])
  })

  test('OpenAPI describes every route, and every reference in it leads somewhere', async () => {
    const document = (await server.json('/openapi.json')) as {
      openapi: string
      paths: Record<string, Record<string, { summary?: string; responses: object }>>
      components: { schemas: Record<string, unknown> }
    }
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toMatchInlineSnapshot(`
      [
        "DELETE /api/v1/data/{id}",
        "DELETE /api/v1/secrets/{name}",
        "DELETE /api/v1/workflows/{id}",
        "GET /api/v1/data",
        "GET /api/v1/data/{id}",
        "GET /api/v1/data/{id}/download",
        "GET /api/v1/data/{id}/info",
        "GET /api/v1/data/{id}/sample",
        "GET /api/v1/health",
        "GET /api/v1/nodes",
        "GET /api/v1/runs",
        "GET /api/v1/runs/{id}",
        "GET /api/v1/runs/{id}/events",
        "GET /api/v1/runs/{id}/result",
        "GET /api/v1/runs/{id}/steps",
        "GET /api/v1/secrets",
        "GET /api/v1/workflows",
        "GET /api/v1/workflows/{id}",
        "GET /health",
        "GET /health/ready",
        "POST /api/v1/data/upload",
        "POST /api/v1/runs/{id}/approvals/{node}",
        "POST /api/v1/runs/{id}/cancel",
        "POST /api/v1/runs/{id}/migrate",
        "POST /api/v1/workflows",
        "POST /api/v1/workflows/{id}/execute",
        "POST /api/v1/workflows/{id}/validate",
        "PUT /api/v1/secrets/{name}",
        "PUT /api/v1/workflows/{id}",
      ]
    `)
    for (const methods of Object.values(document.paths)) {
      for (const { summary } of Object.values(methods)) expect(summary).toBeTruthy()
    }
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty([name!])
    expect(JSON.stringify(document)).not.toContain('"$ref":"#/$defs')
  })
})
