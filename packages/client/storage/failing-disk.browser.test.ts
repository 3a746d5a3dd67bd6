import { createEmptyWorkflow, getProblem, type Problem, type RunEvent, type Workflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { openDB } from 'idb'
import { waitUntil } from '../../../test/wait-until.ts'
import { createSession } from '../create-session.ts'
import { TestEngine } from '../engine/test-session-engine.ts'
import { failInterruptedRuns } from '../runs/interrupted-runs.ts'
import { openStorage } from './open-storage.ts'
import type { StoredRun, WorkflowStorage } from './storage.ts'

/** Failures of the browser's storage: what does not fit, what cannot be read, and what is incomplete. */

const names = ['put', 'add', 'getAll', 'get'] as const
type Method = (typeof names)[number]
const originals = new Map(names.map((name) => [name, IDBObjectStore.prototype[name]]))
const getOriginal = (name: Method) => originals.get(name) as (...values: unknown[]) => IDBRequest

/** Makes a request fail as browsers do without space: with an event, which also aborts the transaction. */
function failRequest(store: IDBObjectStore, error: DOMException): IDBRequest {
  const taken = crypto.randomUUID()
  getOriginal('put').call(store, 0, taken)
  const request = getOriginal('add').call(store, 0, taken)
  Object.defineProperty(request, 'error', { value: error })
  Object.defineProperty(store.transaction, 'error', { configurable: true, value: error })
  return request
}

/** Makes the browser refuse writes to these stores from now on, or to all. */
function fillDisk(stores?: readonly string[]): void {
  for (const name of ['put', 'add'] as const) {
    IDBObjectStore.prototype[name] = function (...values: [unknown, IDBValidKey?]) {
      if (stores && !stores.includes(this.name)) return getOriginal(name).apply(this, values)
      return failRequest(this, new DOMException('The quota has been exceeded.', 'QuotaExceededError'))
    }
  }
}

const restoreBrowser = (): void => {
  for (const name of names)
    Object.defineProperty(IDBObjectStore.prototype, name, { value: originals.get(name), writable: true })
}

let counter = 0
const rejections: unknown[] = []
const onRejection = (event: PromiseRejectionEvent): void => {
  event.preventDefault()
  rejections.push(event.reason)
}
const named = (name: string, description?: string): Workflow => ({
  ...createEmptyWorkflow(name),
  ...(description === undefined ? {} : { description }),
})
const entry: StoredRun = { run: 'r', workflowId: 'w', workflowName: 'W', state: 'running', startedAt: 1 }
const started: RunEvent = {
  seq: 0,
  time: 1,
  type: 'run-started',
  version: 1,
  run: 'r',
  workflow: createEmptyWorkflow(),
  inputs: {},
  seed: 1,
}
const laterEvents = Array.from({ length: 10 }, (_, index): RunEvent => ({
  seq: index + 1,
  time: 2,
  type: 'node-cancelled',
  node: `n${index}`,
}))

describe('the browser’s storage', () => {
  let name: string
  let storage: WorkflowStorage
  let problems: Problem[]
  const open = () => openStorage({ name, onProblem: (problem) => problems.push(problem) })
  beforeEach(async () => {
    name = `aw-failing-${Date.now()}-${counter++}`
    problems = []
    rejections.length = 0
    window.addEventListener('unhandledrejection', onRejection)
    storage = await open()
  })
  afterEach(() => {
    restoreBrowser()
    window.removeEventListener('unhandledrejection', onRejection)
    storage.close()
  })

  it('without space: the problem names it, and no promise is left rejected', async () => {
    fillDisk()
    expect(getProblem(await storage.putDocument('a', named('A'), 0))?.code).to.equal('storage.full.page')
    expect(getProblem(await storage.addVersion('a', named('A'), { origin: 'run' }))?.code).to.equal('storage.full.page')
    expect((await storage.appendEvents(entry, [started]))?.code).to.equal('storage.full.page')
    const dataset = { id: '1'.repeat(64), name: 'a.csv', size: 1, createdAt: '2026-11-20T10:00:00.000Z' }
    expect((await storage.putDataset(dataset, new Blob(['a'])))?.code).to.equal('storage.full.page')
    await storage.putAccess('a', { trust: 'imported', granted: { secrets: [], hosts: [], tools: [] } })
    await storage.syncStates.update('server', 'a', () => ({ revision: 1 }))
    await storage.trash.put({ id: 'x', kind: 'run', name: 'X', size: 0, deletedAt: 1 }, { value: 1 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(rejections).to.deep.equal([])
  })

  it('without space keeps exactly the latest document, also after an undo', async () => {
    await storage.putDocument('a', named('A'), 0)
    fillDisk()
    await storage.putDocument('a', named('A', 'Added'), 1, named('A'))
    await storage.putDocument('a', named('A'), 1, named('A'))
    expect((await storage.getDocument('a'))?.workflow).to.deep.equal(named('A'))
    await storage.putDocument('new', named('New', 'One'), 0)
    await storage.putDocument('new', named('New', 'Two'), 0)
    expect((await storage.listDocuments()).map(({ workflow }) => workflow.name).sort()).to.deep.equal(['A', 'New'])
  })

  it('that has space again stores what a page edits after it has opened the workflow again', async () => {
    await storage.putDocument('a', named('A'), 0)
    fillDisk()
    await storage.putDocument('a', named('A', 'Without space'), 1, named('A'))
    const reopened = (await storage.getDocument('a'))!
    restoreBrowser()
    const edited = { ...reopened.workflow, tags: ['later'] }
    const saved = await storage.putDocument('a', edited, reopened.revision, reopened.workflow)
    expect(saved.ok && saved.value.document.workflow).to.deep.equal(edited)
    expect((await storage.getDocument('a'))?.workflow).to.deep.equal(edited)
  })

  it('merges what did not fit with what another tab has stored in the meantime', async () => {
    await storage.putDocument('a', named('A'), 0)
    fillDisk()
    await storage.putDocument('a', named('A', 'Without space'), 1, named('A'))
    const reopened = (await storage.getDocument('a'))!
    restoreBrowser()
    const other = await open()
    await other.putDocument('a', { ...named('A'), tags: ['other'] }, 1, named('A'))
    other.close()
    const edited = { ...reopened.workflow, name: 'B' }
    await storage.putDocument('a', edited, reopened.revision, reopened.workflow)
    expect((await storage.getDocument('a'))?.workflow).to.deep.equal({ ...edited, tags: ['other'] })
  })

  it('that has space again stores the versions that did not fit', async () => {
    await storage.putDocument('a', named('A'), 0)
    fillDisk()
    await storage.putDocument('a', named('B'), 1, named('A'))
    await storage.addVersion('a', named('B'), { origin: 'named', name: 'Without space' })
    restoreBrowser()
    await storage.putDocument('a', named('C'), 1, named('A'))
    const other = await open()
    expect((await other.listVersions('a')).map((version) => version.name)).to.deep.equal(['Without space'])
    expect((await other.getVersion('a', 1))?.name).to.equal('B')
    other.close()
  })

  it('keeps in memory what the disk does not delete', async () => {
    await storage.putDocument('a', named('A'), 0)
    fillDisk()
    await storage.putDocument('a', named('B'), 1, named('A'))
    await storage.appendEvents(entry, [started])
    storage.close()
    expect((await storage.removeDocument('a'))?.code).to.equal('storage.closed')
    expect((await storage.removeRun('r'))?.code).to.equal('storage.closed')
    expect((await storage.getDocument('a'))?.workflow.name).to.equal('B')
    expect(await storage.getRunEvents('r')).to.deep.equal([started])
  })

  it('lists all other entries if one cannot be read', async () => {
    for (const id of ['a', 'b', 'c']) await storage.putDocument(id, named(id.toUpperCase()), 0)
    for (const run of ['r', 's']) await storage.appendEvents({ ...entry, run }, [{ ...started, run }])
    const failsFor = (store: IDBObjectStore, query: unknown): boolean =>
      (store.name === 'documents' && (query === undefined || query === 'b')) ||
      (store.name === 'runs' && (query === undefined || query === 's'))
    for (const method of ['getAll', 'get'] as const) {
      Object.defineProperty(IDBObjectStore.prototype, method, {
        configurable: true,
        value(this: IDBObjectStore, ...values: unknown[]) {
          const request = getOriginal(method).apply(this, values)
          if (!failsFor(this, values[0])) return request
          const error = new DOMException('Failed to read large IndexedDB value', 'DataError')
          request.addEventListener('success', (event) => {
            event.stopImmediatePropagation()
            Object.defineProperty(request, 'error', { value: error })
            request.dispatchEvent(new Event('error'))
          })
          return request
        },
      })
    }
    expect((await storage.listDocuments()).map(({ id }) => id).sort()).to.deep.equal(['a', 'c'])
    expect((await storage.listRuns()).map(({ run }) => run)).to.deep.equal(['r'])
    expect(problems.map(({ code }) => code)).to.deep.equal(['storage.unreadable', 'storage.unreadable'])
  })

  it('with a damaged event ends the run before it, and no later event follows the end', async () => {
    await storage.appendEvents(entry, [started, ...laterEvents])
    await storage.appendEvents({ ...entry, run: 'newer', startedAt: 2 }, [{ ...started, run: 'newer' }])
    storage.close()
    const raw = await openDB(name)
    await raw.put('events', { seq: 3, type: 'never heard of' }, ['r', 3])
    raw.close()
    storage = await open()
    await failInterruptedRuns(storage, () => 9)
    const types = (await storage.getRunEvents('r')).map(({ type }) => type)
    expect(types).to.deep.equal(['run-started', 'node-cancelled', 'node-cancelled', 'run-failed'])
    expect((await storage.listRuns({ workflowId: 'w' })).find(({ run }) => run === 'r')?.state).to.equal('failed')
  })

  it('with a missing event ends the record before the gap', async () => {
    await storage.appendEvents(entry, [started, ...laterEvents])
    storage.close()
    const raw = await openDB(name)
    await raw.delete('events', ['r', 4])
    raw.close()
    storage = await open()
    expect((await storage.getRunEvents('r')).map(({ seq }) => seq)).to.deep.equal([0, 1, 2, 3])
    expect(problems.map(({ code }) => code)).to.deep.equal(['storage.unreadable'])
  })

  it('that has space again after files are deleted stores a failed save without another edit', async () => {
    const session = await createSession({ id: 'w', engine: new TestEngine(), storage, initial: named('W') })
    fillDisk()
    session.document.apply({ type: 'set-name', name: 'Edited' })
    await waitUntil(() => session.document.saving === 'failed')
    restoreBrowser()
    await storage.removeDataset('1'.repeat(64))
    await waitUntil(() => session.document.saving === 'saved')
    await session.close()
    const other = await open()
    expect((await other.getDocument('w'))?.workflow.name).to.equal('Edited')
    other.close()
  })
})
