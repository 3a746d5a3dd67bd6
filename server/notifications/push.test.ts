import { systemClock } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rotateKey } from '../secrets/rotate-key.ts'
import { openStore } from '../store/open-store.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createTestFolder, openTestService } from '../testing/test-resources.ts'
import {
  createPushBrowser,
  decryptPush,
  toSubscriptionKeys,
  type TestPushBrowser,
} from '../testing/test-push-browser.ts'
import { sendDueNotifications } from './notification-sender.ts'
import { toPushSubject } from './push-sender.ts'
import { isPushService } from './push-services.ts'

interface Received {
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/** Stands in for the push services of browsers. */
let origin: string
let server: TestServer
let received: Received[] = []
/** Status codes of the next responses; then 201. */
let statuses: number[] = []
let clockMs = 0

const service = openTestService((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) })
    response.writeHead(statuses.shift() ?? 201).end()
  })
})
const folder = createTestFolder()
beforeAll(async () => {
  origin = service.origin
  server = await openTestServer(join(folder, 'data'), { nodes: builtInNodes, allowHosts: [service.host] })
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
})
afterEach(async () => {
  for (const { id } of (await call('GET', rules)).items) await server.ask(`${rules}/${id}`, { method: 'DELETE' })
  for (const table of ['notifications', 'push_subscriptions'])
    await server.backend.store.openedDatabase.execute(`delete from ${table}`)
  ;[received, statuses, clockMs] = [[], [], 0]
})

const rules = '/api/v1/notification-rules'
const path = '/api/v1/push-subscriptions'
type Body = Record<string, unknown> & { id: string; items: Body[]; error: { code: string; message: string } }

async function call(method: string, address: string, body?: unknown, headers: object = {}): Promise<Body> {
  const response = await server.ask(address, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { ...((await response.json().catch(() => ({}))) as Body), http: response.status }
}

type Browser = TestPushBrowser & { name: string }
const createBrowser = (name: string): Browser => ({ name, ...createPushBrowser() })
const toBody = (browser: Browser, language = 'en') => ({
  endpoint: `${origin}/${browser.name}`,
  keys: toSubscriptionKeys(browser),
  language,
})
async function subscribe(name: string, language?: string, headers: object = {}): Promise<Browser> {
  const browser = createBrowser(name)
  expect(await call('POST', path, toBody(browser, language), headers)).toMatchObject({ http: 201 })
  return browser
}

const decrypt = (browser: Browser, body: Buffer): unknown => JSON.parse(decryptPush(browser, body))

/** Sends all due notifications, by a clock that runs ahead. */
async function sendDue(on = server): Promise<number> {
  const { store, withEgress } = on.backend
  const now = (): number => Date.now() + clockMs
  return sendDueNotifications({
    queue: store.openNotificationQueue(now),
    mailer: { deliver: () => Promise.reject(new Error('No email is sent here.')) },
    push: { readKeys: store.readPushKeys, subject: 'mailto:operator@example.com', withEgress },
    url: undefined,
    clock: { now, elapsed: systemClock.elapsed },
    readRunEvents: (workspace, run) => store.forWorkspace(workspace).runs.readEvents(run),
    onError: (cause) => on.faults.push(cause),
  })
}

/** Adds a rule for failed runs, and lets a run fail. */
async function failRun(headers: object = {}): Promise<string> {
  await call('POST', rules, { channel: 'browser', events: ['run.failed'] }, headers)
  const { id } = await call(
    'POST',
    '/api/v1/workflows',
    {
      name: 'Nightly import',
      nodes: [
        { id: 'start', type: 'trigger', data: { label: 'Start', config: {} } },
        { id: 'step', type: 'variable', data: { label: 'Step', config: { expression: '$error("no")' } } },
      ],
      edges: [{ id: 'e', source: 'start', sourceHandle: 'data', target: 'step' }],
    },
    headers,
  )
  const run = await call('POST', `/api/v1/workflows/${id}/execute`, {}, headers)
  const readStatus = async () => (await call('GET', `/api/v1/runs/${run.id}`, undefined, headers)).status
  await expect.poll(readStatus).toBe('failed')
  return run.id
}
const list = async (query = ''): Promise<Body[]> => (await call('GET', `/api/v1/notifications${query}`)).items

describe('a push message', () => {
  it('reaches each browser in its language, encrypted and signed', async () => {
    const [english, german] = [await subscribe('english'), await subscribe('german', 'de')]
    const run = await failRun()
    await sendDue()
    const find = (name: string): Received => received.find((request) => request.path === `/${name}`)!
    const [notification] = await list('?unread=true')
    const message = { id: notification!.id, path: `/runs/${run}` }
    expect(decrypt(english, find('english').body)).toEqual({ ...message, title: 'Run of “Nightly import” failed', language: 'en' }) // oxfmt-ignore
    expect(decrypt(german, find('german').body)).toEqual({ ...message, title: 'Lauf von „Nightly import“ gescheitert', language: 'de' }) // oxfmt-ignore
    expect(find('english').headers).toMatchObject({ ttl: '86400', urgency: 'high', 'content-encoding': 'aes128gcm' })

    const [, token = '', key] = /^vapid t=([^,]+), k=(.+)$/.exec(String(find('english').headers.authorization)) ?? []
    expect((await call('GET', '/api/v1/push-key')).public_key).toBe(key)
    const point = Buffer.from(key!, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
    const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256')
    expect(decodeProtectedHeader(token).alg).toBe('ES256')
    const { payload } = await jwtVerify(token, publicKey, { audience: origin })
    expect(payload.sub).toBe('mailto:operator@example.com')
  })

  it('ends the subscription if the browser has removed it', async () => {
    await subscribe('gone')
    await subscribe('open')
    await failRun()
    statuses = [410, 410]
    await sendDue()
    expect((await call('GET', path)).items).toEqual([])
    expect(await list()).toMatchObject([{ status: 'sent', problem: null }])
  })

  it('is sent again only to browsers whose push service failed, and pages show it meanwhile', async () => {
    await subscribe('first')
    await failRun()
    statuses = [503]
    await sendDue()
    await subscribe('second')
    expect(await list('?unread=true')).toMatchObject([
      { status: 'pending', problem: { code: 'notification.push', params: { status: 503 } } },
    ])
    expect((await call('GET', path)).items).toMatchObject([
      { problem: { code: 'notification.push' } },
      { problem: null },
    ])
    clockMs = 61_000
    await sendDue()
    expect(received.map((request) => request.path)).toEqual(['/first', '/first'])
    expect(await list()).toMatchObject([{ status: 'sent', problem: null }])
    expect((await call('GET', path)).items).toMatchObject([{ problem: null }, { problem: null }])
  })

  it('is not sent again once a page has shown the notification', async () => {
    await subscribe('first')
    await failRun()
    statuses = [503]
    await sendDue()
    const [notification] = await list('?unread=true')
    await call('POST', '/api/v1/notifications/read', { ids: [notification!.id] })
    clockMs = 61_000
    expect(await sendDue()).toBe(1)
    expect(received).toHaveLength(1)
  })

  it('is not sent again if the push service rejects it, and the subscription says so', async () => {
    await subscribe('rejected')
    await failRun()
    statuses = [403]
    await sendDue()
    expect(await list()).toMatchObject([{ status: 'sent' }])
    const [subscription] = (await call('GET', path)).items
    expect(subscription).toMatchObject({
      service: new URL(origin).host,
      problem: { code: 'notification.push', message: expect.stringContaining('responded with status 403') as string },
    })
    expect(JSON.stringify(subscription)).not.toContain('/rejected')
  })
})

describe('a subscription', () => {
  it.each([
    ['http://fcm.googleapis.com/fcm/send/x', 'push.service'],
    ['https://other.example/push', 'push.service'],
    ['https://fcm.googleapis.com.evil.example/', 'push.service'],
    ['https://127.0.0.1/push', 'push.service'],
    ['https://user:password@fcm.googleapis.com/', 'push.service'],
  ])('of %s is rejected with %s', async (endpoint, code) => {
    const response = await call('POST', path, { ...toBody(createBrowser('a')), endpoint })
    expect([response.http, response.error.code]).toEqual([422, code])
  })

  it.each([
    ['https://fcm.googleapis.com/fcm/send/x', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
    ['https://web.push.apple.com/x', true],
    ['https://wns2-am3p.notify.windows.com/w/?token=x', true],
    ['https://push.example.com/x', true],
    ['https://runs.example.com/x', false],
    ['https://example.org/x', false],
  ])('to %s is allowed: %s', (url, isAllowed) => {
    expect(isPushService(url, ['*', '*.example.com', 'push.example.com'])).toBe(isAllowed)
  })

  it('needs the keys of a browser', async () => {
    const body = toBody(createBrowser('a'))
    const outside = Buffer.alloc(65, 7)
    outside[0] = 4
    for (const keys of [
      { ...body.keys, p256dh: outside.toString('base64url') },
      { ...body.keys, p256dh: 'BA' },
      { ...body.keys, auth: 'AAAA' },
    ]) {
      expect((await call('POST', path, { ...body, keys })).error.code).toBe('push.key')
    }
  })

  it('is replaced by the same browser, and limited in number', async () => {
    const browser = await subscribe('same')
    expect(await call('POST', path, toBody(browser, 'de'))).toMatchObject({ http: 201, language: 'de' })
    expect((await call('GET', path)).items).toHaveLength(1)
    for (let count = 1; count < 20; count++) await subscribe(`more-${count}`)
    const rejected = await call('POST', path, toBody(createBrowser('last')))
    expect([rejected.http, rejected.error.code]).toEqual([409, 'push.limit'])
    expect((await call('POST', path, toBody(browser))).http).toBe(201)
    const { items } = await call('GET', path)
    expect((await call('DELETE', `${path}/${items[0]!.id}`)).http).toBe(204)
    expect((await call('DELETE', `${path}/${items[0]!.id}`)).error.code).toBe('push.not-found')
  })
})

it.each([
  ['https://aw.example', 'aw@localhost', 'https://aw.example'],
  ['http://localhost:3000', 'aw <aw@example.com>', 'mailto:aw@example.com'],
  [undefined, 'aw@example.com', 'mailto:aw@example.com'],
])('the contact of a server at %s with mails from %s is %s', (url, from, subject) => {
  expect(toPushSubject(url, from)).toBe(subject)
})

it('the keys of the server stay the same, are encrypted, and survive the rotation of the key', async () => {
  const path = join(folder, 'keys')
  await copyReadyDatabase(join(path, 'database'))
  const first = await openStore(path, systemClock)
  const keys = await first.readPushKeys()
  expect(await first.readPushKeys()).toEqual(keys)
  const rows = await first.openedDatabase.execute('select value from facts')
  expect(JSON.stringify(rows)).not.toContain(keys.privateKey)
  await rotateKey(first, { folder: path })
  await first.close()
  const second = await openStore(path, systemClock)
  expect(await second.readPushKeys()).toEqual(keys)
  await second.close()
})

describe('with accounts', () => {
  it('belongs to a person and the session, and to one person per browser', async () => {
    const first = server
    const allowHosts = [new URL(origin).host]
    const second = await openTestServer(join(folder, 'accounts'), { nodes: builtInNodes, accounts: {}, allowHosts })
    server = second
    try {
      const { accounts, store } = second.backend
      const headers: Record<string, object> = {}
      const sessions: Record<string, { user: string; session: string }> = {}
      for (const name of ['owner', 'member']) {
        const user = await accounts!.users.add({ email: `${name}@example.com`, isVerified: true })
        if (name === 'owner') await accounts!.memberships.claimDefaultWorkspace(user!.id)
        else {
          await store.openedDatabase.execute(
            `insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', $1, 'viewer', now())`,
            [user!.id],
          )
        }
        const session = await accounts!.sessions.create(user!.id, { address: '', userAgent: '' })
        sessions[name] = session
        const token = await accounts!.tokens.issueAccessToken({ ...session, email: `${name}@example.com` })
        headers[name] = { authorization: `Bearer ${token}`, 'x-workspace-id': 'default' }
      }
      const key = { user: sessions.owner!.user, workspace: 'default', name: 'key', scopes: ['view' as const], expiresAt: null } // oxfmt-ignore
      const { secret } = await accounts!.apiKeys.add(key)
      const byKey = { authorization: `Bearer ${secret}` }
      const rejected = await call('POST', path, toBody(createBrowser('key')), byKey)
      expect([rejected.http, rejected.error.code]).toEqual([422, 'push.no-session'])

      await subscribe('laptop', 'en', headers.owner)
      const [own] = (await call('GET', path, undefined, headers.owner)).items
      expect((await call('GET', path, undefined, headers.member)).items).toEqual([])
      expect((await call('DELETE', `${path}/${own!.id}`, undefined, headers.member)).http).toBe(404)
      await failRun(headers.owner)
      await sendDue(second)
      expect(received.map((request) => request.path)).toEqual(['/laptop'])

      // Another person signs in with the same browser.
      await subscribe('laptop', 'en', headers.member)
      expect((await call('GET', path, undefined, headers.owner)).items).toEqual([])
      await failRun(headers.owner)
      await sendDue(second)
      expect(received).toHaveLength(1)

      await subscribe('phone', 'en', headers.owner)
      await accounts!.sessions.revoke(sessions.owner!.user, sessions.owner!.session)
      const session = await accounts!.sessions.create(sessions.owner!.user, { address: '', userAgent: '' })
      const token = await accounts!.tokens.issueAccessToken({ ...session, email: 'owner@example.com' })
      await failRun({ authorization: `Bearer ${token}`, 'x-workspace-id': 'default' })
      await sendDue(second)
      expect(received).toHaveLength(1)
    } finally {
      server = first
      expect(second.faults).toEqual([])
      await second.close()
    }
  })
})
