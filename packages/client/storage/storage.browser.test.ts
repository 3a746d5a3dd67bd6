import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createEmptyWorkflow, type Dataset, type Problem, type RunEvent, getProblem, failed } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { openDB } from 'idb'
import { importedAccess } from './document-access.ts'
import { databaseVersion, type DatabaseSchema } from './database-schema.ts'
import { withMemoryFallback } from './with-memory-fallback.ts'
import { storeFileVersions, serializeWorkflowFile } from '../document/workflow-files.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { openStorage } from './open-storage.ts'
import type { StorageChange, StoredRun, WorkflowStorage } from './storage.ts'

let counter = 0
const freshName = (): string => `aw-test-${Date.now()}-${counter++}`

const dataset = (id: string, name = `${id}.csv`): Dataset => ({
  id: id.repeat(64).slice(0, 64),
  name,
  size: 3,
  createdAt: `2026-11-20T10:00:0${id}.000Z`,
})
const run = (id: string, startedAt = 1): StoredRun => ({
  run: id,
  workflowId: 'w',
  workflowName: 'W',
  state: 'running',
  startedAt,
})
const events: RunEvent[] = [
  { seq: 0, time: 1, type: 'run-started', version: 1, run: 'r', workflow: createEmptyWorkflow(), inputs: {}, seed: 1 },
  { seq: 1, time: 2, type: 'run-completed' },
]

const behindFullDisk = 'in memory behind a disk that refuses all'
const kinds: Record<string, (now: () => number) => Promise<WorkflowStorage>> = {
  'in memory': async (now) => createMemoryStorage(now),
  'in IndexedDB': (now) => openStorage({ name: freshName(), now }),
  [behindFullDisk]: async (now) => withMemoryFallback(refusing(), createMemoryStorage(now)),
}

for (const [kind, open] of Object.entries(kinds)) {
  describe(`storage ${kind}`, () => {
    let storage: WorkflowStorage
    let time = 0
    beforeEach(async () => {
      time = 0
      storage = await open(() => ++time)
    })
    afterEach(() => storage.close())

    it('lists documents, newest first', async () => {
      await storage.putDocument('a', createEmptyWorkflow('A'), 0)
      await storage.putDocument('b', createEmptyWorkflow('B'), 0)
      expect((await storage.listDocuments()).map(({ id }) => id)).to.deep.equal(['b', 'a'])
      expect((await storage.getDocument('a'))?.workflow).to.deep.equal(createEmptyWorkflow('A'))
      await storage.removeDocument('a')
      expect(await storage.getDocument('a')).to.equal(undefined)
    })

    it('stores origins beside documents, for edits, other tabs’ copies and removed documents', async () => {
      const granted = { hosts: ['api.example'], secrets: [], tools: [] }
      const trustOf = async (id: string) => (await storage.getAccess(id)).trust
      await storage.putDocument('own', createEmptyWorkflow('Own'), 0)
      expect(await trustOf('own')).to.equal('own')
      await storage.putDocument('a', createEmptyWorkflow('File'), 0, undefined, importedAccess)
      await storage.putAccess('a', { ...importedAccess, granted })
      await storage.putDocument('a', createEmptyWorkflow('Edited'), 1)
      expect(await storage.getAccess('a')).to.deep.equal({ trust: 'imported', granted })
      await storage.removeDocument('a')
      await storage.putDocument('a', createEmptyWorkflow('Restored'), 0)
      expect(await trustOf('a')).to.equal('imported')
    })

    // A page whose save has failed sends its document again, based on the same revision: that replaces the first one.
    if (kind !== behindFullDisk) {
      it('keeps both documents if two are based on the same revision', async () => {
        await storage.putDocument('a', createEmptyWorkflow('First'), 0, undefined, importedAccess)
        await storage.putDocument('a', createEmptyWorkflow('Theirs'), 1)
        await storage.putDocument('a', createEmptyWorkflow('Mine'), 1)
        const names = (await storage.listDocuments()).map(({ workflow }) => workflow.name)
        expect(names.sort()).to.deep.equal(['Mine', 'Theirs (other tab)'])
        const copy = (await storage.listDocuments()).find(({ id }) => id.startsWith('a.other'))
        expect(await storage.getAccess(copy!.id)).to.deep.equal(importedAccess)
      })

      it('merges two edits of the same base, and stores the other side of conflicts as a version', async () => {
        const base = createEmptyWorkflow('First')
        await storage.putDocument('a', base, 0)
        await storage.putDocument('a', { ...base, description: 'Theirs' }, 1, base)
        const saved = await storage.putDocument('a', { ...base, tags: ['mine'] }, 1, base)
        if (saved.ok) expect(saved.value.merged).to.deep.equal({ conflicts: [], problems: [] })
        const both = { name: 'First', description: 'Theirs', tags: ['mine'] }
        expect((await storage.getDocument('a'))?.workflow).to.deep.include(both)
        expect(await storage.listVersions('a')).to.have.length(0)
        await storage.putDocument('a', { ...base, description: 'Mine' }, 1, base)
        expect((await storage.getDocument('a'))?.workflow).to.deep.include({ ...both, description: 'Mine' })
        const [left] = await storage.listVersions('a')
        expect(left).to.deep.include({ document: 'a', number: 1, origin: 'merged' })
        expect((await storage.getVersion('a', 1))?.description).to.equal('Theirs')
        expect(await storage.listDocuments()).to.have.length(1)
      })
    }

    it('stores the synchronization state of documents with each server', async () => {
      const [base, ours, theirs] = ['Base', 'Ours', 'Theirs'].map((name) => createEmptyWorkflow(name))
      const pending = [{ number: 4, clock: 9, changes: [{ leaf: 'name', value: 'Ours' }, { leaf: 'notes/a/#' }] }]
      const copy = { client: 'page', seq: 9, nextNumber: 5, pending, leaves: [{ leaf: 'name', value: 'Base', seq: 9 }] }
      const merges = [{ base: base!, ours: ours!, theirs: theirs! }]
      const state = { revision: 2, base: base!, tag: '"7"', merges, live: { epoch: 'e', copy } }
      const changes: StorageChange[] = []
      const stop = storage.subscribe((change) => changes.push(change))
      expect(await storage.syncStates.update('one', 'a', () => state)).to.equal(undefined)
      stop()
      expect(changes).to.deep.equal([{ kind: 'sync', id: 'a' }])
      await storage.syncStates.update('one', 'b', () => ({ revision: 0 }))
      expect(await storage.syncStates.get('one', 'a')).to.deep.equal(state)
      expect(await storage.syncStates.get('two', 'a')).to.equal(undefined)
      await storage.syncStates.update(
        'one',
        'a',
        ({ merges: _merges, live: _live, ...known } = { revision: 0 }) => known,
      )
      expect([...(await storage.syncStates.list('one'))]).to.deep.equal([
        ['a', { revision: 2, base, tag: '"7"' }],
        ['b', { revision: 0 }],
      ])
      await storage.syncStates.update('one', 'a', () => undefined)
      expect([...(await storage.syncStates.list('one')).keys()]).to.deep.equal(['b'])
    })

    it('stores numbered versions, renames them, and stores no duplicates', async () => {
      const addVersion = (name: string, origin: 'run' | 'named', called?: string) =>
        storage.addVersion('a', createEmptyWorkflow(name), {
          origin,
          ...(called === undefined ? {} : { name: called }),
        })
      const listVersions = async () =>
        (await storage.listVersions('a')).map(({ number, name, origin }) => [number, name, origin])
      await addVersion('One', 'run')
      await addVersion('One', 'run')
      await addVersion('One', 'named', 'First')
      expect(await listVersions()).to.deep.equal([[1, 'First', 'run']])
      await addVersion('One', 'named', 'Second')
      await addVersion('Two', 'run')
      await storage.addVersion('b', createEmptyWorkflow('Other'), { origin: 'run' })
      expect(await listVersions()).to.deep.equal([
        [3, undefined, 'run'],
        [2, 'Second', 'named'],
        [1, 'First', 'run'],
      ])
      expect((await storage.getVersion('a', 3))?.name).to.equal('Two')
      await storage.renameVersion('a', 3, 'Third')
      await storage.renameVersion('a', 2, undefined)
      await storage.removeVersion('a', 1)
      expect(await listVersions()).to.deep.equal([
        [3, 'Third', 'run'],
        [2, undefined, 'named'],
      ])
      expect(await storage.getVersion('a', 1)).to.equal(undefined)
      await storage.removeDocument('a')
      expect(await listVersions()).to.deep.equal([])
      expect(await storage.listVersions('b')).to.have.length(1)
    })

    it('imports the versions of a file', async () => {
      await storage.putDocument('a', createEmptyWorkflow('Now'), 0)
      await storage.addVersion('a', createEmptyWorkflow('One'), { origin: 'named', name: 'First' })
      await storage.addVersion('a', createEmptyWorkflow('Two'), { origin: 'run' })
      const file = await serializeWorkflowFile(storage, 'a', createEmptyWorkflow('Now'))
      await storeFileVersions(storage, 'b', file)
      const imported = (await storage.listVersions('b')).map(({ name, origin }) => [name, origin])
      expect(imported).to.deep.equal([
        [undefined, 'opened'],
        ['First', 'named'],
      ])
      expect((await storage.getVersion('b', 2))?.name).to.equal('Now')
    })

    it('keeps the latest 100 unnamed versions, and all named ones', async () => {
      for (let number = 1; number <= 102; number++) {
        const named = number === 1 ? { name: 'Kept' } : {}
        await storage.addVersion('a', createEmptyWorkflow(`W${number}`), { origin: 'run', ...named })
      }
      const numbers = (await storage.listVersions('a')).map(({ number }) => number)
      expect(numbers).to.have.length(101)
      expect(numbers.slice(-2)).to.deep.equal([3, 1])
    })

    it('stores datasets with their bytes and previews', async () => {
      const one = dataset('1')
      await storage.putDataset(one, new Blob(['a,b']))
      await storage.putDataset(dataset('2'), new Blob(['c']))
      const preview = { dataset: one.id, format: 'csv', columns: [{ name: 'a', type: 'BIGINT' }] }
      await storage.putPreview(preview)
      const list = await storage.listDatasets()
      expect(list.map((entry) => entry.dataset.name)).to.deep.equal(['2.csv', '1.csv'])
      expect(list[1]?.preview).to.deep.equal(preview)
      expect(await (await storage.getDatasetBytes(one.id))?.text()).to.equal('a,b')
      await storage.removeDataset(one.id)
      expect(await storage.getDatasetBytes(one.id)).to.equal(undefined)
      expect(await storage.listDatasets()).to.have.length(1)
    })

    it('restores a removed dataset while its bytes are still referenced', async () => {
      const one = dataset('1')
      await storage.putDataset(one, new Blob(['a,b']))
      const bytes = await storage.getDatasetBytes(one.id)
      await storage.removeDataset(one.id)
      await storage.putDataset(one, bytes!)
      expect(await (await storage.getDatasetBytes(one.id))?.text()).to.equal('a,b')
    })

    it('appends events to a run and updates its entry', async () => {
      await storage.appendEvents(run('r'), events.slice(0, 1))
      const ended = { ...run('r'), state: 'completed' as const, endedAt: 2, datasets: ['d'.repeat(64)] }
      await storage.appendEvents(ended, events.slice(1))
      await storage.appendEvents({ ...run('other', 5), workflowId: 'x' }, [])
      expect(await storage.getRunEvents('r')).to.deep.equal(events)
      expect((await storage.listRuns()).map((entry) => entry.run)).to.deep.equal(['other', 'r'])
      expect(await storage.listRuns({ workflowId: 'w' })).to.deep.equal([ended])
      await storage.removeRun('r')
      expect(await storage.getRunEvents('r')).to.deep.equal([])
    })

    it('keeps deleted items for 30 days, newest first, and restores them', async () => {
      const entry = (id: string, deletedAt: number) => ({ id, kind: 'dataset' as const, name: id, size: 3, deletedAt })
      time = 100 * 24 * 3_600_000
      const bytes = new Blob(['a,b'])
      await storage.trash.put(entry('old', 1), { value: { name: 'old' } })
      await storage.trash.put(entry('first', time - 2), { value: { name: 'first' }, bytes })
      await storage.trash.put(entry('second', time - 1), { value: 2 })
      expect((await storage.trash.list()).map(({ id }) => id)).to.deep.equal(['second', 'first'])
      expect((await storage.trash.purge()).map(({ id }) => id)).to.deep.equal(['old'])
      expect(await storage.trash.get('old')).to.equal(undefined)
      expect(await storage.trash.purge()).to.deep.equal([])
      const content = await storage.trash.get('first')
      expect(content?.value).to.deep.equal({ name: 'first' })
      expect(await content?.bytes?.text()).to.equal('a,b')
      await storage.trash.remove('first')
      expect(await storage.trash.get('first')).to.equal(undefined)
      expect((await storage.trash.list()).map(({ id }) => id)).to.deep.equal(['second'])
    })

    it('notifies of changes until the listener is removed', async () => {
      const changes: StorageChange[] = []
      const stop = storage.subscribe((change) => changes.push(change))
      await storage.putDocument('a', createEmptyWorkflow(), 0)
      await storage.putDataset(dataset('1'), new Blob([]))
      stop()
      await storage.putDocument('a', createEmptyWorkflow(), 1)
      expect(changes).to.deep.equal([
        { kind: 'document', id: 'a' },
        { kind: 'datasets', id: dataset('1').id },
      ])
    })
  })
}

describe('openStorage', () => {
  it('stores the unsaved edits of a closing page synchronously, per page', async () => {
    const name = freshName()
    const first = await openStorage({ name })
    first.unsaved.save('a', { pageId: 'one', workflow: createEmptyWorkflow('One'), basedOn: 3 })
    first.unsaved.save('a', { pageId: 'two', workflow: createEmptyWorkflow('Two'), basedOn: 4 })
    first.unsaved.save('b', { pageId: 'one', workflow: createEmptyWorkflow('Other'), basedOn: 1 })
    first.close()
    const second = await openStorage({ name })
    const names = second.unsaved.list('a').map(({ pageId, workflow, basedOn }) => [pageId, workflow.name, basedOn])
    expect(names.sort()).to.deep.equal([
      ['one', 'One', 3],
      ['two', 'Two', 4],
    ])
    expect(second.unsaved.listDocumentIds().sort()).to.deep.equal(['a', 'b'])
    localStorage.setItem(`${name}-unsaved/a/damaged`, '{')
    expect(second.unsaved.list('a')).to.have.length(2)
    second.unsaved.save('c', {
      pageId: 'one',
      workflow: createEmptyWorkflow('C'),
      basedOn: 1,
      base: createEmptyWorkflow('Base'),
    })
    expect(second.unsaved.list('c')[0]?.base?.name).to.equal('Base')
    second.unsaved.remove('c', 'one')
    second.unsaved.remove('a', 'damaged')
    second.unsaved.remove('a', 'one')
    expect(second.unsaved.list('a')).to.have.length(1)
    second.unsaved.remove('a', 'two')
    second.unsaved.remove('b', 'one')
    second.close()
  })

  it('reads everything after reopening', async () => {
    const name = freshName()
    const first = await openStorage({ name })
    await first.putDocument('a', createEmptyWorkflow('A'), 0)
    await first.putDataset(dataset('1'), new File(['x'], 'x.csv'))
    first.close()
    const second = await openStorage({ name })
    expect((await second.getDocument('a'))?.workflow.name).to.equal('A')
    expect(await (await second.getDatasetBytes(dataset('1').id))?.text()).to.equal('x')
    second.close()
  })

  it('grants nothing if a stored access is damaged', async () => {
    const name = freshName()
    const storage = await openStorage({ name })
    expect(await storage.putAccess('a', importedAccess)).to.equal(undefined)
    storage.close()
    const raw = await openDB<DatabaseSchema>(name)
    expect(await raw.get('access', 'a')).to.deep.equal(importedAccess)
    await raw.put('access', { trust: 'own', granted: 'all' }, 'a')
    raw.close()
    const again = await openStorage({ name })
    expect(await again.getAccess('a')).to.deep.equal(importedAccess)
    again.close()
  })

  it('stores synchronization states, and ignores a damaged one', async () => {
    const name = freshName()
    const storage = await openStorage({ name })
    expect(await storage.syncStates.get('server', 'a')).to.equal(undefined)
    await storage.syncStates.update('server', 'a', () => ({ revision: 3 }))
    expect(await storage.syncStates.get('server', 'a')).to.deep.equal({ revision: 3 })
    const closing = storage.syncStates.list('server')
    storage.close()
    expect([...(await closing).keys()]).to.deep.equal(['a'])
    expect([...(await storage.syncStates.list('server'))]).to.deep.equal([])
    const raw = await openDB<DatabaseSchema>(name)
    await raw.put('sync-states', { revision: 'x' }, ['server', 'a'])
    raw.close()
    const again = await openStorage({ name })
    expect(await again.syncStates.get('server', 'a')).to.equal(undefined)
    again.close()
  })

  it('stores an arriving file within its event, until it is a dataset', async () => {
    const name = freshName()
    const first = await openStorage({ name })
    const forget = first.pendingFiles.store(new File(['a,b'], 'first.csv', { type: 'text/csv' }))
    first.pendingFiles.store(new File(['c'], 'second.csv'))
    // Nothing is awaited: the page is closed.
    first.close()
    const second = await openStorage({ name })
    const left = await second.pendingFiles.list()
    expect(left.map(({ file }) => file.name)).to.deep.equal(['first.csv', 'second.csv'])
    expect(await left[0]!.file.text()).to.equal('a,b')
    await second.pendingFiles.remove(left[0]!.key)
    expect((await second.pendingFiles.list()).map(({ file }) => file.name)).to.deep.equal(['second.csv'])
    const known = second.pendingFiles.store(new File(['d'], 'third.csv'))
    await known()
    expect(await second.pendingFiles.list()).to.have.length(1)
    await forget()
    second.close()
  })

  it('notifies another tab of a save', async () => {
    const name = freshName()
    const [mine, theirs] = [await openStorage({ name }), await openStorage({ name })]
    const received = new Promise<StorageChange>((resolve) => theirs.subscribe(resolve))
    await mine.putDocument('a', createEmptyWorkflow(), 0)
    expect(await received).to.deep.equal({ kind: 'document', id: 'a' })
    mine.close()
    theirs.close()
  })

  it('omits unreadable entries, reports them once, and keeps them when they are overwritten', async () => {
    const name = freshName()
    const seeded = await openStorage({ name })
    await seeded.putDocument('good', createEmptyWorkflow('Good'), 0)
    seeded.close()
    const raw = await openDB(name)
    await raw.put('documents', { id: 'bad', workflow: { version: 99, nodes: [] }, revision: 7, updatedAt: 5 }, 'bad')
    raw.close()

    const problems: Problem[] = []
    const storage = await openStorage({ name, onProblem: (problem) => problems.push(problem) })
    expect((await storage.listDocuments()).map(({ id }) => id)).to.deep.equal(['good'])
    expect(await storage.getDocument('bad')).to.equal(undefined)
    expect(
      problems.map((problem) => [problem.code, englishFormatter.renderProblem(problem).message.includes('"bad"')]),
    ).to.deep.equal([['storage.unreadable', true]])
    const [listed] = await storage.listUnreadable()
    expect(listed).to.deep.include({ id: 'bad' })
    expect(listed).to.have.nested.property('value.workflow.version', 99)
    expect(englishFormatter.format(listed?.reason ?? '')).to.contain('99')
    await storage.putDocument('bad', createEmptyWorkflow('New'), 0)
    expect((await storage.getDocument('bad'))?.workflow.name).to.equal('New')
    expect((await storage.listUnreadable()).map(({ id, aside }) => [id, aside])).to.deep.equal([['bad', 1]])
    storage.close()

    const after = await openDB(name)
    const aside: unknown = await after.getAll('unreadable')
    after.close()
    expect(aside).to.have.length(1)
    expect(aside).to.have.nested.property('[0].value.workflow.version', 99)
  })

  it('refuses a document that could not be read back, and keeps the stored one', async () => {
    const name = freshName()
    const storage = await openStorage({ name })
    await storage.putDocument('a', createEmptyWorkflow('Before'), 0)
    const problem = getProblem(await storage.putDocument('a', createEmptyWorkflow('n'.repeat(201)), 1))
    expect(problem?.code).to.equal('storage.invalid-document')
    expect(problem && englishFormatter.renderProblem(problem).message).to.contain('200')
    storage.close()
    const after = await openStorage({ name })
    expect((await after.getDocument('a'))?.workflow.name).to.equal('Before')
    expect(await after.listUnreadable()).to.deep.equal([])
    after.close()
  })

  it('removes and restores an unreadable document on request, in its place or replaced', async () => {
    const name = freshName()
    ;(await openStorage({ name })).close()
    const raw = await openDB(name)
    for (const id of ['one', 'two']) await raw.put('documents', { id, workflow: 1, revision: 1, updatedAt: 1 }, id)
    raw.close()
    const storage = await openStorage({ name })
    await storage.putDocument('two', createEmptyWorkflow('New'), 0)
    const both = await storage.listUnreadable()
    for (const unreadable of both) await storage.removeUnreadable(unreadable)
    expect(await storage.listUnreadable()).to.deep.equal([])
    expect((await storage.listDocuments()).map(({ id }) => id)).to.deep.equal(['two'])
    // It is restored unchanged, either in its original place or beside the document that has replaced it.
    for (const unreadable of both) await storage.restoreUnreadable(unreadable)
    const back = await storage.listUnreadable()
    expect(back.map(({ id, value, aside }) => [id, value, aside !== undefined])).to.deep.equal(
      both.map(({ id, value }) => [id, value, id === 'two']),
    )
    await storage.restoreUnreadable({ id: 'two', value: both[0]?.value })
    expect((await storage.listUnreadable()).map(({ id }) => id)).to.deep.equal(['one', 'two', 'two'])
    expect((await storage.listDocuments()).map(({ id }) => id)).to.deep.equal(['two'])
    storage.close()
  })

  it('opens a storage in memory and reports why if an older tab blocks the upgrade', async () => {
    const name = freshName()
    const older = indexedDB.open(name, databaseVersion)
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      older.addEventListener('success', () => resolve(older.result))
      older.addEventListener('error', () => reject(older.error))
    })
    // This code opens the next version, as after an update.
    const upgrade = openDB(name, databaseVersion + 1, { blocked: () => undefined })
    const problems: Problem[] = []
    const storage = await openStorage({ name, blockedTimeoutMs: 200, onProblem: (problem) => problems.push(problem) })
    expect(storage.kind).to.equal('memory')
    expect(problems[0]?.code).to.equal('storage.unavailable.blocked')
    await storage.putDocument('a', createEmptyWorkflow('Still works'), 0)
    expect(await storage.listDocuments()).to.have.length(1)
    database.close()
    ;(await upgrade).close()
  })

  it('opens a storage in memory if the database has a newer version', async () => {
    const name = freshName()
    const newer = await openDB(name, 999)
    newer.close()
    const problems: Problem[] = []
    const storage = await openStorage({ name, onProblem: (problem) => problems.push(problem) })
    expect(storage.kind).to.equal('memory')
    expect(problems[0]?.code).to.equal('storage.newer')
    expect(problems[0] && englishFormatter.renderProblem(problems[0]).message).to.contain('newer version')
  })

  it('keeps in memory what a closed database refuses, and reports it', async () => {
    const name = freshName()
    const storage = await openStorage({ name })
    await storage.putDocument('a', createEmptyWorkflow('On disk'), 0)
    // A newer version of the page upgrades the database: the connection closes itself.
    const newer = await openDB(name, databaseVersion + 1)
    const saved = await storage.putDocument('b', createEmptyWorkflow('In memory'), 0)
    expect(getProblem(saved)?.code).to.equal('storage.closed')
    expect((await storage.getDocument('b'))?.workflow.name).to.equal('In memory')
    newer.close()
  })
})

/** A storage on disk that refuses every write. */
function refusing(): WorkflowStorage {
  const empty = createMemoryStorage()
  const problem = { code: 'storage.full', severity: 'error', message: 'Full.' } as const
  const refuse = async () => problem
  return {
    ...empty,
    kind: 'disk',
    putDocument: async () => failed(problem),
    addVersion: async () => failed(problem),
    renameVersion: refuse,
    removeVersion: refuse,
    putDataset: refuse,
    putPreview: refuse,
    appendEvents: refuse,
    trash: { ...empty.trash, put: refuse },
  }
}
