import { builtInNodes } from '@aw-flow/nodes'
import type { IncomingMessage } from 'node:http'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAgents } from './agents.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'
import { createCall } from '../testing/test-requests.ts'

/** The response of the agent, and the requests that it received. */
let status = 200
let delayMs = 0
const received: { path: string; headers: IncomingMessage['headers']; body: string }[] = []

const service = openTestService((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, body })
    setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ score: 7, echo: request.headers.authorization ?? null }))
    }, delayMs)
  })
})
const { server } = openTestApp(() => ({ nodes: builtInNodes, allowHosts: [service.host] }))
beforeAll(async () => {
  const secret = { value: 'agent-credential', hosts: [service.host] }
  expect((await server.send('PUT', '/api/v1/secrets/scorer', secret)).status).toBe(201)
})
beforeEach(() => {
  status = 200
  delayMs = 0
  received.length = 0
})

type Body = Record<string, never> & { id: string; items: Body[]; error: { code: string; message: string } }
const call = createCall<Body>(server)
const register = async (name: string, extra: object = {}): Promise<string> => {
  const { status: code, body } = await call('POST', '/api/v1/agents', {
    name,
    url: `${service.origin}/score`,
    ...extra,
  })
  expect(code, JSON.stringify(body)).toBe(201)
  return body.id
}
const createDocument = (agent: string, retry: object | null = { count: 0, delaysMs: [1] }) => ({
  name: 'Score',
  nodes: [
    { id: 'order', type: 'variable', data: { label: 'Order', config: { expression: '{"amount": 12}' } } },
    {
      id: 'score',
      type: 'remote_agent',
      data: { label: 'Score', config: { agent, input: { model: 'a' } } },
      ...(retry ? { retry } : {}),
    },
  ],
  edges: [{ id: 'e', source: 'order', sourceHandle: 'value', target: 'score', targetHandle: 'value' }],
})
const run = async (document: object): Promise<Record<string, unknown>> => {
  const { body: stored } = await call('POST', '/api/v1/workflows', document)
  const { status: code, body } = await call('POST', `/api/v1/workflows/${stored.id}/execute`, {})
  expect(code, JSON.stringify(body)).toBeLessThan(300)
  return server.waitForEnd(body.id)
}

describe('the registry', () => {
  it('lists, finds, replaces and deletes agents', async () => {
    const id = await register('first', { description: 'Scores', retry_config: { max_retries: 2, delays_ms: [10, 20] } })
    expect((await call('GET', `/api/v1/agents/${id}`)).body).toMatchObject({
      kind: 'remote',
      name: 'first',
      status: 'active',
      circuit: 'closed',
      timeout_ms: 30_000,
      retry_config: { max_retries: 2, delays_ms: [10, 20] },
    })
    const all = (await call('GET', '/api/v1/agents')).body
    expect(all.items.map(({ kind }) => kind)).toEqual(['built-in', 'built-in', 'built-in', 'remote'])
    const second = (await call('GET', '/api/v1/agents?limit=2&offset=2')).body
    expect(second).toMatchObject({ total: 4, items: [{ id: 'validation' }, { name: 'first' }] })
    expect((await call('GET', '/api/v1/agents?kind=remote&name=first&status=active')).body).toMatchObject({ total: 1 })
    expect((await call('GET', '/api/v1/agents?kind=remote&status=inactive')).body).toMatchObject({ total: 0 })
    expect((await call('POST', '/api/v1/agents', { name: 'first', url: service.origin })).status).toBe(409)
    const changed = await call('PUT', `/api/v1/agents/${id}`, {
      name: 'first',
      url: service.origin,
      status: 'inactive',
    })
    expect(changed.body).toMatchObject({ status: 'inactive', description: 'Scores' })
    const shortened = await call('PUT', `/api/v1/agents/${id}`, { description: null, timeout_ms: 5000 })
    expect(shortened.body).toMatchObject({ name: 'first', url: service.origin, description: '', timeout_ms: 5000 })
    expect((await call('DELETE', `/api/v1/agents/${id}`)).status).toBe(204)
    expect((await call('GET', `/api/v1/agents/${id}`)).status).toBe(404)
    expect((await call('DELETE', `/api/v1/agents/${id}`)).status).toBe(404)
    expect((await call('DELETE', '/api/v1/agents/loading')).body.error.code).toBe('agent.built-in')
    // The name of a deleted agent is available.
    await call('DELETE', `/api/v1/agents/${await register('first')}`)
  })

  it.each([
    [{ url: 'ftp://agents.example.com' }, 'url'],
    [{ url: 'https://user:pass@agents.example.com' }, 'url'],
    [{ timeout_ms: 99 }, 'timeout_ms'],
    [{ timeout_ms: 600_001 }, 'timeout_ms'],
    [{ auth_type: 'oauth3' }, 'auth_type'],
    [{ auth_type: 'bearer' }, 'auth_config.secret'],
    [{ auth_type: 'bearer', auth_config: { token: 'plain' } }, 'auth_config'],
    [{ auth_type: 'api_key', auth_config: { secret: 'scorer', header: 'Host' } }, 'auth_config.header'],
    [{ name: 'loading' }, 'name'],
    [{ name: 'a b' }, 'name'],
  ])('rejects %j and names the field', async (wrong, field) => {
    const { status: code, body } = await call('POST', '/api/v1/agents', {
      name: 'wrong',
      url: service.origin,
      ...wrong,
    })
    expect([code, body.error.message]).toEqual([422, expect.stringContaining(field)])
    expect(body.error.message).not.toMatch(/user:pass|plain/)
  })
})

describe('a remote agent', () => {
  it('is checked by HTTP and called in a test, with its secret', async () => {
    const id = await register('checked', { auth_type: 'bearer', auth_config: { secret: 'scorer' } })
    expect((await call('GET', `/api/v1/agents/${id}/health`)).body).toMatchObject({
      status: 'active',
      http_status: 200,
    })
    expect(received).toMatchObject([{ path: '/score/health', headers: { authorization: 'Bearer agent-credential' } }])
    const { body: tested } = await call('POST', `/api/v1/agents/${id}/test`, { input: { amount: 1 } })
    expect(tested).toMatchObject({ success: true, result: { score: 7 } })
    expect(JSON.parse(received[1]!.body)).toEqual({ input: { amount: 1 } })
    // The agent repeats its credential; it is removed from the result.
    expect(JSON.stringify(tested)).not.toContain('agent-credential')
    status = 503
    const { body: unhealthy } = await call('GET', `/api/v1/agents/${id}/health`)
    expect(unhealthy).toMatchObject({
      status: 'unavailable',
      http_status: 503,
      problem: { code: 'remote-agent.unhealthy' },
    })
    expect((await call('POST', `/api/v1/agents/${id}/test`)).body).toMatchObject({
      success: false,
      problem: { code: 'remote-agent.failed' },
    })
  })

  it('does not get a secret that is bound to another host', async () => {
    await server.send('PUT', '/api/v1/secrets/elsewhere', { value: 'other-credential', hosts: ['elsewhere.example'] })
    const id = await register('foreign', { auth_type: 'bearer', auth_config: { secret: 'elsewhere' } })
    expect((await call('GET', `/api/v1/agents/${id}/health`)).body).toMatchObject({ status: 'unavailable' })
    expect(await run(createDocument('foreign'))).toMatchObject({ status: 'failed' })
    expect(received).toEqual([])
  })

  it('that is slow or not running is unavailable', async () => {
    const slow = await register('slow', { timeout_ms: 150 })
    delayMs = 1_000
    expect((await call('GET', `/api/v1/agents/${slow}/health`)).body).toMatchObject({ status: 'unavailable' })
    expect(await run(createDocument('slow'))).toMatchObject({ status: 'failed' })
  })

  it('is called by a node and by execute', async () => {
    const id = await register('called')
    expect(await run(createDocument('called'))).toMatchObject({ status: 'completed' })
    expect(JSON.parse(received[0]!.body)).toEqual({ input: { model: 'a' }, value: { amount: 12 } })
    expect(received[0]!.headers['idempotency-key']).toBeTruthy()
    const { status: code, body } = await call('POST', `/api/v1/agents/${id}/execute`, { input: { amount: 3 } })
    expect(code, JSON.stringify(body)).toBe(200)
    expect(JSON.parse(received[1]!.body)).toEqual({ input: { amount: 3 } })
  })

  it('is checked when a workflow is saved and run', async () => {
    const id = await register('paused')
    const { body: stored } = await call('POST', '/api/v1/workflows', createDocument('paused'))
    expect(stored).toMatchObject({ ready: true })
    await call('PUT', `/api/v1/agents/${id}`, { name: 'paused', url: service.origin, status: 'inactive' })
    const { body: read } = await call('GET', `/api/v1/workflows/${stored.id}`)
    expect(read).toMatchObject({
      ready: false,
      problems: [{ code: 'remote-agent.inactive', where: { node: 'score' } }],
    })
    const { body: unknown } = await call('POST', '/api/v1/workflows', createDocument('nobody'))
    expect(unknown).toMatchObject({ ready: false, problems: [{ code: 'remote-agent.unknown' }] })
    const { status: code, body } = await call('POST', `/api/v1/workflows/${unknown.id}/execute`, {})
    expect([code, body.error.code]).toEqual([422, 'remote-agent.unknown'])
  })

  it('is retried by its own policy, and not called after three failures', async () => {
    const id = await register('broken', { retry_config: { max_retries: 2, delays_ms: [1] } })
    status = 503
    expect(await run(createDocument('broken', null))).toMatchObject({ status: 'failed' })
    expect(received).toHaveLength(3)
    expect((await call('GET', `/api/v1/agents/${id}`)).body).toMatchObject({ circuit: 'open', failures: 3 })
    expect(await run(createDocument('broken'))).toMatchObject({ status: 'failed' })
    expect(received).toHaveLength(3)
    status = 200
    expect((await call('POST', `/api/v1/agents/${id}/test`)).body).toMatchObject({ success: true })
    expect(await run(createDocument('broken'))).toMatchObject({ status: 'completed' })
  })

  it('is tried by one caller when its circuit has been open for half a minute', async () => {
    let time = Date.now()
    const agents = createAgents(server.backend.store.openedDatabase.database, 'default', () => time)
    const id = await register('half-open')
    const problem = { code: 'http.status', severity: 'error' } as const
    for (let times = 0; times < 3; times++) await agents.reportCall(id, problem)
    const openCircuit = { problem: { code: 'remote-agent.open-circuit' } }
    await expect(agents.findForCall('half-open')).rejects.toMatchObject(openCircuit)
    time += 30_001
    const tried = await Promise.allSettled([agents.findForCall('half-open'), agents.findForCall('half-open')])
    expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await agents.reportCall(id, undefined)
    expect((await agents.find(id))?.circuit).toBe('closed')
  })
})
