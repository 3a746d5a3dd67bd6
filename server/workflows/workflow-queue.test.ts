import { builtInNodes } from '@aw-flow/nodes'
import { describe, expect, it } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { createCall } from '../testing/test-requests.ts'

const { server } = openTestApp({ nodes: builtInNodes })

type Body = Record<string, never> & { id: string; items: Body[]; error: { code: string; message: string } }
const call = createCall<Body>(server)

/** Adds a workflow whose runs wait for an event. */
async function addWorkflow(): Promise<string> {
  const { status, body } = await call('POST', '/api/v1/workflows', {
    name: 'Orders',
    nodes: [
      { id: 'hook', type: 'webhook', data: { label: 'Order', config: {} } },
      { id: 'wait', type: 'wait_for_event', data: { label: 'Wait', config: { name: 'paid' } } },
    ],
    edges: [{ id: 'e', source: 'hook', sourceHandle: 'data', target: 'wait' }],
  })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

const execute = async (workflow: string, body: object): Promise<Body> => {
  const answer = await call('POST', `/api/v1/workflows/${workflow}/execute`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  return answer.body
}
const read = async (run: string): Promise<Body> => (await call('GET', `/api/v1/runs/${run}`)).body

it('starts a run with three statements: its workflow with the queue, the configuration, and the run', async () => {
  const workflow = await addWorkflow()
  const { setStatementListener } = server.backend.store.openedDatabase
  const statements: string[] = []
  setStatementListener(({ sql: text }) => statements.push(text.trim().replaceAll(/\s+/g, ' ')))
  await execute(workflow, { trigger_data: {} })
  setStatementListener(() => undefined)
  const isOfStart = (text: string): boolean => /from "?(workflows|facts)"?|insert into runs/.test(text)
  expect(statements.filter(isOfStart).map((text) => text.slice(0, 12))).toEqual([
    expect.stringMatching(/^select/),
    expect.stringMatching(/^select/),
    expect.stringMatching(/^insert/),
  ])
})

describe('queues of workflows', () => {
  it('are stored, with the default priority and no key at first', async () => {
    const workflow = await addWorkflow()
    const path = `/api/v1/workflows/${workflow}/queue`
    expect((await call('GET', path)).body).toEqual({ priority: 'default', concurrency: null })
    const settings = { priority: 'low', concurrency: { key: 'customer-{{customer.id}}', limit: 2 } }
    expect(await call('PUT', path, settings)).toEqual({ status: 200, body: settings })
    expect((await call('GET', path)).body).toEqual(settings)
    expect((await call('PUT', path, { concurrency: { key: 'all' } })).body).toEqual({
      priority: 'default',
      concurrency: { key: 'all', limit: 1 },
    })
    expect((await call('PUT', path, {})).body).toEqual({ priority: 'default', concurrency: null })
    const missing = '/api/v1/workflows/none/queue'
    expect([(await call('GET', missing)).status, (await call('PUT', missing, {})).status]).toEqual([404, 404])
  })

  it.each([
    [{ concurrency: { key: 'a {{customer id}}' } }, /"\{\{customer id\}\}" is not a field/],
    [{ concurrency: { key: '{{customer.id' } }, /"\{\{customer\.id" is not a field/],
    [{ concurrency: { key: '' } }, /concurrency\.key/],
    [{ concurrency: { key: 'a', limit: 0 } }, /concurrency\.limit/],
    [{ priority: 'urgent' }, /priority/],
    [{ queue: 'high' }, /queue/],
  ])('%j is refused with the value', async (settings, message) => {
    const { status, body } = await call('PUT', `/api/v1/workflows/${await addWorkflow()}/queue`, settings)
    expect(status).toBe(422)
    expect(JSON.stringify(body.error).replaceAll('\\"', '"')).toMatch(message)
  })

  it('one run per customer is in progress; the others wait and show why', async () => {
    const workflow = await addWorkflow()
    const settings = { priority: 'high', concurrency: { key: '{{customer.id}}' } }
    expect((await call('PUT', `/api/v1/workflows/${workflow}/queue`, settings)).status).toBe(200)
    const first = await execute(workflow, { customer: { id: 1 } })
    expect(first).toMatchObject({ queue: 'high', priority: 5, concurrency_key: '1' })
    await expect.poll(async () => (await read(first.id)).status).toBe('waiting')
    const second = await execute(workflow, { trigger_data: { customer: { id: 1 } }, priority: 'low' })
    const other = await execute(workflow, { input_data: { customer: { id: 2 } }, priority: 3 })
    await expect.poll(async () => (await read(other.id)).status).toBe('waiting')
    expect(await read(second.id)).toMatchObject({ status: 'queued', queue: 'low', priority: -5, blocked: true })
    expect(await read(other.id)).toMatchObject({ queue: 'high', priority: 3, concurrency_key: '2', blocked: false })
    expect((await call('POST', `/api/v1/runs/${first.id}/signals/paid`, {})).status).toBe(202)
    await expect.poll(async () => (await read(second.id)).status).toBe('waiting')
    expect(await read(second.id)).toMatchObject({ blocked: false })
  })

  it('requests of webhooks have the key of their body', async () => {
    const workflow = await addWorkflow()
    await call('PUT', `/api/v1/workflows/${workflow}/queue`, { priority: 'low', concurrency: { key: '{{order}}' } })
    expect((await call('PATCH', `/api/v1/workflows/${workflow}/status`, { status: 'published' })).status).toBe(200)
    const [webhook] = (await call('GET', `/api/v1/webhooks?workflow_id=${workflow}`)).body.items
    const { token } = (await call('PATCH', `/api/v1/webhooks/${webhook!.id}`, { enabled: true })).body
    const send = async () => String((await call('POST', `/hooks/${String(token)}`, { order: 7 })).body.run_id)
    const runs = [await send(), await send()]
    await expect.poll(async () => (await read(runs[0]!)).status).toBe('waiting')
    expect(await read(runs[1]!)).toMatchObject({ status: 'queued', concurrency_key: '7', queue: 'low', blocked: true })
  })
})
