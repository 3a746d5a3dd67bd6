import type { Edit, Workflow } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { sizes } from '../../test/sizes.ts'
import { createSeededRandom } from '../testing/seeded-random.ts'
import { openLivePage, type BrowserState, type TestLivePage } from '../testing/test-live-page.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const names = ['ada', 'ben', 'cy', 'dan', 'eve'] as const
/** Notes of a person that exist at the same time. Each edit adds one and removes one. */
const keptNotes = 3

const folder = createTestFolder()
let server: ServerProcess
beforeAll(async () => {
  server = createServerProcess('server', { AW_DATA: folder })
  await server.start()
})
afterAll(() => server.kill())

const document = {
  name: 'Together',
  nodes: names.map((id) => ({
    id,
    type: 'wait',
    position: { x: 0, y: 0 },
    data: { label: '0', config: {} },
  })),
  edges: [],
}
const readCount = (workflow: Workflow, name: string): number =>
  Number(workflow.nodes.find(({ id }) => id === name)!.data.label)
const readNotes = (workflow: Workflow, name: string): string[] =>
  (workflow.notes ?? []).map(({ id }) => id).filter((id) => id.startsWith(`${name}-`))

/** Counts up, adds a note with the number, and removes an earlier one. */
function createEdit(workflow: Workflow, name: string): Edit {
  const count = readCount(workflow, name) + 1
  const note = { id: `${name}-${count}`, text: '', position: { x: 0, y: 0 }, size: { width: 100, height: 100 } }
  return {
    type: 'batch',
    edits: [
      { type: 'set-label', id: name, label: String(count) },
      { type: 'add-note', note },
      { type: 'remove-note', id: `${name}-${count - keptNotes}` },
    ],
  }
}

/** Five people who edit a document, each in a page that stores its state every 100 ms. */
function createPeople(id: string, stored: Workflow) {
  const openSocket = (): WebSocket => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/collaboration/me`)
    socket.on('error', () => undefined)
    return socket
  }
  const open = (client: string, browser: BrowserState): TestLivePage =>
    openLivePage({ id, client, browser, openSocket })
  const untouched = { document: stored, base: stored }
  const people = new Map(
    names.map((name) => [name, { page: open(name, untouched), browser: untouched as BrowserState, hasReturned: true }]),
  )
  /** The last count of each person that the server has acknowledged. */
  const acknowledged = new Map<string, number>()
  const timer = setInterval(() => {
    for (const [name, person] of people) {
      // A person looks at a page that they open again before they go on. What its predecessor sent after it was stored
      // would otherwise be done again in another way, which is a conflict.
      person.hasReturned ||= person.page.live.isConnected
      if (!person.hasReturned) continue
      if (person.page.live.isConnected && person.page.live.isAcknowledged)
        acknowledged.set(name, readCount(person.page.history.document, name))
      person.browser = person.page.capture()
      person.page.apply(createEdit(person.page.history.document, name))
    }
  }, 100)
  return {
    acknowledged,
    pages: () => [...people.values()].map(({ page }) => page),
    /** Ends a page at once. The next one has what the browser stored last. */
    async kill(name: (typeof names)[number]): Promise<void> {
      const person = people.get(name)!
      person.page.crash()
      const { browser } = person
      const client = browser.restored?.copy.client ?? `${name}-${Math.round(performance.now())}`
      person.page = open(client, browser)
      person.hasReturned = false
    },
    stopEditing: (): void => clearInterval(timer),
  }
}

/** Watches a document. Counts that decrease, and notes that return, were lost or applied twice. */
function watch(page: TestLivePage) {
  const counts = new Map<string, number>()
  const violations: string[] = []
  let lastDocument: Workflow | undefined
  const timer = setInterval(() => {
    const { document: shown } = page.history
    if (shown === lastDocument) return
    lastDocument = shown
    for (const name of names) {
      const count = readCount(shown, name)
      if (count < (counts.get(name) ?? 0)) violations.push(`${name} went from ${counts.get(name)} back to ${count}`)
      counts.set(name, count)
      const returned = readNotes(shown, name).filter((note) => Number(note.split('-')[1]) <= count - keptNotes)
      if (returned.length > 0) violations.push(`${returned.join(', ')} of ${name} is there at ${count}`)
    }
  }, 5)
  return { violations, stop: (): void => clearInterval(timer) }
}

test('keeps each acknowledged edit, and applies none twice, while five people edit and processes are killed', async () => {
  const response = await fetch(`${server.url}/api/v1/workflows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  })
  const { id } = (await response.json()) as { id: string }
  const readStored = async (): Promise<Workflow> =>
    (await (await fetch(`${server.url}/api/v1/workflows/${id}`)).json()) as Workflow
  const stored = await readStored()
  const people = createPeople(id, stored)
  const witness = openLivePage({
    id,
    client: 'witness',
    browser: { document: stored, base: stored },
    openSocket: () =>
      new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/collaboration/me`).on('error', () => undefined),
  })
  const watching = watch(witness)
  const random = createSeededRandom(73)
  for (let kill = 0; kill < sizes.liveKills; kill++) {
    await sleep(200 + random() * 1_500)
    if (kill % 3 !== 1) await people.kill(names[Math.floor(random() * names.length)]!)
    else {
      await server.kill()
      await sleep(random() * 500)
      await server.start()
    }
  }
  await sleep(1_000)
  people.stopEditing()
  const pages = people.pages()
  await expect
    .poll(() => pages.every(({ live }) => live.isConnected && live.isAcknowledged), { timeout: 60_000 })
    .toBe(true)
  const expected = names.map((name, index) => readCount(pages[index]!.history.document, name))
  const readCounts = (workflow: Workflow): number[] => names.map((name) => readCount(workflow, name))
  for (const { history } of [...pages, witness])
    await expect.poll(() => readCounts(history.document), { timeout: 60_000 }).toEqual(expected)
  await expect.poll(async () => readCounts(await readStored()), { timeout: 60_000 }).toEqual(expected)
  watching.stop()

  expect(watching.violations).toEqual([])
  for (const [index, name] of names.entries()) {
    expect(expected[index]).toBeGreaterThanOrEqual(people.acknowledged.get(name)!)
    expect(people.acknowledged.get(name)).toBeGreaterThan(0)
  }
  for (const page of [...pages, witness]) page.crash()
}, 600_000)
