import { createCatalog } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DocumentChecks } from '../validation/document-checks.ts'
import type { DispatchOptions } from './dispatch-event.ts'
import { dispatchPendingEvents } from './event-dispatcher.ts'
import { addMissingTriggers } from '../triggers/trigger-rows.ts'
import { openTestApp } from '../testing/test-app.ts'
import { createCall } from '../testing/test-requests.ts'

const { server } = openTestApp({ nodes: builtInNodes, allowHosts: [] })

type Body = Record<string, never> & { id: string; items: Body[]; error: { code: string; message: string } }
const call = createCall<Body>(server)
const send = async (headers: Record<string, string>, body: string): Promise<{ status: number; body: Body }> => {
  const answer = await server.ask('/api/v1/events', { method: 'POST', headers, body })
  return { status: answer.status, body: (await answer.json()) as Body }
}
const publish = (event: object) => call('POST', '/api/v1/events', event)

const addWorkflow = async (nodes: object[], edges: object[] = [], name = 'Orders'): Promise<string> => {
  const { status, body } = await call('POST', '/api/v1/workflows', { name, nodes, edges })
  expect(status, JSON.stringify(body)).toBe(201)
  expect((await call('PATCH', `/api/v1/workflows/${body.id}/status`, { status: 'published' })).status).toBe(200)
  return body.id
}
const listTriggers = async (workflow: string): Promise<Body[]> =>
  (await call('GET', `/api/v1/event-triggers?workflow_id=${workflow}`)).body.items
const node = (id: string, type: string, config: object) => ({ id, type, data: { label: id, config } })

/** Publishes a workflow that starts with an event, and turns its trigger on. */
async function addListener(event: string, more: object[] = [], edges: object[] = []): Promise<string> {
  const workflow = await addWorkflow([node('on', 'event', { name: event }), ...more], edges, `On ${event}`)
  const [trigger] = await listTriggers(workflow)
  expect(trigger).toMatchObject({ event, enabled: false, node_id: 'on' })
  const changed = await call('PATCH', `/api/v1/event-triggers/${trigger!.id}`, { enabled: true })
  expect(changed).toMatchObject({ status: 200, body: { enabled: true, workflow_id: workflow } })
  return workflow
}

const options = (): DispatchOptions => {
  const catalog = createCatalog(builtInNodes)
  return {
    backend: server.backend,
    catalog,
    documents: new DocumentChecks({ catalog, nodes: [] }),
    newId: randomUUID,
    newSeed: () => 1,
    now: Date.now,
  }
}
/** Handles the events of runs. */
const dispatch = async (): Promise<void> => {
  while ((await dispatchPendingEvents(options())) > 0);
}
const readRun = async (run: string): Promise<Body> => (await call('GET', `/api/v1/runs/${run}`)).body
const listRuns = async (workflow: string): Promise<Body[]> =>
  (await call('GET', `/api/v1/runs?workflow_id=${workflow}`)).body.items
/** Returns the data with which a run started. */
const readData = async (run: string): Promise<unknown> => {
  const { inputs } = await server.backend.store.forWorkspace('default').runs.readRequest(run)
  return (inputs.on as unknown as Record<string, { json: unknown }>).data!.json
}

describe('events', () => {
  it('start the workflows of their triggers that are on, once, with the data', async () => {
    const workflow = await addListener('order.created')
    const other = await addWorkflow([node('on', 'event', { name: 'order.created' })])
    const event = { type: 'order.created', id: 'e1', data: { amount: 3 } }
    const { status, body } = await publish(event)
    expect(status).toBe(202)
    expect(body.items).toMatchObject([
      { type: 'order.created', event_id: 'e1', status: 'done', repeated: false, woken: 0, data: { amount: 3 } },
    ])
    const [start, ...more] = body.items[0]!.starts as unknown as { workflow_id: string; run_id: string }[]
    expect([start?.workflow_id, more]).toEqual([workflow, []])
    expect(await readData(start!.run_id)).toEqual({ amount: 3 })
    expect(await readRun(start!.run_id)).toMatchObject({ trigger_type: 'event', triggered_by: 'order.created' })
    expect((await publish(event)).body.items).toMatchObject([{ repeated: true, starts: [{ run_id: start!.run_id }] }])
    expect([(await listRuns(workflow)).length, (await listRuns(other)).length]).toEqual([1, 0])
    const [trigger] = await listTriggers(workflow)
    await call('PATCH', `/api/v1/event-triggers/${trigger!.id}`, { enabled: false })
    expect((await publish({ type: 'order.created' })).body.items).toMatchObject([{ starts: [] }])
    expect((await call('GET', '/api/v1/events?type=order.created')).body.items).toHaveLength(2)
    const { id } = body.items[0]!
    expect((await call('GET', `/api/v1/events/${id}`)).body).toMatchObject({ id, starts: [{ workflow_id: workflow }] })
  })

  it('with a subject start and wake those that name it', async () => {
    const all = await addListener('order.paid')
    const one = await addListener('order.paid:42')
    const waiting = await addWorkflow([node('wait', 'wait_for_event', { name: 'order.paid:42' })])
    const other = await addWorkflow([node('wait', 'wait_for_event', { name: 'order.paid:43' })])
    const start = async (workflow: string) =>
      (await call('POST', `/api/v1/workflows/${workflow}/execute`, {})).body.id as string
    const runs = [await start(waiting), await start(other)]
    for (const run of runs) await expect.poll(async () => (await readRun(run)).status).toBe('waiting')
    const { body } = await publish({ type: 'order.paid', subject: '42', data: { by: 'card' } })
    expect(body.items[0]).toMatchObject({ woken: 1, subject: '42' })
    expect(await server.waitForEnd(runs[0]!)).toMatchObject({ status: 'completed' })
    expect((await readRun(runs[1]!)).status).toBe('waiting')
    const { items } = (await call('GET', `/api/v1/runs/${runs[0]}/steps`)).body
    expect(items[0]).toMatchObject({ output: { event: { json: { by: 'card' } } } })
    expect([(await listRuns(all)).length, (await listRuns(one)).length]).toEqual([1, 1])
    await publish({ type: 'order.paid', subject: '43' })
    expect(await server.waitForEnd(runs[1]!)).toMatchObject({ status: 'completed' })
  })

  it('whose data does not match the schema of their type are refused with the value', async () => {
    const schema = {
      type: 'object',
      required: ['amount'],
      properties: {
        amount: { type: 'number' },
        items: { type: 'array', items: { type: 'string' } },
        'Größe %': { type: 'number' },
      },
    }
    const path = '/api/v1/event-types/order.shipped'
    expect(await call('PUT', path, { description: 'Shipped', schema })).toMatchObject({ status: 200, body: { schema } })
    expect((await call('GET', '/api/v1/event-types')).body.items).toMatchObject([{ name: 'order.shipped' }])
    const wrong = await publish({ type: 'order.shipped', data: { amount: 'much', items: ['a', 7] } })
    expect(wrong).toMatchObject({ status: 422, body: { error: { code: 'event.data' } } })
    expect(wrong.body.error.message).toContain('amount is "much": ')
    expect(wrong.body.error.message).toContain('items/1 is 7: ')
    const encoded = await publish({ type: 'order.shipped', data: { amount: 1, 'Größe %': 'large' } })
    expect(encoded.body.error.message).toContain('Größe % is "large": ')
    const missing = await publish({ type: 'order.shipped' })
    expect(missing.body.error.message).toContain('data is null: ')
    expect((await publish({ type: 'order.shipped', data: { amount: 1 } })).status).toBe(202)
    expect(await call('PUT', path, { schema: { type: 'nonsense' } })).toMatchObject({ status: 422 })
    expect(await call('PUT', path, { schema: { pattern: '(a+)+$' } })).toMatchObject({ status: 422 })
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('DELETE', path)).status).toBe(404)
    expect((await publish({ type: 'order.shipped', data: 'any' })).status).toBe(202)
  })

  it.each([
    [{ type: '' }, 'type is ""'],
    [{}, 'type is missing'],
    [{ type: 'a', data: 1, extra: 2 }, '"extra" is not one of'],
    [{ type: 'a', time: 'today' }, 'time is "today"'],
    [{ type: 'a', subject: 7 }, 'subject is 7'],
    [[{ type: 'a' }], 'the body is not a JSON object'],
  ])('%j are refused', async (event, message) => {
    const { status, body } = await publish(event)
    expect([status, body.error.code]).toEqual([422, 'event.invalid'])
    expect(body.error.message).toContain(message)
  })

  it('of the ends of runs are published by the server only', async () => {
    expect(await publish({ type: 'workflow.completed' })).toMatchObject({
      status: 422,
      body: { error: { code: 'event.reserved' } },
    })
  })

  it('of the end of another workflow start a workflow, and a chain of events ends', async () => {
    const source = await addWorkflow([node('say', 'variable', { expression: '1' })], [], 'Nightly import')
    const named = await addListener('workflow.completed:Nightly import')
    const failed = await addListener('workflow.failed')
    const { id: run } = (await call('POST', `/api/v1/workflows/${source}/execute`, {})).body
    await server.waitForEnd(run)
    await dispatch()
    const [started] = await listRuns(named)
    expect(await readData(started!.id)).toEqual({
      run_id: run,
      workflow_id: source,
      workflow_name: 'Nightly import',
      status: 'completed',
    })
    expect(await listRuns(failed)).toEqual([])

    const loop = await addListener('workflow.completed')
    await call('POST', `/api/v1/workflows/${source}/execute`, {})
    for (let last = ''; last !== 'event.loop';) {
      await dispatch()
      const { items } = (await call('GET', '/api/v1/events?type=workflow.completed&limit=1000')).body
      const problems = items.flatMap(({ starts }) => starts as unknown as { problem: { code: string } | null }[])
      last = problems.find(({ problem }) => problem)?.problem?.code ?? ''
    }
    for (const { id } of await listTriggers(loop))
      await call('PATCH', `/api/v1/event-triggers/${id}`, { enabled: false })
    expect((await listRuns(loop)).length).toBeLessThan(40)
  })

  it('of a Publish event node are published once and start workflows', async () => {
    const listener = await addListener('order.checked:7')
    const workflow = await addWorkflow(
      [
        node('start', 'trigger', { sample: '{"number": 7}' }),
        node('tell', 'publish_event', { name: 'order.checked', subject: '{{$string(start.data.number)}}' }),
      ],
      [{ id: 'e', source: 'start', sourceHandle: 'data', target: 'tell' }],
    )
    const { id: run } = (await call('POST', `/api/v1/workflows/${workflow}/execute`, {})).body
    const ended = await server.waitForEnd(run)
    expect(ended, JSON.stringify((await call('GET', `/api/v1/runs/${run}/steps`)).body)).toMatchObject({
      status: 'completed',
    })
    await dispatch()
    await dispatch()
    const [event, ...others] = (await call('GET', '/api/v1/events?type=order.checked')).body.items
    expect(others).toEqual([])
    expect(event).toMatchObject({ run_id: run, subject: '7', source: `/runs/${run}`, data: { number: 7 } })
    expect(await listRuns(listener)).toHaveLength(1)

    await call('PUT', '/api/v1/event-types/order.checked', { schema: { required: ['total'] } })
    const { id: second } = (await call('POST', `/api/v1/workflows/${workflow}/execute`, {})).body
    expect(await server.waitForEnd(second)).toMatchObject({ status: 'failed' })
    const { items } = (await call('GET', `/api/v1/runs/${second}/steps`)).body
    expect(JSON.stringify(items)).toContain('event.data')
  })

  it('that a server could not finish are handled again, without a second run', async () => {
    const workflow = await addListener('order.slow')
    await dispatch()
    const { body } = await publish({ type: 'order.slow' })
    const { database } = server.backend.store.openedDatabase
    const { id } = body.items[0]!
    const past = new Date(0)
    await database.updateTable('events').set({ status: 'pending', claimed_until: past }).where('id', '=', id).execute()
    expect(await dispatchPendingEvents(options())).toBe(1)
    expect(await dispatchPendingEvents(options())).toBe(0)
    expect(await listRuns(workflow)).toHaveLength(1)
  })

  it('have triggers that follow the document', async () => {
    const workflow = await addWorkflow([node('on', 'event', { name: 'first' })])
    const change = (nodes: object[]) =>
      call('PUT', `/api/v1/workflows/${workflow}`, { name: 'Orders', nodes, edges: [], status: 'published' })
    await change([node('on', 'event', { name: 'second' })])
    await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'published' })
    expect(await listTriggers(workflow)).toMatchObject([{ event: 'second' }])
    await change([])
    await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'published' })
    expect(await listTriggers(workflow)).toEqual([])
    expect((await call('PATCH', '/api/v1/event-triggers/none', { enabled: true })).status).toBe(404)

    const { openedDatabase } = server.backend.store
    const stored = await addListener('older')
    await openedDatabase.execute('delete from event_triggers where workflow_id = $1', [stored])
    await addMissingTriggers(server.backend.store, 'event')
    expect(await listTriggers(stored)).toMatchObject([{ event: 'older', enabled: false }])
  })
})

describe('CloudEvents', () => {
  const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' }
  const batched = { 'content-type': 'application/cloudevents-batch+json' }
  const cloudEvent = { specversion: '1.0', id: 'c1', source: '/shop', type: 'shop.sold', data: { price: 2 } }

  it('are accepted in structured mode', async () => {
    const workflow = await addListener('shop.sold')
    const event = { ...cloudEvent, time: '2026-11-25T20:00:00Z', subject: 'x', traceid: 'abc' }
    const { status, body } = await send(structured, JSON.stringify(event))
    expect(status).toBe(202)
    expect(body.items).toMatchObject([
      { source: '/shop', event_id: 'c1', subject: 'x', data: { price: 2 }, occurred_at: '2026-11-25T20:00:00.000Z' },
    ])
    expect((await send(structured, JSON.stringify(event))).body.items).toMatchObject([{ repeated: true }])
    expect(await listRuns(workflow)).toHaveLength(1)
  })

  it.each([
    ['application/json', Buffer.from('{"a":1}').toString('base64'), { a: 1 }],
    ['image/png', 'AAEC', 'AAEC'],
  ])('with binary data of the type %s are accepted', async (datacontenttype, data_base64, data) => {
    const { data: _, ...event } = cloudEvent
    const { status, body } = await send(
      structured,
      JSON.stringify({ ...event, id: datacontenttype, type: 'shop.binary', datacontenttype, data_base64 }),
    )
    expect([status, body.items]).toMatchObject([202, [{ data }]])
  })

  it('are accepted in binary mode', async () => {
    const headers = { 'ce-specversion': '1.0', 'ce-id': 'b1', 'ce-source': '/caf%C3%A9', 'ce-type': 'shop.opened' }
    const json = await send({ ...headers, 'content-type': 'application/json' }, '{"day": 1}')
    expect(json).toMatchObject({ status: 202, body: { items: [{ source: '/café', data: { day: 1 } }] } })
    const text = await send({ ...headers, 'ce-id': 'b2', 'content-type': 'text/plain' }, 'open')
    expect(text).toMatchObject({ status: 202, body: { items: [{ data: 'open' }] } })
  })

  it('are accepted in batches, all or none', async () => {
    const event = (id: string, more: object = {}) => ({ ...cloudEvent, id, type: 'shop.batch', ...more })
    const wrong = await send(batched, JSON.stringify([event('1'), event('2', { source: '' }), event('')]))
    expect(wrong.status).toBe(422)
    expect(wrong.body.error.message).toContain('event 1: source is ""')
    expect((await call('GET', '/api/v1/events?type=shop.batch')).body.items).toEqual([])
    const { status, body } = await send(batched, JSON.stringify([event('1'), event('2')]))
    expect([status, body.items.map(({ event_id: id }) => id)]).toEqual([202, ['1', '2']])
    expect(await send(batched, '[]')).toMatchObject({ status: 202, body: { items: [] } })
    expect((await send(batched, '{}')).status).toBe(422)
    expect((await send(batched, JSON.stringify(Array(1001).fill(event('1'))))).status).toBe(422)
  })

  it.each([
    [structured, { ...cloudEvent, specversion: '0.3' }, 422, 'specversion is "0.3"'],
    [structured, { ...cloudEvent, id: undefined }, 422, 'id is missing'],
    [structured, { ...cloudEvent, data_base64: 'AA==' }, 422, 'both data and data_base64'],
    [structured, { ...cloudEvent, time: '25.11.2026' }, 422, 'time is "25.11.2026"'],
    [structured, [cloudEvent], 422, 'it is not a JSON object'],
    [{ 'content-type': 'text/plain' }, cloudEvent, 415, 'text/plain'],
    [{ 'ce-specversion': '2.0', 'content-type': 'application/json' }, {}, 422, 'ce-specversion is "2.0"'],
    [{ 'ce-specversion': '1.0', 'content-type': 'application/json' }, {}, 422, 'ce-type is missing'],
  ])('with the headers %j and the body %j are refused', async (headers, body, status, message) => {
    const answer = await send(headers as unknown as Record<string, string>, JSON.stringify(body))
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.stringContaining(message)])
  })

  it('that are malformed JSON are refused', async () => {
    expect(await send(structured, '{')).toMatchObject({ status: 400, body: { error: { code: 'body.malformed' } } })
  })
})
