import { renderProblem } from '@aw-flow/editor'
import {
  closeInterruptedRuns,
  connectServer,
  createDatasetShelf,
  createEngine,
  createSession,
  engineChange,
  freeName,
  activeRuns,
  maxArrivingBytes,
  openStorage,
  recoverAllUnsaved,
  type ConnectedServer,
  type DatasetShelf,
  type Engine,
  type StoredDataset,
  type StoredDocument,
  type StoredRun,
  type TrashEntry,
  type UnreadableDocument,
  type WorkflowSession,
  type WorkflowStorage,
} from '@aw-flow/client'
import { currentAssets } from '@aw-flow/embed'
import {
  emptyWorkflow,
  foldRun,
  isEnded,
  type Dataset,
  type Problem,
  type RunState,
  type Workflow,
} from '@aw-flow/schema'
import { hashInPage } from './shell/hash-in-page.ts'
import { hostOf, modelEndpoints } from './settings/model-endpoints.ts'
import { retryDefault } from './settings/retry-default.ts'
import { chosenServer } from './settings/server-choice.ts'
import { say } from './language/speak.ts'
import { LongWorks } from './shell/long-works.ts'
import { QuietLooks } from './datasets/quiet-looks.ts'
import { giveSample } from './datasets/sample-dataset.ts'
import { inPageWords, templates } from './workflows/templates.ts'
import { bringBack, trashDataset, trashRun, trashUnreadable, trashWorkflow } from './settings/trash.ts'

/** A workflow as lists show it: stored, or brought by the studio and not changed yet. */
export interface ListedWorkflow {
  id: string
  workflow: Workflow
  /** In ms since 1970; absent for one that the studio brings. */
  updatedAt?: number
}

/** Where something is: in this browser alone, on the server alone, or in both. */
export type Place = 'here' | 'there' | 'both'

interface Here {
  documents: readonly StoredDocument[]
  datasets: ReadonlySet<string>
  runs: readonly StoredRun[]
}

interface There {
  documents: readonly StoredDocument[]
  datasets: readonly Dataset[]
  runs: readonly StoredRun[]
}

/** A workflow that nobody has begun yet; one that is empty has the retries that this browser's person has chosen. */
const newWorkflow = (id: string): Workflow => {
  const template = templates[id]
  return template ? inPageWords(id, template) : { ...emptyWorkflow(), settings: { retry: retryDefault() } }
}

/** Sessions that stay open while nobody looks at them, so that a run goes on and undo is still there. */
const keptSessions = 4

/**
 * What all pages of the studio share: one storage, one engine, the sessions that are open. Hears `change` listeners
 * when a list or the engine has changed.
 */
export class Workspace extends EventTarget {
  /** This page's own: looks at files, checks, parts of workflows, and all runs where there is not a server. */
  readonly engine: Engine
  /** What keeps and runs everything beside this browser, where a person has chosen one. */
  readonly server: ConnectedServer | undefined
  readonly storage: WorkflowStorage
  readonly shelf: DatasetShelf
  documents: readonly StoredDocument[] = []
  /** Stored workflows that cannot be read; listed so that nobody misses them. */
  unreadable: readonly UnreadableDocument[] = []
  datasets: readonly StoredDataset[] = []
  runs: readonly StoredRun[] = []
  trash: readonly TrashEntry[] = []
  /** Runs that have not ended and that no tab is at: they go on when their workflow is opened. */
  interrupted: ReadonlySet<string> = new Set()
  problem: Problem | undefined
  /** What was reported and nobody has put among the messages yet. */
  readonly reported: Problem[] = []
  /** What was tried when the problem came. */
  #failed: string | undefined
  /** What takes long, whichever page it was begun on. */
  readonly works = new LongWorks(() => this.#notify())
  /** What is found out of datasets while nothing else is done. */
  readonly looks = new QuietLooks(this, () => this.#notify())
  /** DuckDB is here, or on its way: what needs it costs nothing from the network. */
  isWarm = false
  /** The lists have been read: what is not in them is not there. */
  ready = false
  readonly #local: WorkflowStorage
  /** The engine of workflows: with a server, whole runs are carried out there. */
  readonly #running: Engine
  #here: Here = { documents: [], datasets: new Set(), runs: [] }
  #there: There = { documents: [], datasets: [], runs: [] }
  #notified: Promise<void> = Promise.resolve()
  readonly #sessions = new Map<string, Promise<WorkflowSession>>()
  readonly #open = new Map<string, WorkflowSession>()
  #refreshing: Promise<void> | undefined
  #stale = false
  #largeFiles = 0

  /** Opens the browser's storage and starts the engine, connects with the server that is chosen; gives an empty profile its sample. */
  static async open(): Promise<Workspace> {
    const early: Problem[] = []
    let workspace: Workspace | undefined
    const onProblem = (problem: Problem): void => {
      if (workspace) workspace.report(problem)
      else early.push(problem)
    }
    const local = await openStorage({ onProblem })
    const server = chosenServer()
    workspace = new Workspace(local, server && connectServer(server, local))
    if (early[0]) workspace.report(early[0])
    void workspace.#begin()
    return workspace
  }

  /** What is there is read, and what was left is put in order; files can be imported meanwhile. */
  async #begin(): Promise<void> {
    await recoverAllUnsaved(this.storage)
    await this.refresh()
    this.ready = true
    this.#notify()
    await this.shelf.recover()
    await giveSample(this.shelf)
    await closeInterruptedRuns(this.#local)
  }

  private constructor(local: WorkflowStorage, server: ConnectedServer | undefined) {
    super()
    this.#local = local
    this.server = server
    const storage = server?.storage ?? local
    this.storage = storage
    this.engine = createEngine(currentAssets())
    this.#running = server?.around(this.engine) ?? this.engine
    // The sample service is files beside this page; nothing else of its own host is opened to runs.
    void this.engine.outside.allowHost(`${location.host}/samples/`)
    // A person has named them: models of one's own machine are at a private name.
    for (const endpoint of modelEndpoints()) void this.engine.outside.allowHost(hostOf(endpoint))
    this.shelf = createDatasetShelf({
      storage,
      engine: this.engine,
      onChange: () => undefined,
      hash: (file, options) => hashInPage(file, this.engine, options),
      onProblem: (problem) => this.report(problem),
    })
    this.engine.provide({ bytes: (dataset) => this.shelf.bytes(dataset) })
    this.engine.status.addEventListener(engineChange, () => this.#notify())
    storage.subscribe(() => void this.refresh())
  }

  /** Stored workflows, the newest first, then those that the studio brings. */
  get workflows(): readonly ListedWorkflow[] {
    const stored = new Set(this.documents.map(({ id }) => id))
    const brought = Object.entries(templates).filter(([id]) => !stored.has(id))
    return [...this.documents, ...brought.map(([id, workflow]) => ({ id, workflow }))]
  }

  /** Reads the lists again; calls that come while it reads share one more reading. */
  refresh(): Promise<void> {
    this.#stale = true
    return (this.#refreshing ??= this.#readLists())
  }

  async #readLists(): Promise<void> {
    while (this.#stale) {
      this.#stale = false
      const [documents, unreadable, datasets, runs, trash] = await Promise.all([
        this.#local.listDocuments(),
        this.storage.listUnreadable(),
        this.storage.listDatasets(),
        this.#local.listRuns(),
        this.storage.trash.list(),
        this.shelf.refresh(),
      ])
      const open = await this.#openRuns(runs)
      Object.assign(this, { documents, unreadable, datasets, trash, ...open })
      if (!this.server) continue
      const files = await this.#local.listDatasets()
      this.#here = { documents, datasets: new Set(files.map(({ dataset }) => dataset.id)), runs: this.runs }
      this.#putTogether()
      this.#notified = this.#askServer(this.server)
    }
    this.#refreshing = undefined
    this.#notify()
  }

  /** Settles when the server has told its lists, or could not. */
  whenTold(): Promise<void> {
    return this.#notified
  }

  /** What only the server has stands beside what is here, as soon as it is known: nobody waits for it. */
  async #askServer({ storage: { there } }: ConnectedServer): Promise<void> {
    const [documents, datasets, runs] = await Promise.all([there.documents(), there.datasets(), there.runs()])
    if (documents === this.#there.documents && datasets === this.#there.datasets && runs === this.#there.runs) return
    this.#there = { documents, datasets, runs }
    await this.shelf.refresh()
    this.datasets = await this.storage.listDatasets()
    this.#putTogether()
    this.#notify()
  }

  #putTogether(): void {
    const { documents, runs } = this.#here
    const known = new Set([...documents.map(({ id }) => id), ...runs.map(({ run }) => run)])
    const others = this.#there.documents.filter(({ id }) => !known.has(id))
    const deleted = new Set(this.trash.map(({ id }) => id))
    const otherRuns = this.#there.runs.filter(({ run }) => !known.has(run) && !deleted.has(`run:${run}`))
    this.documents = [...documents, ...others].toSorted((a, b) => b.updatedAt - a.updatedAt)
    this.runs = [...runs, ...otherRuns].toSorted((a, b) => b.startedAt - a.startedAt)
  }

  /** Whether a run was carried out by the server. */
  isServerRun(run: string): boolean {
    if (!this.server) return false
    return this.server.places.find('run', run) !== undefined || !this.#here.runs.some((one) => one.run === run)
  }

  /** Where a stored thing is; nothing where no server is chosen, since all of it is here. */
  placeOf(kind: 'documents' | 'datasets' | 'runs', id: string): Place | undefined {
    if (!this.server) return undefined
    const { places } = this.server
    const isThere = {
      documents: () => places.find('document', id) !== undefined || this.#there.documents.some((one) => one.id === id),
      datasets: () => this.#there.datasets.some((one) => one.id === id),
      runs: () => this.isServerRun(id),
    }
    const isHere = {
      documents: () => this.#here.documents.some((one) => one.id === id),
      datasets: () => this.#here.datasets.has(id),
      runs: () => this.#here.runs.some(({ run }) => run === id),
    }
    if (!isThere[kind]()) return 'here'
    return isHere[kind]() ? 'both' : 'there'
  }

  /** Gives the server everything that only this browser has; answers how many things it was given. */
  async sendAll(): Promise<number> {
    const { server } = this
    if (!server) return 0
    let sent = 0
    for (const { id, workflow } of await this.#local.listDocuments()) {
      if (this.placeOf('documents', id) !== 'here') continue
      await server.storage.placeOf(id, workflow)
      sent++
    }
    for (const { dataset } of await this.#local.listDatasets()) {
      if (this.placeOf('datasets', dataset.id) !== 'here') continue
      await server.storage.uploadDataset(dataset.id)
      sent++
    }
    await this.refresh()
    return sent
  }

  /** Whether a run is being carried out in this page. */
  get isRunning(): boolean {
    return [...this.#open.values()].some(
      ({ runs: { current: run } }) => run !== undefined && !isEnded(run.state) && run.state !== 'waiting',
    )
  }

  /** Fetches and starts what tables need, before anybody waits for it. */
  async warmUp(): Promise<void> {
    if (this.isWarm) return
    if (!(await this.engine.warmUp()).ok) return
    this.isWarm = true
    this.#notify()
  }

  /** Saves what is open, and lets go of storage and engine. */
  async close(): Promise<void> {
    this.looks.stop()
    await Promise.all([...this.#open.values()].map((session) => session.close()))
    this.engine.close()
    this.storage.close()
  }

  /** What a list cannot tell of runs that have not ended: which wait for a person, and which nobody is at. */
  async #openRuns(
    runs: readonly StoredRun[],
  ): Promise<{ runs: readonly StoredRun[]; interrupted: ReadonlySet<string> }> {
    const open = runs.filter(({ state }) => !isEnded(state))
    if (open.length === 0) return { runs, interrupted: new Set() }
    const living = await activeRuns()
    const states = new Map<string, RunState | 'interrupted'>()
    for (const { run } of open) {
      const live = this.sessionOfRun(run)?.runs.current
      // Another tab tells of its own run often: its record is not read again each time.
      if (!live && living?.has(run)) continue
      const { state } = live ?? foldRun(await this.storage.runEvents(run))
      const isLeft = !live && living !== undefined && state !== 'waiting' && !isEnded(state)
      states.set(run, isLeft ? 'interrupted' : state)
    }
    return {
      runs: runs.map((one) => (states.get(one.run) === 'waiting' ? { ...one, state: 'waiting' as const } : one)),
      interrupted: new Set([...states].flatMap(([run, state]) => (state === 'interrupted' ? run : []))),
    }
  }

  /** The session of a workflow: the one that is open, or a new one. */
  session(id: string): Promise<WorkflowSession> {
    const opened =
      this.#sessions.get(id) ??
      createSession({ id, engine: this.#running, storage: this.storage, initial: newWorkflow(id) }).then((session) => {
        this.#open.set(id, session)
        return session
      })
    // The one used last stands last.
    this.#sessions.delete(id)
    this.#sessions.set(id, opened)
    this.#closeOldest(id)
    return opened
  }

  /** The open session in which this run goes on or went on last. */
  sessionOfRun(run: string): WorkflowSession | undefined {
    return [...this.#open.values()].find((session) => session.runs.current?.run === run)
  }

  knowsWorkflow(id: string): boolean {
    return this.workflows.some((listed) => listed.id === id)
  }

  /** Whether leaving the page now would lose a file: smaller ones are kept before anything else. */
  get takesLargeFile(): boolean {
    return this.#largeFiles > 0
  }

  async addFile(file: File): Promise<Dataset | undefined> {
    void this.warmUp()
    const { problem } = this
    const large = file.size > maxArrivingBytes ? 1 : 0
    this.#largeFiles += large
    const dataset = await this.works
      .run(say().shell.takingIn(file.name), (options) => this.shelf.add(file, options))
      .finally(() => (this.#largeFiles -= large))
    if (dataset) {
      // What was reported while it was imported is about this file.
      if (problem === this.problem) this.settled('file', 'fetch', 'dataset')
      void this.shelf.previews([dataset.id])
      // Data of one's own must not go when the disk is short. Some browsers ask the person, once.
      void navigator.storage?.persist?.().catch(() => false)
      await this.refresh()
    }
    return dataset
  }

  /** Gives a dataset another name, one that no other has; the same bytes stay the same dataset. */
  async renameDataset({ dataset }: StoredDataset, wanted: string): Promise<void> {
    const name = freeName(
      wanted,
      this.shelf.datasets.filter(({ id }) => id !== dataset.id),
    )
    const bytes = await this.storage.datasetBytes(dataset.id)
    if (bytes && name !== dataset.name) this.report(await this.storage.putDataset({ ...dataset, name }, bytes))
    await this.refresh()
  }

  /** Puts a dataset into the trash; answers what brings it back, or nothing where it could not be deleted. */
  async removeDataset(stored: StoredDataset): Promise<(() => Promise<unknown>) | undefined> {
    const trashed = await trashDataset(this.storage, stored, Date.now())
    if ('problem' in trashed) {
      this.report(trashed.problem)
      return undefined
    }
    await this.shelf.remove(stored.dataset.id)
    return () => this.bringBack(trashed.entry)
  }

  /** Puts a stored workflow into the trash; answers as `removeDataset` does. */
  async removeWorkflow({ id, workflow }: ListedWorkflow): Promise<(() => Promise<unknown>) | undefined> {
    const session = this.#open.get(id)
    this.#open.delete(id)
    this.#sessions.delete(id)
    await session?.close()
    return this.#trashed(await trashWorkflow(this.storage, id, session?.document.current ?? workflow, Date.now()))
  }

  /** Puts a workflow that cannot be read into the trash, as it is stored; answers as `removeDataset` does. */
  async removeUnreadable(unreadable: UnreadableDocument): Promise<(() => Promise<unknown>) | undefined> {
    return this.#trashed(await trashUnreadable(this.storage, unreadable, Date.now()))
  }

  /** Puts a run into the trash; answers as `removeDataset` does. */
  async trashRun(run: StoredRun): Promise<(() => Promise<unknown>) | undefined> {
    return this.#trashed(await trashRun(this.storage, run, Date.now()))
  }

  /** Whether it is back. */
  async bringBack(entry: TrashEntry): Promise<boolean> {
    const problem = await bringBack(this.storage, entry)
    if (problem) this.report(problem)
    await this.refresh()
    return problem === undefined
  }

  async forget({ id }: TrashEntry): Promise<void> {
    await this.storage.trash.remove(id)
    await this.refresh()
  }

  async #trashed(trashed: { entry: TrashEntry } | { problem: Problem }): Promise<(() => Promise<unknown>) | undefined> {
    await this.refresh()
    if ('entry' in trashed) return () => this.bringBack(trashed.entry)
    this.report(trashed.problem)
    return undefined
  }

  /** `work`: what was tried and may be tried again; where it is left out, what the problem's code begins with. */
  report(problem: Problem | undefined, work = problem?.code.split('.')[0]): void {
    this.problem = problem
    if (problem) this.reported.push(problem)
    this.#failed = work
    this.#notify()
  }

  /** Of work that was done for several things: each problem stands among the messages, the first with how many there are. */
  reportAll([first, ...others]: readonly Problem[], work: string): void {
    if (!first) return this.settled(work)
    // The latest message is the first one of the list.
    for (const other of others.toReversed()) this.reported.push(other)
    const more = others.length === 0 ? '' : ` ${say().shell.moreTold(others.length)}`
    // With text added, the problem is shown as text.
    const { params: _, ...rendered } = { ...first, ...renderProblem(first, say().editor.renderText) }
    this.report({ ...rendered, message: `${rendered.message}${more}` }, work)
  }

  /** What failed before has gone well now: its problem is none any more. */
  settled(...works: readonly string[]): void {
    if (this.#failed !== undefined && works.includes(this.#failed)) this.report(undefined)
  }

  #closeOldest(current: string): void {
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size <= keptSessions) return
      const session = this.#open.get(id)
      if (id === current || !session || (session.runs.current && !isEnded(session.runs.current.state))) continue
      this.#sessions.delete(id)
      this.#open.delete(id)
      void session.close()
    }
  }

  #notify(): void {
    this.dispatchEvent(new Event('change'))
  }
}
