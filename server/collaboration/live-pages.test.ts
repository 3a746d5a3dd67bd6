import type { Edit, Workflow } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import type { Caller, Permission } from '../security/caller.ts'
import { listen } from '../testing/listen.ts'
import { openLivePage, type BrowserState, type TestLivePage } from '../testing/test-live-page.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'
import { createWorkflow } from '../testing/test-requests.ts'

const { server } = openTestApp()
const permissions = new Map<string, Permission[]>(
  ['Ada', 'Ben', 'Cy'].map((name) => [name, ['view', 'edit'] satisfies Permission[]]),
)
permissions.set('Vi', ['view'])
const toCaller = (name: string): Caller | undefined =>
  permissions.has(name)
    ? { id: name, kind: 'user', name, workspace: 'default', permissions: new Set(permissions.get(name)) }
    : undefined
const live = openForTests(() =>
  listen({
    backend: server.backend,
    faults: server.faults,
    authentication: {
      identifyCaller: (credentials) => toCaller(credentials?.replace('Bearer ', '') ?? ''),
      renewCaller: async ({ id }) => toCaller(id),
    },
  } as typeof server),
)

const document = {
  name: 'Live',
  nodes: ['a', 'b', 'c'].map((id) => ({ id, type: 'wait', position: { x: 0, y: 0 }, data: { label: id, config: {} } })),
  edges: [],
}
const readStored = async (id: string): Promise<Workflow> =>
  (await server.backend.store.forWorkspace('default').workflows.find(id))!.workflow

/**
 * Opens a page with what the server, or the browser, has stored, and waits until it is connected.
 *
 * @param isDeaf Returns whether messages of the server get lost.
 */
async function openPage(id: string, name: string, browser?: BrowserState, isDeaf = () => false) {
  const stored = browser ?? { document: await readStored(id), base: await readStored(id) }
  const headers = { authorization: `Bearer ${name}` }
  const openSocket = () => {
    const socket = live.connect('/api/v1/ws/collaboration/me', { headers })
    const addEventListener = socket.addEventListener.bind(socket) as EventTarget['addEventListener']
    const listen = (type: string, listener: (event: Event) => void): void =>
      addEventListener(type, (event) => (type === 'message' && isDeaf() ? undefined : listener(event)))
    return Object.assign(socket, { addEventListener: listen })
  }
  const page = openLivePage({ id, client: `page-${name}`, browser: stored, openSocket })
  await expect.poll(() => page.live.isConnected, { timeout: 20_000 }).toBe(true)
  return page
}
const rename = (id: string, label: string): Edit => ({ type: 'set-label', id, label })

describe('pages with a live document', () => {
  test('of which one is offline, one only views, and one loses access', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben, cy, vi] = [
      await openPage(id, 'Ada'),
      await openPage(id, 'Ben'),
      await openPage(id, 'Cy'),
      await openPage(id, 'Vi'),
    ]
    await expect.poll(() => ada.live.people.map(({ name }) => name).sort()).toEqual(['Ben', 'Cy', 'Vi'])
    cy.live.setPresence({ selection: ['a'] })
    await expect
      .poll(() => ada.live.people.find(({ name }) => name === 'Cy')?.presence.selection, { timeout: 20_000 })
      .toEqual(['a'])

    ben.setOffline(true)
    ada.apply(rename('a', 'Ada'))
    cy.apply(rename('c', 'Cy'))
    ben.apply(rename('b', 'Ben'))
    const expected = ['Ada', 'b', 'Cy']
    for (const page of [ada, cy, vi]) await expect.poll(page.labels, { timeout: 20_000 }).toEqual(expected)
    expect(ben.labels()).toEqual(['a', 'Ben', 'c'])

    permissions.delete('Cy')
    await expect.poll(() => cy.isLive, { timeout: 20_000 }).toBe(false)
    cy.apply(rename('c', 'later'))
    ben.setOffline(false)
    for (const page of [ada, ben, vi]) await expect.poll(page.labels, { timeout: 20_000 }).toEqual(['Ada', 'Ben', 'Cy'])
    const listNames = (): string[] => ada.live.people.map(({ name }) => name).sort()
    await expect.poll(listNames, { timeout: 20_000 }).toEqual(['Ben', 'Vi'])

    expect(vi.live.canEdit).toBe(false)
    vi.apply(rename('a', 'forbidden'))
    await expect.poll(() => vi.isLive, { timeout: 20_000 }).toBe(false)
    expect(ada.labels()).toEqual(['Ada', 'Ben', 'Cy'])

    expect(await ada.live.save()).toBe(true)
    expect((await readStored(id)).nodes.map(({ data }) => data.label)).toEqual(['Ada', 'Ben', 'Cy'])
    for (const page of [ada, ben, cy, vi]) page.live.close()
  })

  test('undo only what nobody else has changed since, and say so', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben')]
    ada.apply(rename('a', 'one'))
    ada.apply({ type: 'batch', edits: [rename('a', 'two'), rename('b', 'two')] })
    await expect.poll(ben.labels, { timeout: 20_000 }).toEqual(['two', 'two', 'c'])
    ben.apply(rename('b', 'Ben'))
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['two', 'Ben', 'c'])
    ada.undo()
    for (const page of [ada, ben]) await expect.poll(page.labels, { timeout: 20_000 }).toEqual(['one', 'Ben', 'c'])
    expect(ada.problems).toMatchObject([{ code: 'live.kept', params: { count: 1, names: ['Ben'] } }])
    for (const page of [ada, ben]) page.live.close()
  })

  test('continue after a crash with the edits that the server has not acknowledged, each applied once', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben')]
    ben.apply(rename('a', 'acknowledged'))
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['acknowledged', 'b', 'c'])
    ben.setOffline(true)
    ben.apply(rename('b', 'pending'))
    const browser = ben.capture()
    ben.crash()
    expect(browser.restored?.copy.pending).toHaveLength(1)
    ada.apply(rename('a', 'Ada'))
    await expect
      .poll(() => readStored(id), { timeout: 20_000 })
      .toMatchObject({ nodes: [{ data: { label: 'Ada' } }, {}, {}] })

    // The document was stored once more after the edits.
    const nodes = browser.document.nodes.map((node) =>
      node.id === 'c' ? { ...node, data: { ...node.data, label: 'stored' } } : node,
    )
    const again = await openPage(id, 'Ben', { ...browser, document: { ...browser.document, nodes } })
    for (const page of [ada, again])
      await expect.poll(page.labels, { timeout: 20_000 }).toEqual(['Ada', 'pending', 'stored'])
    expect(await again.live.save()).toBe(true)
    expect(again.merges).toEqual([])
    expect(again.problems).toEqual([])
    for (const page of [ada, again]) page.live.close()
  })

  test('do not take back what they sent after they stored the document', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben')]
    ben.apply(rename('a', 'stored'))
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['stored', 'b', 'c'])
    const browser = ben.capture()
    ben.apply(rename('a', 'sent'))
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['sent', 'b', 'c'])
    ben.crash()
    const again = await openPage(id, 'Ben', browser)
    again.apply(rename('b', 'next'))
    for (const page of [ada, again]) await expect.poll(page.labels, { timeout: 20_000 }).toEqual(['sent', 'next', 'c'])
    expect(again.merges).toEqual([])
    for (const page of [ada, again]) page.live.close()
  })

  test('continue after a crash with a merge if the server has another copy', async () => {
    const id = await createWorkflow(server, document)
    const ben = await openPage(id, 'Ben')
    ben.setOffline(true)
    ben.apply(rename('b', 'pending'))
    const browser = ben.capture()
    ben.crash()
    const again = await openPage(id, 'Ben', { ...browser, restored: { ...browser.restored!, epoch: 'earlier' } })
    await expect.poll(again.labels, { timeout: 20_000 }).toEqual(['a', 'pending', 'c'])
    expect(await again.live.save()).toBe(true)
    expect((await readStored(id)).nodes.map(({ data }) => data.label)).toEqual(['a', 'pending', 'c'])
    again.live.close()
  })

  test('do not take what others had changed before the connection was lost for their own changes', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben')]
    ada.apply(rename('a', 'first'))
    await expect.poll(ben.labels, { timeout: 20_000, interval: 5 }).toEqual(['first', 'b', 'c'])
    ben.setOffline(true)
    await expect.poll(() => ben.isLive, { timeout: 20_000 }).toBe(false)
    ada.apply(rename('a', 'second'))
    ben.apply(rename('b', 'Ben'))
    ben.setOffline(false)
    for (const page of [ada, ben]) await expect.poll(page.labels, { timeout: 20_000 }).toEqual(['second', 'Ben', 'c'])
    expect(ben.merges).toEqual([])
    for (const page of [ada, ben]) page.live.close()
  })

  test('know after a long absence which edits the server has, although its acknowledgements were lost', async () => {
    const id = await createWorkflow(server, document)
    let isDeaf = false
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben', undefined, () => isDeaf)]
    const listNotes = (page: TestLivePage) => (page.history.document.notes ?? []).map((note) => note.id)
    isDeaf = true
    const note = { id: 'n', text: '', position: { x: 0, y: 0 }, size: { width: 100, height: 100 } }
    ben.apply({ type: 'batch', edits: [{ type: 'add-note', note }, rename('b', 'sent')] })
    await expect.poll(() => listNotes(ada), { timeout: 20_000 }).toEqual(['n'])
    ben.setOffline(true)
    await expect.poll(() => ben.isLive, { timeout: 20_000 }).toBe(false)
    ben.apply({ type: 'batch', edits: [{ type: 'remove-note', id: 'n' }, rename('b', 'later')] })
    isDeaf = false
    ben.setOffline(false)
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['a', 'later', 'c'])
    for (const page of [ada, ben]) expect(listNotes(page)).toEqual([])
    expect(ben.merges).toEqual([])
    for (const page of [ada, ben]) page.live.close()
  })

  test('number their edits on after a long absence, because the server ignores numbers that it knows', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben')]
    ben.apply(rename('a', 'Ben'))
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['Ben', 'b', 'c'])
    ben.setOffline(true)
    await expect.poll(() => ben.isLive, { timeout: 20_000 }).toBe(false)
    ben.apply(rename('b', 'Ben'))
    ben.setOffline(false)
    await expect.poll(ada.labels, { timeout: 20_000 }).toEqual(['Ben', 'Ben', 'c'])
    for (const page of [ada, ben]) page.live.close()
  })

  test('show who removed what they change', async () => {
    const id = await createWorkflow(server, document)
    const [ada, ben] = [await openPage(id, 'Ada'), await openPage(id, 'Ben')]
    ben.setOffline(true)
    ada.apply({ type: 'remove-node', id: 'c' })
    ben.apply(rename('c', 'Ben'))
    ben.setOffline(false)
    await expect.poll(ben.labels, { timeout: 20_000 }).toEqual(['a', 'b'])
    await expect.poll(() => ben.problems, { timeout: 20_000 }).toMatchObject([{ code: 'live.refused' }])
    for (const page of [ada, ben]) page.live.close()
  })
})
