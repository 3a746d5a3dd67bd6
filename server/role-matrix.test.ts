import { beforeAll, describe, expect, test } from 'vitest'
import { openAccountKeys } from './accounts/account-keys.ts'
import { createAccountTokens } from './accounts/account-tokens.ts'
import type { Permission } from './security/caller.ts'
import { roles } from './security/roles.ts'
import { listen } from './testing/listen.ts'
import { openTestApp } from './testing/test-app.ts'
import cases from './security/role-matrix.cases.json' with { type: 'json' }

/** The permissions of each role in a workspace, as the source systems list them. */
const matrix: Record<string, readonly Permission[]> = {
  owner: ['view', 'comment', 'edit', 'execute', 'administer', 'own', 'operate', 'account'],
  administrator: ['view', 'comment', 'edit', 'execute', 'administer', 'account'],
  editor: ['view', 'comment', 'edit', 'execute', 'account'],
  commenter: ['view', 'comment', 'account'],
  viewer: ['view', 'account'],
  /** A user with a workspace of its own who requests this one. */
  stranger: ['account'],
  /** An API key of the owner. */
  'key for view': ['view'],
  'key for view and execute': ['view', 'execute'],
  'key for view and comment': ['view', 'comment'],
  'key for view and edit': ['view', 'edit'],
  'key of a stranger': [],
}
/** Callers whose token is missing or no longer valid. */
const unknownCallers = ['signed out', 'expired', 'revoked', 'revoked key', 'expired key'] as const

/** Routes with a body that change nothing, which every member may use. */
const readOnlyPosts: readonly string[] = cases.readOnlyPosts

/** Routes that change only what belongs to the person, which every member may use. */
const personalRoutes: readonly string[] = cases.personalRoutes

/**
 * Changes of editors and administrators after which no run begins that could not begin before. Those of a workflow and its link require the permission
 * to execute if a trigger is on; the tests of a key for view and edit send them.
 */
const editsWithoutRuns: readonly string[] = cases.editsWithoutRuns

let routes: { method: string; path: string; permission: Permission | undefined; startsRuns: boolean }[]
const users: Record<string, string> = {}
const keys: Record<string, string> = {}

const { server } = openTestApp({ accounts: {} })
beforeAll(async () => {
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
    scopes: ('view' | 'comment' | 'edit' | 'execute')[],
    expiresAt: string | null = null,
  ) => {
    const key = { user: users[user]!, workspace: 'default', name, scopes, expiresAt }
    const { record, secret } = await accounts!.apiKeys.add(key)
    keys[name] = secret
    return record.id
  }
  await addKey('key for view', 'owner', ['view'])
  await addKey('key for view and execute', 'owner', ['view', 'execute'])
  await addKey('key for view and comment', 'owner', ['view', 'comment'])
  await addKey('key for view and edit', 'owner', ['view', 'edit'])
  await addKey('key of a stranger', 'stranger', ['view', 'execute'])
  await addKey('expired key', 'owner', ['view'], '2020-01-01T00:00:00.000Z')
  await accounts!.apiKeys.revoke(users.owner!, await addKey('revoked key', 'owner', ['view']))
  const { paths } = (await server.json('/openapi.json')) as {
    paths: Record<string, Record<string, { 'x-permission'?: Permission; 'x-starts-runs'?: true }>>
  }
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      permission: operation['x-permission'],
      startsRuns: operation['x-starts-runs'] === true,
    })),
  )
})

const tokens = new Map<string, string>()
/** Requests to routes with a permission whose responses a shared cache could store. */
const cacheable: string[] = []

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
  const cacheControl = response.headers.get('cache-control') ?? ''
  if (response.status !== 401 && !/^(no-store|private, no-cache)$/.test(cacheControl))
    cacheable.push(`${method} ${path}`)
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
        const required: Permission[] = [route.permission!, ...(route.startsRuns ? (['execute'] as const) : [])]
        if (required.some((permission) => !permissions.includes(permission)))
          return check(caller, (status) => status === 403)
        if (isDestructive(route)) return
        return check(caller, (status) => status !== 401 && status !== 403 && status < 500)
      })
      const unknown = unknownCallers.map((caller) => check(caller, (status) => status === 401))
      await Promise.all([...known, ...unknown])
    }
    expect(wrong).toEqual([])
    expect(combinations).toBeGreaterThan(1_500)
    expect(cacheable).toEqual([])
  })

  test('that changes something is closed to viewers', () => {
    const open = routes
      .filter(({ method, permission }) => method !== 'GET' && permission === 'view')
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([...readOnlyPosts, ...personalRoutes].sort())
  })

  test('that a commenter may change is a comment', () => {
    const open = routes
      .filter(({ method, permission }) => method !== 'GET' && permission === 'comment')
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([
      'DELETE /api/v1/comments/{id}',
      'PATCH /api/v1/comments/{id}',
      'POST /api/v1/comments',
    ])
  })

  test('with which runs can begin needs the permission to execute', () => {
    const others = routes
      .filter(({ method }) => method !== 'GET' && method !== 'DELETE')
      .filter(({ permission }) => permission === 'edit' || permission === 'administer')
      .filter(({ startsRuns }) => !startsRuns)
      .map(({ method, path }) => `${method} ${path}`)
    expect(others.sort()).toEqual([...editsWithoutRuns].sort())
    const starting = routes.filter(({ startsRuns }) => startsRuns).map(({ method, path }) => `${method} ${path}`)
    expect(starting.sort()).toEqual([
      'PATCH /api/v1/event-triggers/{id}',
      'PATCH /api/v1/schedules/{id}',
      'PATCH /api/v1/watches/{id}',
      'PATCH /api/v1/webhooks/{id}',
      'POST /api/v1/schedules',
      'POST /api/v1/schedules/{id}/resume',
      'POST /api/v1/watches',
      'POST /api/v1/webhooks/{id}/rotate-token',
    ])
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

describe('a key for view and edit', () => {
  const send = async (caller: string, method: string, path: string, body: object = {}) => {
    const response = await server.ask(path, {
      method,
      headers: {
        authorization: `Bearer ${await createToken(caller)}`,
        'x-workspace-id': 'default',
        'content-type': 'application/json',
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, never> }
  }
  const triggers = ['webhook', 'schedule', 'event'].map((type) => ({
    id: type,
    type,
    data: { label: type, config: type === 'event' ? { event: 'order' } : {} },
  }))
  const document = { name: 'Triggered', nodes: triggers, edges: [] }
  const countRuns = async () => (await send('owner', 'GET', '/api/v1/runs')).body.total

  test('creates, imports and publishes workflows whose triggers are off', async () => {
    for (const path of ['/api/v1/workflows', '/api/v1/workflows/import']) {
      const { status, body } = await send('key for view and edit', 'POST', path, { ...document, status: 'published' })
      expect(status).toBe(201)
      const publish = await send('key for view and edit', 'PATCH', `${path.replace('/import', '')}/${body.id}/status`, {
        status: 'published',
      })
      expect(publish.status).toBe(200)
      for (const kind of ['webhooks', 'schedules', 'event-triggers']) {
        const { items } = (await send('owner', 'GET', `/api/v1/${kind}?workflow_id=${body.id}`)).body
        expect(items, kind).toMatchObject([{ enabled: false }])
      }
    }
    expect(await countRuns()).toBe(0)
  })

  test.each([
    ['an enabled webhook', 'webhooks'],
    ['an enabled schedule', 'schedules'],
    ['an enabled Event node', 'event-triggers'],
    ['a link with which visitors start runs', undefined],
  ])('cannot publish or restore a workflow with %s', async (_, kind) => {
    const { id } = (await send('owner', 'POST', '/api/v1/workflows', { ...document, status: 'published' })).body
    const workflow = `/api/v1/workflows/${id}`
    if (kind === undefined) await send('owner', 'PATCH', `${workflow}/sharing`, { public: true, permission: 'execute' })
    else {
      const { body } = await send('owner', 'GET', `/api/v1/${kind}?workflow_id=${id}`)
      const [trigger] = (body as unknown as { items: { id: string }[] }).items
      expect((await send('owner', 'PATCH', `/api/v1/${kind}/${trigger!.id}`, { enabled: true })).status).toBe(200)
    }
    expect((await send('owner', 'PATCH', `${workflow}/status`, { status: 'draft' })).status).toBe(200)
    const key = 'key for view and edit'
    expect((await send(key, 'PATCH', `${workflow}/status`, { status: 'published' })).status).toBe(403)
    expect((await send(key, 'PUT', workflow, { ...document, status: 'published' })).status).toBe(403)
    expect((await send(key, 'POST', `${workflow}/versions/1/restore`)).status).toBe(403)
    expect((await send(key, 'PATCH', workflow, { status: 'published' })).status).toBe(403)
    expect((await send(key, 'PUT', workflow, { ...document, name: 'Edited' })).status).toBe(200)
    expect((await send(key, 'DELETE', workflow)).status).toBe(204)
    expect((await send(key, 'POST', `${workflow}/restore`)).status).toBe(403)
    expect((await send(key, 'POST', `/api/v1/workflows?id=${id}`, { ...document, status: 'published' })).status).toBe(
      403,
    )
    expect((await send('owner', 'POST', `${workflow}/restore`)).status).toBe(200)
  })

  test('shares workflows, but not so that visitors start runs', async () => {
    const { id } = (await send('owner', 'POST', '/api/v1/workflows', document)).body
    const key = 'key for view and edit'
    const share = (caller: string, body: object) => send(caller, 'PATCH', `/api/v1/workflows/${id}/sharing`, body)
    expect((await share(key, { public: true })).status).toBe(200)
    expect((await share(key, { public: true, permission: 'execute' })).status).toBe(403)
    expect((await share('owner', { public: true, permission: 'execute' })).status).toBe(200)
    // The token would start runs.
    expect((await send(key, 'GET', `/api/v1/workflows/${id}/sharing`)).body).toMatchObject({ token: null, path: null })
    expect((await share(key, { public: true, expires_at: null })).status).toBe(403)
    expect((await share(key, { public: true, permission: 'view' })).status).toBe(200)
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
