import {
  failInterruptedRuns,
  connectServer,
  createDatasetLibrary,
  createEngine,
  createPromptApiHost,
  createSession,
  engineChangeEvent,
  findUnusedName,
  findActiveRunIds,
  maxPendingFileBytes,
  openStorage,
  requests,
  recoverUnsavedDocuments,
  type ServerConnection,
  type DatasetLibrary,
  type Engine,
  type NetworkAccess,
  type StoredDataset,
  type StoredDocument,
  type StoredRun,
  type SyncStatus,
  type TrashEntry,
  type UnreadableDocument,
  type WorkflowSession,
  type WorkflowStorage,
} from '@aw-flow/client'
import { getAssets } from '@aw-flow/embed'
import {
  ProblemError,
  createEmptyWorkflow,
  foldRun,
  isFinalRunState,
  type Dataset,
  type Problem,
  type RunState,
  type Workflow,
  failed,
  getValue,
  type Result,
  error,
} from '@aw-flow/schema'
import type { Account } from './accounts/account.ts'
import { wasSignInRequired, type PageServer } from './accounts/find-account.ts'
import { hashFile } from './shell/hash-in-page.ts'
import { browserModel, isBrowserModelEnabled } from './settings/browser-model.ts'
import { toAllowedHost, toGrantedModels, getModelEndpoints } from './settings/model-endpoints.ts'
import { getDefaultRetry } from './settings/retry-default.ts'
import { getChosenServer, isServerChosen, storeChosenServer, testServer } from './settings/server-choice.ts'
import { getStrings } from './language/strings.ts'
import { createStudioProblem } from './language/studio-problem.ts'
import { LongTasks } from './shell/notifications/long-tasks.ts'
import { findPendingApproval } from './runs/find-pending-approval.ts'
import { createResultWriter, watchEndedRuns, type ResultWriter } from './runs/result-writer.ts'
import { getResultsLimit } from './settings/results-limit.ts'
import { BackgroundPreviews } from './datasets/background-previews.ts'
import { addSample } from './datasets/sample-dataset.ts'
import { localizeTemplate, templates } from './workflows/templates.ts'
import {
  restoreTrashEntry,
  getTrashedRunId,
  trashDataset,
  trashRun,
  trashUnreadableWorkflow,
  trashWorkflow,
} from './settings/trash.ts'
import { basePath } from './shell/base-path.ts'

/** A workflow in the list: either stored, or a template that has not been changed yet. */
export interface ListedWorkflow {
  id: string
  workflow: Workflow
  /** When it was last changed, in milliseconds since the Unix epoch. Absent for a template. */
  updatedAt?: number
}

/**
 * Where an item is stored: only in this browser, only on the server, or in both. `pending` and `rejected`: the browser
 * has changes that the server does not have; see `SyncStatus`.
 */
export type ItemLocation = 'browser' | 'server' | 'both' | 'pending' | 'rejected'

interface LocalLists {
  /** The status of each workflow with changes that the server does not have. */
  unsynced: ReadonlyMap<string, SyncStatus>
  documents: readonly StoredDocument[]
  datasets: readonly StoredDataset[]
  runs: readonly StoredRun[]
}

interface ServerLists {
  documents: readonly StoredDocument[]
  datasets: readonly Dataset[]
  runs: readonly StoredRun[]
}

/** Creates a workflow's initial document: a template, or an empty workflow with this browser's default retry policy. */
const createInitialWorkflow = (id: string): Workflow => {
  const template = templates[id]
  return template
    ? localizeTemplate(id, template)
    : { ...createEmptyWorkflow(getStrings().common.untitled), settings: { retry: getDefaultRetry() } }
}

/** Maximum number of sessions that stay open in the background, so that runs continue and edits can be undone. */
const maxSessions = 4

/** A run that is waiting in a server's queue. */
export type QueuedRun = Pick<StoredRun, 'workflowId' | 'workflowName'>

/**
 * State shared by all pages of the studio: storage, engine and open sessions. Fires `change` when a list or the
 * engine's state changes.
 */
export class Workspace extends EventTarget {
  /** This page's engine. It handles previews, validation and partial runs and, without a server, all other runs. */
  readonly engine: Engine
  /** The server on which everything is also stored and run. `undefined` if none is configured. */
  readonly server: ServerConnection | undefined
  /** The signed-in user's account. `undefined` if the server of this page does not use accounts. */
  readonly account: Account | undefined
  /** URL of the server that has delivered this page. `undefined` if it has no API. */
  readonly pageServer: string | undefined
  readonly storage: WorkflowStorage
  readonly library: DatasetLibrary
  documents: readonly StoredDocument[] = []
  /** Stored workflows that cannot be read. They are listed so that the user notices them. */
  unreadableDocuments: readonly UnreadableDocument[] = []
  datasets: readonly StoredDataset[] = []
  runs: readonly StoredRun[] = []
  /** The ids of runs that the server has already retried. */
  retriedRuns: ReadonlySet<string> = new Set()
  trash: readonly TrashEntry[] = []
  /** Ids of unfinished runs that no tab is executing. They resume when their workflow is opened. */
  interruptedRunIds: ReadonlySet<string> = new Set()
  /** Runs that are waiting for approval, newest first. */
  approvals: readonly StoredRun[] = []
  problem: Problem | undefined
  /** Number of further problems from the same operation, which are in the notification list. */
  otherProblemCount = 0
  /** Problems that have not been added to the notification list yet. */
  readonly queuedProblems: Problem[] = []
  /** The operation that caused the current problem. */
  #failedOperation: string | undefined
  /** Long-running operations of all pages. */
  readonly tasks = new LongTasks(() => this.#notify())
  /** Background previews of datasets. */
  readonly previews = new BackgroundPreviews(this, () => this.#notify())
  /** Stores the results of a run that was executed on this page. */
  readonly storeRunResults: ResultWriter
  /** Whether DuckDB has been loaded and started. */
  isWarm = false
  /** Whether the browser's lists have been loaded. */
  isReady = false
  #hasServerLists = false
  readonly #browserStorage: WorkflowStorage
  /** The engine that executes workflows. If a server is connected, it delegates runs to that server. */
  readonly #runEngine: Engine
  #localLists: LocalLists = { unsynced: new Map(), documents: [], datasets: [], runs: [] }
  #serverLists: ServerLists = { documents: [], datasets: [], runs: [] }
  #serverListsLoaded: Promise<void> = Promise.resolve()
  readonly #sessions = new Map<string, Promise<WorkflowSession>>()
  readonly #openSessions = new Map<string, WorkflowSession>()
  /** Settles once edits that earlier pages could not save are stored. */
  #recovered: Promise<void> = Promise.resolve()
  /** While the lists are read: the id of the workflow whose session is already open. */
  #preparedId: string | undefined
  #urgentCount = 0
  #refreshPromise: Promise<void> | undefined
  #isStale = false
  #largeImportCount = 0

  /**
   * Opens the browser's storage, starts the engine and connects to the configured server. Adds a sample dataset to an
   * empty profile. If no server was selected, a browser without workflows and files uses the server of this page; other
   * users are asked first.
   *
   * @param pageServer If users did not have to sign in before, the storage opens while the server responds.
   */
  static async open(pageServer: PageServer | Promise<PageServer> = {}): Promise<Workspace> {
    const earlyProblems: Problem[] = []
    let workspace: Workspace | undefined
    const onProblem = (problem: Problem): void => {
      if (workspace) workspace.report(problem)
      else earlyProblems.push(problem)
    }
    const openedStorage = wasSignInRequired() ? undefined : openStorage({ onProblem })
    const { account, address } = await pageServer
    if (account) void openedStorage?.then((storage) => storage.close())
    const browserStorage = await (account
      ? openStorage({ onProblem, name: account.storageName })
      : (openedStorage ?? openStorage({ onProblem })))
    if (!account && address !== undefined && !isServerChosen() && (await isEmptyStorage(browserStorage))) {
      // A server that requires a token does not accept the request, and stays unselected.
      if (!(await testServer(connectServer({ address }, browserStorage)))) storeChosenServer({ address })
    }
    const server = account?.server ?? getChosenServer()
    workspace = new Workspace(browserStorage, server && connectServer(server, browserStorage), { account, address })
    if (earlyProblems[0]) workspace.report(earlyProblems[0])
    void workspace.#initialize()
    return workspace
  }

  /** Loads the lists and recovers from the previous session. Files can be imported in the meantime. */
  async #initialize(): Promise<void> {
    // The server responds while the browser's lists are read.
    void this.server?.storage.serverLists.listDatasets()
    this.#recovered = recoverUnsavedDocuments(this.storage)
    await this.#recovered
    this.server?.storage.sync.start()
    await this.refresh()
    this.isReady = true
    this.#preparedId = undefined
    this.#notify()
    await this.waitForServerLists()
    await this.library.recover()
    const sampleProblem = this.canEdit && (await addSample(this.library, this.#browserStorage))
    if (sampleProblem) this.report(sampleProblem)
    await failInterruptedRuns(this.#browserStorage)
    this.#discardResults(await this.storage.trash.purge())
  }

  /** Waits until the lists are loaded. */
  async waitUntilReady(): Promise<void> {
    while (!this.isReady) await new Promise((resolve) => this.addEventListener('change', resolve, { once: true }))
  }

  private constructor(
    browserStorage: WorkflowStorage,
    server: ServerConnection | undefined,
    { account, address }: { account: Account | undefined; address: string | undefined },
  ) {
    super()
    this.account = account
    this.pageServer = address
    this.#browserStorage = browserStorage
    this.server = server
    const storage = server?.storage ?? browserStorage
    this.storage = storage
    this.engine = createEngine(getAssets())
    this.#runEngine = server?.wrapEngine(this.engine) ?? this.engine
    // The sample service consists of static files served with this page. No other path on this host is allowed.
    void this.engine.networkAccess.allowHost(`${location.host}${basePath}samples/`)
    // Configured models are allowed, even on private hosts.
    for (const endpoint of getModelEndpoints()) void this.engine.networkAccess.allowHost(toAllowedHost(endpoint))
    void this.engine.networkAccess.setModels(toGrantedModels(getModelEndpoints(), isBrowserModelEnabled()))
    this.library = createDatasetLibrary({
      storage,
      engine: this.engine,
      onChange: () => undefined,
      hashFile: (file, options) => hashFile(file, this.engine, options),
      onProblem: (problem) => this.report(problem),
    })
    this.storeRunResults = createResultWriter({
      engine: this.engine,
      getLimit: getResultsLimit,
      onProblem: (problem) => this.report(problem),
    })
    this.engine.addHost(createPromptApiHost(browserModel.id))
    this.engine.addHost({
      readDataset: (dataset) => this.library.readDataset(dataset),
      callService: async (id, request, { signal }) =>
        id === 'mcp' ? (await import('./mcp/page-mcp.ts')).handlePageMcpRequest(request, signal) : undefined,
    })
    this.engine.status.addEventListener(engineChangeEvent, () => {
      const { state, problem } = this.engine.status
      // If sessions are open, they report the engine's failure.
      if (state === 'failed' && problem && this.#openSessions.size === 0) this.report(problem)
      else this.#notify()
    })
    storage.subscribe(() => void this.refresh())
  }

  /** Whether to ask if the server of this page is used for new work, because this browser contains earlier work. */
  get offersPageServer(): boolean {
    return this.isReady && !this.server && this.pageServer !== undefined && !isServerChosen() && this.#hasOwnWork
  }

  get #hasOwnWork(): boolean {
    return this.documents.length > 0 || this.datasets.length > 0
  }

  /** Whether the user may change and run workflows. */
  get canEdit(): boolean {
    return this.account?.canEdit ?? true
  }

  /** Whether the user may manage what all members of the workspace share. */
  get canAdminister(): boolean {
    return this.account?.canAdminister ?? true
  }

  /** Returns whether the user may change the workspace. Reports a problem if not. */
  #requireEditPermission(): boolean {
    if (!this.canEdit) this.report(createViewOnlyProblem())
    return this.canEdit
  }

  /** Network access of runs on this page and on the connected server. */
  get networkAccess(): NetworkAccess {
    return this.#runEngine.networkAccess
  }

  /** Stored workflows, newest first, followed by unchanged templates. */
  get workflows(): readonly ListedWorkflow[] {
    const storedIds = new Set(this.documents.map(({ id }) => id))
    const builtInTemplates = Object.entries(templates).filter(([id]) => !storedIds.has(id))
    return [...this.documents, ...builtInTemplates.map(([id, workflow]) => ({ id, workflow }))]
  }

  /**
   * Resolves a workflow reference by name. Prefers the id saved in the document's references, then a workflow whose id
   * equals the name, then the most recent workflow with this name. Returns the workflow's id.
   */
  findWorkflow(name: string, { references = {} }: Pick<Workflow, 'references'> = {}): string | undefined {
    const listedWorkflows = this.workflows
    const savedId = Object.hasOwn(references, name) ? references[name] : undefined
    const match =
      listedWorkflows.find(({ id }) => id === savedId) ??
      listedWorkflows.find(({ id }) => id === name) ??
      listedWorkflows.find(({ workflow }) => workflow.name === name)
    return match?.id
  }

  /** Reloads the lists. Calls during a reload share a single subsequent reload. */
  refresh(): Promise<void> {
    this.#isStale = true
    return (this.#refreshPromise ??= this.#readLists())
  }

  /** Reloads the lists after a request has changed workflows on the server. */
  refreshServerLists(): Promise<void> {
    this.server?.storage.serverLists.invalidate()
    return this.refresh()
  }

  async #readLists(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false
      const [documents, unreadableDocuments, datasets, runs, trash] = await Promise.all([
        this.#browserStorage.listDocuments(),
        this.storage.listUnreadable(),
        this.#browserStorage.listDatasets(),
        this.#browserStorage.listRuns(),
        this.storage.trash.list(),
        ...(this.server ? [] : [this.library.refresh()]),
      ])
      const openRuns = await this.#resolveOpenRuns(runs)
      this.documents = documents
      this.unreadableDocuments = unreadableDocuments
      this.datasets = datasets
      this.trash = trash
      this.runs = openRuns.runs
      this.approvals = openRuns.approvals
      this.interruptedRunIds = openRuns.interruptedRunIds
      if (!this.server) continue
      const unsynced = await this.server.storage.sync.listUnsynced(documents)
      this.#localLists = { unsynced, documents, datasets, runs: this.runs }
      this.#mergeLists()
      this.#serverListsLoaded = this.#loadServerLists(this.server)
    }
    this.#refreshPromise = undefined
    this.#notify()
  }

  /** Whether a list is empty only because the server has not responded yet. */
  get isListing(): boolean {
    const { documents, datasets, runs } = this
    return (
      this.server !== undefined &&
      !this.#hasServerLists &&
      [documents, datasets, runs].some(({ length }) => length === 0)
    )
  }

  /** Settles once the server's lists are loaded or have failed to load. */
  waitForServerLists(): Promise<void> {
    return this.#serverListsLoaded
  }

  /** Adds items that exist only on the server. Runs in the background. */
  async #loadServerLists({ storage: { serverLists } }: ServerConnection): Promise<void> {
    const [documents, datasets, runs] = await Promise.all([
      serverLists.listDocuments(),
      serverLists.listDatasets(),
      serverLists.listRuns(),
      this.library.refresh(),
    ])
    if (
      documents === this.#serverLists.documents &&
      datasets === this.#serverLists.datasets &&
      runs === this.#serverLists.runs
    )
      return
    this.#serverLists = { documents, datasets, runs }
    this.#hasServerLists = true
    this.#mergeLists()
    this.#notify()
  }

  #mergeLists(): void {
    const { documents, datasets, runs } = this.#localLists
    const localIds = new Set([...documents.map(({ id }) => id), ...runs.map(({ run }) => run)])
    const serverDocuments = this.#serverLists.documents.filter(({ id }) => !localIds.has(id))
    const trashEntryIds = new Set(this.trash.map(({ id }) => id))
    this.retriedRuns = new Set(this.#serverLists.runs.flatMap(({ retryOf }) => retryOf ?? []))
    const serverRuns = this.#serverLists.runs.filter(
      ({ run }) => !localIds.has(run) && !trashEntryIds.has(`run:${run}`),
    )
    const datasetIds = new Set(datasets.map(({ dataset }) => dataset.id))
    const serverDatasets = this.#serverLists.datasets.filter(
      ({ id }) => !datasetIds.has(id) && !this.server?.remoteRefs.find('removed-dataset', id),
    )
    this.datasets = [...datasets, ...serverDatasets.map((dataset) => ({ dataset }))]
    this.documents = [...documents, ...serverDocuments].toSorted((a, b) => b.updatedAt - a.updatedAt)
    this.runs = [...runs, ...serverRuns].toSorted((a, b) => b.startedAt - a.startedAt)
  }

  /** Asks the server for a run in its queue. Returns `undefined` if the queue does not contain the run. */
  async findQueuedRun(runId: string): Promise<QueuedRun | undefined> {
    if (!this.server) return undefined
    const id = this.server.remoteRefs.find('run', runId)?.id ?? runId
    try {
      const { value } = await this.server.api.call('GET /api/v1/runs/{id}', { path: { id } })
      const { status, workflow_id: workflowId, workflow_name: workflowName } = value
      return ['queued', 'pending'].includes(status) ? { workflowId, workflowName } : undefined
    } catch (cause) {
      if (cause instanceof ProblemError) return undefined
      throw cause
    }
  }

  /** Returns whether a run was executed by the server. */
  isServerRun(runId: string): boolean {
    if (!this.server) return false
    return (
      this.server.remoteRefs.find('run', runId) !== undefined ||
      !this.#localLists.runs.some((item) => item.run === runId)
    )
  }

  /** Returns where an item is stored. `undefined` without a server, because everything is then local. */
  getLocation(kind: 'documents' | 'datasets' | 'runs', id: string): ItemLocation | undefined {
    if (!this.server) return undefined
    const unsyncedStatus = kind === 'documents' && this.#localLists.unsynced.get(id)
    if (unsyncedStatus === 'pending' || unsyncedStatus === 'rejected') return unsyncedStatus
    const { remoteRefs } = this.server
    const isOnServer = {
      documents: () =>
        remoteRefs.find('document', id) !== undefined || this.#serverLists.documents.some((item) => item.id === id),
      datasets: () => this.#serverLists.datasets.some((item) => item.id === id),
      runs: () => this.isServerRun(id),
    }
    const isLocal = {
      documents: () => this.#localLists.documents.some((item) => item.id === id),
      datasets: () => this.#localLists.datasets.some(({ dataset }) => dataset.id === id),
      runs: () => this.#localLists.runs.some(({ run }) => run === id),
    }
    if (!isOnServer[kind]()) return 'browser'
    return isLocal[kind]() ? 'both' : 'server'
  }

  /**
   * Uploads everything that is stored only in this browser.
   *
   * @returns The number of uploaded items.
   */
  async uploadAll(): Promise<number> {
    const { server } = this
    if (!server) return 0
    let uploadedCount = 0
    for (const { id, workflow } of await this.#browserStorage.listDocuments()) {
      if (!['browser', 'pending', 'rejected'].includes(this.getLocation('documents', id) ?? '')) continue
      await server.storage.ensureRemoteId(id, workflow)
      uploadedCount++
    }
    for (const { dataset } of await this.#browserStorage.listDatasets()) {
      if (this.getLocation('datasets', dataset.id) !== 'browser') continue
      await server.storage.uploadDataset(dataset.id)
      uploadedCount++
    }
    await this.refresh()
    return uploadedCount
  }

  /** Whether this page is executing a run. */
  get isRunning(): boolean {
    return [...this.#openSessions.values()].some(
      ({ runs: { current: run } }) => run !== undefined && !isFinalRunState(run.state) && run.state !== 'waiting',
    )
  }

  /** Whether the user is waiting for this page, because it is executing a run, starting DuckDB or importing files. */
  get isBusy(): boolean {
    return this.isRunning || this.#urgentCount > 0
  }

  /** Loads and starts DuckDB in advance. */
  async warmUp(): Promise<void> {
    if (this.isWarm) return
    if (!(await this.#trackUrgentWork(this.engine.warmUp())).ok) return
    this.isWarm = true
    this.#notify()
  }

  async #trackUrgentWork<T>(work: Promise<T>): Promise<T> {
    this.#urgentCount += 1
    try {
      return await work
    } finally {
      this.#urgentCount -= 1
    }
  }

  /** Saves the open sessions and closes the engine and the storage. */
  async close(): Promise<void> {
    this.previews.stop()
    await Promise.all([...this.#openSessions.values()].map((session) => session.close()))
    this.engine.close()
    this.storage.close()
  }

  /** Determines which unfinished runs are waiting for approval and which were interrupted. */
  async #resolveOpenRuns(
    runs: readonly StoredRun[],
  ): Promise<{ runs: readonly StoredRun[]; interruptedRunIds: ReadonlySet<string>; approvals: readonly StoredRun[] }> {
    const openRuns = runs.filter(({ state }) => !isFinalRunState(state))
    if (openRuns.length === 0) return { runs, interruptedRunIds: new Set(), approvals: [] }
    const activeRunIds = await findActiveRunIds()
    const states = new Map<string, RunState | 'interrupted'>()
    const awaitingRunIds = new Set<string>()
    for (const { run } of openRuns) {
      const liveRun = this.findSessionOfRun(run)?.runs.current
      // Another tab is executing the run and changes its record often, so do not read the record each time.
      if (!liveRun && activeRunIds?.has(run)) continue
      const view = liveRun ?? foldRun(await this.storage.getRunEvents(run))
      const { state } = view
      if (findPendingApproval(view)) awaitingRunIds.add(run)
      const isInterrupted = !liveRun && activeRunIds !== undefined && state !== 'waiting' && !isFinalRunState(state)
      states.set(run, isInterrupted ? 'interrupted' : state)
    }
    return {
      runs: runs.map((item) => (states.get(item.run) === 'waiting' ? { ...item, state: 'waiting' as const } : item)),
      approvals: runs.filter(({ run }) => awaitingRunIds.has(run)),
      interruptedRunIds: new Set([...states].flatMap(([run, state]) => (state === 'interrupted' ? run : []))),
    }
  }

  /**
   * Returns a workflow's local id, given its local id or its id on the server. They differ for a workflow that an
   * earlier release created, or whose id is not a UUID.
   */
  toLocalId(id: string): string {
    return this.server?.remoteRefs.listLocalIds('document').get(id) ?? id
  }

  /** Returns the id in a workflow's URL. It is the id on the server, if any, so that the URL works for other users. */
  toSharedId(id: string): string {
    return this.server?.remoteRefs.find('document', id)?.id ?? id
  }

  /** Returns the session of a workflow, opening it if necessary. `workflow` is the local id or the id on the server. */
  openSession(workflowId: string, previous?: WorkflowSession): Promise<WorkflowSession> {
    const id = this.toLocalId(workflowId)
    const sessionPromise =
      this.#sessions.get(id) ??
      createSession({
        id,
        engine: this.#runEngine,
        storage: this.storage,
        initial: createInitialWorkflow(id),
        pageUrl: getAssets().pageUrl,
        previous,
        askForAccess: async (request) => (await import('./workflows/grant-dialog.ts')).askForAccess(request),
      }).then((session) => {
        this.#openSessions.set(id, session)
        watchEndedRuns(session, (view) => {
          void import('./datasets/store-run-loads.ts').then(({ storeRunLoads }) => storeRunLoads(view))
          // The server stores the results of runs that it executes.
          if (!this.server?.remoteRefs.find('run', view.run)) void this.storeRunResults(view)
        })
        return session
      })
    // Keeps the map in least-recently-used order.
    this.#sessions.delete(id)
    this.#sessions.set(id, sessionPromise)
    this.#closeOldest(id)
    return sessionPromise
  }

  /**
   * Opens the session of a workflow before its page is shown. If the lists have not been read, only of a workflow that is
   * stored in this browser.
   */
  async prepareSession(workflowId: string): Promise<void> {
    const id = this.toLocalId(workflowId)
    if (!this.isReady) await this.#recovered
    const isKnown = this.isReady ? this.hasWorkflow(id) : await this.#browserStorage.getDocument(id)
    if (!isKnown) return
    await this.openSession(id)
    if (this.isReady) return
    this.#preparedId = id
    this.#notify()
  }

  /** Whether the lists have been loaded, or the session of this workflow was prepared. */
  canShow(workflowId: string): boolean {
    return this.isReady || this.#preparedId === this.toLocalId(workflowId)
  }

  /** Whether a workflow is stored. An unchanged template is not. */
  isStored(id: string): boolean {
    return id === this.#preparedId || this.documents.some((document) => document.id === id)
  }

  /** Returns the open session whose current or last run has this id. */
  findSessionOfRun(runId: string): WorkflowSession | undefined {
    return [...this.#openSessions.values()].find((session) => session.runs.current?.run === runId)
  }

  /**
   * Reads a listed workflow including its nodes, which the server's lists do not contain. If the server does not return
   * the workflow, reports a problem and returns `undefined`.
   */
  async loadListedWorkflow<Listed extends ListedWorkflow>(listedWorkflow: Listed): Promise<Listed | undefined> {
    if (this.getLocation('documents', listedWorkflow.id) !== 'server') return listedWorkflow
    const document = await this.storage.getDocument(listedWorkflow.id)
    if (document) return { ...listedWorkflow, workflow: document.workflow }
    const { workflows: strings } = getStrings()
    this.report(
      createStudioProblem('server.document', strings.notLoaded(listedWorkflow.workflow.name), {
        hint: strings.notLoadedHint,
      }),
    )
    return undefined
  }

  hasWorkflow(id: string): boolean {
    const localId = this.toLocalId(id)
    return localId === this.#preparedId || this.workflows.some((listed) => listed.id === localId)
  }

  /** Whether leaving the page now would lose a file or edits. Smaller files are stored before they are imported. */
  get hasUnstoredWork(): boolean {
    const sessions = [...this.#openSessions.values()]
    return this.#largeImportCount > 0 || sessions.some(({ document }) => document.saving === 'failed')
  }

  /** Adds files and returns the datasets of those that could be added. Reports the problems of all files together. */
  async addFiles(files: readonly File[]): Promise<Dataset[]> {
    if (!this.#requireEditPermission()) return []
    const problems: Problem[] = []
    const results = await Promise.all(files.map((file) => this.addFile(file, (problem) => problems.push(problem))))
    if (problems.length > 0) this.reportAll(problems, 'file')
    return results.flatMap((dataset) => getValue(dataset) ?? [])
  }

  /**
   * Adds a file. Problems are passed to `onProblem` or, without it, reported, unless the user has canceled the import.
   */
  async addFile(file: File, onProblem?: (problem: Problem) => void): Promise<Result<Dataset>> {
    const reportFailure = onProblem ?? ((failure: Problem) => this.report(failure))
    if (!this.canEdit) {
      const failure = createViewOnlyProblem()
      reportFailure(failure)
      return failed(failure)
    }
    void this.warmUp()
    const { problem } = this
    const largeFileCount = file.size > maxPendingFileBytes ? 1 : 0
    this.#largeImportCount += largeFileCount
    const importPromise = this.tasks.run(getStrings().shell.importing(file.name), (options) =>
      this.library.add(file, onProblem ? { ...options, onProblem } : options),
    )
    const result = await this.#trackUrgentWork(importPromise).finally(() => (this.#largeImportCount -= largeFileCount))
    const dataset = result ?? failed(error('engine.aborted', {}))
    if (dataset.ok) {
      // A problem reported during the import concerns this file, so it is kept.
      if (problem === this.problem) this.clearProblem('file', 'fetch', 'dataset')
      void this.library.getPreviews([dataset.value.id])
      // Protect stored data from eviction. Some browsers ask the user for permission once.
      void navigator.storage?.persist?.().catch(() => false)
      await this.refresh()
    } else if (dataset.problem.code !== 'engine.aborted') reportFailure(dataset.problem)
    return dataset
  }

  /** Renames a dataset, making the name unique. The dataset keeps its id. */
  async renameDataset({ dataset }: StoredDataset, requestedName: string): Promise<void> {
    if (!this.#requireEditPermission()) return
    const name = findUnusedName(
      requestedName,
      this.library.datasets.filter(({ id }) => id !== dataset.id),
    )
    const bytes = await this.storage.getDatasetBytes(dataset.id)
    if (bytes && name !== dataset.name) this.report(await this.storage.putDataset({ ...dataset, name }, bytes))
    await this.refresh()
  }

  /** Moves a dataset to the trash. Returns a function that restores it, or `undefined` if it could not be deleted. */
  async removeDataset(storedDataset: StoredDataset): Promise<(() => Promise<unknown>) | undefined> {
    if (!this.#requireEditPermission()) return undefined
    return this.#finishTrashing(
      await trashDataset(this.storage, storedDataset, Date.now(), (id) => this.library.remove(id)),
    )
  }

  /** Moves a stored workflow to the trash; see `removeDataset`. */
  async removeWorkflow(listedWorkflow: ListedWorkflow): Promise<(() => Promise<unknown>) | undefined> {
    if (!this.#requireEditPermission()) return undefined
    const loadedWorkflow = await this.loadListedWorkflow(listedWorkflow)
    if (!loadedWorkflow) return undefined
    const { id, workflow } = loadedWorkflow
    const session = this.#openSessions.get(id)
    this.#openSessions.delete(id)
    this.#sessions.delete(id)
    await session?.close()
    return this.#finishTrashing(
      await trashWorkflow(this.storage, id, session?.document.current ?? workflow, Date.now()),
    )
  }

  /** Moves an unreadable workflow and its stored data to the trash; see `removeDataset`. */
  async removeUnreadable(document: UnreadableDocument): Promise<(() => Promise<unknown>) | undefined> {
    return this.#finishTrashing(await trashUnreadableWorkflow(this.storage, document, Date.now()))
  }

  /** Moves a run to the trash; see `removeDataset`. */
  async trashRun(run: StoredRun): Promise<(() => Promise<unknown>) | undefined> {
    if (!this.#requireEditPermission()) return undefined
    return this.#finishTrashing(await trashRun(this.storage, run, Date.now()))
  }

  /** Restores a trash entry. Returns whether that succeeded. */
  async restore(entry: TrashEntry): Promise<boolean> {
    const problem = await restoreTrashEntry(this.storage, entry)
    if (problem) this.report(problem)
    await this.refresh()
    return problem === undefined
  }

  async deletePermanently({ id }: TrashEntry): Promise<void> {
    await this.storage.trash.remove(id)
    this.#discardResults([{ id }])
    await this.refresh()
  }

  /** Deletes the stored results of runs that were permanently deleted. */
  #discardResults(entries: readonly Pick<TrashEntry, 'id'>[]): void {
    const runIds = entries.flatMap(({ id }) => getTrashedRunId(id) ?? [])
    if (runIds.length > 0) void this.engine.ask(requests.removeStoredResults({ runs: runIds }))
  }

  async #finishTrashing(
    trashResult: Awaited<ReturnType<typeof trashDataset>>,
  ): Promise<(() => Promise<unknown>) | undefined> {
    await this.refresh()
    if (trashResult.problem) this.report(trashResult.problem)
    return 'entry' in trashResult ? () => this.restore(trashResult.entry) : undefined
  }

  /**
   * Reports a problem, or clears the current one if `problem` is `undefined`.
   *
   * @param operation The failed operation. Its next success clears the problem. Defaults to the first part of the problem's
   *   code.
   */
  report(problem: Problem | undefined, operation = problem?.code.split('.')[0]): void {
    this.problem = problem
    this.otherProblemCount = 0
    if (problem) this.queuedProblems.push(problem)
    this.#failedOperation = operation
    this.#notify()
  }

  /**
   * Reports several problems from one operation. All are added to the notification list; the first one is also shown,
   * with the number of remaining problems.
   */
  reportAll([first, ...otherProblems]: readonly Problem[], operation: string): void {
    if (!first) return this.clearProblem(operation)
    // The list shows the latest notification first, so report in reverse order.
    for (const problem of otherProblems.toReversed()) this.queuedProblems.push(problem)
    this.report(first, operation)
    this.otherProblemCount = otherProblems.length
  }

  /** Clears the current problem if one of these operations caused it, because the operation has now succeeded. */
  clearProblem(...operations: readonly string[]): void {
    if (this.#failedOperation !== undefined && operations.includes(this.#failedOperation)) this.report(undefined)
  }

  #closeOldest(currentId: string): void {
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size <= maxSessions) return
      const session = this.#openSessions.get(id)
      if (id === currentId || !session || (session.runs.current && !isFinalRunState(session.runs.current.state)))
        continue
      this.#sessions.delete(id)
      this.#openSessions.delete(id)
      void session.close()
    }
  }

  #notify(): void {
    this.dispatchEvent(new Event('change'))
  }
}

const isEmptyStorage = async (storage: WorkflowStorage): Promise<boolean> =>
  (await storage.listDocuments()).length === 0 && (await storage.listDatasets()).length === 0

function createViewOnlyProblem(): Problem {
  const { viewOnly, viewOnlyHint } = getStrings().account
  return createStudioProblem('caller.no-permission', viewOnly, { hint: viewOnlyHint, severity: 'info' })
}
