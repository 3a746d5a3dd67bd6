import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { selectEvery, sizes } from '../test/sizes.ts'
import { openTestApp } from './testing/test-app.ts'
import { readBody, createWorkflow, csv, workflow } from './testing/test-requests.ts'
import { undescribedRoutes } from './testing/undescribed-routes.ts'

const { server, folder } = openTestApp()

interface Operation {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, unknown>
}
interface Route {
  method: string
  path: string
  operation: Operation
}

const routes = async (): Promise<Route[]> => {
  const { paths } = (await server.json('/openapi.json')) as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
}

/** Routes with hostile requests, by method and path. */
const asked = new Set<string>()

/**
 * Selects the hostile values of the next route: all in the long tests, otherwise some, which differ between routes, so
 * that all values are sent to several routes.
 */
const createSelection = () => {
  let routeIndex = 0
  return <T>(values: readonly T[]): T[] =>
    selectEvery(values.slice(routeIndex++ % sizes.hostileValueEveryNth), sizes.hostileValueEveryNth)
}

/** A path of a route whose parameters are filled by `value`. */
const filled = (path: string, value: string): string => path.replace(/\{\w+\}/g, value)

/** Expects a client error in the common format; a list may also be empty. */
async function expectRefused(answer: Response, about: string): Promise<void> {
  const text = await answer.text()
  expect(answer.status, `${about}: ${text.slice(0, 300)}`).toBeLessThan(500)
  if (answer.status < 400) return
  const { error } = JSON.parse(text) as { error: Record<string, unknown> }
  expect(error, about).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
    correlation_id: expect.any(String),
  })
  expect(text, about).not.toMatch(/node_modules|at \w+ \(|\/tmp\/|\/dev\/shm\/|syntax error at|relation "/)
}

describe('every route', () => {
  test('[26, 31, 37] handles an invalid id without a fault or leak', async () => {
    const ids = [
      'none',
      '%00',
      '..',
      '%2e%2e',
      '..%2f..%2f..%2fetc%2fpasswd',
      '%2e%2e%2f%2e%2e%2fkey',
      '..%5c..%5ckey',
      '.',
      '%',
      '%ff',
      'a'.repeat(3000),
      "';drop table runs;--",
      '%ed%a0%80',
      '%F0%9F%92%A5',
      '__proto__',
      'constructor',
      '-1',
      '1e999',
      'null',
      '{}',
    ]
    const select = createSelection()
    for (const { method, path } of await routes()) {
      if (!path.includes('{')) continue
      const body =
        method === 'GET' || method === 'DELETE' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' }
      await Promise.all(
        select(ids).map(async (id) =>
          expectRefused(await server.ask(filled(path, id), { method, ...body }), `${method} ${path} ${id}`),
        ),
      )
      asked.add(`${method} ${path}`)
    }
  })

  test('refuses invalid values of each parameter', async () => {
    const values = [
      '',
      '-1',
      '1e99',
      'NaN',
      '%00',
      '%ff',
      "'",
      '9'.repeat(400),
      '__proto__',
      '[]',
      '%F0%9F%92%A5',
      'a'.repeat(5000),
    ]
    const select = createSelection()
    for (const { method, path, operation } of await routes()) {
      if (method !== 'GET') continue
      for (const { name } of (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')) {
        const ask = async (value: string): Promise<void> => {
          const address = `${filled(path, 'none')}?${name}=${value}&${name}=2&unknown=1&__proto__[x]=1&constructor.prototype=1`
          await expectRefused(await server.ask(address), `${method} ${address.slice(0, 200)}`)
        }
        await Promise.all(select(values).map(ask))
      }
    }
  })

  test('[11, 13, 36] refuses bodies with wrong types, depth, size, names or media type', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const bodies: [string, string][] = [
      ['application/json', ''],
      ['application/json', 'null'],
      ['application/json', '[]'],
      ['application/json', '"text"'],
      ['application/json', '1e999'],
      ['application/json', '{"a":'],
      ['application/json', deep],
      ['application/json', `{"a":${deep}}`],
      ['application/json', `{"name":${deep.slice(0, 400)}${']'.repeat(0)}}`],
      ['application/json', '{"__proto__":{"polluted":1}}'],
      ['application/json', '{"constructor":{"prototype":{"polluted":1}}}'],
      [
        'application/json',
        '{"data_id":["x"],"workflow_id":{"a":1},"value":[],"hosts":"x","status":7,"public":"yes","label":null}',
      ],
      ['application/json', '{"data_id":"x","workflow_id":"\\u0000","inputs":{"__proto__":"x"},"unknown":true}'],
      ['application/json', `{"name":"${'x'.repeat(90_000)}"}`],
      ['application/json', `{"name":"${'x'.repeat(200_000)}"}`],
      ['text/plain', '{}'],
      ['application/x-www-form-urlencoded', 'status=published&public=true&workflow_id=x'],
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'],
      ['multipart/form-data', '{}'],
      ['application/xml', '<a/>'],
      ['application/json; charset=utf-16', '{}'],
      ['image/png', '{}'],
    ]
    const select = createSelection()
    for (const { method, path } of await routes()) {
      if (method === 'GET' || method === 'DELETE') continue
      for (const [type, body] of select(bodies)) {
        const answer = await server.ask(filled(path, 'none'), { method, headers: { 'content-type': type }, body })
        // A form of a foreign page has no effect, because it cannot send JSON.
        if (!type.startsWith('application/json') && !path.includes('upload'))
          expect(answer.ok, `${method} ${path} ${type}`).toBe(false)
        await expectRefused(answer, `${method} ${path} ${type} ${body.slice(0, 60)}`)
        asked.add(`${method} ${path}`)
      }
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('refuses invalid values of each header', async () => {
    const headers: Record<string, string>[] = [
      { 'if-match': '"99999999999999999999"', 'if-none-match': '"x", W/, *'.repeat(200) },
      { 'if-match': '"1', 'idempotency-key': '' },
      { 'idempotency-key': 'k'.repeat(5000) },
      { 'idempotency-key': '__proto__', 'x-correlation-id': '__proto__' },
      { 'x-correlation-id': 'x'.repeat(5000), traceparent: '00-zz-zz-zz', tracestate: ','.repeat(600) },
      { range: 'bytes=-1,9-2,99999999999999999999-', accept: ';q=;;', 'accept-encoding': 'br;q=x, *;q=' },
      { authorization: 'Bearer', 'content-length': '-1', 'content-type': 'application/json;;charset' },
      { 'x-forwarded-host': 'evil.example', 'x-http-method-override': 'DELETE', forwarded: 'for="_x"' },
    ]
    const select = createSelection()
    for (const { method, path } of await routes()) {
      for (const given of select(headers)) {
        const answer = await server.ask(filled(path, 'none'), { method, headers: given })
        await expectRefused(answer, `${method} ${path} ${Object.keys(given).join()}`)
        expect(answer.headers.get('x-correlation-id')).toMatch(/^[\w-]{1,128}$/)
        asked.add(`${method} ${path}`)
      }
    }
  })

  test('all routes were tested, described or not', async () => {
    const described = (await routes()).map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(server.routes)].sort()).toEqual([...described, ...undescribedRoutes].sort())
    expect([...asked].sort()).toEqual(described.sort())
    expect(asked.size).toBeGreaterThan(80)
  })

  test('[33] sets ids, owners and times itself, whatever the client sends', async () => {
    const own = {
      id: 'mine',
      owner: 'me',
      owner_id: 'me',
      workspace_id: 'w',
      created_at: '1970-01-01T00:00:00Z',
      updated_at: '1970',
    }
    const first = await createWorkflow(server, workflow)
    for (const [method, path, body] of [
      ['POST', '/api/v1/workflows', { ...workflow, id: first, created_at: own.created_at }],
      ['POST', '/api/v1/workflows/import', { ...workflow, id: first, updated_at: own.updated_at }],
    ] as const) {
      const answer = await server.send(method, path, body)
      expect(answer.status).toBe(201)
      const made = await readBody(answer)
      expect(made.id).not.toBe(first)
      expect(made.created_at).not.toBe(own.created_at)
    }
    for (const [method, path, body] of [
      ['POST', '/api/v1/workflows', { ...workflow, ...own }],
      ['POST', `/api/v1/workflows/${first}/duplicate`, own],
      ['POST', '/api/v1/runs', { workflow_id: first, ...own }],
      ['POST', `/api/v1/workflows/${first}/execute`, own],
      ['POST', '/api/v1/templates', { workflow_id: first, ...own }],
      ['PUT', '/api/v1/secrets/mine', { value: 'v', hosts: ['a.example'], ...own }],
      ['PUT', '/api/v1/config', { ...own }],
    ] as const) {
      expect([path, (await server.send(method, path, body)).status]).toEqual([path, 422])
    }
    expect((await server.json(`/api/v1/workflows/${first}`)) as object).toMatchObject({
      id: first,
      name: workflow.name,
    })
  })

  test('[40] refuses foreign hosts, foreign origins, null origins and forms', async () => {
    for (const { method, path } of await routes()) {
      const address = filled(path, 'none')
      for (const headers of [
        { host: 'evil.example' },
        { host: 'localhost:3000.evil.example' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: 'http://localhost:3001' },
      ]) {
        const form =
          method === 'GET' || method === 'DELETE' ? {} : { body: new URLSearchParams({ status: 'published' }) }
        const answer = await server.ask(address, { method, headers: { ...headers } as Record<string, string>, ...form })
        expect([method, address, answer.status]).toEqual([method, address, 403])
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
  })

  test('[27] writes no file under a name from a client', async () => {
    await server.upload(csv, '../../../escaped.csv')
    const found = await readdir(folder, { recursive: true })
    expect(found.filter((name) => /escaped|passwd|polluted/.test(name))).toEqual([])
  })
})
