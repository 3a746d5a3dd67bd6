import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createEmptyWorkflow, ok, type Workflow, unwrap } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { waitUntil } from '../../test/wait-until.ts'
import { createSession } from './create-session.ts'
import type { InputSample } from './engine/input-sample.ts'
import type { InputOf } from './engine/requests.ts'
import type { WorkflowSession } from './session.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import type { WorkflowStorage } from './storage/storage.ts'
import {
  createAddNodeEdit,
  waitForChange,
  createRenameEdit,
  waitForSave,
  TestEngine,
} from './engine/test-session-engine.ts'

describe('a session', () => {
  let engine: TestEngine
  let storage: WorkflowStorage
  const open = (id = 'w') => createSession({ id, engine, storage, templates: { w: createEmptyWorkflow('Template') } })
  beforeEach(() => {
    engine = new TestEngine()
    storage = createMemoryStorage()
  })

  it('stores nothing before the first edit, and finds the document again after it', async () => {
    const session = await open()
    expect(session.document.current.name).to.equal('Template')
    expect(await storage.listDocuments()).to.deep.equal([])
    session.document.apply(createRenameEdit('Mine'))
    expect(session.document.saving).to.equal('saving')
    await waitForSave(session)
    expect((await open()).document.current.name).to.equal('Mine')
  })

  it('saves unsaved changes when it is closed', async () => {
    const session = await open()
    session.document.apply(createRenameEdit('Last'))
    await session.close()
    expect((await storage.getDocument('w'))?.workflow.name).to.equal('Last')
  })

  it('[D25] recovers edits that a closed page could not save, merged with later saves', async () => {
    const left = new Map<string, { pageId: string; workflow: Workflow; basedOn: number }>()
    storage = {
      ...storage,
      unsaved: {
        save: (_, unsaved) => left.set(unsaved.pageId, unsaved),
        remove: (_, pageId) => left.delete(pageId),
        list: () => [...left.values()],
        listDocumentIds: () => (left.size > 0 ? ['w'] : []),
      },
    }
    const closing = await open()
    closing.document.apply(createRenameEdit('Unsaved'))
    window.dispatchEvent(new Event('pagehide'))
    expect([...left.values()].map(({ workflow }) => workflow.name)).to.deep.equal(['Unsaved'])
    await waitForSave(closing)
    expect(left.size).to.equal(0)

    left.set('gone', { pageId: 'gone', workflow: createEmptyWorkflow('Left behind'), basedOn: 0 })
    expect((await open()).document.current.name).to.equal('Left behind')
    const names = (await storage.listDocuments()).map(({ workflow }) => workflow.name).sort()
    expect(names).to.deep.equal(['Left behind', 'Unsaved (other tab)'])
    expect(left.size).to.equal(0)
  })

  it('reads the document with its former id if it is this document, and stores it with the new id', async () => {
    await storage.putDocument('old', createEmptyWorkflow('Edited before'), 0)
    const openAs = (isThis: boolean) =>
      createSession({
        id: 'new',
        engine,
        storage,
        initial: createEmptyWorkflow('File'),
        legacyDocument: { id: 'old', isSameDocument: () => isThis },
      })
    expect((await openAs(false)).document.current.name).to.equal('File')
    const session = await openAs(true)
    expect(session.document.current.name).to.equal('Edited before')
    session.document.apply(createRenameEdit('Edited now'))
    await waitForSave(session)
    expect((await openAs(true)).document.current.name).to.equal('Edited now')
    expect((await storage.getDocument('old'))?.workflow.name).to.equal('Edited before')
  })

  it('updates the description once after several edits', async () => {
    const session = await open()
    await waitForChange(session, 'description', () => session.document.description !== undefined)
    engine.describedNames = []
    for (const name of ['1', '2', '3']) session.document.apply(createRenameEdit(name))
    await waitForChange(session, 'description', () => engine.describedNames.length > 0)
    expect(engine.describedNames).to.deep.equal(['3'])
  })

  it('updates the description when the datasets of the next run change', async () => {
    const session = await open()
    await waitForChange(session, 'description', () => session.document.description !== undefined)
    const previewed: string[] = []
    engine.responders.previewFile = ({ dataset: id }) => {
      previewed.push(id)
      return ok({ dataset: id, format: 'csv', columns: [] })
    }
    const dataset = unwrap(await session.data.add(new File(['a\n1\n'], 'a.csv')))
    session.assistant?.setRunDatasets({ load: dataset.id })
    await waitForChange(session, 'description', () => engine.runDatasets?.load !== undefined)
    expect(engine.runDatasets).to.deep.equal({ load: dataset.id })
    expect(previewed).to.deep.equal([dataset.id])
    engine.describedNames = []
    session.assistant?.setRunDatasets({ load: dataset.id })
    session.assistant?.setRunDatasets({})
    await waitForChange(session, 'description', () => engine.runDatasets?.load === undefined)
    expect(engine.describedNames).to.have.length(1)
  })

  it('uses files that are chosen for the next run in previews and partial runs, and samples in previews alone', async () => {
    const session = await open()
    session.document.apply(createAddNodeEdit('load'))
    const dataset = unwrap(await session.data.add(new File(['a\n1\n'], 'a.csv')))
    const previews: InputOf<'previewNode'>[] = []
    engine.responders.previewNode = (input) => {
      previews.push(input)
      return ok({ state: 'unavailable', reason: 'skipped', node: 'load' })
    }
    const sample: InputSample = { path: [], port: 'in', kind: 'rows', text: 'a\n1\n' }
    session.assistant?.setRunDatasets({ load: dataset.id })
    session.assistant?.setInputSamples([sample])
    await session.assistant?.previewNode('load')
    expect(previews[0]?.runDatasets).to.deep.equal({ load: dataset.id })
    expect(previews[0]?.samples).to.deep.equal([sample])
    expect(session.assistant?.inputSamples).to.deep.equal([sample])

    void session.runs.start({ part: { kind: 'to', node: 'load' } })
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed, files } = engine.request!
    expect(files).to.deep.equal({ load: { dataset: dataset.id, name: 'a.csv' } })
    // The result of a run with another file is not a preview of the chosen one.
    const file = { kind: 'file', dataset: 'f'.repeat(64), name: 'b.csv' }
    const inputs = { load: { file } }
    const outputs = { value: { kind: 'json', json: 1 } }
    engine.send(
      { seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs, seed },
      { seq: 1, time: 6, type: 'node-completed', node: 'load', outputs, ms: 1, problems: [] },
      { seq: 2, time: 7, type: 'run-completed' },
    )
    await waitForChange(session, 'run', () => session.runs.current?.state === 'completed')
    await session.assistant?.previewNode('load')
    expect(previews[1]?.outputs).to.deep.equal({})
    session.assistant?.setRunDatasets({})
    await session.assistant?.previewNode('load')
    expect(previews[2]?.outputs).to.deep.equal({ load: outputs })
  })

  it('finds stored sub-workflows by id or name, and updates the description when one changes', async () => {
    await storage.putDocument('other', createEmptyWorkflow('Other'), 0)
    const session = await open()
    const nameOf = async (reference: string) => (await engine.host.readWorkflow!(reference))?.name
    expect([await nameOf('other'), await nameOf('Other'), await nameOf('none')]).to.deep.equal([
      'Other',
      'Other',
      undefined,
    ])
    await waitForChange(session, 'description', () => session.document.description !== undefined)
    engine.describedNames = []
    await storage.putDocument('other', createEmptyWorkflow('Another'), 1)
    await waitForChange(session, 'description', () => engine.describedNames.length > 0)
    expect(await nameOf('other')).to.equal('Another')
  })

  it('[D21] applies changes of another tab as one step of the history while nothing is unsaved', async () => {
    const [mine, theirs] = [await open(), await open()]
    theirs.document.apply(createRenameEdit('Theirs'))
    await waitForChange(mine, 'document', () => mine.document.current.name === 'Theirs')
    mine.document.undo()
    expect(mine.document.current.name).to.equal('Template')
  })

  it('[D21] shows what a server has changed since the last visit, which is not a step of the history', async () => {
    const stored = unwrap(await storage.putDocument('served', createEmptyWorkflow('Copy'), 0)).document
    let finishUpdate: () => void = () => undefined
    const updated = new Promise<void>((resolve) => (finishUpdate = resolve))
    const sync = {
      openCopy: async () => ({ document: stored, updated }),
      getStatus: async () => ({ status: 'synced' as const }),
      takeMerge: async () => undefined,
      listUnsynced: async () => new Map(),
      start: () => undefined,
    }
    const session = await createSession({ id: 'served', engine, storage: { ...storage, sync } })
    expect(session.document.current.name).to.equal('Copy')
    await storage.putDocument('served', createEmptyWorkflow('Server'), stored.revision)
    await waitForChange(session, 'document', () => session.document.current.name === 'Server')
    finishUpdate()
    expect(session.document.canUndo).to.equal(false)
    expect(session.document.saving).to.equal('saved')
    await session.close()
  })

  it('[D21] merges the edits of two tabs and reports it', async () => {
    const [mine, theirs] = [await open(), await open()]
    mine.document.apply(createRenameEdit('Mine'))
    theirs.document.apply(createAddNodeEdit('theirs'))
    await Promise.all([waitForSave(mine), waitForSave(theirs)])
    const isBoth = ({ document: { current } }: WorkflowSession) =>
      current.name === 'Mine' && current.nodes[0]?.id === 'theirs'
    await waitForChange(mine, 'document', () => isBoth(mine))
    await waitForChange(theirs, 'document', () => isBoth(theirs))
    expect((await storage.listDocuments()).map(({ workflow }) => workflow.name)).to.deep.equal(['Mine'])
    expect([mine, theirs].filter(({ problems }) => problems.latest?.code === 'document.merged')).to.have.length(1)
    theirs.document.undo()
    expect(theirs.document.current).to.deep.include({ name: 'Mine', nodes: [] })
  })

  it('[D42] lists the conflicts of two tabs, and resolves them with either side', async () => {
    const [mine, theirs] = [await open(), await open()]
    mine.document.apply(createRenameEdit('Mine'))
    theirs.document.apply(createRenameEdit('Theirs'))
    await Promise.all([waitForSave(mine), waitForSave(theirs)])
    // The second save finds the first one.
    const [later] = [mine, theirs].filter(({ document }) => document.versions?.conflicts.length === 1)
    const versions = later!.document.versions!
    expect(versions.conflicts).to.deep.equal([
      { workflowPath: [], path: ['name'], base: 'Template', ours: 'Theirs', theirs: 'Mine' },
    ])
    await waitForChange(mine, 'document', () => mine.document.current.name === 'Theirs')
    await waitForChange(later!, 'versions', () => versions.list[0]?.origin === 'merged')
    expect((await versions.document(versions.list[0]!.number))?.name).to.equal('Mine')
    versions.resolve(versions.conflicts[0]!, 'theirs')
    expect(later!.document.current.name).to.equal('Mine')
    later!.document.undo()
    expect(later!.document.current.name).to.equal('Theirs')
    versions.dismissConflicts()
    expect(versions.conflicts).to.deep.equal([])
  })

  it('[D26] stores named versions and versions of runs, and restores one as a step that can be undone', async () => {
    const session = await open()
    const versions = session.document.versions!
    const list = () => versions.list.map(({ number, name, origin }) => [number, name, origin])
    await versions.save('As it began')
    session.document.apply(createAddNodeEdit('a'))
    void session.runs.start()
    await waitForChange(session, 'versions', () => versions.list.length === 2)
    engine.endRun?.()
    void session.runs.start()
    session.document.apply(createRenameEdit('Later'))
    await versions.restore(1)
    expect(session.document.current).to.deep.include({ name: 'Template', nodes: [] })
    expect(list()).to.deep.equal([
      [3, undefined, 'left'],
      [2, undefined, 'run'],
      [1, 'As it began', 'named'],
    ])
    session.document.undo()
    expect(session.document.current.name).to.equal('Later')
    await versions.rename(3, 'Before going back')
    await versions.remove(2)
    expect(list().map(([number]) => number)).to.deep.equal([3, 1])
    await session.close()
    expect((await open()).document.versions!.list).to.deep.equal(versions.list)
  })

  it('stores the document that an opened file replaces, unless it was empty', async () => {
    const session = await open()
    session.document.open(createEmptyWorkflow('First'))
    await waitForChange(session, 'versions', () => session.document.versions!.list.length === 1)
    session.document.apply(createAddNodeEdit('a'))
    session.document.open(createEmptyWorkflow('Second'))
    await waitForChange(session, 'versions', () => session.document.versions!.list.length === 3)
    expect(session.document.versions!.list.map(({ origin }) => origin)).to.deep.equal(['opened', 'left', 'opened'])
    expect((await session.document.versions!.document(2))?.nodes.map(({ id }) => id)).to.deep.equal(['a'])
  })

  it('[D27] recognizes a file that is based on this document by its versions, and merges it as one step', async () => {
    const original = await createSession({ id: 'w', engine, storage, askForAccess: async () => 'unchanged' })
    original.document.apply(createAddNodeEdit('a'))
    const file = await original.document.versions!.exportText()
    const copy = await createSession({ id: 'there', engine, storage: createMemoryStorage() })
    copy.document.open(file)
    await waitForChange(copy, 'versions', () => copy.document.versions!.list.length > 0)
    copy.document.apply(createAddNodeEdit('b'))
    const back = await copy.document.versions!.exportText()
    original.document.apply(createRenameEdit('Meanwhile'))
    const other = await original.document.versions!.findBase(JSON.parse(back))
    expect(other?.base.nodes.map(({ id }) => id)).to.deep.equal(['a'])
    original.document.versions!.merge(other!)
    await waitUntil(async () => (await storage.getAccess(original.id)).trust === 'imported')
    expect(original.document.current.name).to.equal('Meanwhile')
    expect(original.document.current.nodes.map(({ id }) => id)).to.deep.equal(['a', 'b'])
    original.document.undo()
    expect(original.document.current.nodes.map(({ id }) => id)).to.deep.equal(['a'])
    const plain = JSON.stringify(copy.document.current)
    expect((await original.document.versions!.findBase(plain))?.base.nodes.map(({ id }) => id)).to.deep.equal(['a'])
    expect(await original.document.versions!.findBase(createEmptyWorkflow())).to.equal(undefined)
  })

  it('[D20] opens JSON as one step, and returns its problems', async () => {
    const session = await open()
    expect(session.document.open('{"nodes": 3}')[0]?.code).to.equal('workflow.invalid')
    expect(session.document.current.name).to.equal('Template')
    expect(session.document.open(JSON.stringify(createEmptyWorkflow('Opened')))).to.deep.equal([])
    expect(session.document.current.name).to.equal('Opened')
    session.document.undo()
    expect(session.document.current.name).to.equal('Template')
  })

  it('reports a rejected edit and does not change the document', async () => {
    const session = await open()
    expect(session.document.apply(createRenameEdit('n'.repeat(201)))[0]?.code).to.equal('edit.invalid')
    expect(session.document.current.name).to.equal('Template')
    const { latest } = session.problems
    expect(latest && englishFormatter.renderProblem(latest).message).to.contain('201 characters')
    expect(session.document.saving).to.equal('saved')
  })
})
