import { acceptLeaves, writeLeaves, type LeafChange } from '@aw-flow/schema/sync'
import { describe, expect, test } from 'vitest'
import type { Caller, Permission } from '../security/caller.ts'
import { listen } from '../testing/listen.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'
import { createWorkflow } from '../testing/test-requests.ts'
import { LivePage } from './live-page.ts'
import { createLiveRoom } from './live-room.ts'

const { server } = openTestApp()
const permissions: Record<string, Permission[]> = {
  ada: ['view', 'edit', 'execute'],
  ben: ['view', 'edit'],
  other: ['view', 'edit'],
}
/** Callers whose identification waits. */
let identified: Promise<void> = Promise.resolve()
const toCaller = (name: string): Caller | undefined =>
  Object.hasOwn(permissions, name)
    ? {
        id: name,
        kind: 'user',
        name,
        workspace: name === 'other' ? 'other' : 'default',
        permissions: new Set(permissions[name]),
      }
    : undefined
const live = openForTests(() =>
  listen({
    backend: server.backend,
    faults: server.faults,
    authentication: {
      async identifyCaller(credentials) {
        if (credentials === 'Bearer slow') await identified
        return toCaller(credentials?.replace('Bearer ', '') ?? '')
      },
      renewCaller: async ({ id }) => toCaller(id),
    },
  } as typeof server),
)

const document = {
  name: 'Live',
  nodes: [{ id: 'a', type: 'wait', position: { x: 0, y: 0 }, data: { label: 'a', config: {} } }],
  edges: [],
}
type Message = Record<string, unknown> & { type: string }

/** Opens a socket that sends any message. */
async function openSocket(name: string) {
  const socket = live.connect('/api/v1/ws/collaboration/me', { headers: { authorization: `Bearer ${name}` } })
  const messages: Message[] = []
  socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString()) as Message))
  await new Promise((resolve) => socket.once('open', resolve))
  const find = (type: string): Message[] => messages.filter((message) => message.type === type)
  return {
    socket,
    messages,
    find,
    send: (message: unknown): void => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    waitFor: (type: string, count = 1): Promise<unknown> =>
      expect.poll(() => find(type).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count),
    close: (): Promise<unknown> => {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.close()
      return closed
    },
  }
}

async function openPage(id: string, name: string, client = name) {
  const page = await openSocket(name)
  page.send({ type: 'join', document: id, client })
  await page.waitFor('joined')
  const edit = (number: number, changes: readonly LeafChange[], clock = 0): void =>
    page.send({ type: 'edit', document: id, number, clock, changes })
  return { ...page, edit }
}

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

describe('a hostile page', () => {
  test('is answered to messages that no page sends, and stays connected', async () => {
    const id = await createWorkflow(server, document)
    const page = await openPage(id, 'ada')
    const invalid = [
      '[]',
      'null',
      '{',
      '{"type":"edit"}',
      { type: 'edit', document: id, number: 1.5, clock: 0, changes: [{ leaf: 'name', value: 'a' }] },
      { type: 'edit', document: id, number: 1, clock: -1, changes: [{ leaf: 'name', value: 'a' }] },
      { type: 'edit', document: id, number: 3e9, clock: 0, changes: [{ leaf: 'name', value: 'a' }] },
      { type: 'edit', document: '../other', number: 1, clock: 0, changes: [{ leaf: 'name', value: 'a' }] },
      { type: 'edit', document: id, number: 1, clock: 0, changes: [] },
      { type: 'edit', document: id, number: 1, clock: 0, changes: [{ leaf: 'x'.repeat(2_001), value: 'a' }] },
      { type: 'edit', document: id, number: 1, clock: 0, user: 'root', changes: [{ leaf: 'name', value: 'a' }] },
      { type: 'edits', document: id, edits: [] },
      { type: 'join', document: id, client: 'server' },
      { type: 'join', document: id, client: 'a b' },
      { type: 'join', document: id, client: 'ada', version: 9 },
      { type: 'presence', document: id, presence: { field: 'x'.repeat(301) } },
      { type: 'presence', document: id, presence: { cursor: { x: '1', y: 0 } } },
      `{"type":"edit","document":"${id}","number":1,"clock":0,"changes":[{"leaf":"name","value":${deep(100_000)}}]}`,
      `{"type":"presence","document":"${id}","presence":{"cursor":{"__proto__":{"x":1},"x":0,"y":0,"z":1}}}`,
    ]
    for (const message of invalid) page.send(message)
    await page.waitFor('rejected', invalid.length)
    expect(page.find('rejected').map(({ reason }) => reason)).toEqual(invalid.map(() => 'invalid-message'))
    page.edit(1, [{ leaf: 'name', value: 'Still here' }])
    await page.waitFor('edits')
    await page.close()
  })

  test('changes no leaf that documents do not have', async () => {
    const id = await createWorkflow(server, document)
    const page = await openPage(id, 'ada')
    const forged: [string, unknown][] = [
      ['version', 2],
      ['id', 'other'],
      ['owner', 'ada'],
      ['__proto__/x', 1],
      ['settings/variables/__proto__', 1],
      ['nodes/__proto__/#', true],
      ['nodes/a/data', {}],
      ['nodes/a/config', {}],
      ['nodes/a/^', 'no order'],
      ['nodes/a/#', false],
      ['nodes/a/type', 'code'],
      ['nodes/a/position', { x: '0', y: 0 }],
      ['nodes/b/#/#', true],
      ['nodes/b/#', true],
      ['nodes/b/label', 'no node'],
      ['edges/e/ends', { source: 'a', target: 'gone' }],
      ['status', 'running'],
      ['references/x/y', id],
      [`settings/variables/${Array.from({ length: 100 }, () => 'a').join('/')}`, 1],
      [`nodes/a/config/${'@/nodes/a/config/'.repeat(40)}x`, 1],
    ]
    page.edit(
      1,
      forged.map(([leaf, value]) => ({ leaf, value }) as LeafChange),
    )
    await page.waitFor('outcome')
    const [{ refused }] = page.find('outcome') as [Message & { refused: { leaf: string }[] }]
    const names = refused.map(({ leaf }) => leaf)
    expect(forged.filter(([leaf]) => !names.includes(leaf)).map(([leaf]) => leaf)).toEqual([])
    expect(page.find('edits')).toEqual([])
    await page.close()
  })

  test('cannot edit with an old or future clock, or without having joined', async () => {
    const id = await createWorkflow(server, document)
    const page = await openPage(id, 'ada')
    page.edit(1, [{ leaf: 'name', value: 'Future' }], 2_000_000_000)
    page.send({
      type: 'edit',
      document: 'unknown',
      number: 2,
      clock: 0,
      changes: [{ leaf: 'name', value: 'Not joined' }],
    })
    page.send({ type: 'join', document: 'unknown', client: 'ada' })
    await page.waitFor('rejected', 3)
    expect(page.find('rejected').map(({ reason }) => reason)).toEqual(['clock-ahead', 'not-joined', 'not-found'])
    await page.close()
  })

  test('reaches no document of another workspace', async () => {
    const id = await createWorkflow(server, document)
    const page = await openSocket('other')
    page.send({ type: 'join', document: id, client: 'other' })
    page.send({ type: 'save', document: id })
    page.send({ type: 'presence', document: id, presence: {} })
    await page.waitFor('rejected', 3)
    expect(page.find('rejected').map(({ reason }) => reason)).toEqual(['not-found', 'not-joined', 'not-joined'])
    await page.close()
  })

  test('cannot use the id of another person’s page, even after that page has left', async () => {
    const id = await createWorkflow(server, document)
    const watcher = await openPage(id, 'ada', 'watcher')
    const page = await openPage(id, 'ada', 'page-of-ada')
    page.edit(1, [{ leaf: 'name', value: 'Mine' }])
    await page.waitFor('edits')
    await page.close()
    await expect.poll(() => watcher.find('presence').flatMap(({ left }) => left)).toContain('page-of-ada')
    const forger = await openSocket('ben')
    forger.send({ type: 'join', document: id, client: 'page-of-ada' })
    await forger.waitFor('rejected')
    expect(forger.find('rejected')[0]).toMatchObject({ reason: 'client-taken' })
    await Promise.all([forger.close(), watcher.close()])
  })

  test('cannot publish a workflow whose triggers are on without the permission to execute', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'ada'), await openPage(id, 'ben')]
    ben.edit(1, [{ leaf: 'status', value: 'published' }])
    await ben.waitFor('edits')
    ada.edit(1, [{ leaf: 'status', value: 'draft' }], 1)
    await ada.waitFor('edits', 2)
    const link = { public: true, permission: 'execute' }
    expect((await server.send('PATCH', `/api/v1/workflows/${id}/sharing`, link)).status).toBe(200)
    ben.edit(2, [{ leaf: 'status', value: 'published' }], 2)
    await ben.waitFor('rejected')
    expect(ben.find('rejected')[0]).toMatchObject({ reason: 'not-permitted', number: 2 })
    await Promise.all([ada.close(), ben.close()])
  })

  test('leaves an entry in the audit log for each person who has changed a workflow', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'ada'), await openPage(id, 'ben')]
    ada.edit(1, [{ leaf: 'name', value: 'By Ada' }])
    await ada.waitFor('edits')
    ben.edit(1, [{ leaf: 'description', value: 'By Ben' }])
    await ada.waitFor('edits', 2)
    ada.send({ type: 'save', document: id })
    await ada.waitFor('saved')
    const readEditors = async (): Promise<unknown[]> => {
      const { items } = (await server.json(`/api/v1/audit?entity_id=${id}`)) as { items: Record<string, unknown>[] }
      return items.filter(({ action }) => action === 'update').map((entry) => entry.user_id)
    }
    await expect.poll(async () => (await readEditors()).toSorted()).toEqual(['ada', 'ben'])
    await Promise.all([ada.close(), ben.close()])
  })

  test('receives the edits of a document that it opens after a while without one', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openSocket('ada'), await openSocket('ben')]
    // Workspaces without open documents are closed within two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    for (const [page, client] of [
      [ada, 'ada'],
      [ben, 'ben'],
    ] as const) {
      page.send({ type: 'join', document: id, client })
      await page.waitFor('joined')
    }
    ada.send({ type: 'edit', document: id, number: 1, clock: 0, changes: [{ leaf: 'name', value: 'For both' }] })
    await Promise.all([ada.waitFor('edits'), ben.waitFor('edits')])
    await Promise.all([ada.close(), ben.close()])
  })

  test('adds nothing to the memory by edits of a deleted workflow', async () => {
    const id = await createWorkflow(server, document)
    const page = await openPage(id, 'ada')
    expect((await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })).status).toBeLessThan(300)
    await page.waitFor('rejected')
    page.edit(1, [{ leaf: 'name', value: 'x'.repeat(100_000) }])
    await page.waitFor('rejected', 2)
    expect(page.find('rejected').map(({ reason }) => reason)).toEqual(['not-found', 'too-many-messages'])
    await page.close()
  })

  test('is not read while its token is checked', async () => {
    let finish = (): void => undefined
    identified = new Promise((resolve) => (finish = resolve))
    const socket = live.connect('/api/v1/ws/collaboration/me')
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'authenticate', token: 'slow' }))
    for (let count = 0; count < 64; count++) socket.send('x'.repeat(1_000_000))
    const amounts: number[] = []
    await expect
      .poll(() => {
        amounts.push(socket.bufferedAmount)
        return new Set(amounts.slice(-10)).size === 1 && amounts.length > 10
      })
      .toBe(true)
    expect(socket.bufferedAmount).toBeGreaterThan(20_000_000)
    finish()
    expect(await closed).toBe(4401)
  })

  test('that sends messages faster than the database responds is disconnected', () => {
    const closed: number[] = []
    const page = new LivePage(
      { send: () => undefined, close: (code) => void closed.push(code), getCaller: () => toCaller('ada')! },
      {
        openEntry: () =>
          ({ live: { open: () => new Promise(() => undefined) }, documents: new Map() }) as unknown as ReturnType<
            ConstructorParameters<typeof LivePage>[1]['openEntry']
          >,
        openDocument: () => expect.fail('opened'),
        onError: (cause) => expect.fail(String(cause)),
      },
    )
    for (let count = 0; count < 310; count++) page.onMessage({ type: 'join', document: 'a', client: 'ada' })
    expect(closed[0]).toBe(4429)
  })
})

describe('a live document', () => {
  const openRoom = () =>
    createLiveRoom('a', { epoch: 'e', leaves: '[{"leaf":"name","value":"Live"}]', seq: 0, revision: 1 })

  test('has no more characters than a document can have', () => {
    const room = openRoom()
    const refused: string[] = []
    const edit = (number: number, changes: readonly LeafChange[]): void => {
      room.enqueue({
        client: 'a',
        user: 'a',
        number,
        clock: room.seq,
        changes,
        onOutcome: (outcome) => refused.push(...outcome.refused.map(({ reason }) => reason)),
      })
      const prepared = room.prepare()
      prepared.commit()
      prepared.notifyAuthors()
    }
    const value = 'x'.repeat(1_000_000)
    for (let number = 1; number <= 60; number++) edit(number, [{ leaf: `settings/variables/v${number}`, value }])
    expect(new Set(refused)).toEqual(new Set(['document-too-large']))
    expect(refused.length).toBeGreaterThanOrEqual(44)
    expect(room.readLeavesText().length).toBeLessThan(16_000_000)
    // What is removed makes space again.
    refused.length = 0
    for (let number = 1; number <= 15; number++) edit(100 + number, [{ leaf: `settings/variables/v${number}` }])
    for (let number = 1; number <= 8; number++) edit(200 + number, [{ leaf: 'description', value: `d${number}` }])
    edit(300, [{ leaf: 'settings/variables/again', value }])
    expect(refused).toEqual([])
  })

  test('decides about 2,000 edges of one edit among 20,000 that their author has not seen', () => {
    const item = (path: string, fields: Record<string, unknown>): LeafChange[] => [
      { leaf: `${path}/#`, value: true },
      ...Object.entries(fields).map(([name, value]) => ({ leaf: `${path}/${name}`, value }) as LeafChange),
    ]
    const connect = (id: string, source: string, target: string): LeafChange[] =>
      item(`edges/${id}`, { ends: { source, target, targetHandle: id } })
    const list = (count: number, create: (index: number) => LeafChange[]): LeafChange[] =>
      Array.from({ length: count }, (_, index) => create(index)).flat()
    const nodes = ['a', 'hub'].flatMap((id) =>
      item(`nodes/${id}`, { type: { name: 'wait' }, position: { x: 0, y: 0 }, label: id }),
    )
    const theirs = list(20_000, (index) => connect(`t${index}`, 'hub', 'a'))
    const tree = writeLeaves({}, [...nodes, ...theirs], { seq: 5, client: 'other' })
    const changes = list(2_000, (index) => connect(`o${index}`, 'a', index % 2 ? 'hub' : 'gone'))
    const { accepted, refused } = acceptLeaves(tree, { client: 'own', clock: 1, changes }, 6)
    expect(accepted).toEqual([])
    expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['item-gone', 'closes-cycle']))
  })

  test('keeps a limited number of edits that wait to be stored', () => {
    const room = openRoom()
    const enqueue = (number: number): boolean =>
      room.enqueue({
        client: 'a',
        user: 'a',
        number,
        clock: 0,
        changes: [{ leaf: 'name', value: 'a' }],
        onOutcome: () => undefined,
      })
    const results = Array.from({ length: 600 }, (_, number) => enqueue(number))
    expect(results.filter(Boolean)).toHaveLength(500)
  })
})
