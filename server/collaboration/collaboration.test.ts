import type { Workflow } from '@aw-flow/schema'
import {
  createLiveCopy,
  editCopy,
  mergeCopy,
  readCopy,
  readLeaves,
  receiveEdits,
  receiveOutcome,
  type EditOutcome,
  type LeafChange,
  type LiveCopy,
  type OrderedEdit,
} from '@aw-flow/schema/sync'
import { describe, expect, test } from 'vitest'
import { listen } from '../testing/listen.ts'
import type { Caller, Permission } from '../security/caller.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'
import { createWorkflow } from '../testing/test-requests.ts'

const { server } = openTestApp()
const live = openForTests(() => listen(server))

type Message = Record<string, unknown> & { type: string }
const document = {
  name: 'Live',
  nodes: ['a', 'b'].map((id) => ({
    id,
    type: 'wait',
    position: { x: 0, y: 0 },
    data: { label: id, config: {} },
  })),
  edges: [],
}

/** Opens a page: a socket, and the copy of a document. */
async function openPage(id: string, client: string, { at = live, token = '' } = {}) {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` }
  const socket = at.connect('/api/v1/ws/collaboration/default', { headers })
  const messages: Message[] = []
  let copy: LiveCopy | undefined
  let epoch = ''
  socket.on('message', (data) => {
    const message = JSON.parse((data as Buffer).toString()) as Message
    messages.push(message)
    if (message.type === 'joined') {
      epoch = String(message.epoch)
      if (message.leaves) copy = createLiveCopy(client, readLeaves(message.leaves as LeafChange[]), Number(message.seq))
    }
    if (copy && message.edits) copy = receiveEdits(copy, message.edits as OrderedEdit[])
    if (copy && message.type === 'outcome') copy = receiveOutcome(copy, message as unknown as EditOutcome)
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const send = (message: object): void => socket.send(JSON.stringify({ document: id, ...message }))
  const find = (type: string): Message[] => messages.filter((message) => message.type === type)
  const waitFor = (type: string, count = 1): Promise<unknown> =>
    expect.poll(() => find(type).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count)
  send({ type: 'join', client })
  await expect.poll(() => messages.length, { timeout: 20_000 }).toBeGreaterThan(0)
  return {
    messages,
    send,
    find,
    waitFor,
    socket,
    get copy() {
      return copy!
    },
    get epoch() {
      return epoch
    },
    edit(change: (workflow: Workflow) => Workflow): void {
      const before = readCopy(copy!)
      copy = editCopy(copy!, before, change(before))
      const { number, clock, changes } = copy.pending.at(-1)!
      send({ type: 'edit', number, clock, changes })
    },
    close: (): Promise<unknown> => {
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.close()
      return closed
    },
  }
}

const rename = (id: string, label: string) => (workflow: Workflow) => ({
  ...workflow,
  nodes: workflow.nodes.map((node) => (node.id === id ? { ...node, data: { ...node.data, label } } : node)),
})
const readStored = async (id: string): Promise<Workflow> =>
  (await server.backend.store.forWorkspace('default').workflows.find(id))!.workflow
const listLabels = (workflow: Workflow): string[] => workflow.nodes.map(({ data }) => data.label)

describe('live documents', () => {
  test('send edits to everybody, acknowledge them, and save them', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'ada'), await openPage(id, 'ben')]
    ada.edit(rename('a', 'Ada'))
    ben.edit(rename('b', 'Ben'))
    await expect.poll(() => [ada.copy.pending.length, ben.copy.pending.length]).toEqual([0, 0])
    await expect.poll(() => [ada.copy.seq, ben.copy.seq]).toEqual([2, 2])
    const labels = ['Ada', 'Ben']
    for (const page of [ada, ben]) expect(listLabels(readCopy(page.copy))).toEqual(labels)
    ada.send({ type: 'save' })
    await ben.waitFor('saved')
    expect(listLabels(await readStored(id))).toEqual(labels)
    await Promise.all([ada.close(), ben.close()])
  })

  test('catch up after a lost connection, and merge after an absence', async () => {
    const id = await createWorkflow(server, document)
    const ada = await openPage(id, 'ada')
    const ben = await openPage(id, 'ben')
    await ben.close()
    ada.edit(rename('a', 'one'))
    await expect.poll(() => ada.copy.pending.length).toBe(0)
    const again = await openPage(id, 'other')
    again.send({ type: 'join', client: 'ben', after: 0, epoch: ben.epoch })
    await again.waitFor('joined', 2)
    const [, joined] = again.find('joined')
    expect(joined).toMatchObject({ seq: 1, edits: [{ seq: 1, client: 'ada', number: 0 }] })
    // Another epoch, or an edit that does not exist: the leaves, with which the client merges.
    again.send({ type: 'join', client: 'ben', after: 9, epoch: ben.epoch })
    await again.waitFor('joined', 3)
    const { leaves, seq } = again.find('joined')[2] as unknown as { leaves: LeafChange[]; seq: number }
    const away = editCopy(ben.copy, readCopy(ben.copy), rename('b', 'two')(readCopy(ben.copy)))
    const { copy } = mergeCopy(away, readLeaves(leaves), seq)
    expect(listLabels(readCopy(copy))).toEqual(['one', 'two'])
    await Promise.all([ada.close(), again.close()])
  })

  test('merge a workflow that was stored with PUT', async () => {
    const id = await createWorkflow(server, document)
    const ada = await openPage(id, 'ada')
    ada.edit(rename('a', 'live'))
    const stored = await readStored(id)
    const response = await server.send('PUT', `/api/v1/workflows/${id}`, rename('b', 'put')(stored))
    expect(response.status).toBe(200)
    await expect.poll(() => listLabels(readCopy(ada.copy)), { timeout: 20_000 }).toEqual(['live', 'put'])
    ada.send({ type: 'save' })
    await expect.poll(async () => listLabels(await readStored(id)), { timeout: 20_000 }).toEqual(['live', 'put'])
    await ada.close()
  })

  test('apply an edit once that is sent twice', async () => {
    const id = await createWorkflow(server, document)
    const ada = await openPage(id, 'ada')
    ada.edit(rename('a', 'x'))
    await expect.poll(() => ada.copy.seq).toBe(1)
    const changes = [{ leaf: 'nodes/a/label', value: 'y' }]
    ada.send({ type: 'edit', number: 0, clock: 0, changes })
    ada.send({ type: 'edit', number: 1, clock: 1, changes: [{ leaf: 'nodes/b/label', value: 'z' }] })
    await expect.poll(() => ada.copy.seq).toBe(2)
    expect(listLabels(readCopy(ada.copy))).toEqual(['x', 'z'])
    await ada.close()
  })

  test('reject bad messages with a reason, and disturb nobody else', async () => {
    const id = await createWorkflow(server, document)
    const [ada, mallory] = [await openPage(id, 'ada'), await openPage(id, 'mallory')]
    const changes = [{ leaf: 'nodes/a/label', value: 'x' }]
    const bad: [object | string, string][] = [
      ['{', 'invalid-message'],
      [[], 'invalid-message'],
      [{ type: 'edit', number: 0, clock: 0, changes: [{ leaf: 1 }] }, 'invalid-message'],
      [{ type: 'edit', number: -1, clock: 0, changes }, 'invalid-message'],
      [{ type: 'unknown' }, 'invalid-message'],
      [{ type: 'edit', number: 0, clock: 7, changes }, 'clock-ahead'],
      [{ type: 'edit', document: 'other', number: 0, clock: 0, changes }, 'not-joined'],
      [{ type: 'join', document: 'other', client: 'mallory' }, 'not-found'],
    ]
    for (const [message] of bad)
      if (typeof message === 'string' || Array.isArray(message)) mallory.socket.send(JSON.stringify(message))
      else mallory.send(message)
    await mallory.waitFor('rejected', bad.length)
    expect(mallory.find('rejected').map(({ reason }) => reason)).toEqual(bad.map(([, reason]) => reason))
    expect(mallory.find('rejected')[0]!.message).toContain('message')
    mallory.send({ type: 'edit', number: 0, clock: 0, changes: [{ leaf: 'nodes/x/label', value: 'x' }] })
    await mallory.waitFor('outcome')
    expect(mallory.find('outcome')[0]).toMatchObject({ refused: [{ leaf: 'nodes/x/label', reason: 'item-gone' }] })
    for (let number = 1; number < 260; number++)
      mallory.send({ type: 'edit', number, clock: 0, changes: [{ leaf: 'nodes/x/label', value: 'x' }] })
    await expect.poll(() => mallory.find('rejected').at(-1)!.reason, { timeout: 20_000 }).toBe('too-many-messages')
    ada.edit(rename('a', 'Ada'))
    await expect.poll(() => ada.copy.seq).toBe(1)
    expect(ada.find('rejected')).toEqual([])
    await Promise.all([ada.close(), mallory.close()])
  })

  test('send who is present, joined per 50 ms, until they leave', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'ada'), await openPage(id, 'ben')]
    const presence = { cursor: { x: 1, y: 2 }, selection: ['a'] }
    for (let count = 0; count < 20; count++) ada.send({ type: 'presence', presence })
    const received = () => ben.find('presence').flatMap(({ people }) => people as { client: string }[])
    await expect
      .poll(() => received().at(-1), { timeout: 20_000 })
      .toMatchObject({ client: 'ada', name: 'local-owner', canEdit: true, presence })
    expect(received().length).toBeLessThan(20)
    await ada.close()
    await expect.poll(() => ben.find('presence').at(-1), { timeout: 20_000 }).toMatchObject({ left: ['ada'] })
    await ben.close()
  })

  test('have one order in several processes', async () => {
    const id = await createWorkflow(server, document)
    const other = await listen(server)
    const [ada, ben] = [await openPage(id, 'ada'), await openPage(id, 'ben', { at: other })]
    for (let count = 1; count <= 20; count++) {
      ada.edit(rename('a', `Ada ${count}`))
      ben.edit(rename('b', `Ben ${count}`))
    }
    await expect.poll(() => [ada.copy.seq, ben.copy.seq], { timeout: 20_000 }).toEqual([40, 40])
    expect(readCopy(ada.copy)).toEqual(readCopy(ben.copy))
    expect(listLabels(readCopy(ada.copy))).toEqual(['Ada 20', 'Ben 20'])
    ada.send({ type: 'presence', presence: { cursor: { x: 1, y: 1 } } })
    await ben.waitFor('presence', 2)
    await Promise.all([ada.close(), ben.close()])
    await other.close()
    await expect.poll(async () => listLabels(await readStored(id)), { timeout: 20_000 }).toEqual(['Ada 20', 'Ben 20'])
  })

  test('are saved by the next process if the server was terminated', async () => {
    const id = await createWorkflow(server, document)
    const { liveEdits } = server.backend.store.forWorkspace('default')
    const ada = await openPage(id, 'ada')
    await ada.close()
    const changes = JSON.stringify([{ leaf: 'nodes/a/label', value: 'durable' }])
    const edit = { workflow_id: id, seq: 1, client: 'ada', number: 0, user_id: 'ada', changes, refused: null }
    expect(await liveEdits.append([edit])).toBe(true)
    expect(await liveEdits.append([edit])).toBe(false)
    const next = await listen(server)
    const ben = await openPage(id, 'ben', { at: next })
    expect(listLabels(readCopy(ben.copy))).toEqual(['durable', 'b'])
    await expect.poll(async () => listLabels(await readStored(id)), { timeout: 20_000 }).toEqual(['durable', 'b'])
    await ben.close()
    await next.close()
  })

  test('can be viewed but not changed without the permission, until access ends', async () => {
    const id = await createWorkflow(server, document)
    const permissions = new Map<string, Permission[]>([
      ['editor', ['view', 'edit']],
      ['viewer', ['view']],
      ['commenter', ['view', 'comment']],
    ])
    const toCaller = (name: string): Caller | undefined =>
      permissions.has(name)
        ? { id: name, kind: 'user', name, workspace: 'default', permissions: new Set(permissions.get(name)) }
        : undefined
    const restricted = await listen({
      backend: server.backend,
      faults: server.faults,
      authentication: {
        identifyCaller: (credentials) => toCaller(credentials?.replace('Bearer ', '') ?? ''),
        renewCaller: async ({ id: name }) => toCaller(name),
      },
    } as typeof server)
    const [editor, viewer] = [
      await openPage(id, 'e', { at: restricted, token: 'editor' }),
      await openPage(id, 'v', { at: restricted, token: 'viewer' }),
    ]
    expect(viewer.find('joined')[0]).toMatchObject({ canEdit: false })
    viewer.edit(rename('a', 'x'))
    await viewer.waitFor('rejected')
    expect(viewer.find('rejected')[0]).toMatchObject({ reason: 'not-permitted', number: 0 })
    const commenter = await openPage(id, 'c', { at: restricted, token: 'commenter' })
    expect(commenter.find('joined')[0]).toMatchObject({ canEdit: false })
    commenter.edit(rename('a', 'x'))
    await commenter.waitFor('rejected')
    expect(commenter.find('rejected')[0]).toMatchObject({ reason: 'not-permitted', number: 0 })
    await commenter.close()
    editor.edit(rename('b', 'y'))
    await expect.poll(() => viewer.copy.seq).toBe(1)
    // Another user cannot take the place of a page.
    viewer.send({ type: 'join', client: 'e' })
    await viewer.waitFor('rejected', 2)
    expect(viewer.find('rejected')[1]).toMatchObject({ reason: 'client-taken' })
    permissions.set('editor', ['view'])
    await expect
      .poll(() => {
        editor.edit(rename('b', `z${editor.messages.length}`))
        return editor.find('rejected').at(-1)?.reason
      })
      .toBe('not-permitted')
    const closed = new Promise((resolve) => editor.socket.once('close', resolve))
    permissions.delete('editor')
    expect(await closed).toBe(4401)
    await viewer.close()
    await restricted.close()
    expect((await live.follow('/api/v1/ws/collaboration/other')).code).toBe(4403)
  })
})
