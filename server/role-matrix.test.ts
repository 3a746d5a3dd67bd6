import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccountKeys } from './accounts/account-keys.ts'
import { createAccountTokens } from './accounts/account-tokens.ts'
import type { Permission } from './security/caller.ts'
import { roles } from './security/roles.ts'
import { listen } from './testing/listen.ts'
import { openTestServer, type TestServer } from './testing/open-test-server.ts'

/** The permissions of each role in a workspace, as the source systems list them. */
const matrix: Record<string, readonly Permission[]> = {
  owner: ['view', 'edit', 'execute', 'administer', 'own', 'operate', 'account'],
  administrator: ['view', 'edit', 'execute', 'administer', 'account'],
  editor: ['view', 'edit', 'execute', 'account'],
  viewer: ['view', 'account'],
  /** A user with a workspace of its own who requests this one. */
  stranger: ['account'],
  /** An API key of the owner. */
  'key for view': ['view'],
  'key for view and execute': ['view', 'execute'],
  'key of a stranger': [],
}
/** Callers whose token is missing or no longer valid. */
const unknownCallers = ['signed out', 'expired', 'revoked', 'revoked key', 'expired key'] as const

/** Routes with a body that change nothing, which every member may use. */
const readOnlyPosts: readonly string[] = [
  'POST /api/v1/ai/explain-error',
  'POST /api/v1/ai/generate-workflow',
  'POST /api/v1/ai/suggest-next',
  'POST /api/v1/mcp',
  'POST /api/v1/schedules/preview',
  'POST /api/v1/workflows/{id}/validate',
]

/** Routes that change only what belongs to the person, which every member may use. */
const personalRoutes: readonly string[] = [
  'DELETE /api/v1/notification-rules/{id}',
  'DELETE /api/v1/push-subscriptions/{id}',
  'PATCH /api/v1/notification-rules/{id}',
  'POST /api/v1/notification-rules',
  'POST /api/v1/notifications/read',
  'POST /api/v1/push-subscriptions',
]

let folder: string
let server: TestServer
let routes: { method: string; path: string; permission: Permission | undefined }[]
const users: Record<string, string> = {}
const keys: Record<string, string> = {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-roles-'))
  server = await openTestServer(join(folder, 'data'), { accounts: {} })
  const { accounts, store } = server.backend
  for (const name of [...roles, 'stranger']) {
    const user = await accounts!.users.add({ email: `${name}@example.com`, isVerified: true })
    users[name] = user!.id
    if (name === 'owner') await accounts!.memberships.claimDefaultWorkspace(user!.id)
    else if (name === 'stranger') await accounts!.memberships.createWorkspace(user!.id, { name, description: '' })
    else
      await store.openedDatabase.execute(
        `insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', $1, $2, now())`,
        [user!.id, name],
      )
  }
  const addKey = async (
    name: string,
    user: string,
    scopes: ('view' | 'execute')[],
    expiresAt: string | null = null,
  ) => {
    const key = { user: users[user]!, workspace: 'default', name, scopes, expiresAt }
    const { record, secret } = await accounts!.apiKeys.add(key)
    keys[name] = secret
    return record.id
  }
  await addKey('key for view', 'owner', ['view'])
  await addKey('key for view and execute', 'owner', ['view', 'execute'])
  await addKey('key of a stranger', 'stranger', ['view', 'execute'])
  await addKey('expired key', 'owner', ['view'], '2020-01-01T00:00:00.000Z')
  await accounts!.apiKeys.revoke(users.owner!, await addKey('revoked key', 'owner', ['view']))
  const { paths } = (await server.json('/openapi.json')) as {
    paths: Record<string, Record<string, { 'x-permission'?: Permission }>>
  }
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      permission: operation['x-permission'],
    })),
  )
})
afterAll(async () => {
  expect(server.faults).toEqual([])
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const tokens = new Map<string, string>()

/** Returns a token of a caller. Requests about the account get a new session, because they may end it. */
async function createToken(caller: string, path = ''): Promise<string> {
  if (keys[caller] !== undefined) return keys[caller]
  if (caller === 'signed out') return ''
  const cached = tokens.get(caller)
  if (cached !== undefined && !path.startsWith('/api/v1/auth/')) return cached
  const { accounts, store } = server.backend
  const user = users[caller] ?? users.owner!
  const session = await accounts!.sessions.create(user, { address: '', userAgent: '' })
  if (caller === 'revoked') await accounts!.sessions.revoke(user, session.session)
  const { signingKey } = await openAccountKeys(store.openedDatabase.database, store.secretBox)
  const issuedAt = caller === 'expired' ? Date.now() - 16 * 60_000 : Date.now()
  const issuer = await createAccountTokens(signingKey, () => issuedAt)
  const token = await issuer.issueAccessToken({ ...session, email: '' })
  tokens.set(caller, token)
  return token
}

const fill = (path: string): string =>
  path.replace('/workspaces/{id}', '/workspaces/default').replaceAll(/\{\w+\}/g, 'none')

/** Routes that would end the test for the owner or remove the member. Allowed requests have tests of their own. */
const isDestructive = ({ method, path }: { method: string; path: string }): boolean =>
  path.endsWith('/{id}/leave') || (method === 'DELETE' && path === '/api/v1/workspaces/{id}')

async function ask(caller: string, method: string, path: string): Promise<number> {
  const token = await createToken(caller, path)
  const headers = {
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    'x-workspace-id': 'default',
    'content-type': 'application/json',
    'tus-resumable': '1.0.0',
  }
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
  const response = await server.ask(path, { method, headers, ...body })
  await response.body?.cancel()
  return response.status
}

describe('every route', () => {
  test('is allowed to the roles that have its permission, and to no other caller', async () => {
    const wrong: string[] = []
    let combinations = 0
    for (const route of routes) {
      if (route.permission === undefined) continue
      const check = async (caller: string, isRight: (status: number) => boolean): Promise<void> => {
        const status = await ask(caller, route.method, fill(route.path))
        combinations++
        if (!isRight(status)) wrong.push(`${caller}: ${route.method} ${route.path} ${status}`)
      }
      const known = Object.entries(matrix).map(async ([caller, permissions]) => {
        if (!permissions.includes(route.permission!)) return check(caller, (status) => status === 403)
        if (isDestructive(route)) return
        return check(caller, (status) => status !== 401 && status !== 403 && status < 500)
      })
      const unknown = unknownCallers.map((caller) => check(caller, (status) => status === 401))
      await Promise.all([...known, ...unknown])
    }
    expect(wrong).toEqual([])
    expect(combinations).toBeGreaterThan(1_500)
  })

  test('that changes something is closed to viewers', () => {
    const open = routes
      .filter(({ method, permission }) => method !== 'GET' && permission === 'view')
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([...readOnlyPosts, ...personalRoutes].sort())
  })

  test('of members, settings and secrets is closed to editors', () => {
    const administered = routes.filter(
      ({ method, path }) =>
        method !== 'GET' && /^\/api\/v1\/(workspaces\/\{id\}|secrets|config)/.test(path) && !path.endsWith('/leave'),
    )
    const others = administered.filter(({ permission }) => permission !== 'administer' && permission !== 'own')
    expect(others).toEqual([])
    expect(administered.length).toBeGreaterThanOrEqual(9)
  })
})

describe('every live channel', () => {
  test('is open to members only', async () => {
    const live = await listen(server)
    try {
      for (const path of ['/ws/jobs/none', '/ws/runs/none', '/ws/workflows/none', '/api/v1/ws/executions/none']) {
        for (const [caller, permissions] of Object.entries(matrix)) {
          const headers = { authorization: `Bearer ${await createToken(caller)}` }
          const { code } = await live.follow(`${path}?workspace=default`, { headers })
          expect([path, caller, code]).toEqual([path, caller, permissions.includes('view') ? 4404 : 4403])
        }
        for (const caller of unknownCallers.slice(1)) {
          const token = await createToken(caller)
          const { code } = await live.follow(path, { headers: { authorization: `Bearer ${token}` } })
          expect([path, caller, code]).toEqual([path, caller, 401])
          const message = JSON.stringify({ type: 'authenticate', token })
          expect((await live.follow(path, { send: [message] })).code).toBe(4401)
        }
      }
    } finally {
      await live.close()
    }
  })

  test('of analytics is open to members', async () => {
    const live = await listen(server)
    try {
      for (const [caller, permissions] of Object.entries(matrix)) {
        const headers = { authorization: `Bearer ${await createToken(caller)}` }
        const options = { headers, maxMessages: 1 }
        const { messages, code } = await live.follow('/api/v1/ws/analytics?workspace=default', options)
        if (permissions.includes('view')) expect(messages[0], caller).toMatchObject({ type: 'analytics' })
        else expect([caller, code]).toEqual([caller, 4403])
      }
    } finally {
      await live.close()
    }
  })

  test('of a different workspace needs a membership in it', async () => {
    const live = await listen(server)
    try {
      const headers = { authorization: `Bearer ${await createToken('viewer')}` }
      expect((await live.follow('/ws/jobs/none?workspace=other', { headers })).code).toBe(4403)
    } finally {
      await live.close()
    }
  })
})
