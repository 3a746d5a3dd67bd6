import { beforeAll, describe, expect, test } from 'vitest'
import type { Email } from '../accounts/mailer.ts'
import { sendDueNotifications } from '../notifications/notification-sender.ts'
import { listen } from '../testing/listen.ts'
import { createClient, type Client } from '../testing/test-accounts.ts'
import type { Body } from '../testing/test-requests.ts'
import { maxComments } from './comments.ts'
import { openTestApp } from '../testing/test-app.ts'

type Answer = Body & { http: number; items: Body[] }
let workflow: string
const people = {} as Record<'owner' | 'editor' | 'commenter' | 'viewer', Client & { id: string }>
const names = { owner: 'Ada Lovelace', editor: 'Ben', commenter: 'Grace Hopper', viewer: 'Vi' }
type Name = keyof typeof people

const document = {
  name: 'Orders',
  nodes: ['load', 'filter'].map((id) => ({ id, type: 'wait', data: { label: id, config: {} } })),
  edges: [{ id: 'e', source: 'load', target: 'filter' }],
}

async function ask(person: Name, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await people[person].ask(method, path, body, { 'x-workspace-id': 'default' })
  const text = await response.text()
  return { ...(text === '' ? {} : (JSON.parse(text) as Body)), http: response.status } as unknown as Answer
}
const comments = '/api/v1/comments'
const list = async (person: Name = 'viewer'): Promise<Body[]> =>
  (await ask(person, 'GET', `${comments}?workflow_id=${workflow}&limit=1000`)).items
const add = (person: Name, body: object): Promise<Answer> =>
  ask(person, 'POST', comments, { workflow_id: workflow, ...body })
const about = (id: string) => ({ target: { kind: 'node', id }, target_name: id })

const { server } = openTestApp({ accounts: {} })
beforeAll(async () => {
  const { accounts, store } = server.backend
  for (const [name, fullName] of Object.entries(names)) {
    const user = await accounts!.users.add({ email: `${name}@example.com`, fullName, isVerified: true })
    if (name === 'owner') await accounts!.memberships.claimDefaultWorkspace(user!.id)
    else
      await store.openedDatabase.execute(
        `insert into workspace_members (workspace_id, user_id, role, joined_at) values ('default', $1, $2, now())`,
        [user!.id, name],
      )
    const session = await accounts!.sessions.create(user!.id, { address: '', userAgent: '' })
    const token = await accounts!.tokens.issueAccessToken({ ...session, email: `${name}@example.com` })
    people[name as Name] = { ...createClient(server, token), id: user!.id }
  }
  workflow = String((await ask('owner', 'POST', '/api/v1/workflows', document)).id)
})

describe('comments', () => {
  test('form threads that every member reads, and commenters write, resolve and reopen', async () => {
    const first = await add('commenter', { ...about('filter'), text: 'Why?' })
    expect(first).toMatchObject({ http: 201, target_name: 'filter', author: { name: 'Grace Hopper' }, is_own: true })
    const thread = String(first.id)
    expect(await add('editor', { thread_id: thread, text: 'Because.' })).toMatchObject({ http: 201, thread_id: thread })
    expect((await add('viewer', { thread_id: thread, text: 'No' })).http).toBe(403)
    expect((await ask('viewer', 'GET', `${comments}/people`)).http).toBe(403)
    expect((await ask('commenter', 'GET', `${comments}/people`)).items).toHaveLength(4)
    expect(await list()).toMatchObject([
      { text: 'Why?', target: { kind: 'node', id: 'filter' }, is_own: false, resolved_at: null },
      { text: 'Because.', target: null },
    ])
    const resolved = await ask('editor', 'PATCH', `${comments}/${thread}`, { resolved: true })
    expect(resolved).toMatchObject({ http: 200, resolved_by: people.editor.id })
    expect(resolved.resolved_at).not.toBeNull()
    expect(await ask('commenter', 'PATCH', `${comments}/${thread}`, { resolved: false })).toMatchObject({
      resolved_at: null,
      resolved_by: null,
    })
  })

  test('outlive their node, with its last name, and the workflow cannot be changed by commenters', async () => {
    const renamed = structuredClone(document)
    renamed.nodes[1]!.data.label = 'Only paid'
    expect((await ask('commenter', 'PUT', `/api/v1/workflows/${workflow}`, renamed)).http).toBe(403)
    expect((await ask('commenter', 'POST', `/api/v1/workflows/${workflow}/execute`, {})).http).toBe(403)
    expect((await ask('commenter', 'PATCH', `/api/v1/workflows/${workflow}/sharing`, { public: true })).http).toBe(403)
    expect((await ask('editor', 'PUT', `/api/v1/workflows/${workflow}`, renamed)).http).toBe(200)
    const removed = { ...document, nodes: document.nodes.slice(0, 1), edges: [] }
    expect((await ask('editor', 'PUT', `/api/v1/workflows/${workflow}`, removed)).http).toBe(200)
    expect((await list())[0]).toMatchObject({ target_name: 'Only paid', text: 'Why?' })
  })

  test.each([
    ['an edge', { kind: 'edge', id: 'e' }],
    ['a place', { kind: 'place', x: 10, y: -20.5 }],
    ['a cell', { kind: 'cell', run: 'r', node: 'load', row: 3, column: 'price' }],
    ['a run', { kind: 'run', run: 'r' }],
    ['a node of a sub-workflow', { kind: 'node', id: 'a', path: ['loop'] }],
  ])('are about %s', async (_, target) => {
    expect(await add('commenter', { target, text: 'Here' })).toMatchObject({ http: 201, target })
  })

  test.each([
    ['an unknown thread', { thread_id: 'none', text: 'x' }, 404],
    ['an unknown workflow', { workflow_id: 'none', target: { kind: 'run', run: 'r' }, text: 'x' }, 404],
    ['no target', { text: 'x' }, 422],
    ['a target and a thread', { thread_id: 'none', target: { kind: 'run', run: 'r' }, text: 'x' }, 422],
    ['an unknown kind', { target: { kind: 'moon' }, text: 'x' }, 422],
    ['a text of spaces', { ...about('load'), text: '  ' }, 422],
    ['a text that is too long', { ...about('load'), text: 'x'.repeat(10_001) }, 422],
  ])('with %s are rejected', async (_, body, status) => {
    expect((await add('commenter', body)).http).toBe(status)
  })

  test('are changed by their author only, and deleted by the author and administrators', async () => {
    const { id } = await add('commenter', { ...about('load'), text: 'Mine\u0000' })
    const reply = await add('editor', { thread_id: id, text: 'Reply' })
    const path = `${comments}/${String(id)}`
    expect(await ask('editor', 'PATCH', path, { text: 'Theirs' })).toMatchObject({
      http: 403,
      error: { code: 'comment.not-author' },
    })
    expect((await ask('editor', 'DELETE', path)).http).toBe(403)
    expect((await ask('commenter', 'PATCH', path, { text: 'Changed' })).text).toBe('Changed')
    expect((await ask('owner', 'DELETE', path)).http).toBe(204)
    expect((await list()).map((comment) => comment.id)).not.toContain(reply.id)
    expect((await ask('owner', 'DELETE', path)).http).toBe(404)
  })

  test('notify the members whom they mention, once each, in the browser and by email', async () => {
    const text = 'Look, @Grace Hopper and @ben and @owner@example.com'
    const { id, mentions } = await add('owner', { ...about('load'), text })
    expect(mentions).toMatchObject([{ name: 'Grace Hopper' }, { name: 'Ben' }, { name: 'Ada Lovelace' }])
    await ask('owner', 'PATCH', `${comments}/${String(id)}`, { text: `${text}!` })
    const mails: Email[] = []
    const { store } = server.backend
    const count = await sendDueNotifications({
      queue: store.openNotificationQueue(),
      mailer: { deliver: async (mail) => void mails.push(mail) },
      push: {} as never,
      url: 'https://studio.example',
      clock: { now: Date.now, elapsed: () => 0 } as never,
      readRunEvents: async () => [],
      onError: (cause) => expect.fail(String(cause)),
    })
    expect(count).toBe(4)
    expect(mails.map(({ to }) => to).sort()).toEqual(['commenter@example.com', 'editor@example.com'])
    expect(mails[0]).toMatchObject({ subject: 'Mentioned in a comment: Orders' })
    expect(mails[0]!.text).toContain(`https://studio.example/workflows/${workflow}?comment=${String(id)}`)
    expect((await ask('editor', 'GET', '/api/v1/notifications?unread=true')).items).toMatchObject([
      { event: 'comment.mention', comment_id: id, workflow_id: workflow, channel: 'browser' },
    ])
  })

  test('reach the pages that have the workflow open', async () => {
    const live = await listen(server)
    const socket = live.connect('/api/v1/ws/collaboration/default', {
      headers: { authorization: `Bearer ${people.viewer.token}` },
    })
    const types: string[] = []
    socket.on('message', (data) => types.push((JSON.parse(String(data)) as { type: string }).type))
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'join', document: workflow, client: 'page' }))
    await expect.poll(() => types, { timeout: 20_000 }).toContain('joined')
    await add('commenter', { ...about('load'), text: 'Live' })
    await expect.poll(() => types, { timeout: 20_000 }).toContain('comments')
    socket.close()
    await live.close()
  })

  test('of a workflow are limited, and end with the workflow', async () => {
    const { openedDatabase } = server.backend.store
    const [{ id, thread_id: thread }] = (await list()) as [Body]
    await openedDatabase.execute(
      `insert into comments (id, workspace_id, workflow_id, thread_id, text, mentions, created_by, created_at, updated_at)
        select 'copy' || i, workspace_id, workflow_id, id, text, mentions, created_by, created_at, updated_at
        from comments, generate_series(1, ${maxComments}) i where id = $1`,
      [id],
    )
    expect(await add('commenter', { thread_id: thread, text: 'One more' })).toMatchObject({
      http: 409,
      error: { code: 'comment.limit' },
    })
    expect((await ask('owner', 'DELETE', `/api/v1/workflows/${workflow}`)).http).toBe(204)
    expect(await list()).toEqual([])
    expect((await ask('owner', 'DELETE', `${comments}/${String(id)}`)).http).toBe(404)
  })
})
