import { systemClock } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verifySignature } from '../triggers/webhooks/webhook-signature.ts'
import { sendDueDeliveries } from './delivery-sender.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestService } from '../testing/test-resources.ts'
import { createCall } from '../testing/test-requests.ts'

let url: string
let received: { headers: IncomingMessage['headers']; json: Json }[] = []
let statuses: number[] = []
let clockMs = 0

const receiver = openTestService((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push({ headers: request.headers, json: JSON.parse(Buffer.concat(chunks).toString()) as Json })
    response.writeHead(statuses.shift() ?? 204).end()
  })
})
const { server } = openTestApp(() => ({ allowHosts: [receiver.host] }))
beforeAll(() => void (url = `${receiver.origin}/events`))
afterEach(async () => {
  const { items } = (await server.json(path)) as { items: { id: string }[] }
  for (const { id } of items) await server.ask(`${path}/${id}`, { method: 'DELETE' })
  ;[received, statuses, clockMs] = [[], [], 0]
})

const path = '/api/v1/webhook-endpoints'
interface Body {
  [name: string]: unknown
  id: string
  secret: string
  items: { event: string; status: string; attempts: { status: number }[] }[]
  error: { code: string; details?: unknown }
}
const send = createCall<Body>(server)
const addEndpoint = async (fields: object): Promise<Body> =>
  (await send('POST', path, { name: 'Shop', url, events: [], format: 'cloudevents', ...fields })).body
const publish = async (event: object, type = 'application/json'): Promise<number> => {
  const headers = { 'content-type': type }
  return (await server.ask('/api/v1/events', { method: 'POST', headers, body: JSON.stringify(event) })).status
}
const sendDue = (): Promise<number> => {
  const now = (): number => Date.now() + clockMs
  return sendDueDeliveries({
    deliveries: server.backend.store.openDeliveries(now),
    clock: { now, elapsed: systemClock.elapsed },
    withEgress: server.backend.withEgress,
    random: () => 0.5,
    onError: (cause) => server.faults.push(cause),
  })
}

describe('named events', () => {
  test('are delivered as CloudEvents with their own id, source and subject, signed and logged', async () => {
    const { id, secret, event_names: names } = await addEndpoint({ event_names: ['order.paid'] })
    expect(names).toEqual(['order.paid'])
    const sent = {
      specversion: '1.0',
      id: 'A-1',
      source: '/shop/north',
      type: 'order.paid',
      subject: '42',
      time: '2026-11-26T04:00:00.000Z',
      data: { amount: 12 },
    }
    expect(await publish(sent, 'application/cloudevents+json')).toBe(202)
    // A repeated event is the same event.
    await publish(sent, 'application/cloudevents+json')
    await publish({ type: 'order.shipped' })
    expect(await sendDue()).toBe(1)
    expect(received[0]!.json).toEqual({ ...sent, datacontenttype: 'application/json' })
    const { headers } = received[0]!
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8')
    const signed = {
      readHeader: (name: string) => headers[name] as string,
      body: Buffer.from(JSON.stringify(received[0]!.json)),
      method: 'POST',
      urls: ['https://receiver.example/'],
    }
    const options = { scheme: 'standard' as const, secret, header: '', toleranceSeconds: 300 }
    expect(verifySignature(options, signed, Date.now())).toMatchObject({ isValid: true })
    const { items } = (await server.json(`${path}/${id}/deliveries`)) as Body
    expect(items).toMatchObject([{ event: 'order.paid', status: 'delivered', attempts: [{ status: 204 }] }])
  })

  test('have encoded attributes in headers, and any data', async () => {
    await addEndpoint({ event_names: ['*'], format: 'cloudevents-binary' })
    await publish({ type: 'order.paid', subject: 'Grüße "1" 100%', data: ['a', null] })
    await sendDue()
    expect(received[0]).toMatchObject({
      headers: {
        'ce-specversion': '1.0',
        'ce-type': 'order.paid',
        'ce-subject': 'Gr%C3%BC%C3%9Fe%20%221%22%20100%25',
        'content-type': 'application/json',
      },
      json: ['a', null],
    })
  })

  test('are also delivered in the standard format', async () => {
    await addEndpoint({ event_names: ['order.paid'], format: 'standard' })
    await publish({ type: 'order.paid', data: { amount: 1 } })
    await sendDue()
    expect(received[0]!.json).toMatchObject({ type: 'order.paid', data: { amount: 1 } })
  })

  test.each([
    [['order.*'], ['order.paid', 'order.paid']],
    [['order.paid:7'], ['order.paid']],
    [
      ['order.paid', 'order.*'],
      ['order.paid', 'order.paid'],
    ],
    [['Order.paid', 'order', '*.paid', 'order.paid:8'], []],
  ])('match %j', async (names, types) => {
    await addEndpoint({ event_names: names })
    await publish({ type: 'order.paid', subject: '7' })
    await publish({ type: 'order.paid' })
    await publish({ type: 'stock.low' })
    await sendDue()
    expect(received.map(({ json }) => (json as { type: string }).type)).toEqual(types)
  })

  test('include the ends of workflows, next to events of runs', async () => {
    await addEndpoint({ events: ['run.completed'], event_names: ['workflow.completed'] })
    const { body: workflow } = await send('POST', '/api/v1/workflows', { name: 'Report', nodes: [], edges: [] })
    const { body: run } = await send('POST', `/api/v1/workflows/${workflow.id}/execute`, {})
    await server.waitForEnd(run.id)
    await expect.poll(sendDue).toBe(0)
    const types = received.map(({ json }) => (json as { type: string }).type)
    expect(types.toSorted()).toEqual(['aw.run.completed', 'workflow.completed'])
  })

  test('are repeated after a failure, with the same id', async () => {
    await addEndpoint({ event_names: ['order.paid'] })
    await publish({ type: 'order.paid' })
    statuses = [500]
    expect(await sendDue()).toBe(1)
    clockMs = 60_000
    expect(await sendDue()).toBe(1)
    expect(received[1]!.json).toEqual(received[0]!.json)
    expect(received[1]!.headers['webhook-id']).toBe(received[0]!.headers['webhook-id'])
  })

  test('are not delivered while the endpoint is off', async () => {
    await addEndpoint({ event_names: ['*'], enabled: false })
    await publish({ type: 'order.paid' })
    expect(await sendDue()).toBe(0)
  })

  test('are needed by an endpoint without events of runs, and can be removed from others', async () => {
    expect((await send('POST', path, { name: 'None', url, events: [] })).status).toBe(422)
    const { id } = await addEndpoint({ events: ['run.failed'], event_names: ['order.paid'] })
    expect((await send('PATCH', `${path}/${id}`, { events: [] })).status).toBe(422)
    const changed = await send('PATCH', `${path}/${id}`, { event_names: [] })
    expect(changed).toMatchObject({ status: 200, body: { event_names: [], events: ['run.failed'] } })
  })
})
