import type { GrantedAccess, WorkflowAccess } from '@aw-flow/engine'
import { createEmptyWorkflow, error, ok, type Edit, type RunEvent } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { createSession } from '../create-session.ts'
import type { AccessRequest, AskForAccess } from '../document/session-access.ts'
import type { StoredSessionDocument } from '../document/session-document.ts'
import type { RunRequest } from '../engine/run-request.ts'
import { importedAccess, ownAccess } from '../storage/document-access.ts'
import { failInterruptedRuns } from './interrupted-runs.ts'
import { engineChangeEvent } from '../engine/engine.ts'
import type {
  SessionAspect,
  SessionChangeEvent,
  SessionRequest,
  SessionRequestEvent,
  WorkflowSession,
} from '../session.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { waitForChange, TestEngine } from '../engine/test-session-engine.ts'
import { createNode } from '../../../test/create-node.ts'

describe('a session’s runs', () => {
  let engine: TestEngine
  let storage: WorkflowStorage
  const open = (id = 'w') => createSession({ id, engine, storage, templates: { w: createEmptyWorkflow('Template') } })
  beforeEach(() => {
    engine = new TestEngine()
    storage = createMemoryStorage()
  })

  it('follows a run, stores its record, and drops its tables with the next run', async () => {
    const session = await open()
    const started = session.runs.start({ inputs: { load: 'f'.repeat(64) } })
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed, files } = engine.request!
    expect(files).to.deep.equal({ load: { dataset: 'f'.repeat(64), name: 'ffffffff' } })
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    await waitForChange(session, 'run', () => session.runs.current?.state === 'running')
    engine.send({ seq: 1, time: 6, type: 'run-completed' })
    engine.endRun()
    await started
    expect(session.runs.current).to.include({ run, state: 'completed', startedAt: 5, endedAt: 6 })
    expect(await storage.getRunEvents(run)).to.have.length(2)
    expect(session.runs.record).to.deep.equal(await storage.getRunEvents(run))
    expect(await storage.listRuns()).to.deep.equal([
      { run, workflowId: 'w', workflowName: 'Template', state: 'completed', startedAt: 5, endedAt: 6 },
    ])
    void session.runs.start()
    await waitUntil(() => engine.droppedRuns.length > 0)
    expect(engine.droppedRuns).to.deep.equal([run])
  })

  it('reports the limit that a run has exceeded, which no node reports', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    const problem = error('run.too-large', { workflow: 'Template', unit: 'characters', max: 250_000_000 })
    engine.send({ seq: 1, time: 6, type: 'run-failed', failed: [], problem })
    engine.endRun()
    await started
    expect(session.runs.current).to.include({ state: 'failed' })
    expect(session.problems.latest).to.deep.equal(problem)
    await session.close()
  })

  it('runs a workflow from a file with the access that the user grants, and asks again when it requests more', async () => {
    const none = { hosts: [], secrets: [], tools: [] }
    let requested: GrantedAccess = { ...none, hosts: ['api.example'] }
    engine.responders.listRequestedAccess = () => ok({ requested, subWorkflowRefs: [] })
    const requests: AccessRequest[] = []
    let answer: Awaited<ReturnType<AskForAccess>> = 'unchanged'
    const askForAccess: AskForAccess = async (request) => {
      requests.push(request)
      return answer
    }
    const session = await createSession({ id: 'w', engine, storage, initial: createEmptyWorkflow('Own'), askForAccess })
    const runOnce = async (start = () => session.runs.start()) => {
      engine.request = undefined
      const started = start()
      await Promise.race([started, waitUntil(() => engine.request !== undefined)])
      const { request } = engine as { request: RunRequest | undefined }
      if (request) {
        const { run, workflow, seed } = request
        engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
        engine.send({ seq: 1, time: 6, type: 'run-completed' })
        engine.endRun()
      }
      await started
      return request
    }
    expect(await runOnce()).not.to.have.property('access')
    expect(requests).to.have.length(0)

    expect(session.document.open(createEmptyWorkflow('From a file'))).to.deep.equal([])
    expect((await runOnce())?.access).to.deep.equal(none)
    expect(requests).to.have.length(1)
    expect(requests[0]).to.deep.include({ requested, granted: none })
    answer = 'cancel'
    expect(await runOnce()).to.equal(undefined)
    answer = requested
    expect((await runOnce())?.access).to.deep.equal(requested)
    expect(await storage.getAccess('w')).to.deep.equal({ trust: 'imported', granted: requested })
    expect((await runOnce())?.access).to.deep.equal(requested)
    expect(requests).to.have.length(3)
    // The document now requests more.
    requested = { ...requested, secrets: ['key'] }
    answer = 'unchanged'
    const startTwice = async () => void (await Promise.all([session.runs.start(), session.runs.start()]))
    expect((await runOnce(startTwice))?.access).to.deep.equal({ ...none, hosts: ['api.example'] })
    expect(requests).to.have.length(4)
    await session.close()
  })

  describe('with pasted nodes', () => {
    const hosts = ['api.example']
    const requested = { hosts, secrets: [], tools: [] }
    const openWithGrant = async (id: string, access: WorkflowAccess = ownAccess) => {
      await storage.putAccess(id, access)
      return createSession({
        id,
        engine,
        storage,
        initial: createEmptyWorkflow(id),
        askForAccess: async () => 'unchanged',
      })
    }
    const paste = (session: WorkflowSession, pasted: string, type = 'http_request'): void => {
      const node = createNode(`n${session.document.current.nodes.length}`, type, {}, { label: type })
      const edit: Edit = { type: 'batch', edits: [{ type: 'add-node', node }] }
      session.document.apply(edit, { pasted })
    }
    const save = ({ document }: WorkflowSession): Promise<void> => (document as StoredSessionDocument).save()
    beforeEach(() => {
      engine.responders.listRequestedAccess = ({ workflow }) => {
        const asks = workflow.nodes.some(({ type }) => type === 'http_request')
        return ok({ requested: asks ? requested : importedAccess.granted, subWorkflowRefs: [] })
      }
    })

    it('from elsewhere that ask for access loses the grants of the document, also the user’s own', async () => {
      const imported = { trust: 'imported', granted: requested } as const
      for (const access of [ownAccess, imported]) {
        const session = await openWithGrant(`to-${access.trust}`, access)
        paste(session, '{"nodes": []}', 'transform')
        await save(session)
        expect(await storage.getAccess(session.id), 'nodes that ask for nothing').to.deep.equal(access)
        paste(session, '{"nodes": []}')
        void session.runs.start()
        await waitUntil(() => engine.request !== undefined)
        expect(engine.request?.access).to.deep.equal(importedAccess.granted)
        expect(await storage.getAccess(session.id)).to.deep.equal(importedAccess)
        engine.request = undefined
        await session.close()
      }
    })

    it('copied from the user’s own documents keeps the origin of the document, from imported ones does not', async () => {
      const ownDocument = await openWithGrant('own')
      const other = await openWithGrant('other-own')
      const imported = await openWithGrant('imported', importedAccess)
      ownDocument.document.registerCopy?.('a\nb')
      paste(ownDocument, 'a\nb')
      // The clipboard of Windows has other line endings.
      paste(other, 'a\r\nb')
      await Promise.all([save(ownDocument), save(other)])
      expect(await storage.getAccess('own')).to.deep.equal(ownAccess)
      expect(await storage.getAccess('other-own')).to.deep.equal(ownAccess)
      paste(other, 'a\nb, changed elsewhere')
      await save(other)
      expect(await storage.getAccess('other-own')).to.deep.equal(importedAccess)
      imported.document.registerCopy?.('c')
      paste(ownDocument, 'c')
      await save(ownDocument)
      expect(await storage.getAccess('own')).to.deep.equal(importedAccess)
      await Promise.all([ownDocument.close(), other.close(), imported.close()])
    })
  })

  it('requests access for imported workflows that the user’s own workflow runs as parts', async () => {
    const requested = { hosts: ['api.example'], secrets: [], tools: [] }
    engine.responders.listRequestedAccess = () => ok({ requested, subWorkflowRefs: ['Mine', 'From a file', 'Missing'] })
    for (const [id, name] of [
      ['mine', 'Mine'],
      ['file', 'From a file'],
    ] as const) {
      // oxfmt-ignore
      const saved = await storage.putDocument(id, createEmptyWorkflow(name), 0)
      expect(saved.ok).to.equal(true)
    }
    await storage.putAccess('file', importedAccess)
    const requests: AccessRequest[] = []
    let answer: Awaited<ReturnType<AskForAccess>> = 'cancel'
    const askForAccess: AskForAccess = async (request) => {
      requests.push(request)
      return answer
    }
    const session = await createSession({ id: 'w', engine, storage, initial: createEmptyWorkflow('Own'), askForAccess })
    await session.runs.start()
    expect(engine.request).to.equal(undefined)
    expect(requests.map(({ workflow }) => workflow.name)).to.deep.equal(['From a file'])
    expect(requests[0]).to.deep.include({ requested, granted: importedAccess.granted })
    answer = requested
    void session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    expect(await storage.getAccess('file')).to.deep.equal({ trust: 'imported', granted: requested })
    expect(await storage.getAccess('w')).to.deep.equal(ownAccess)
    expect(engine.request).not.to.have.property('access')
    await session.close()
  })

  it('grants nothing to retries of a run that was imported, and to their retries', async () => {
    await storage.putAccess('theirs', importedAccess)
    const session = await open()
    const record = (run: string): RunEvent[] => [
      { seq: 0, time: 1, type: 'run-started', version: 1, run, workflow: createEmptyWorkflow(), inputs: {}, seed: 1 },
      { seq: 1, time: 2, type: 'run-completed' },
    ]
    const retry = async (run: string) => {
      engine.request = undefined
      const started = session.runs.fork!(record(run))
      await waitUntil(() => engine.request !== undefined)
      engine.endRun()
      await started
      return engine.request as RunRequest | undefined
    }
    expect(await retry('mine')).not.to.have.property('access')
    const first = await retry('theirs')
    expect(first?.access).to.deep.equal(importedAccess.granted)
    expect((await retry(first!.run))?.access).to.deep.equal(importedAccess.granted)
  })

  it('finds the access that was granted to parts that are not the user’s own; nothing for parts that do not exist', async () => {
    await open()
    const granted = { hosts: ['api.example'], secrets: [], tools: [] }
    await storage.putDocument('own', createEmptyWorkflow('Own'), 0)
    await storage.putDocument('file', createEmptyWorkflow('File'), 0, undefined, { trust: 'imported', granted })
    const find = (...names: string[]) => engine.host.readAccess!(names)
    expect(await find('own', 'Own')).to.deep.equal([])
    expect(await find('own', 'File', 'file')).to.deep.equal([granted, granted])
    expect(await find('gone')).to.deep.equal([importedAccess.granted])
  })

  it('starts one further run once the record of the ended run is complete, however often it is started', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    engine.send({ seq: 1, time: 6, type: 'run-completed' })
    await waitForChange(session, 'run', () => session.runs.current?.state === 'completed')
    const next = [session.runs.start(), session.runs.start()]
    engine.endRun()
    await started
    await waitUntil(() => engine.request?.run !== run)
    const second = engine.request!.run
    engine.endRun()
    await Promise.all(next)
    expect(engine.request!.run).to.equal(second)
    expect(await storage.getRunEvents(run)).to.have.length(2)
  })

  it('shows events only after they are stored, because the user may close the page after seeing them', async () => {
    const { appendEvents } = storage
    let store = (): void => undefined
    let mayStore = Promise.resolve()
    const holdWrites = (): void => void (mayStore = new Promise((resolve) => (store = resolve)))
    storage.appendEvents = async (entry, events) => {
      await mayStore
      return appendEvents(entry, events)
    }
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    /** The shown state and the stored events after the next update, while writes are held back. */
    const shownWhileHeld = async (event: RunEvent): Promise<unknown[]> => {
      holdWrites()
      const updated = new Promise((done) => session.addEventListener('aw-session-change', done, { once: true }))
      engine.send(event)
      engine.options?.onProgress({ run, node: 'n', done: 1, unit: 'rows' })
      await updated
      const shown = [session.runs.current?.state, (await storage.getRunEvents(run)).map(({ type }) => type)]
      store()
      return shown
    }
    const begun: RunEvent = { seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed }
    expect(await shownWhileHeld(begun)).to.deep.equal(['queued', []])
    await waitForChange(session, 'run', () => session.runs.current?.state === 'running')
    expect(await shownWhileHeld({ seq: 1, time: 6, type: 'run-completed' })).to.deep.equal(['running', ['run-started']])
    await waitForChange(session, 'run', () => session.runs.current?.state === 'completed')
    expect((await storage.getRunEvents(run)).map(({ type }) => type)).to.deep.equal(['run-started', 'run-completed'])
    engine.endRun()
    await started
  })

  /** A run of this workflow whose page was closed after it had started. */
  async function leaveRun(run: string, ...more: RunEvent[]): Promise<RunEvent[]> {
    const workflow = createEmptyWorkflow('Template')
    const begun: RunEvent = { seq: 0, time: 5, type: 'run-started', version: 2, run, workflow, inputs: {}, seed: 3 }
    const startedAt = 5 + (await storage.listRuns()).length
    const entry = { run, workflowId: 'w', workflowName: 'Template', state: 'running' as const, startedAt }
    await storage.appendEvents(entry, [begun, ...more])
    return [begun, ...more]
  }

  it('offers an interrupted run and resumes it', async () => {
    const record = await leaveRun('left')
    const session = await open()
    expect(session.runs.interrupted).to.include({ run: 'left', state: 'running' })
    expect(engine.request).to.equal(undefined)
    const resumed = session.runs.resume()
    await waitUntil(() => engine.request !== undefined)
    expect(session.runs.interrupted).to.equal(undefined)
    expect(engine.request).to.deep.include({ run: 'left', record, seed: 3 })
    engine.send({ seq: 1, time: 6, type: 'run-resumed' }, { seq: 2, time: 7, type: 'run-completed' })
    engine.endRun()
    await resumed
    expect(session.runs.current).to.include({ run: 'left', state: 'completed', startedAt: 5, endedAt: 7 })
    expect((await storage.getRunEvents('left')).map(({ type }) => type)).to.deep.equal(['run-started', 'run-resumed', 'run-completed']) // oxfmt-ignore
    expect(await storage.listRuns()).to.deep.equal([
      { run: 'left', workflowId: 'w', workflowName: 'Template', state: 'completed', startedAt: 5, endedAt: 7 },
    ])
  })

  it('resumes a run by itself after a reload of this tab', async () => {
    await leaveRun('here')
    sessionStorage.setItem('aw-run-here', 'here')
    const session = await open()
    await waitUntil(() => engine.request !== undefined)
    expect(engine.request).to.include({ run: 'here' })
    engine.send({ seq: 1, time: 6, type: 'run-completed' })
    engine.endRun()
    await waitForChange(session, 'run', () => session.runs.current?.state === 'completed')
    await waitUntil(() => sessionStorage.getItem('aw-run-here') === null)
  })

  it('shows a run that waits for approval, and resumes it with the decision', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    const waitFor = { kind: 'approval', digest: 'd', shown: {} }
    engine.send(
      { seq: 0, time: 5, type: 'run-started', version: 2, run, workflow, inputs: {}, seed },
      { seq: 1, time: 6, type: 'node-started', node: 'ask', attempt: 1, key: 'k' },
      { seq: 2, time: 7, type: 'node-waiting', node: 'ask', waitFor },
    )
    const decision = { node: 'ask', digest: 'd', decision: 'approve' as const }
    // The user may decide before the engine has reported that the run waits.
    const refused = session.runs.decide({ ...decision, digest: 'other' })
    engine.endRun()
    await started
    expect(session.runs.current?.state).to.equal('waiting')
    await waitUntil(() => engine.request?.decision !== undefined)
    expect(engine.request?.record?.map(({ seq }) => seq)).to.deep.equal([0, 1, 2])
    engine.endRun(error('approval.stale', { node: 'n', decided: 'a', shown: 'b' }))
    await refused
    expect(session.problems.latest?.code).to.equal('approval.stale')
    expect(session.runs.current?.state).to.equal('waiting')
    const decided = session.runs.decide(decision)
    await waitUntil(() => engine.request?.decision?.digest === 'd')
    engine.send(
      { seq: 3, time: 8, type: 'run-resumed' },
      { seq: 4, time: 8, type: 'approval-given', ...decision },
      { seq: 5, time: 9, type: 'run-completed' },
    )
    engine.endRun()
    await decided
    expect(session.runs.current?.state).to.equal('completed')
    expect((await storage.getRunEvents(run)).map(({ seq }) => seq)).to.deep.equal([0, 1, 2, 3, 4, 5])
    expect(session.runs.interrupted).to.equal(undefined)
  })

  it('cancels a waiting run, although no engine executes it', async () => {
    const waitFor = { kind: 'approval', digest: 'd', shown: {} } as const
    await leaveRun(
      'waits',
      { seq: 1, time: 6, type: 'node-started', node: 'ask', attempt: 1, key: 'k' },
      { seq: 2, time: 7, type: 'node-waiting', node: 'ask', waitFor },
    )
    const session = await open()
    expect(session.runs.current).to.include({ run: 'waits', state: 'waiting' })
    session.runs.cancel()
    expect(session.runs.current?.state).to.equal('cancelled')
    await waitUntil(async () => (await storage.listRuns())[0]?.state === 'cancelled')
    expect((await storage.getRunEvents('waits')).slice(3).map(({ type }) => type)).to.deep.equal([
      'node-cancelled',
      'run-cancelled',
    ])
    expect(session.runs.interrupted).to.equal(undefined)
  })

  it('dispatches a request before resuming, deciding, canceling or removing a dataset, and stops if it is prevented', async () => {
    const waitFor = { kind: 'approval', digest: 'd', shown: {} } as const
    await leaveRun(
      'asks',
      { seq: 1, time: 6, type: 'node-started', node: 'ask', attempt: 1, key: 'k' },
      { seq: 2, time: 7, type: 'node-waiting', node: 'ask', waitFor },
    )
    const dataset = { id: 'a'.repeat(64), name: 'a.csv', size: 1, createdAt: '2026-11-20T10:00:00.000Z' }
    await storage.putDataset(dataset, new Blob(['1']))
    const session = await open()
    const requests: SessionRequest[] = []
    let prevents = true
    session.addEventListener('aw-session-request', (event) => {
      requests.push((event as SessionRequestEvent).request)
      if (prevents) event.preventDefault()
    })
    const decision = { node: 'ask', digest: 'd', decision: 'approve' as const }
    await session.runs.resume()
    await session.runs.decide(decision)
    session.runs.cancel()
    await session.data.remove(dataset.id)
    expect(requests).to.deep.equal([
      { type: 'resume', run: session.runs.interrupted },
      { type: 'decide', decision },
      { type: 'cancel', run: session.runs.current },
      { type: 'remove-dataset', dataset: dataset.id },
    ])
    expect(engine.request).to.equal(undefined)
    expect(session.runs.current).to.include({ run: 'asks', state: 'waiting' })
    expect(session.data.list).to.deep.equal([dataset])
    prevents = false
    await session.data.remove(dataset.id)
    session.runs.cancel()
    expect(session.data.list).to.deep.equal([])
    expect(session.runs.current?.state).to.equal('cancelled')
    requests.length = 0
    session.runs.cancel()
    await session.runs.resume()
    expect(requests).to.deep.equal([])
  })

  it('keeps the record of a run that cannot be resumed unchanged, and reports why', async () => {
    const record = await leaveRun('gone')
    const session = await open()
    const resumed = session.runs.resume()
    await waitUntil(() => engine.request !== undefined)
    engine.endRun(error('run.type-version-not-installed', { type: 'load', version: 1, installed: 2 }))
    await resumed
    expect(session.problems.latest?.code).to.equal('run.type-version-not-installed')
    expect(session.runs.interrupted).to.include({ run: 'gone' })
    expect(await storage.getRunEvents('gone')).to.deep.equal(record)
    void session.runs.resume({ migrate: true })
    await waitUntil(() => engine.request?.migrate === true)
    engine.endRun()
  })

  it('offers no run that is active in another tab, has a later run, or was interrupted too often', async () => {
    const resumed = (seq: number): RunEvent => ({ seq, time: 6, type: 'run-resumed' })
    await leaveRun('stuck', resumed(1), resumed(2), resumed(3))
    expect((await open()).runs.interrupted).to.equal(undefined)
    await failInterruptedRuns(storage, () => 9)
    expect((await storage.getRunEvents('stuck')).at(-1)).to.deep.include({ type: 'run-failed', time: 9 })
    await leaveRun('alive')
    await navigator.locks.request('aw-run-alive', async () => {
      expect((await open()).runs.interrupted).to.equal(undefined)
    })
    await failInterruptedRuns(storage)
    expect((await open()).runs.interrupted).to.include({ run: 'alive' })
  })

  it('resumes the run of a reloaded page that has not released its lock yet', async () => {
    const record = await leaveRun('reloaded')
    sessionStorage.setItem('aw-run-here', 'reloaded')
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    const held = navigator.locks.request('aw-run-reloaded', () => released)
    const opening = open()
    await waitUntil(async () => (await navigator.locks.query()).pending?.some(({ name }) => name === 'aw-run-reloaded'))
    release()
    await opening
    await waitUntil(() => engine.request !== undefined)
    expect(engine.request).to.deep.include({ run: 'reloaded', record })
    engine.endRun()
    await held
  })

  it('starts a part from the results of the last run, and drops that run afterwards', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    const outputs = { out: { kind: 'json', json: 1 } }
    engine.send(
      { seq: 0, time: 5, type: 'run-started', version: 2, run, workflow, inputs: {}, seed },
      { seq: 1, time: 5, type: 'node-started', node: 'a', attempt: 1, key: 'k' },
      { seq: 2, time: 5, type: 'node-completed', node: 'a', outputs, ms: 1, problems: [] },
      { seq: 3, time: 6, type: 'run-completed' },
    )
    engine.endRun()
    await started
    const part = session.runs.start({ part: { kind: 'from', node: 'b' } })
    await waitUntil(() => engine.request?.run !== run)
    expect(engine.request).to.deep.include({
      part: { kind: 'from', node: 'b' },
      lastOutputs: { a: { state: 'completed', key: 'k', outputs } },
    })
    expect(engine.droppedRuns).to.deep.equal([])
    engine.endRun()
    await part
    expect(engine.droppedRuns).to.deep.equal([run])
  })

  it('sends the ids of all datasets to the engine, including those of other hosts', async () => {
    const [mine, theirs, gone] = ['a', 'e', 'f'].map((digit) => digit.repeat(64)) as [string, string, string]
    const dataset = { id: mine, name: 'a.csv', size: 1, createdAt: '2026-11-20T10:00:00.000Z' }
    await storage.putDataset(dataset, new Blob(['1']))
    const session = await open()
    const node = (id: string, dataset: string) => ({
      type: 'add-node' as const,
      node: { id, type: 'loading', position: { x: 0, y: 0 }, data: { label: id, config: { dataset } } },
    })
    session.document.apply({ type: 'batch', edits: [node('one', theirs), node('two', gone)] })
    await waitUntil(() => engine.datasetIds?.length === 2)
    expect(engine.datasetIds).to.deep.equal([mine, theirs])
    await session.data.remove(mine)
    await waitUntil(() => engine.datasetIds?.length === 1)
    expect(engine.datasetIds).to.deep.equal([theirs])
  })

  it('sends no ids of datasets if the storage does not list all of them', async () => {
    Object.assign(storage, { hasUnlistedDatasets: true })
    engine.datasetIds = ['none was sent yet']
    await open()
    await waitUntil(() => engine.datasetIds === undefined)
  })

  it('lists stale nodes until they are changed back or run again', async () => {
    const session = await open()
    const node = { id: 'n', type: 'filter', position: { x: 0, y: 0 }, data: { label: 'N', config: {} } }
    session.document.apply({ type: 'add-node', node })
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = structuredClone(engine.request!)
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    await waitForChange(session, 'run', () => session.runs.current?.state === 'running')
    expect([...session.runs.stale]).to.deep.equal([])
    const aspects: SessionAspect[] = []
    session.addEventListener('aw-session-change', (event) => aspects.push((event as SessionChangeEvent).aspect))
    session.document.apply({ type: 'set-label', id: 'n', label: 'Other' })
    expect(aspects).to.deep.equal(['document', 'saving'])
    session.document.apply({ type: 'set-config', id: 'n', path: ['a'], value: 1 })
    expect([...session.runs.stale]).to.deep.equal(['n'])
    expect(aspects.slice(2)).to.deep.equal(['document', 'run', 'saving'])
    session.document.undo()
    expect([...session.runs.stale]).to.deep.equal([])
    engine.endRun()
    await started
  })

  it('ends a run as canceled, with its events, if the engine was terminated after a cancel', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    session.runs.cancel()
    expect(engine.options?.signal.aborted).to.equal(true)
    engine.endRun(error('engine.terminated', {}))
    await started
    expect(session.runs.current?.state).to.equal('cancelled')
    expect((await storage.getRunEvents(run)).map(({ seq, type }) => [seq, type])).to.deep.equal([
      [0, 'run-started'],
      [1, 'run-cancelled'],
    ])
  })

  it('records no run that could not start, and reports the reason', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    engine.endRun(error('run.no-file', { node: 'Load', host: '' }))
    await started
    expect(session.runs.current).to.equal(undefined)
    expect(session.problems.latest?.code).to.equal('run.no-file')
    expect(await storage.listRuns()).to.deep.equal([])
  })

  it('ends a run as failed, with the reason, if the engine crashed', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    engine.endRun(error('engine.stopped', { reason: 'Out of memory.' }))
    await started
    expect(session.runs.current).to.deep.include({
      state: 'failed',
      problem: error('engine.stopped', { reason: 'Out of memory.' }),
    })
    expect((await storage.getRunEvents(run)).map(({ type }) => type)).to.deep.equal(['run-started', 'run-failed'])
  })

  it('runs one at a time', async () => {
    const session = await open()
    void session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const first = engine.request
    await session.runs.start()
    expect(engine.request).to.equal(first)
  })

  it('shows the last ended run of an earlier page, and computes its tables when they are read', async () => {
    const workflow = createEmptyWorkflow('Template')
    const entry = { run: 'run-0', workflowId: 'w', workflowName: 'Template', state: 'completed', startedAt: 5 } as const
    await storage.appendEvents(entry, [
      { seq: 0, time: 5, type: 'run-started', version: 1, run: 'run-0', workflow, inputs: {}, seed: 1 },
      { seq: 1, time: 6, type: 'run-completed' },
    ])
    const session = await open()
    await waitForChange(session, 'run', () => session.runs.previous !== undefined)
    expect(session.runs.previous).to.deep.include({ run: 'run-0', state: 'completed', workflow })
    expect(session.runs.current).to.equal(session.runs.previous)
    expect(session.runs.record).to.have.length(2)
    expect(engine.request, 'no table was read').to.equal(undefined)
    const table = { id: 't', columns: [], rows: 0 }
    await Promise.all([0, 1].map((offset) => session.tables.page({ table, offset, limit: 1 })))
    expect(engine.restored.map(({ run, record }) => [run, record?.length])).to.deep.equal([['run-0', 2]])
    void session.runs.start()
    await waitForChange(session, 'run', () => session.runs.current?.run !== 'run-0')
    expect(session.runs.previous).to.equal(undefined)
  })

  it('checks statements only when DuckDB has started, or when a check is requested', async () => {
    let checks = 0
    const description = { nodes: {}, problems: [], ready: true, unchecked: true }
    engine.responders.describe = () => ok(description)
    engine.responders.checkStatements = () => {
      checks++
      return ok(false)
    }
    const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 700))
    const first = await open()
    await waitForChange(first, 'description', () => first.document.description !== undefined)
    await quiet()
    expect(checks).to.equal(0)
    first.assistant?.checkStatements()
    await waitUntil(() => checks === 1)

    const second = await open('other')
    await waitForChange(second, 'description', () => second.document.description !== undefined)
    await quiet()
    expect(checks).to.equal(1)
    Object.assign(engine.status, { isDatabaseOpen: true })
    engine.status.dispatchEvent(new Event(engineChangeEvent))
    await waitUntil(() => checks > 1)
  })

  it('returns a result for questions about tables', async () => {
    const session = await open()
    const table = { id: 'x', columns: [], rows: 1 }
    const page = await session.tables.page({ table, offset: 0, limit: 1 })
    expect(!page.ok && page.problem.code).to.equal('tables.missing')
    const file = await session.tables.write({ table, format: 'csv' })
    expect(file.ok && (await file.value.text())).to.equal('a\n')
  })

  it('shows the problem of a failed engine until it is dismissed', async () => {
    const session = await open()
    Object.assign(engine.status, { state: 'failed', problem: error('engine.stopped', { reason: 'It died.' }) })
    engine.status.dispatchEvent(new Event(engineChangeEvent))
    expect(session.engine.state).to.equal('failed')
    expect(session.problems.latest?.code).to.equal('engine.stopped')
    session.problems.dismiss()
    expect(session.problems.latest).to.equal(undefined)
  })

  it('does not close a shared engine, but drops the tables of its run', async () => {
    const session = await open()
    const started = session.runs.start()
    await waitUntil(() => engine.request !== undefined)
    const { run, workflow, seed } = engine.request!
    engine.send({ seq: 0, time: 5, type: 'run-started', version: 1, run, workflow, inputs: {}, seed })
    engine.send({ seq: 1, time: 6, type: 'run-completed' })
    engine.endRun()
    await started
    await session.close()
    expect(engine.isClosed).to.equal(false)
    expect(engine.droppedRuns).to.deep.equal([run])
  })
})
