import { beforeAll, expect, it } from 'vitest'
import { builtInNodes } from '@aw-flow/nodes'
import { openTestApp } from '../testing/test-app.ts'

/** A published workflow with a webhook and a schedule. */
let workflow: string

const { server } = openTestApp({ nodes: builtInNodes })
beforeAll(async () => {
  const added = await send('POST', '/api/v1/workflows', {
    name: 'Triggered',
    status: 'published',
    nodes: [
      { id: 'daily', type: 'schedule', data: { label: 'Daily', config: { cron: '0 6 * * *' } } },
      { id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } },
    ],
    edges: [],
  })
  expect(added.status).toBe(201)
  workflow = String(added.body.id)
})

interface Sent {
  status: number
  body: Record<string, unknown> & { error?: { code: string; message: string }; items?: { id: string }[] }
}

async function send(method: string, path: string, body?: unknown): Promise<Sent> {
  const response = await server.ask(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Sent['body'] }
}

/** Adds `count` copies of the rows of a table with the id `id`, each with an id of its own. */
async function copyRow(table: string, id: string, count: number, changes: object = {}, key = 'id'): Promise<void> {
  await server.backend.store.openedDatabase.execute(
    `insert into ${table} select (jsonb_populate_record(r, $2::jsonb || jsonb_build_object('${key}', 'copy-' || i))).*
      from ${table} r, generate_series(1, $3::int) i where r.${key} = $1`,
    [id, JSON.stringify(changes), count],
  )
}
const removeCopies = (table: string, key = 'id'): Promise<unknown> =>
  server.backend.store.openedDatabase.execute(`delete from ${table} where ${key} like 'copy-%'`)

const reject = (code: string, max: string) => ({
  status: 409,
  body: { error: { code, message: expect.stringContaining(max) as string } },
})

it('limits the webhook endpoints of a workspace', async () => {
  const path = '/api/v1/webhook-endpoints'
  const definition = { name: 'Alerts', url: 'https://alerts.example.com/runs', events: ['run.failed'] }
  const { body } = await send('POST', path, definition)
  await copyRow('webhook_endpoints', String(body.id), 99)
  expect(await send('POST', path, definition)).toMatchObject(reject('webhook-endpoint.limit', '100'))
  await removeCopies('webhook_endpoints')
  expect((await send('POST', path, definition)).status).toBe(201)
})

it('limits the watches of a workspace', async () => {
  const path = '/api/v1/watches'
  const source = { kind: 's3', url: 'https://bucket.example.com/in', prefix: '', region: 'auto', secret: 'bucket' }
  const added = await send('POST', path, { name: 'first', source, enabled: false })
  expect(added).toMatchObject({ status: 201 })
  await server.backend.store.openedDatabase.execute(
    `insert into watches select (jsonb_populate_record(r, jsonb_build_object('id', 'copy-' || i, 'name', 'copy-' || i))).*
      from watches r, generate_series(1, 99) i where r.id = $1`,
    [added.body.id],
  )
  expect(await send('POST', path, { name: 'last', source })).toMatchObject(reject('watch.limit', '100'))
  await removeCopies('watches')
  expect((await send('POST', path, { name: 'last', source, enabled: false })).status).toBe(201)
})

it('limits the event types of a workspace, and replaces those that exist', async () => {
  const path = '/api/v1/event-types'
  expect((await send('PUT', `${path}/order.paid`, { description: '' })).status).toBe(200)
  await copyRow('event_types', 'order.paid', 499, {}, 'name')
  expect(await send('PUT', `${path}/order.new`, { description: '' })).toMatchObject(reject('event-type.limit', '500'))
  expect((await send('PUT', `${path}/order.paid`, { description: 'Paid' })).status).toBe(200)
  await removeCopies('event_types', 'name')
})

it('limits the webhooks of a workspace that are on', async () => {
  const id = (await send('GET', '/api/v1/webhooks')).body.items![0]!.id
  await server.backend.store.openedDatabase.execute(
    `insert into webhooks select (jsonb_populate_record(r, jsonb_build_object('id', 'copy-' || i, 'node_id', 'copy-' || i,
      'enabled', true))).* from webhooks r, generate_series(1, 1000) i where r.id = $1`,
    [id],
  )
  const turnOn = () => send('PATCH', `/api/v1/webhooks/${id}`, { enabled: true })
  expect(await turnOn()).toMatchObject(reject('webhook.limit', '1,000'))
  await removeCopies('webhooks')
  expect((await turnOn()).status).toBe(200)
})

it('limits the schedules of a workspace that are on, and those without a node', async () => {
  const path = '/api/v1/schedules'
  const own = (await send('GET', path)).body.items![0]!.id
  const add = (enabled: boolean) =>
    send('POST', path, { workflow_id: workflow, name: 'Nightly', cron: '0 3 * * *', enabled })
  const added = await add(false)
  expect(added).toMatchObject({ status: 201 })
  const changes = { enabled: true, next_at: null }
  await server.backend.store.openedDatabase.execute(
    `insert into schedules select (jsonb_populate_record(r, $2::jsonb || jsonb_build_object('id', 'copy-' || i, 'node_id',
      'copy-' || i))).* from schedules r, generate_series(1, 1000) i where r.id = $1`,
    [own, JSON.stringify(changes)],
  )
  expect(await add(true)).toMatchObject(reject('schedule.limit', '1,000'))
  expect((await add(false)).status).toBe(201)
  expect(await send('POST', `${path}/${own}/resume`)).toMatchObject(reject('schedule.limit', '1,000'))
  await removeCopies('schedules')
  expect((await send('POST', `${path}/${own}/resume`)).status).toBe(200)
  await copyRow('schedules', String(added.body.id), 998)
  expect(await add(false)).toMatchObject(reject('schedule.limit', '1,000'))
  await removeCopies('schedules')
})
