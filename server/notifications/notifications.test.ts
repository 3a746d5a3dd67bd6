import { systemClock } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createTestFolder } from '../testing/test-resources.ts'
import { maxMailsPerHour, sendDueNotifications } from './notification-sender.ts'

const folder = createTestFolder()
let server: TestServer
let mails: Email[] = []
/** Rejections of the next mails. */
let failures: string[] = []
let clockMs = 0

beforeAll(async () => {
  server = await openTestServer(join(folder, 'data'), { nodes: builtInNodes })
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
})
afterEach(async () => {
  for (const { id } of (await call('GET', rules)).items) await server.ask(`${rules}/${id}`, { method: 'DELETE' })
  await server.backend.store.openedDatabase.execute('delete from notifications')
  ;[mails, failures, clockMs] = [[], [], 0]
})

const rules = '/api/v1/notification-rules'
type Body = Record<string, unknown> & { id: string; items: Body[]; ids: string[]; error: { code: string } }

async function call(method: string, path: string, body?: unknown, headers: object = {}): Promise<Body> {
  const response = await server.ask(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { ...((await response.json()) as Body), http: response.status }
}
const addRule = (fields: object = {}): Promise<Body> =>
  call('POST', rules, { channel: 'mail', email: 'ada@example.com', events: ['run.failed'], ...fields })

/** Sends all due notifications, by a clock that runs ahead. */
async function sendDue(on = server): Promise<number> {
  const { store } = on.backend
  const now = (): number => Date.now() + clockMs
  return sendDueNotifications({
    queue: store.openNotificationQueue(now),
    mailer: {
      async deliver(mail) {
        const failure = failures.shift()
        if (failure !== undefined) throw new Error(failure)
        mails.push(mail)
      },
    },
    push: { readKeys: store.readPushKeys, subject: 'mailto:aw@localhost', withEgress: on.backend.withEgress },
    url: 'https://aw.example',
    clock: { now, elapsed: systemClock.elapsed },
    readRunEvents: (workspace, run) => store.forWorkspace(workspace).runs.readEvents(run),
    onError: (cause) => on.faults.push(cause),
  })
}

const createDocument = (type: string, config: object, name = 'Nightly\nimport') => ({
  name,
  nodes: [
    { id: 'start', type: 'trigger', data: { label: 'Start', config: {} } },
    { id: 'step', type, data: { label: 'Step', config } },
  ],
  edges: [{ id: 'e', source: 'start', sourceHandle: 'data', target: 'step' }],
})
const working = createDocument('variable', { expression: '1' })
const failing = createDocument('variable', { expression: '$error("no")' }, 'Failing')

async function add(document: object): Promise<string> {
  const { id, http } = await call('POST', '/api/v1/workflows', document)
  expect(http).toBe(201)
  return id
}
const start = async (workflow: string): Promise<string> =>
  (await call('POST', `/api/v1/workflows/${workflow}/execute`, {})).id
async function run(workflow: string): Promise<Record<string, unknown>> {
  return server.waitForEnd(await start(workflow))
}
/** Waits until a run waits. */
async function waitUntilWaiting(id: string): Promise<void> {
  await expect.poll(async () => (await call('GET', `/api/v1/runs/${id}`)).status).toBe('waiting')
}
const list = async (query = ''): Promise<Body[]> => (await call('GET', `/api/v1/notifications${query}`)).items

describe('mails', () => {
  it('are sent at the end of runs that a rule names, with a link and no data', async () => {
    const [bad, good] = [await add(failing), await add(working)]
    await addRule()
    const { id } = await run(bad)
    await run(good)
    expect(await sendDue()).toBe(1)
    expect(await sendDue()).toBe(0)
    expect(mails).toEqual([
      {
        to: 'ada@example.com',
        subject: 'Run failed: Failing',
        text: expect.stringContaining(`Run: https://aw.example/runs/${id}`) as string,
      },
    ])
    expect(mails[0]!.text).not.toContain('no"')
    expect(await list()).toMatchObject([{ status: 'sent', event: 'run.failed', run_id: id, workflow_id: bad }])
  })

  it('are in the language of the rule', async () => {
    const workflow = await add(failing)
    const { id } = await addRule({ language: 'de' })
    const failed = await run(workflow)
    await sendDue()
    const [notification] = await list()
    expect(mails).toEqual([
      {
        to: 'ada@example.com',
        subject: 'Lauf gescheitert: Failing',
        text: [
          'Ein Lauf von „Failing“ ist gescheitert.',
          '',
          `Zeit: ${String(notification!.occurred_at)}`,
          `Lauf: https://aw.example/runs/${String(failed.id)}`,
          '',
          'Grund dieser Nachricht ist eine Benachrichtigungsregel: https://aw.example/notifications',
        ].join('\n'),
      },
    ])
    expect(await call('PATCH', `${rules}/${id}`, { language: null })).toMatchObject({ http: 200, language: null })
    await run(workflow)
    await sendDue()
    expect(mails[1]!.subject).toBe('Run failed: Failing')
    expect(await call('PATCH', `${rules}/${id}`, { language: 'fr' })).toMatchObject({ http: 422 })
  })

  it('are limited to a workflow, and their subject is one line', async () => {
    const [one, other] = [await add(working), await add(working)]
    await addRule({ events: ['run.completed'], workflow_id: one })
    await run(other)
    expect(await sendDue()).toBe(0)
    await run(one)
    expect(await sendDue()).toBe(1)
    expect(mails[0]!.subject).toBe('Run completed: Nightly import')
  })

  it('are not sent by a rule that is off or deleted', async () => {
    const workflow = await add(failing)
    const { id } = await addRule()
    expect(await call('PATCH', `${rules}/${id}`, { enabled: false })).toMatchObject({ http: 200, enabled: false })
    await run(workflow)
    expect(await sendDue()).toBe(0)
    await call('PATCH', `${rules}/${id}`, { enabled: true })
    await run(workflow)
    expect(await sendDue()).toBe(1)
  })

  it('are sent again after a failure, and fail after the last attempt with the reason', async () => {
    await addRule()
    await run(await add(failing))
    failures = Array.from({ length: 5 }, () => 'Connection refused')
    expect(await sendDue()).toBe(1)
    expect(await sendDue()).toBe(0)
    expect(await list()).toMatchObject([
      { status: 'pending', problem: { code: 'notification.mail', params: { reason: 'Connection refused' } } },
    ])
    for (const seconds of [60, 600, 3_600, 14_400]) {
      clockMs += seconds * 1_000 + 1_000
      expect(await sendDue()).toBe(1)
    }
    expect(await list()).toMatchObject([{ status: 'failed', problem: { code: 'notification.mail' } }])
    clockMs += 86_400_000
    expect([await sendDue(), mails]).toEqual([0, []])
  })

  it('are limited per hour, and the notification says so', async () => {
    await addRule()
    const workflow = await add(failing)
    await run(workflow)
    await server.backend.store.openedDatabase.execute(
      `insert into notifications (id, workspace_id, rule_id, person, channel, event, run_id, occurred_at, status, attempts)
       select 'n' || i, workspace_id, rule_id, person, channel, event, run_id, now(), 'sent', 1
       from notifications, generate_series(1, $1::int) i`,
      [maxMailsPerHour],
    )
    expect([await sendDue(), mails.length]).toEqual([1, 0])
    expect((await list('?limit=100')).find(({ status }) => status === 'dropped')).toMatchObject({
      problem: { code: 'notification.limit' },
    })
    clockMs = 3_700_000
    await run(workflow)
    expect([await sendDue(), mails.length]).toEqual([1, 1])
  })

  it('of a workspace with many notifications do not delay those of others', async () => {
    const addPending = (workspace: string, count: number, minutes: number): Promise<unknown> =>
      server.backend.store.openedDatabase.execute(
        `insert into notifications (id, workspace_id, rule_id, person, channel, email, event, run_id, occurred_at, status,
          next_at, attempts)
        select gen_random_uuid()::text, $1, 'rule', '', 'mail', $1 || '@example.com', 'run.failed', 'run', now(), 'pending',
          now() - $3 * interval '1 minute', 0 from generate_series(1, $2)`,
        [workspace, count, minutes],
      )
    await addPending('hostile', 100, 10)
    await addPending('default', 2, 5)
    expect(await sendDue()).toBe(20)
    expect(mails.filter(({ to }) => to === 'default@example.com')).toHaveLength(2)
    expect(mails.filter(({ to }) => to === 'hostile@example.com')).toHaveLength(18)
  })

  it('are claimed once by senders at the same time', async () => {
    await addRule()
    const workflow = await add(failing)
    for (let count = 0; count < 3; count++) await run(workflow)
    const counts = await Promise.all([sendDue(), sendDue(), sendDue()])
    expect(counts.reduce((sum, count) => sum + count)).toBe(3)
    expect(mails).toHaveLength(3)
  })
})

describe('approvals', () => {
  it('notify while they wait, and other waits do not', async () => {
    await addRule({ events: ['approval.needed'] })
    const event = await start(await add(createDocument('wait_for_event', {}, 'Waits')))
    const approval = await start(await add(createDocument('approval', {}, 'Asks')))
    await waitUntilWaiting(event)
    await waitUntilWaiting(approval)
    expect(await sendDue()).toBe(2)
    expect(mails.map(({ subject }) => subject)).toEqual(['Approval needed: Asks'])
    expect(await list()).toMatchObject([{ workflow_name: 'Asks', status: 'sent' }])
    for (const id of [event, approval]) await call('POST', `/api/v1/runs/${id}/cancel`, {})
  })

  it('do not notify once they are decided', async () => {
    await addRule({ events: ['approval.needed'] })
    const id = await start(await add(createDocument('approval', {}, 'Asks')))
    await waitUntilWaiting(id)
    await call('POST', `/api/v1/runs/${id}/cancel`, {})
    await server.waitForEnd(id)
    expect([await sendDue(), mails]).toEqual([1, []])
    expect(await list()).toEqual([])
  })
})

describe('notifications of the browser', () => {
  it('are unread until one page has shown them', async () => {
    await addRule({ channel: 'browser', email: null, events: ['run.completed'] })
    const { id } = await run(await add(working))
    expect(await list('?unread=true')).toEqual([])
    await sendDue()
    const [notification] = await list('?unread=true')
    expect(notification).toMatchObject({ channel: 'browser', run_id: id, read_at: null })
    const read = { ids: [notification!.id, 'unknown'] }
    const [first, second] = await Promise.all([1, 2].map(() => call('POST', '/api/v1/notifications/read', read)))
    expect([...first!.ids, ...second!.ids]).toEqual([notification!.id])
    expect(await list('?unread=true')).toEqual([])
    expect(await list()).toMatchObject([{ id: notification!.id, read_at: expect.any(String) as string }])
  })
})

describe('rules', () => {
  it('name what is wrong with them', async () => {
    expect((await addRule({ email: undefined })).error.code).toBe('notification-rule.no-email')
    expect(await addRule({ email: 'a@example.com\nBcc: b@example.com' })).toMatchObject({ http: 422 })
    expect(await addRule({ events: [] })).toMatchObject({ http: 422 })
    expect((await addRule({ workflow_id: 'none' })).error.code).toBe('workflow.not-found')
    expect((await call('PATCH', `${rules}/none`, {})).error.code).toBe('notification-rule.not-found')
    const { id } = await addRule({ channel: 'browser', email: null })
    expect((await call('PATCH', `${rules}/${id}`, { channel: 'mail' })).error.code).toBe('notification-rule.no-email')
  })

  it('are limited in number', async () => {
    const statuses = []
    for (let count = 0; count < 51; count++) statuses.push((await addRule()).http)
    expect(statuses.filter((status) => status === 201)).toHaveLength(50)
    expect(statuses.at(-1)).toBe(409)
  })
})

describe('with accounts', () => {
  it('belong to a member, who gets emails only at their own address', async () => {
    const second = await openTestServer(join(folder, 'accounts'), { nodes: builtInNodes, accounts: {} })
    const first = server
    try {
      server = second
      const { accounts, store } = second.backend
      const headers: Record<string, object> = {}
      for (const name of ['owner', 'viewer', 'left']) {
        const user = await accounts!.users.add({ email: `${name}@example.com`, isVerified: true })
        if (name === 'owner') await accounts!.memberships.claimDefaultWorkspace(user!.id)
        else {
          await store.openedDatabase.execute(
            `insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', $1, 'viewer', now())`,
            [user!.id],
          )
        }
        const session = await accounts!.sessions.create(user!.id, { address: '', userAgent: '' })
        const token = await accounts!.tokens.issueAccessToken({ ...session, email: `${name}@example.com` })
        headers[name] = { authorization: `Bearer ${token}`, 'x-workspace-id': 'default' }
      }
      const rule = { channel: 'mail', events: ['run.failed'] }
      const foreign = await call('POST', rules, { ...rule, email: 'victim@example.com' }, headers.viewer)
      expect([foreign.http, foreign.error.code]).toEqual([422, 'notification-rule.email'])
      for (const name of ['viewer', 'left']) expect((await call('POST', rules, rule, headers[name])).http).toBe(201)
      expect((await call('GET', rules, undefined, headers.owner)).items).toEqual([])
      const [own] = (await call('GET', rules, undefined, headers.viewer)).items
      expect((await call('PATCH', `${rules}/${own!.id}`, { enabled: false }, headers.left)).http).toBe(404)
      await store.openedDatabase.execute(
        `delete from workspace_members where user_id = (select id from users where email = 'left@example.com')`,
      )
      const changed = await call('PATCH', '/api/v1/auth/me', { language: 'de' }, headers.viewer)
      expect(changed).toMatchObject({ http: 200, language: 'de' })
      const { id } = await call('POST', '/api/v1/workflows', failing, headers.owner)
      const started = await call('POST', `/api/v1/workflows/${id}/execute`, {}, headers.owner)
      await expect
        .poll(async () => (await call('GET', `/api/v1/runs/${started.id}`, undefined, headers.owner)).status)
        .toBe('failed')
      expect(await sendDue(second)).toBe(2)
      expect(mails).toMatchObject([{ to: 'viewer@example.com', subject: 'Lauf gescheitert: Failing' }])
      expect((await call('GET', '/api/v1/notifications', undefined, headers.owner)).items).toEqual([])
      expect((await call('GET', '/api/v1/notifications', undefined, headers.viewer)).items).toHaveLength(1)
    } finally {
      server = first
      expect(second.faults).toEqual([])
      await second.close()
    }
  })
})
