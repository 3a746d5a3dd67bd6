import { createCatalog, systemClock } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { signIn, type Client } from '../testing/test-accounts.ts'
import { readBody, type Body } from '../testing/test-requests.ts'
import { tickSchedules } from '../triggers/schedules/schedule-ticker.ts'
import { DocumentChecks } from '../validation/document-checks.ts'
import { openTestApp } from '../testing/test-app.ts'

const mails: Email[] = []
const catalog = createCatalog(builtInNodes)
const documents = new DocumentChecks({ catalog, nodes: [] })
let ada: Client

const { server } = openTestApp({ nodes: builtInNodes, accounts: { signUp: 'open', mails } })
afterAll(() => documents.close())

async function call(method: string, path: string, body?: unknown): Promise<Body> {
  const response = await ada.ask(method, path, body)
  expect(response.ok, `${method} ${path} ${await response.clone().text()}`).toBe(true)
  return readBody(response)
}

/** Publishes a workflow that starts with a node, and turns its trigger on. */
async function addTriggered(
  type: string,
  config: object,
  triggers: string,
): Promise<{ workflow: string; trigger: Body }> {
  const nodes = [
    { id: 'start', type, data: { label: `By ${type}`, config } },
    { id: 'say', type: 'variable', data: { label: 'Say', config: { expression: '1' } } },
  ]
  const edges = [{ id: 'e', source: 'start', target: 'say' }]
  const document = { name: `By ${type}`, status: 'published', nodes, edges }
  const workflow = String((await call('POST', '/api/v1/workflows', document)).id)
  const { items } = await call('GET', `/api/v1/${triggers}?workflow_id=${workflow}`)
  const [{ id }] = items as [{ id: string }]
  return { workflow, trigger: await call('PATCH', `/api/v1/${triggers}/${id}`, { enabled: true }) }
}

/** Returns the entries of the starts of a workflow. */
async function readStarts(workflow: string): Promise<Body[]> {
  const { items } = await call('GET', `/api/v1/audit?entity_type=workflow&action=execute&entity_id=${workflow}`)
  return items as Body[]
}

const readRuns = async (workflow: string): Promise<Body[]> =>
  (await call('GET', `/api/v1/runs?workflow_id=${workflow}`)).items as Body[]

test('a start by a schedule, a webhook or an event is in the audit log once, with the trigger and its run', async () => {
  ada = await signIn(server, mails, 'ada@example.com')
  const schedule = await addTriggered('schedule', { cron: '* * * * *', timeZone: 'UTC' }, 'schedules')
  const time = Date.now() + 90_000
  const tick = () =>
    tickSchedules({
      backend: server.backend,
      clock: { ...systemClock, now: () => time },
      catalog,
      documents,
      newId: randomUUID,
      newSeed: () => 1,
      onError: (cause) => server.faults.push(cause),
    })
  await Promise.all([tick(), tick()])
  await tick()

  const webhook = await addTriggered('webhook', {}, 'webhooks')
  const hook = `/hooks/${String(webhook.trigger.token)}`
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    body: '{}',
  }
  expect((await server.ask(hook, request)).status).toBe(202)
  expect((await server.ask(hook, request)).status).toBe(200)
  expect((await server.ask(hook, { ...request, body: '{' })).status).toBe(400)

  const event = await addTriggered('event', { name: 'order.created' }, 'event-triggers')
  const published = { type: 'order.created', id: 'e1' }
  const { items } = await call('POST', '/api/v1/events', published)
  const [{ id: eventId }] = items as [{ id: string }]
  await call('POST', '/api/v1/events', published)

  for (const [{ workflow }, triggerType, trigger, name] of [
    [schedule, 'scheduled', String(schedule.trigger.id), 'By schedule'],
    [webhook, 'webhook', String(webhook.trigger.id), 'By webhook'],
    [event, 'event', eventId, 'order.created'],
  ] as const) {
    const runs = await readRuns(workflow)
    const starts = await readStarts(workflow)
    expect(runs.length, triggerType).toBeGreaterThan(0)
    expect(starts.map(({ changes }) => (changes as Body).run_id).toSorted(), triggerType).toEqual(
      runs.map(({ id }) => id).toSorted(),
    )
    expect(starts[0]).toMatchObject({
      user_id: 'system',
      ip_address: null,
      changes: { name, trigger_id: trigger, trigger_type: triggerType },
    })
  }
  expect(await call('GET', '/api/v1/audit/check')).toMatchObject({ valid: true })
  const activity = (await call('GET', '/api/v1/activity')).items as Body[]
  expect(activity.find(({ user_id: user }) => user === 'system')).toMatchObject({ user_name: null, action: 'execute' })
})

test('a start by a visitor of a link is in the audit log, with the link, its run and who created the link', async () => {
  const nodes = [{ id: 'say', type: 'variable', data: { label: 'Say', config: { expression: '1' } } }]
  const workflow = String((await call('POST', '/api/v1/workflows', { name: 'Shared', nodes })).id)
  const { path } = await call('PATCH', `/api/v1/workflows/${workflow}/sharing`, { public: true, permission: 'execute' })
  const started = await server.ask(`${String(path)}/execute`, { method: 'POST' })
  expect(started.status, await started.clone().text()).toBe(202)
  const { id: run } = await readBody(started)
  const me = await call('GET', '/api/v1/auth/me')
  const [entry] = await readStarts(workflow)
  expect(entry).toMatchObject({
    user_id: 'system',
    changes: {
      run_id: run,
      trigger_type: 'link',
      trigger_id: expect.stringMatching(/^link-\w{24}$/),
      shared_by: me.id,
    },
  })
  expect(JSON.stringify(entry)).not.toContain(String(path).split('/').at(-1))
  const [listed] = await readRuns(workflow)
  expect(listed).toMatchObject({ id: run })
})
