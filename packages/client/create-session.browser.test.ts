import {
  emptyWorkflow,
  error,
  type DatasetPreview,
  type Edit,
  type NodeType,
  type Problem,
  type RunEvent,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { expect, waitUntil } from '@open-wc/testing'
import { createPageOutside, type PageServices } from './page-outside.ts'
import { createSession } from './create-session.ts'
import { closeInterruptedRuns } from './interrupted-runs.ts'
import { engineChange, type Engine, type RunOptions } from './engine.ts'
import type { SessionAspect, SessionChangeEvent, WorkflowSession } from './session.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import type { WorkflowStorage } from './storage/storage.ts'
import type { Answer, ResultSummary, RunRequest } from './worker/engine-api.ts'
import { hashBytes } from './worker/hash-bytes.ts'

const description: WorkflowDescription = { nodes: {}, problems: [], ready: true }

/** An engine whose runs a test plays. */
class TestEngine extends EventTarget implements Engine {
  state: Engine['state'] = 'ready'
  catalogue: readonly NodeType[] = []
  problem: Problem | undefined
  described: string[] = []
  forgotten: string[] = []
  request: RunRequest | undefined
  options: RunOptions | undefined
  end: (problem?: Problem) => void = () => undefined
  closed = false

  here: readonly string[] | undefined
  provide = () => () => undefined
  findWorkflow: ((name: string) => Promise<Workflow | undefined>) | undefined
  provideWorkflows(find: (name: string) => Promise<Workflow | undefined>) {
    this.findWorkflow = find
    return () => undefined
  }
  services: PageServices | undefined
  provideServices(services: PageServices) {
    this.services = services
    return () => undefined
  }
  outside = createPageOutside(async () => undefined)
  arrange: Engine['arrange'] = () => Promise.reject(new Error('Nothing is arranged in these tests.'))
  has = async (dataset: string) => dataset === 'e'.repeat(64)
  warmUp = async () => undefined
  async describe(workflow: { name: string }, _previews: DatasetPreview[], here?: readonly string[]) {
    this.here = here
    this.described.push(workflow.name)
    return { ok: true, value: description } as const
  }
  hash = async (bytes: Blob) => ({ ok: true, value: await hashBytes(bytes) }) as const
  async preview(dataset: string): Promise<Answer<DatasetPreview>> {
    return { ok: true, value: { dataset, format: 'csv', columns: [] } }
  }
  expression = async () => ({ ok: false, problem: error('tables.gone', 'Nobody helps here.') }) as const
  nodeDocs = async () => ({ ok: true, value: undefined }) as const
  previewLoad = async () => ({ ok: false, problem: error('tables.gone', 'Nothing is looked at here.') }) as const
  run(request: RunRequest, options: RunOptions): Promise<Problem | undefined> {
    Object.assign(this, { request, options })
    return new Promise((resolve) => (this.end = resolve))
  }
  results = async (): Promise<Answer<ResultSummary[]>> => ({ ok: true, value: [] })
  forgetResults = async () => undefined
  forget = async (run: string): Promise<void> => void this.forgotten.push(run)
  page = async () => ({ ok: false, problem: error('tables.gone', 'The table is gone.') }) as const
  derive = async () => ({ ok: false, problem: error('tables.gone', 'The table is gone.') }) as const
  profile = this.derive
  check = this.derive
  compareProfiles = this.derive
  proposePlan = this.derive
  proposeSchema = this.derive
  previewPlan = this.derive
  traceCell = this.derive
  changedCells = this.derive
  write = async () => ({ ok: true, value: new Blob(['a\n']) }) as const
  close(): void {
    this.closed = true
  }

  tell(...events: object[]): void {
    this.options?.onEvents(events as RunEvent[])
  }
}

const add = (id: string): Edit => ({
  type: 'add-node',
  node: { id, type: 'load', position: { x: 0, y: 0 }, data: { label: id, config: {} } },
})
const rename = (name: string): Edit => ({ type: 'set-name', name })
const next = (session: WorkflowSession, aspect: SessionAspect, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (event?: Event): void => {
      if ((event && (event as SessionChangeEvent).aspect !== aspect) || !holds()) return
      session.removeEventListener('aw-session-change', look)
      resolve()
    }
    session.addEventListener('aw-session-change', look)
    look()
  })
const saved = (session: WorkflowSession) => next(session, 'saving', () => session.saving === 'saved')

describe('a session', () => {
  let engine: TestEngine
  let storage: WorkflowStorage
  const open = (id = 'w') => createSession({ id, engine, storage, templates: { w: emptyWorkflow('Template') } })
  beforeEach(() => {
    engine = new TestEngine()
    storage = createMemoryStorage()
  })

  it('stores nothing until somebody edits, then finds it again', async () => {
    const session = await open()
    expect(session.document.name).to.equal('Template')
    expect(await storage.listDocuments()).to.deep.equal([])
    session.apply(rename('Mine'))
    expect(session.saving).to.equal('saving')
    await saved(session)
    expect((await open()).document.name).to.equal('Mine')
  })

  it('saves what is unsaved when it is closed', async () => {
    const session = await open()
    session.apply(rename('Last'))
    await session.close()
    expect((await storage.getDocument('w'))?.workflow.name).to.equal('Last')
  })

  it('finds again what a closing page had no time to save, and loses nothing that was saved since', async () => {
    const left = new Map<string, { holder: string; workflow: Workflow; basedOn: number }>()
    storage = {
      ...storage,
      unsaved: {
        keep: (_, unsaved) => left.set(unsaved.holder, unsaved),
        drop: (_, holder) => left.delete(holder),
        list: () => [...left.values()],
        ids: () => (left.size > 0 ? ['w'] : []),
      },
    }
    const closing = await open()
    closing.apply(rename('Unsaved'))
    window.dispatchEvent(new Event('pagehide'))
    expect([...left.values()].map(({ workflow }) => workflow.name)).to.deep.equal(['Unsaved'])
    await saved(closing)
    expect(left.size).to.equal(0)

    left.set('gone', { holder: 'gone', workflow: emptyWorkflow('Left behind'), basedOn: 0 })
    expect((await open()).document.name).to.equal('Left behind')
    const names = (await storage.listDocuments()).map(({ workflow }) => workflow.name).sort()
    expect(names).to.deep.equal(['Left behind', 'Unsaved (other tab)'])
    expect(left.size).to.equal(0)
  })

  it('begins with what was kept under the former id, where that is this document, and keeps it under the new one', async () => {
    await storage.putDocument('old', emptyWorkflow('Edited before'), 0)
    const openAs = (isThis: boolean) =>
      createSession({
        id: 'new',
        engine,
        storage,
        initial: emptyWorkflow('File'),
        former: { id: 'old', isThis: () => isThis },
      })
    expect((await openAs(false)).document.name).to.equal('File')
    const session = await openAs(true)
    expect(session.document.name).to.equal('Edited before')
    session.apply(rename('Edited now'))
    await saved(session)
    expect((await openAs(true)).document.name).to.equal('Edited now')
    expect((await storage.getDocument('old'))?.workflow.name).to.equal('Edited before')
  })

  it('describes after an edit, once for a burst', async () => {
    const session = await open()
    await next(session, 'description', () => session.description !== undefined)
    engine.described = []
    for (const name of ['1', '2', '3']) session.apply(rename(name))
    await next(session, 'description', () => engine.described.length > 0)
    expect(engine.described).to.deep.equal(['3'])
  })

  it('finds stored workflows that others name, by id or name, and describes anew when one changes', async () => {
    await storage.putDocument('other', emptyWorkflow('Other'), 0)
    const session = await open()
    const nameOf = async (asked: string) => (await engine.findWorkflow!(asked))?.name
    expect([await nameOf('other'), await nameOf('Other'), await nameOf('none')]).to.deep.equal([
      'Other',
      'Other',
      undefined,
    ])
    await next(session, 'description', () => session.description !== undefined)
    engine.described = []
    await storage.putDocument('other', emptyWorkflow('Another'), 1)
    await next(session, 'description', () => engine.described.length > 0)
    expect(await nameOf('other')).to.equal('Another')
  })

  it('follows another tab while nothing here is unsaved, as one step of the history', async () => {
    const [mine, theirs] = [await open(), await open()]
    theirs.apply(rename('Theirs'))
    await next(mine, 'document', () => mine.document.name === 'Theirs')
    mine.undo()
    expect(mine.document.name).to.equal('Template')
  })

  it('has what both have done when two tabs edit at once, and says so', async () => {
    const [mine, theirs] = [await open(), await open()]
    mine.apply(rename('Mine'))
    theirs.apply(add('theirs'))
    await Promise.all([saved(mine), saved(theirs)])
    const isBoth = ({ document }: WorkflowSession) => document.name === 'Mine' && document.nodes[0]?.id === 'theirs'
    await next(mine, 'document', () => isBoth(mine))
    await next(theirs, 'document', () => isBoth(theirs))
    expect((await storage.listDocuments()).map(({ workflow }) => workflow.name)).to.deep.equal(['Mine'])
    expect([mine, theirs].filter(({ problem }) => problem?.code === 'document.merged')).to.have.length(1)
    theirs.undo()
    expect(theirs.document).to.deep.include({ name: 'Mine', nodes: [] })
  })

  it('shows what two tabs do not agree about, and lets either side stand', async () => {
    const [mine, theirs] = [await open(), await open()]
    mine.apply(rename('Mine'))
    theirs.apply(rename('Theirs'))
    await Promise.all([saved(mine), saved(theirs)])
    // The second of the two saves meets the other's.
    const [later] = [mine, theirs].filter(({ versions }) => versions?.conflicts.length === 1)
    const versions = later!.versions!
    expect(versions.conflicts).to.deep.equal([
      { inside: [], path: ['name'], base: 'Template', ours: 'Theirs', theirs: 'Mine' },
    ])
    await next(mine, 'document', () => mine.document.name === 'Theirs')
    await next(later!, 'versions', () => versions.list[0]?.origin === 'merged')
    expect((await versions.document(versions.list[0]!.number))?.name).to.equal('Mine')
    versions.settle(versions.conflicts[0]!, 'theirs')
    expect(later!.document.name).to.equal('Mine')
    later!.undo()
    expect(later!.document.name).to.equal('Theirs')
    versions.dismissConflicts()
    expect(versions.conflicts).to.deep.equal([])
  })

  it('keeps versions by name and at runs, and restores one as a step that can be taken back', async () => {
    const session = await open()
    const versions = session.versions!
    const list = () => versions.list.map(({ number, name, origin }) => [number, name, origin])
    await versions.keep('As it began')
    session.apply(add('a'))
    void session.start()
    await next(session, 'versions', () => versions.list.length === 2)
    engine.end?.()
    void session.start()
    session.apply(rename('Later'))
    await versions.restore(1)
    expect(session.document).to.deep.include({ name: 'Template', nodes: [] })
    expect(list()).to.deep.equal([
      [3, undefined, 'left'],
      [2, undefined, 'run'],
      [1, 'As it began', 'named'],
    ])
    session.undo()
    expect(session.document.name).to.equal('Later')
    await versions.rename(3, 'Before going back')
    await versions.remove(2)
    expect(list().map(([number]) => number)).to.deep.equal([3, 1])
    await session.close()
    expect((await open()).versions!.list).to.deep.equal(versions.list)
  })

  it('keeps what a file takes the place of, unless it was empty', async () => {
    const session = await open()
    session.open(emptyWorkflow('First'))
    await next(session, 'versions', () => session.versions!.list.length === 1)
    session.apply(add('a'))
    session.open(emptyWorkflow('Second'))
    await next(session, 'versions', () => session.versions!.list.length === 3)
    expect(session.versions!.list.map(({ origin }) => origin)).to.deep.equal(['opened', 'left', 'opened'])
    expect((await session.versions!.document(2))?.nodes.map(({ id }) => id)).to.deep.equal(['a'])
  })

  it('knows a file that stems from this document by its versions, and merges it as one step', async () => {
    const here = await open()
    here.apply(add('a'))
    const file = await here.versions!.exported()
    const there = await createSession({ id: 'there', engine, storage: createMemoryStorage() })
    there.open(file)
    await next(there, 'versions', () => there.versions!.list.length > 0)
    there.apply(add('b'))
    const back = await there.versions!.exported()
    here.apply(rename('Meanwhile'))
    const other = await here.versions!.stemsFrom(JSON.parse(back))
    expect(other?.base.nodes.map(({ id }) => id)).to.deep.equal(['a'])
    here.versions!.merge(other!)
    expect(here.document.name).to.equal('Meanwhile')
    expect(here.document.nodes.map(({ id }) => id)).to.deep.equal(['a', 'b'])
    here.undo()
    expect(here.document.nodes.map(({ id }) => id)).to.deep.equal(['a'])
    const plain = JSON.stringify(there.document)
    expect((await here.versions!.stemsFrom(plain))?.base.nodes.map(({ id }) => id)).to.deep.equal(['a'])
    expect(await here.versions!.stemsFrom(emptyWorkflow())).to.equal(undefined)
  })

  it('opens JSON as one step, and answers what is wrong with it', async () => {
    const session = await open()
    expect(session.open('{"nodes": 3}')[0]?.code).to.equal('workflow.invalid')
    expect(session.document.name).to.equal('Template')
    expect(session.open(JSON.stringify(emptyWorkflow('Opened')))).to.deep.equal([])
    expect(session.document.name).to.equal('Opened')
    session.undo()
    expect(session.document.name).to.equal('Template')
  })

  it('follows a run, keeps its record, and drops its tables at the next', async () => {
    const session = await open()
    const started = session.start({ inputs: { load: 'f'.repeat(64) } })
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed, files } = engine.request!
    expect(files).to.deep.equal({ load: { dataset: 'f'.repeat(64), name: 'ffffffff' } })
    engine.tell({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    await next(session, 'run', () => session.run?.state === 'running')
    engine.tell({ seq: 1, time: 6, type: 'run-completed' })
    engine.end()
    await started
    expect(session.run).to.include({ run, state: 'completed', startedAt: 5, endedAt: 6 })
    expect(await storage.runEvents(run)).to.have.length(2)
    expect(session.record).to.deep.equal(await storage.runEvents(run))
    expect(await storage.listRuns()).to.deep.equal([
      { run, workflowId: 'w', workflowName: 'Template', state: 'completed', startedAt: 5, endedAt: 6 },
    ])
    void session.start()
    await waitUntil(() => engine.forgotten.length > 0)
    expect(engine.forgotten).to.deep.equal([run])
  })

  /** A run of this workflow whose page was closed after it had begun. */
  async function leaveRun(run: string, ...more: RunEvent[]): Promise<RunEvent[]> {
    const workflow = emptyWorkflow('Template')
    const begun: RunEvent = { seq: 0, time: 5, type: 'run-started', version: 2, run, workflow, inputs: {}, seed: 3 }
    const startedAt = 5 + (await storage.listRuns()).length
    const entry = { run, workflowId: 'w', workflowName: 'Template', state: 'running' as const, startedAt }
    await storage.appendEvents(entry, [begun, ...more])
    return [begun, ...more]
  }

  it('offers a run that was left before it had ended, and goes on with it', async () => {
    const record = await leaveRun('left')
    const session = await open()
    expect(session.interrupted).to.include({ run: 'left', state: 'running' })
    expect(engine.request).to.equal(undefined)
    const resumed = session.resume()
    await waitUntil(() => engine.request !== undefined)
    expect(session.interrupted).to.equal(undefined)
    expect(engine.request).to.deep.include({ run: 'left', record, seed: 3 })
    engine.tell({ seq: 1, time: 6, type: 'run-resumed' }, { seq: 2, time: 7, type: 'run-completed' })
    engine.end()
    await resumed
    expect(session.run).to.include({ run: 'left', state: 'completed', startedAt: 5, endedAt: 7 })
    expect((await storage.runEvents('left')).map(({ type }) => type)).to.deep.equal(['run-started', 'run-resumed', 'run-completed']) // oxfmt-ignore
    expect(await storage.listRuns()).to.deep.equal([
      { run: 'left', workflowId: 'w', workflowName: 'Template', state: 'completed', startedAt: 5, endedAt: 7 },
    ])
  })

  it('goes on by itself with a run that a reload of this tab has interrupted', async () => {
    await leaveRun('here')
    sessionStorage.setItem('aw-run-here', 'here')
    const session = await open()
    await waitUntil(() => engine.request !== undefined)
    expect(engine.request).to.include({ run: 'here' })
    engine.tell({ seq: 1, time: 6, type: 'run-completed' })
    engine.end()
    await next(session, 'run', () => session.run?.state === 'completed')
    await waitUntil(() => sessionStorage.getItem('aw-run-here') === null)
  })

  it('shows a run that waits for a person, and goes on with what was decided', async () => {
    const session = await open()
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    const waitFor = { kind: 'approval', digest: 'd', shown: {} }
    engine.tell(
      { seq: 0, time: 5, type: 'run-started', version: 2, run, workflow, inputs: {}, seed },
      { seq: 1, time: 6, type: 'node-started', node: 'ask', attempt: 1, key: 'k' },
      { seq: 2, time: 7, type: 'node-waiting', node: 'ask', waitFor },
    )
    engine.end()
    await started
    expect(session.run?.state).to.equal('waiting')
    const decision = { node: 'ask', digest: 'd', decision: 'approve' as const }
    const refused = session.decide({ ...decision, digest: 'other' })
    await waitUntil(() => engine.request?.decision !== undefined)
    expect(engine.request?.record?.map(({ seq }) => seq)).to.deep.equal([0, 1, 2])
    engine.end(error('approval.stale', 'It has changed.'))
    await refused
    expect(session.problem?.code).to.equal('approval.stale')
    expect(session.run?.state).to.equal('waiting')
    const decided = session.decide(decision)
    await waitUntil(() => engine.request?.decision?.digest === 'd')
    engine.tell(
      { seq: 3, time: 8, type: 'run-resumed' },
      { seq: 4, time: 8, type: 'approval-given', ...decision },
      { seq: 5, time: 9, type: 'run-completed' },
    )
    engine.end()
    await decided
    expect(session.run?.state).to.equal('completed')
    expect((await storage.runEvents(run)).map(({ seq }) => seq)).to.deep.equal([0, 1, 2, 3, 4, 5])
    expect(session.interrupted).to.equal(undefined)
  })

  it('cancels a run that waits, although nobody works at it', async () => {
    const waitFor = { kind: 'approval', digest: 'd', shown: {} } as const
    await leaveRun(
      'waits',
      { seq: 1, time: 6, type: 'node-started', node: 'ask', attempt: 1, key: 'k' },
      { seq: 2, time: 7, type: 'node-waiting', node: 'ask', waitFor },
    )
    const session = await open()
    expect(session.run).to.include({ run: 'waits', state: 'waiting' })
    session.cancel()
    expect(session.run?.state).to.equal('cancelled')
    await waitUntil(async () => (await storage.listRuns())[0]?.state === 'cancelled')
    expect((await storage.runEvents('waits')).slice(3).map(({ type }) => type)).to.deep.equal([
      'node-cancelled',
      'run-cancelled',
    ])
    expect(session.interrupted).to.equal(undefined)
  })

  it('keeps the record of a run that cannot be gone on with as it is, and says why', async () => {
    const record = await leaveRun('gone')
    const session = await open()
    const resumed = session.resume()
    await waitUntil(() => engine.request !== undefined)
    engine.end(error('run.type-version-gone', 'Version 1 is gone.'))
    await resumed
    expect(session.problem?.code).to.equal('run.type-version-gone')
    expect(session.interrupted).to.include({ run: 'gone' })
    expect(await storage.runEvents('gone')).to.deep.equal(record)
    void session.resume({ migrate: true })
    await waitUntil(() => engine.request?.migrate === true)
    engine.end()
  })

  it('offers no run that is alive in another tab, has a later one, or was interrupted again and again', async () => {
    const resumed = (seq: number): RunEvent => ({ seq, time: 6, type: 'run-resumed' })
    await leaveRun('stuck', resumed(1), resumed(2), resumed(3))
    expect((await open()).interrupted).to.equal(undefined)
    await closeInterruptedRuns(storage, () => 9)
    expect((await storage.runEvents('stuck')).at(-1)).to.deep.include({ type: 'run-failed', time: 9 })
    await leaveRun('alive')
    await navigator.locks.request('aw-run-alive', async () => {
      expect((await open()).interrupted).to.equal(undefined)
    })
    await closeInterruptedRuns(storage)
    expect((await open()).interrupted).to.include({ run: 'alive' })
  })

  it('begins a part from what the last run gave, and forgets that run afterwards', async () => {
    const session = await open()
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    const outputs = { out: { kind: 'json', json: 1 } }
    engine.tell(
      { seq: 0, time: 5, type: 'run-started', version: 2, run, workflow, inputs: {}, seed },
      { seq: 1, time: 5, type: 'node-started', node: 'a', attempt: 1, key: 'k' },
      { seq: 2, time: 5, type: 'node-completed', node: 'a', outputs, ms: 1, problems: [] },
      { seq: 3, time: 6, type: 'run-completed' },
    )
    engine.end()
    await started
    const part = session.start({ part: { kind: 'from', node: 'b' } })
    await waitUntil(() => engine.request?.run !== run)
    expect(engine.request).to.deep.include({
      part: { kind: 'from', node: 'b' },
      last: { a: { state: 'completed', key: 'k', outputs } },
    })
    expect(engine.forgotten).to.deep.equal([])
    engine.end()
    await part
    expect(engine.forgotten).to.deep.equal([run])
  })

  it('says to the engine which datasets are here, also those that only others have', async () => {
    const [mine, theirs, gone] = ['a', 'e', 'f'].map((digit) => digit.repeat(64)) as [string, string, string]
    const dataset = { id: mine, name: 'a.csv', size: 1, createdAt: '2026-11-20T10:00:00.000Z' }
    await storage.putDataset(dataset, new Blob(['1']))
    const session = await open()
    const node = (id: string, dataset: string) => ({
      type: 'add-node' as const,
      node: { id, type: 'loading', position: { x: 0, y: 0 }, data: { label: id, config: { dataset } } },
    })
    session.apply({ type: 'batch', edits: [node('one', theirs), node('two', gone)] })
    await waitUntil(() => engine.here?.length === 2)
    expect(engine.here).to.deep.equal([mine, theirs])
    await session.removeDataset(mine)
    await waitUntil(() => engine.here?.length === 1)
    expect(engine.here).to.deep.equal([theirs])
  })

  it('tells which nodes have changed since the run, until they are as they were or run again', async () => {
    const session = await open()
    const node = { id: 'n', type: 'filter', position: { x: 0, y: 0 }, data: { label: 'N', config: {} } }
    session.apply({ type: 'add-node', node })
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = structuredClone(engine.request!)
    engine.tell({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    await next(session, 'run', () => session.run?.state === 'running')
    expect([...session.stale]).to.deep.equal([])
    const heard: SessionAspect[] = []
    session.addEventListener('aw-session-change', (event) => heard.push((event as SessionChangeEvent).aspect))
    session.apply({ type: 'set-label', id: 'n', label: 'Other' })
    expect(heard).to.deep.equal(['document', 'saving'])
    session.apply({ type: 'set-config', id: 'n', path: ['a'], value: 1 })
    expect([...session.stale]).to.deep.equal(['n'])
    expect(heard.slice(2)).to.deep.equal(['document', 'run', 'saving'])
    session.undo()
    expect([...session.stale]).to.deep.equal([])
    engine.end()
    await started
  })

  it('shows an edit that is refused, and leaves the document', async () => {
    const session = await open()
    expect(session.apply(rename('n'.repeat(201)))[0]?.code).to.equal('edit.invalid')
    expect(session.document.name).to.equal('Template')
    expect(session.problem?.message).to.contain('201 characters')
    expect(session.saving).to.equal('saved')
  })

  it('ends a run whose engine was killed after cancel as cancelled, with its events', async () => {
    const session = await open()
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.tell({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    session.cancel()
    expect(engine.options?.signal.aborted).to.equal(true)
    engine.end(error('engine.killed', 'Killed.'))
    await started
    expect(session.run?.state).to.equal('cancelled')
    expect((await storage.runEvents(run)).map(({ seq, type }) => [seq, type])).to.deep.equal([
      [0, 'run-started'],
      [1, 'run-cancelled'],
    ])
  })

  it('records no run that could not begin, and shows the reason', async () => {
    const session = await open()
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    engine.end(error('run.no-file', 'No node has a file.'))
    await started
    expect(session.run).to.equal(undefined)
    expect(session.problem?.code).to.equal('run.no-file')
    expect(await storage.listRuns()).to.deep.equal([])
  })

  it('ends a run whose engine died as failed, with the reason', async () => {
    const session = await open()
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.tell({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    engine.end(error('engine.died', 'Out of memory.'))
    await started
    expect(session.run).to.deep.include({ state: 'failed', problem: error('engine.died', 'Out of memory.') })
    expect((await storage.runEvents(run)).map(({ type }) => type)).to.deep.equal(['run-started', 'run-failed'])
  })

  it('runs one at a time', async () => {
    const session = await open()
    void session.start()
    await waitUntil(() => engine.request !== undefined)
    const first = engine.request
    await session.start()
    expect(engine.request).to.equal(first)
  })

  it('tells what the engine could not do, as a rejection with its problem', async () => {
    const session = await open()
    const failure: unknown = await session
      .page({ id: 'x', columns: [], rows: 1 }, 0, 1)
      .catch((cause: unknown) => cause)
    expect(failure).to.have.nested.property('problem.code', 'tables.gone')
    expect(await (await session.write({ id: 'x', columns: [], rows: 1 }, 'csv')).text()).to.equal('a\n')
  })

  it('shows the problem of a failed engine until it is dismissed', async () => {
    const session = await open()
    Object.assign(engine, { state: 'failed', problem: error('engine.died', 'It died.') })
    engine.dispatchEvent(new Event(engineChange))
    expect(session.engine).to.equal('failed')
    expect(session.problem?.code).to.equal('engine.died')
    session.dismissProblem()
    expect(session.problem).to.equal(undefined)
  })

  it('leaves an engine that others use, and tells it which tables nobody needs', async () => {
    const session = await open()
    const started = session.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.tell({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    engine.tell({ seq: 1, time: 6, type: 'run-completed' })
    engine.end()
    await started
    await session.close()
    expect(engine.closed).to.equal(false)
    expect(engine.forgotten).to.deep.equal([run])
  })
})
