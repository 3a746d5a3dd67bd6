import { systemClock } from '@aw-flow/engine'
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verifySignature } from '../triggers/webhooks/webhook-signature.ts'
import { sendDueDeliveries } from './delivery-sender.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'

interface Received {
  headers: IncomingMessage['headers']
  body: string
}

let url: string
let received: Received[] = []
/** Status codes of the next responses; then 204. */
let statuses: number[] = []
let clockMs = 0
const faults: unknown[] = []

const receiver = openTestService((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    const status = statuses.shift() ?? 204
    response.writeHead(status, {
      ...(status === 302 ? { location: '/elsewhere' } : {}),
      ...(status === 429 ? { 'retry-after': '3600' } : {}),
    })
    response.end()
  })
})
const { server } = openTestApp(() => ({ allowHosts: [receiver.host] }))
beforeAll(() => void (url = `${receiver.origin}/runs`))
afterEach(async () => {
  for (const { id } of (await get('')).items) await server.ask(`${path}/${id}`, { method: 'DELETE' })
  ;[received, statuses, clockMs] = [[], [], 0]
  expect(faults).toEqual([])
})

interface Body {
  [name: string]: unknown
  http: number
  id: string
  secret: string
  type: string
  status: string
  total: number
  next_attempt_at: string
  items: [Body, ...Body[]]
  attempts: { status: number | null; problem: unknown }[]
  data: { workflow_id: string }
  error: { code: string; message: string }
}
const path = '/api/v1/webhook-endpoints'
const get = async (suffix: string): Promise<Body> => (await server.json(`${path}${suffix}`)) as Body
const send = async (method: string, suffix: string, body: unknown = {}): Promise<Body> => {
  const response = await server.send(method, `${path}${suffix}`, body)
  return { ...((await response.json()) as Body), http: response.status }
}
const allEvents = ['run.started', 'run.waiting', 'run.completed', 'run.failed', 'run.cancelled']
const addEndpoint = (fields: object = {}): Promise<Body> =>
  send('POST', '', { name: 'Alerts', url, events: allEvents, ...fields })

/** The time of the last call of `sendDue`, in ms. */
let sentAt = 0

/** Sends all due deliveries, by a clock that runs ahead and stands still while they are sent. */
async function sendDue(): Promise<number> {
  const { store, withEgress } = server.backend
  sentAt = Date.now() + clockMs
  const now = (): number => sentAt
  return sendDueDeliveries({
    deliveries: store.openDeliveries(now),
    clock: { now, elapsed: systemClock.elapsed },
    withEgress,
    random: () => 0.5,
    onError: (cause) => faults.push(cause),
  })
}

const workflow = { version: 1, name: 'Report', nodes: [], edges: [] }
async function createWorkflow(nodes: unknown[] = []): Promise<string> {
  const response = await server.send('POST', '/api/v1/workflows', { ...workflow, nodes })
  return String(((await response.json()) as Body).id)
}
const failing = { id: 'f', type: 'read', position: { x: 0, y: 0 }, data: { label: 'F', config: {} } }
async function run(workflowId: string): Promise<Body> {
  const response = await server.send('POST', `/api/v1/workflows/${workflowId}/execute`, {})
  return (await server.waitForEnd(String(((await response.json()) as Body).id))) as Body
}

describe('endpoints', () => {
  test('receive the events of runs, signed, with the id of the delivery', async () => {
    const { id, secret, http } = await addEndpoint({ events: ['run.started', 'run.completed'] })
    expect([http, secret]).toEqual([201, expect.stringMatching(/^whsec_/)])
    expect(await get(`/${id}`)).toMatchObject({ secret: null, enabled: true, format: 'standard', workflow_id: null })
    const workflowId = await createWorkflow()
    const { id: runId } = await run(workflowId)
    expect(await sendDue()).toBe(2)
    const bodies = received.map(({ body }) => JSON.parse(body) as Body)
    expect(bodies.map(({ type, data }) => [type, data]).toSorted()).toEqual([
      ['run.completed', { run_id: runId, workflow_id: workflowId, workflow_name: 'Report', status: 'completed' }],
      ['run.started', { run_id: runId, workflow_id: workflowId, workflow_name: 'Report', status: 'running' }],
    ])
    for (const { headers, body } of received) {
      const readHeader = (name: string): string => headers[name] as string
      const signed = { readHeader, body: Buffer.from(body), method: 'POST', urls: ['https://receiver.example/'] }
      const options = { scheme: 'standard' as const, secret, header: '', toleranceSeconds: 300 }
      expect(verifySignature(options, signed, Date.now())).toEqual({
        isValid: true,
        replayKey: `id:${headers['webhook-id'] as string}`,
      })
      expect(verifySignature({ ...options, secret: 'whsec_AAAA' }, signed, Date.now())).toMatchObject({
        isValid: false,
      })
    }
    const { items } = await get(`/${id}/deliveries?status=delivered`)
    expect(items.map((item: Body) => item.id).toSorted()).toEqual(
      received.map(({ headers }) => headers['webhook-id']).toSorted(),
    )
    expect(items[0].attempts).toMatchObject([{ status: 204, problem: null }])
    expect(await sendDue()).toBe(0)
  })

  test('receive the events that they name, of the workflow that they name', async () => {
    const [first, second] = [await createWorkflow(), await createWorkflow()]
    await addEndpoint({ events: ['run.failed'] })
    await addEndpoint({ events: ['run.completed'], workflow_id: first })
    await run(first)
    await run(second)
    await sendDue()
    expect(received.map(({ body }) => (JSON.parse(body) as Body).data.workflow_id)).toEqual([first])
  })

  test('are not called while they are off, and receive nothing of that time', async () => {
    const { id } = await addEndpoint({ enabled: false })
    await run(await createWorkflow())
    await send('PATCH', `/${id}`, { enabled: true })
    expect(await sendDue()).toBe(0)
    expect((await get(`/${id}/deliveries`)).total).toBe(0)
  })

  test('are called again after growing delays, until the last attempt fails', async () => {
    const { id } = await addEndpoint()
    await send('POST', `/${id}/test`)
    statuses = Array.from({ length: 9 }, () => 500)
    const delays: number[] = []
    for (let count = 1; ; count++) {
      expect(await sendDue()).toBe(1)
      const [{ status, next_attempt_at: next, attempts }] = (await get(`/${id}/deliveries`)).items
      expect(attempts).toHaveLength(count)
      expect(attempts.at(-1)).toMatchObject({ status: 500, problem: { code: 'endpoint.refused' } })
      if (status === 'failed') break
      const delayMs = Date.parse(next) - sentAt
      delays.push(delayMs / 1000)
      expect(await sendDue()).toBe(0)
      clockMs += delayMs + 1_000
    }
    expect(delays).toEqual([5.25, 315, 1_890, 7_560, 18_900, 37_800, 52_920, 90_720])
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    clockMs += 30 * 86_400_000
    expect(await sendDue()).toBe(0)
  })

  test('are called again although the clock was ahead by a month at the last attempt', async () => {
    const { id } = await addEndpoint()
    await send('POST', `/${id}/test`)
    statuses = [500]
    clockMs += 30 * 86_400_000
    expect(await sendDue()).toBe(1)
    clockMs -= 30 * 86_400_000
    expect([await sendDue(), received.length]).toEqual([1, 2])
  })

  test('can delay the next attempt, and a redirect is a failure', async () => {
    const { id } = await addEndpoint()
    await send('POST', `/${id}/test`)
    statuses = [429]
    await sendDue()
    const [delivery] = (await get(`/${id}/deliveries`)).items
    expect((Date.parse(delivery.next_attempt_at) - sentAt) / 60_000).toBe(60)
    clockMs = 3_700_000
    statuses = [302]
    await sendDue()
    expect(received).toHaveLength(2)
    expect((await get(`/${id}/deliveries/${delivery.id}`)).status).toBe('pending')
  })

  test('are turned off by 410, until a person turns them on', async () => {
    const { id } = await addEndpoint()
    await send('POST', `/${id}/test`)
    statuses = [410]
    await sendDue()
    expect(await get(`/${id}`)).toMatchObject({ enabled: false, disabled_reason: 'gone' })
    expect((await get(`/${id}/deliveries`)).items).toMatchObject([{ status: 'failed', attempts: [{ status: 410 }] }])
    expect(await send('PATCH', `/${id}`, { enabled: true })).toMatchObject({ enabled: true, disabled_reason: null })
  })

  test('receive a delivery again on request, with the same id', async () => {
    const { id } = await addEndpoint()
    const { id: delivery, http } = await send('POST', `/${id}/test`)
    expect(http).toBe(202)
    await sendDue()
    expect(await send('POST', `/${id}/deliveries/${delivery}/redeliver`)).toMatchObject({
      http: 202,
      status: 'pending',
    })
    await sendDue()
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery, delivery])
    expect((await get(`/${id}/deliveries/${delivery}`)).attempts).toHaveLength(2)
  })

  test('have two signatures after a rotation, until the former secret ends', async () => {
    const { id, secret } = await addEndpoint()
    const rotated = await send('POST', `/${id}/rotate-secret`, { keep_seconds: 60 })
    expect(rotated.secret).not.toBe(secret)
    await send('POST', `/${id}/test`)
    await sendDue()
    expect(String(received[0]!.headers['webhook-signature']).split(' ')).toHaveLength(2)
    for (const valid of [secret, rotated.secret]) {
      const readHeader = (name: string) => received[0]!.headers[name] as string
      const options = { scheme: 'standard' as const, secret: valid, header: '', toleranceSeconds: 300 }
      const signed = {
        readHeader,
        body: Buffer.from(received[0]!.body),
        method: 'POST',
        urls: ['https://receiver.example/'],
      }
      expect(verifySignature(options, signed, Date.now()).isValid).toBe(true)
    }
    clockMs = 61_000
    await send('POST', `/${id}/test`)
    await sendDue()
    expect(String(received[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  test('at private addresses that no administrator named are not called, and the log says why', async () => {
    const { id } = await addEndpoint({ url: 'http://127.0.0.1:9/private' })
    await send('POST', `/${id}/test`)
    await sendDue()
    const [{ status, attempts }] = (await get(`/${id}/deliveries`)).items
    expect([status, attempts[0]!.status]).toEqual(['pending', null])
    expect(JSON.stringify(attempts[0]!.problem)).toContain('127.0.0.1')
  })

  test('are sent one delivery by one sender', async () => {
    const { id } = await addEndpoint()
    for (let count = 0; count < 3; count++) await send('POST', `/${id}/test`)
    const counts = await Promise.all([sendDue(), sendDue(), sendDue()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
  })
})

describe('CloudEvents', () => {
  test('have their attributes in the body in structured mode', async () => {
    await addEndpoint({ format: 'cloudevents', events: ['run.completed'] })
    const workflowId = await createWorkflow()
    const { id: runId } = await run(workflowId)
    await sendDue()
    const [{ headers, body }] = received as [Received]
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id: headers['webhook-id'],
      source: `/workspaces/default/workflows/${workflowId}`,
      type: 'aw.run.completed',
      subject: runId,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      datacontenttype: 'application/json',
      data: { run_id: runId, workflow_id: workflowId, workflow_name: 'Report', status: 'completed' },
    })
  })

  test('have their attributes in headers in binary mode', async () => {
    await addEndpoint({ format: 'cloudevents-binary', events: ['run.completed'] })
    const { id: runId } = await run(await createWorkflow())
    await sendDue()
    const [{ headers, body }] = received as [Received]
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': headers['webhook-id'],
      'ce-type': 'aw.run.completed',
      'ce-subject': runId,
    })
    expect(JSON.parse(body)).toMatchObject({ run_id: runId, status: 'completed' })
  })
})

describe('the API of endpoints', () => {
  test.each([
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: 'https://user:word@example.com' }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: ['run.exploded'] }, 'events'],
    [{ format: 'xml' }, 'format'],
  ])('refuses %j', async (fields, name) => {
    const { http, error } = await addEndpoint(fields)
    expect([http, error.message]).toEqual([422, expect.stringContaining(name)])
  })

  test('names unknown endpoints, deliveries and workflows', async () => {
    expect(await send('PATCH', '/none', {})).toMatchObject({ http: 404, error: { code: 'webhook-endpoint.not-found' } })
    const { id } = await addEndpoint()
    expect(await send('POST', `/${id}/deliveries/none/redeliver`)).toMatchObject({
      http: 404,
      error: { code: 'webhook-endpoint.no-delivery' },
    })
    expect(await addEndpoint({ workflow_id: 'none' })).toMatchObject({
      http: 404,
      error: { code: 'workflow.not-found' },
    })
  })

  test('lists the endpoints of a workflow with those of all workflows', async () => {
    const workflowId = await createWorkflow()
    const all = await addEndpoint({ name: 'A' })
    const own = await addEndpoint({ name: 'B', workflow_id: workflowId })
    await addEndpoint({ name: 'C', workflow_id: await createWorkflow() })
    const { items } = await get(`?workflow_id=${workflowId}`)
    expect(items.map((item: Body) => item.id)).toEqual([all.id, own.id])
  })
})

test('a failed run is an event, too', async () => {
  await addEndpoint({ events: ['run.failed'] })
  expect(await run(await createWorkflow([failing]))).toMatchObject({ status: 'failed' })
  await sendDue()
  expect(received).toHaveLength(1)
})
