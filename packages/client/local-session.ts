import type { GrantedAccess } from '@aw-flow/engine'
import type { Problem, Workflow } from '@aw-flow/schema'
import { createDatasetLibrary, type DatasetLibrary } from './data/dataset-library.ts'
import { engineChangeEvent, type Engine } from './engine/engine.ts'
import { requests } from './engine/requests.ts'
import type { createSessionComments } from './comments/session-comments.ts'
import type { LiveDocument } from './live/live-document.ts'
import { newId } from './new-id.ts'
import {
  SessionChangeEvent,
  SessionRequestEvent,
  type SessionAspect,
  type SessionComments,
  type SessionData,
  type SessionEngine,
  type SessionProblems,
  type SessionRequest,
  type SessionRuns,
  type SessionTables,
  type WorkflowSession,
} from './session.ts'
import { createSessionData } from './data/session-data.ts'
import { createSessionDocument, type StoredSessionDocument } from './document/session-document.ts'
import { SessionRunner } from './runs/session-runner.ts'
import { createSessionRuns } from './runs/session-runs.ts'
import { createSessionTables } from './data/session-tables.ts'
import { createStaleNodeFinder } from './runs/stale-nodes.ts'
import { createSessionAccess, type AskForAccess } from './document/session-access.ts'
import { importedAccess } from './storage/document-access.ts'
import type { StoredDocument, WorkflowStorage } from './storage/storage.ts'
import { createSessionAssistant, type StoredSessionAssistant } from './document/session-assistant.ts'

/** The delay after which a session connects to other pages, in ms. The page loads what it needs for that only then. */
const liveDelayMs = 1_000

interface LocalSessionOptions {
  id: string
  document: Workflow
  /** The stored revision of `document`, or 0 if it is not stored. */
  revision: number
  /** Settles once `document`, which is the browser's copy, has been updated from the server. */
  updated: Promise<unknown> | undefined
  /** A previous session of the same document. Its undo history is reused if the document has not changed since then. */
  previousSession: WorkflowSession | undefined
  engine: Engine
  ownsEngine: boolean
  storage: WorkflowStorage
  ownsStorage: boolean
  askForAccess: AskForAccess | undefined
  pageUrl: string | undefined
}

function createSessionEngine(
  engine: LocalSessionOptions['engine'],
  onProblem: (problem: Problem) => void,
): SessionEngine {
  return {
    get state() {
      return engine.status.state
    },
    get catalog() {
      return engine.status.catalog
    },
    warmUp: () => void engine.warmUp().then((result) => result.ok || onProblem(result.problem)),
    async readNodeDocs(type, language) {
      const docs = await engine.ask(requests.readNodeDocs({ type, language }))
      return docs.ok ? docs.value : undefined
    },
  }
}

/** Returns a function that tells whether a promise is pending. */
function trackPromise(promise: Promise<unknown> | undefined): () => boolean {
  let isPending = promise !== undefined
  void promise?.then(() => (isPending = false))
  return () => isPending
}

/** A session that stores its data and executes its runs in the page. Created with `createSession`. */
export class LocalSession extends EventTarget implements WorkflowSession {
  readonly id: string
  readonly document: StoredSessionDocument
  readonly assistant: StoredSessionAssistant
  readonly runs: SessionRuns
  readonly data: SessionData
  readonly tables: SessionTables
  readonly engine: SessionEngine
  readonly problems: SessionProblems

  readonly #engine: Engine
  readonly #storage: WorkflowStorage
  readonly #ownership: { engine: boolean; storage: boolean }
  readonly #library: DatasetLibrary
  readonly #runner: SessionRunner
  readonly #findStaleNodes = createStaleNodeFinder()
  readonly #cleanups: (() => void)[] = []
  #staleIds: ReadonlySet<string> = new Set()
  /** The workflow that `#staleIds` was computed for. */
  #staleWorkflow: Workflow | undefined
  #problem: Problem | undefined
  #isClosed = false
  #live: LiveDocument | undefined
  #comments: ReturnType<typeof createSessionComments> | undefined
  #hasListedDatasets = false

  constructor({
    id,
    document,
    revision,
    updated,
    previousSession: previous,
    engine,
    ownsEngine,
    storage,
    ownsStorage,
    askForAccess,
    pageUrl,
  }: LocalSessionOptions) {
    super()
    this.id = id
    this.#engine = engine
    this.#storage = storage
    this.#ownership = { engine: ownsEngine, storage: ownsStorage }
    const isAllowed = (request: SessionRequest): boolean => this.dispatchEvent(new SessionRequestEvent(request))
    const onProblem = (problem: Problem): void => this.report(problem)
    const access = createSessionAccess({
      id,
      engine,
      storage,
      findDocument: (idOrName) => this.#findDocument(idOrName),
      ask: askForAccess,
      onProblem,
    })
    this.document = createSessionDocument({
      id,
      initialDocument: document,
      revision,
      isOpening: trackPromise(updated),
      previousSession: previous?.document,
      storage,
      engine,
      getAssistant: () => this.assistant,
      access,
      isAllowed,
      onChange: (aspect) => (aspect === 'document' ? this.#onDocumentChange() : this.#notify(aspect)),
      onProblem,
    })
    this.#library = createDatasetLibrary({
      storage,
      engine,
      onChange: () => {
        this.#notify('datasets')
        this.#scheduleDescription()
      },
      onProblem,
    })
    this.assistant = createSessionAssistant({
      engine,
      library: this.#library,
      getDocument: () => this.document.current,
      listWorkflows: () => this.document.listWorkflows(),
      // Requests of the assistant do not restore tables.
      getRun: () => (this.#runner.previous ? undefined : this.#runner.view),
      getStaleIds: () => this.#staleIds,
      hasListedDatasets: () => this.#hasListedDatasets,
      onInputsChange: () => this.#scheduleDescription(),
      enableStatementChecks: () => this.document.enableStatementChecks(),
      onProblem,
    })
    this.#runner = new SessionRunner({
      workflowId: id,
      engine,
      storage,
      getDocument: () => this.document.current,
      access,
      getDatasets: () => this.#library.datasets,
      getRunDatasets: () => this.assistant.runDatasets,
      onChange: (aspect) => {
        if (this.#runner.view?.workflow !== this.#staleWorkflow) this.#updateStaleIds()
        this.#notify(aspect)
      },
      onProblem,
    })
    this.runs = createSessionRuns({
      runner: this.#runner,
      networkAccess: engine.networkAccess,
      getStaleIds: () => this.#staleIds,
      isClosed: () => this.#isClosed,
      isAllowed,
      confirmAccess: (workflow = this.document.current) => access.confirm(workflow),
      beforeStart: () => {
        void this.document.save()
        void this.document.versions.storeVersion(this.document.current, { origin: 'run' })
      },
    })
    const getWorkflow = (): Workflow => this.document.current
    this.data = createSessionData({ library: this.#library, engine, isAllowed, onProblem, pageUrl, getWorkflow })
    this.tables = createSessionTables({
      ask: async (request, options) => {
        await this.#runner.restoreTables()
        return engine.ask(request, options)
      },
    })
    this.engine = createSessionEngine(engine, onProblem)
    const getProblem = (): Problem | undefined => this.#problem
    this.problems = {
      get latest() {
        return getProblem()
      },
      dismiss: () => {
        if (this.#problem) this.#show(undefined)
      },
    }
  }

  /** Loads the datasets, versions and previous runs, and subscribes to changes. Called once, by `createSession`. */
  async initialize(): Promise<void> {
    const { status } = this.#engine
    const onEngineChange = (): void => {
      this.#notify('engine')
      this.#notify('catalogue')
      this.#scheduleDescription()
      if (status.problem && !this.#runner.isBusy) this.report(status.problem)
    }
    status.addEventListener(engineChangeEvent, onEngineChange)
    // The engine may have failed before this session was opened.
    if (status.state === 'failed') onEngineChange()
    this.#cleanups.push(
      () => status.removeEventListener(engineChangeEvent, onEngineChange),
      this.#engine.addHost({
        readDataset: (dataset) => this.#library.readDataset(dataset),
        readWorkflow: async (idOrName) => (await this.#findDocument(idOrName))?.workflow,
        readAccess: (idsOrNames) => this.#findAccess(idsOrNames),
        saveDataset: (name, bytes) => this.#library.add(new File([bytes], name)),
        findDatasetId: async (name) => this.#library.datasets.find((dataset) => dataset.name === name)?.id,
        notify: async ({ title, text, level }) =>
          this.report({ code: 'notice', severity: level, message: `${title}: ${text}` }),
      }),
      this.#storage.subscribe((change) => {
        if (change.kind === 'datasets') void this.#library.refresh()
        void this.document.applyStorageChange(change)
      }),
    )
    const datasetsPromise = this.#listDatasets()
    const runPromise = this.#runner.findInterruptedRun(datasetsPromise)
    await Promise.all([
      this.document.versions.refresh(),
      this.document.refreshSync(),
      // The lists of a server come later.
      ...(this.#storage.sync ? [] : [datasetsPromise, runPromise]),
    ])
    void this.#runner.loadPreviousRun()
    this.#connectLive()
  }

  get live(): LiveDocument | undefined {
    return this.#live
  }

  get comments(): SessionComments | undefined {
    return this.#comments?.isLoaded ? this.#comments : undefined
  }

  /** Reads the comments, once the server has the document. They appear when the server has responded. */
  async #loadComments(): Promise<void> {
    const access = this.#storage.sync?.findComments?.(this.id)
    if (!access || this.#isClosed) return
    const { createSessionComments } = await import('./comments/session-comments.ts')
    this.#comments ??= createSessionComments(access, () => this.#notify('comments'))
    // Without a response, the comments are read with the next connection, or when the user opens them.
    await this.#comments.load().catch(() => undefined)
  }

  /** Connects to the other pages that have the document open, after the first frame, and once the server has it. */
  #connectLive(): void {
    const { sync } = this.#storage
    if (!sync?.findLive && !sync?.findComments) return
    const connect = async (): Promise<void> => {
      if (!sync.findLive) return this.#comments ? undefined : this.#loadComments()
      const access = sync.findLive(this.id)
      if (!access || this.#live || this.#isClosed) return
      const { LiveDocument } = await import('./live/live-document.ts')
      if (this.#live || this.#isClosed) return
      const { client, restored } = await access.claimClient(newId('page'))
      if (this.#live || this.#isClosed) return access.close()
      const { document } = this
      let isConnected = false
      const port = {
        id: this.id,
        getDocument: () => document.current,
        showDocument: document.showExternal,
        report: (problem: Problem) => this.report(problem),
        reportMerge: document.reportMerge,
        onAcknowledged: () => this.#notify('saving'),
        onChange: (aspect: 'people' | 'presence') => {
          this.#notify(aspect)
          if (this.#live?.isConnected === isConnected) return
          isConnected = !isConnected
          this.#notify('saving')
          void document.refreshSync()
        },
        onComments: () => void this.#loadComments(),
      }
      this.#live = new LiveDocument(port, access, client, restored)
      document.setLive(this.#live)
    }
    const timer = setTimeout(() => void connect(), liveDelayMs)
    this.#cleanups.push(
      () => clearTimeout(timer),
      this.#storage.subscribe(({ kind, id }) => {
        if (kind === 'sync' && id === this.id && !this.#live) void connect()
      }),
      () => this.#live?.close(),
    )
  }

  async #listDatasets(): Promise<void> {
    await this.#library.refresh()
    this.#hasListedDatasets = !this.#storage.hasUnlistedDatasets
    if (this.#ownership.storage) void this.#library.recover()
    this.#scheduleDescription()
  }

  /** Describes the document once the engine is ready. Until then, a request would start its worker too early. */
  #scheduleDescription(): void {
    if (this.#engine.status.state === 'ready') this.document.scheduleDescription()
  }

  /** Shows a problem that occurred outside a run. */
  report(problem: Problem): void {
    this.#show(problem)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#runner.close()
    await this.document.save()
    for (const cleanUp of this.#cleanups) cleanUp()
    this.document.destroy()
    const run = this.#runner.view?.run
    if (this.#ownership.engine) this.#engine.close()
    else if (run) void this.#engine.ask(requests.dropRun({ run }))
    if (this.#ownership.storage) this.#storage.close()
  }

  #show(problem: Problem | undefined): void {
    this.#problem = problem
    this.#notify('problem')
  }

  #notify(aspect: SessionAspect): void {
    this.dispatchEvent(new SessionChangeEvent(aspect))
  }

  #onDocumentChange(): void {
    const previousStaleIds = this.#staleIds
    this.#updateStaleIds()
    this.#notify('document')
    if (this.#staleIds !== previousStaleIds) this.#notify('run')
  }

  #updateStaleIds(): void {
    this.#staleWorkflow = this.#runner.view?.workflow
    this.#staleIds = this.#findStaleNodes(this.document.current, this.#staleWorkflow)
  }

  /**
   * Returns the stored document with the given id or name. If several documents have the name, returns the most
   * recently saved one.
   */
  async #findDocument(idOrName: string): Promise<StoredDocument | undefined> {
    const documentById = await this.#storage.getDocument(idOrName)
    return documentById ?? (await this.#storage.listDocuments()).find(({ workflow }) => workflow.name === idOrName)
  }

  /**
   * Returns the access granted to stored workflows, except the user's own. A workflow that does not exist has an empty
   * grant.
   */
  async #findAccess(idsOrNames: readonly string[]): Promise<GrantedAccess[]> {
    const documentAccess = await Promise.all(
      idsOrNames.map(async (idOrName) => {
        const document = await this.#findDocument(idOrName)
        return document ? this.#storage.getAccess(document.id) : importedAccess
      }),
    )
    return documentAccess.flatMap(({ trust, granted }) => (trust === 'own' ? [] : [granted]))
  }
}
