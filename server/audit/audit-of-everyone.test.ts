import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'
import { createClient, signIn } from '../testing/test-accounts.ts'
import { readBody } from '../testing/test-requests.ts'
import { deferEntries } from './open-audit.ts'

const mails: Email[] = []
const folder = createTestFolder()
let server: TestServer

const open = openForTests(() => openTestServer(join(folder, 'open')))
beforeAll(async () => {
  server = await openTestServer(join(folder, 'accounts'), { accounts: { signUp: 'open', mails } })
})
afterAll(() => server.close())

type Entries = { items: Record<string, unknown>[] }

test('a server without accounts records changes, with values before and after, and exports', async () => {
  const { id } = (await (await open.send('POST', '/api/v1/workflows', { name: 'Before' })).json()) as { id: string }
  await open.requestFrom('192.0.2.7', `/api/v1/workflows/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'After' }),
  })
  await open.ask(`/api/v1/workflows/${id}/export`)
  const { items } = (await open.json('/api/v1/audit')) as Entries
  expect(items).toMatchObject([
    { action: 'export', entity_type: 'workflow', entity_id: id },
    {
      action: 'update',
      user_id: 'local-owner',
      ip_address: '192.0.2.7',
      changes: { before: { name: 'Before', version: 1 }, after: { name: 'After', version: 2 } },
    },
    { action: 'create', entity_type: 'workflow', entity_id: id },
  ])
  expect(await open.json('/api/v1/audit/check')).toMatchObject({ valid: true, entries: 3 })
  expect(await open.json('/api/v1/activity')).toMatchObject({ total: 3 })
})

test('sign-ins, failed ones, sign-outs, exports and the use of keys are recorded, without addresses of email', async () => {
  const ada = await signIn(server, mails, 'ada@example.com')
  const me = await readBody(await ada.ask('GET', '/api/v1/auth/me'))
  const failed = { email: 'ada@example.com', password: 'wrong-password' }
  expect((await server.send('POST', '/api/v1/auth/login', failed)).status).toBe(401)
  const key = await readBody(await ada.ask('POST', '/api/v1/auth/api-keys', { name: 'Read', scopes: ['view'] }))
  const program = createClient(server, String(key.key))
  await program.ask('GET', '/api/v1/workflows')
  await program.ask('GET', '/api/v1/workflows')
  await ada.ask('GET', '/api/v1/auth/me/export')
  const readActions = async (): Promise<unknown[]> => {
    const { items } = (await readBody(await ada.ask('GET', '/api/v1/audit'))) as unknown as Entries
    expect(JSON.stringify(items)).not.toMatch(/ada@example|wrong-password/)
    return items.map(({ action, entity_type: type, user_id: user }) => [action, type, user === ada.id])
  }
  await expect.poll(async () => (await readActions()).length).toBe(5)
  expect((await readActions()).toSorted()).toEqual([
    ['create', 'api_key', true],
    ['export', 'account', true],
    ['sign_in', 'account', true],
    ['sign_in_failed', 'account', true],
    ['use', 'api_key', true],
  ])
  await ada.ask('POST', '/api/v1/auth/logout')
  const { items } = await server.backend.audit.list(String(me.workspace_id), {}, { limit: 1, offset: 0 })
  expect(items).toMatchObject([{ action: 'sign_out', user: ada.id }])
})

test('deferred entries are stored before the log is read, and when it is closed', async () => {
  const deferred = deferEntries(open.backend.audit, (cause) => expect.unreachable(String(cause)))
  const entry = { user: 'local-owner', apiKey: undefined, action: 'test', entityType: 'x', entityId: undefined }
  const add = (workspace: string): Promise<void> =>
    deferred.add({ ...entry, workspace, changes: {}, address: undefined, userAgent: undefined })
  await add('one')
  await add('one')
  const page = { limit: 10, offset: 0 }
  expect((await open.backend.audit.list('one', {}, page)).total).toBe(0)
  expect((await deferred.list('one', {}, page)).total).toBe(2)
  await add('one')
  await deferred.close()
  expect(await open.backend.audit.check('one')).toMatchObject({ entries: 3, removed: 0 })
})
