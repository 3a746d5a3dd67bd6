import { beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../testing/listen.ts'
import { createClient, type Client } from '../testing/test-accounts.ts'
import type { Body } from '../testing/test-requests.ts'
import { openTestApp } from '../testing/test-app.ts'

let owner: Client
let editor: Client
let workflow: string
let other: string
const document = { name: 'Shared', nodes: [{ id: 'a', type: 'wait', data: { label: 'a', config: {} } }], edges: [] }

const ask = async (client: Client, method: string, path: string, body?: unknown) => {
  const response = await client.ask(
    method,
    path,
    body,
    client.token.startsWith('link_') ? {} : { 'x-workspace-id': 'default' },
  )
  const text = await response.text()
  return { http: response.status, ...(text === '' ? {} : (JSON.parse(text) as Body)) } as Body & { http: number }
}
/** Shares the workflow, and returns a visitor with the link. */
async function share(permission: string): Promise<Client> {
  const body = { public: true, permission }
  const { http, token } = await ask(owner, 'PATCH', `/api/v1/workflows/${workflow}/sharing`, body)
  expect(http).toBe(200)
  return createClient(server, `link_${String(token)}`)
}

const { server } = openTestApp({ accounts: {} })
beforeAll(async () => {
  const { accounts, store } = server.backend
  const signIn = async (name: string): Promise<Client> => {
    const user = (await accounts!.users.add({ email: `${name}@example.com`, fullName: name, isVerified: true }))!
    if (name === 'owner') await accounts!.memberships.claimDefaultWorkspace(user.id)
    else
      await store.openedDatabase.execute(
        `insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', $1, $2, now())`,
        [user.id, name],
      )
    const session = await accounts!.sessions.create(user.id, { address: '', userAgent: '' })
    return createClient(server, await accounts!.tokens.issueAccessToken({ ...session, email: '' }))
  }
  owner = await signIn('owner')
  editor = await signIn('editor')
  workflow = String((await ask(owner, 'POST', '/api/v1/workflows', document)).id)
  other = String((await ask(owner, 'POST', '/api/v1/workflows', { ...document, name: 'Private' })).id)
})

describe('a visitor with a link', () => {
  test('comments on the workflow of the link, and does nothing else', async () => {
    const visitor = await share('comment')
    expect(await ask(visitor, 'GET', `/api/v1/workflows/${workflow}`)).toMatchObject({ http: 200, name: 'Shared' })
    const target = { kind: 'node', id: 'a' }
    const added = await ask(visitor, 'POST', '/api/v1/comments', { workflow_id: workflow, target, text: '@owner Hi' })
    expect(added).toMatchObject({ http: 201, text: '@owner Hi', mentions: [], is_own: false })
    expect((await ask(owner, 'GET', `/api/v1/comments?workflow_id=${workflow}`)).items).toHaveLength(1)
    expect((await ask(visitor, 'GET', '/api/v1/comments/people')).items).toEqual([])
    const comment = `/api/v1/comments/${String(added.id)}`
    expect((await ask(visitor, 'PATCH', comment, { text: 'Changed' })).http).toBe(403)
    expect((await ask(visitor, 'PATCH', comment, { resolved: true })).http).toBe(200)
    const foreign = await ask(owner, 'POST', '/api/v1/comments', { workflow_id: other, target, text: 'Private' })
    const foreignPath = `/api/v1/comments/${String(foreign.id)}`
    expect((await ask(visitor, 'PATCH', foreignPath, { resolved: true })).http).toBe(404)
    expect((await ask(visitor, 'GET', `/api/v1/comments?workflow_id=${other}`)).items).toEqual([])
    expect((await ask(visitor, 'POST', '/api/v1/comments', { workflow_id: other, target, text: 'x' })).http).toBe(404)
  })

  test('reaches no other route, with any link', async () => {
    const { paths } = (await server.json('/openapi.json')) as {
      paths: Record<string, Record<string, { 'x-permission'?: string }>>
    }
    const visitors = [await share('comment')]
    visitors.push(await share('edit'))
    const open: string[] = []
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { 'x-permission': permission }] of Object.entries(methods)) {
        if (permission === undefined) continue
        for (const visitor of visitors) {
          const url = path.replace(/^(\/api\/v1\/workflows\/)\{id\}/, `$1${workflow}`).replaceAll(/\{\w+\}/g, 'none')
          const response = await visitor.ask(method.toUpperCase(), url, method === 'get' ? undefined : {})
          if (response.status !== 403) open.push(`${method.toUpperCase()} ${path}`)
        }
      }
    expect([...new Set(open)].sort()).toEqual([
      'DELETE /api/v1/comments/{id}',
      'GET /api/v1/comments',
      'GET /api/v1/comments/people',
      'GET /api/v1/workflows/{id}',
      'GET /api/v1/workflows/{id}/access',
      'PATCH /api/v1/comments/{id}',
      'POST /api/v1/comments',
    ])
  })

  test('edits the live document only with a link for that, and is disconnected when it is revoked', async () => {
    const live = await listen(server)
    const open = async (visitor: Client, id: string) => {
      const headers = { authorization: `Bearer ${visitor.token}` }
      const socket = live.connect('/api/v1/ws/collaboration/me', { headers })
      const messages: Record<string, unknown>[] = []
      socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Record<string, unknown>))
      await new Promise((resolve) => socket.once('open', resolve))
      const send = (message: object) => socket.send(JSON.stringify({ document: id, ...message }))
      send({ type: 'join', client: `page-${messages.length}-${id.slice(0, 8)}` })
      await expect.poll(() => messages.length, { timeout: 20_000 }).toBeGreaterThan(0)
      return { socket, send, messages, last: () => messages.filter(({ type }) => type !== 'presence').at(-1) }
    }
    const edit = (leaf: string, value: unknown, number: number) => ({
      type: 'edit',
      number,
      clock: 0,
      changes: [{ leaf, value }],
    })
    const commenter = await open(await share('comment'), workflow)
    expect(commenter.last()).toMatchObject({ type: 'joined', canEdit: false })
    commenter.send(edit('nodes/a/label', 'x', 0))
    await expect.poll(commenter.last, { timeout: 20_000 }).toMatchObject({ type: 'rejected', reason: 'not-permitted' })
    commenter.socket.close()

    const visitor = await share('edit')
    expect((await open(visitor, other)).last()).toMatchObject({ type: 'rejected', reason: 'not-found' })
    const page = await open(visitor, workflow)
    expect(page.last()).toMatchObject({ type: 'joined', canEdit: true })
    page.send(edit('status', 'published', 0))
    await expect.poll(page.last, { timeout: 20_000 }).toMatchObject({ type: 'rejected', reason: 'not-permitted' })
    page.send(edit('nodes/a/label', 'visited', 1))
    page.send({ type: 'save' })
    const readLabel = async () => {
      const { nodes } = (await ask(owner, 'GET', `/api/v1/workflows/${workflow}`)) as unknown as typeof document
      return nodes[0]!.data.label
    }
    await expect.poll(readLabel, { timeout: 20_000 }).toBe('visited')
    const runs = live.connect(`/api/v1/ws/${'me'}`, { headers: { authorization: `Bearer ${visitor.token}` } })
    expect(await new Promise((resolve) => runs.once('close', resolve))).toBe(4403)
    const closed = new Promise((resolve) => page.socket.once('close', resolve))
    await ask(owner, 'PATCH', `/api/v1/workflows/${workflow}/sharing`, { public: false })
    expect(await closed).toBe(4401)
    expect((await ask(visitor, 'GET', `/api/v1/workflows/${workflow}`)).http).toBe(401)
    await live.close()
  })
})

describe('a link with which visitors comment or edit', () => {
  test.each(['comment', 'edit'])('needs an administrator: %s', async (permission) => {
    const sharing = `/api/v1/workflows/${workflow}/sharing`
    expect((await ask(editor, 'PATCH', sharing, { public: true, permission })).http).toBe(403)
    await share(permission)
    expect(await ask(editor, 'GET', sharing)).toMatchObject({ public: true, permission, token: null })
    const token = (await ask(owner, 'GET', sharing)).token
    const link = await server.json(`/api/v1/shared/${String(token)}/link`)
    expect(link).toMatchObject({ permission, workflow_id: workflow })
  })

  test('makes an editable workflow one whose access is granted', async () => {
    await share('edit')
    expect(await ask(owner, 'GET', `/api/v1/workflows/${workflow}/access`)).toMatchObject({ trust: 'shared' })
  })
})
