import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openTestApp } from './testing/test-app.ts'
import { readBody, createWorkflow, workflow } from './testing/test-requests.ts'
import { seed, sizes } from '../test/sizes.ts'

const { server } = openTestApp()
const create = (document?: unknown): Promise<string> => createWorkflow(server, document)

describe('hostile input', () => {
  const ids = ['none', '%00', '%2e%2e%2f', 'a'.repeat(5000), "';drop table runs;--", '%ed%a0%80', '💥', '__proto__']
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
    '[26, 31, 37] an id that is none is not found: %s',
    async (_route, method, path) => {
      for (const id of ids) expect((await server.ask(path(encodeURI(id)), { method })).status).toBe(404)
    },
  )

  test.each(['?limit=0', '?limit=x', '?limit=1e9', '?offset=-1', '?offset=1e99', '?limit=NaN'])(
    'a list refuses %s',
    async (query) => {
      for (const list of ['data', 'workflows', 'runs', 'nodes']) {
        const answer = await server.ask(`/api/v1/${list}${query}`)
        expect([answer.status, (await readBody(answer)).error.code]).toEqual([422, 'request.invalid'])
      }
    },
  )

  test('[36] responds to any JSON in a known format, and never changes a prototype', async () => {
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
        if (started.status === 202) await server.waitForEnd(((await started.json()) as { id: string }).id)
      }),
      { numRuns: sizes.requestRuns, seed },
    )
    for (const text of ['{"__proto__": {"polluted": 1}}', '{"constructor": {"prototype": {"polluted": 1}}}']) {
      for (const path of ['/api/v1/workflows', `/api/v1/workflows/${await create()}/execute`]) {
        const headers = { 'content-type': 'application/json' }
        expect([400, 422]).toContain((await server.ask(path, { method: 'POST', headers, body: text })).status)
      }
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('[23] a run accepts only inputs and refuses workflow fields', async () => {
    const id = await create()
    for (const more of [{ workflow }, { nodes: [] }, { data: workflow }, { settings: {} }, { version: 1 }]) {
      const answer = await server.send('POST', `/api/v1/workflows/${id}/execute`, more)
      expect([answer.status, JSON.stringify(more)]).toEqual([422, JSON.stringify(more)])
    }
  })

  test('filters without matches find nothing', async () => {
    expect(await server.json('/api/v1/runs?workflow_id=%00')).toMatchObject({ items: [], total: 0 })
    expect((await server.ask('/api/v1/runs?status=odd')).status).toBe(422)
  })
})
