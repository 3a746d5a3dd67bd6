import {
  closeInterruptedRuns,
  createDatasetShelf,
  createEngine,
  createSession,
  engineChange,
  openStorage,
  recoverAllUnsaved,
  type DatasetShelf,
  type Engine,
  type StoredDataset,
  type StoredDocument,
  type StoredRun,
  type UnreadableDocument,
  type WorkflowSession,
  type WorkflowStorage,
} from '@aw-flow/client'
import { currentAssets } from '@aw-flow/embed'
import { isEnded, type Dataset, type Problem, type Workflow } from '@aw-flow/schema'
import { giveSample } from './sample-dataset.ts'
import { templates } from './templates.ts'

/** A workflow as lists show it: stored, or brought by the studio and not changed yet. */
export interface ListedWorkflow {
  id: string
  workflow: Workflow
  /** In ms since 1970; absent for one that the studio brings. */
  updatedAt?: number
}

/** Sessions that stay open while nobody looks at them, so that a run goes on and undo is still there. */
const keptSessions = 4

/**
 * What all pages of the studio share: one storage, one engine, the sessions that are open. Hears `change` listeners
 * when a list or the engine has changed.
 */
export class Workspace extends EventTarget {
  readonly engine: Engine
  readonly storage: WorkflowStorage
  readonly shelf: DatasetShelf
  documents: readonly StoredDocument[] = []
  /** Stored workflows that cannot be read; listed so that nobody misses them. */
  unreadable: readonly UnreadableDocument[] = []
  datasets: readonly StoredDataset[] = []
  runs: readonly StoredRun[] = []
  problem: Problem | undefined
  readonly #sessions = new Map<string, Promise<WorkflowSession>>()
  readonly #open = new Map<string, WorkflowSession>()
  #refreshing: Promise<void> | undefined
  #stale = false

  /** Opens the browser's storage and starts the engine; gives an empty profile its sample. */
  static async open(): Promise<Workspace> {
    const early: Problem[] = []
    let workspace: Workspace | undefined
    const onProblem = (problem: Problem): void => {
      if (workspace) workspace.report(problem)
      else early.push(problem)
    }
    workspace = new Workspace(await openStorage({ onProblem }))
    if (early[0]) workspace.report(early[0])
    await recoverAllUnsaved(workspace.storage)
    await workspace.refresh()
    void closeInterruptedRuns(workspace.storage)
    void giveSample(workspace.shelf)
    return workspace
  }

  private constructor(storage: WorkflowStorage) {
    super()
    this.storage = storage
    this.engine = createEngine(currentAssets())
    this.shelf = createDatasetShelf({
      storage,
      engine: this.engine,
      onChange: () => undefined,
      onProblem: (problem) => this.report(problem),
    })
    this.engine.provide((dataset) => this.shelf.bytes(dataset))
    this.engine.addEventListener(engineChange, () => this.#tell())
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
      const [documents, unreadable, datasets, runs] = await Promise.all([
        this.storage.listDocuments(),
        this.storage.listUnreadable(),
        this.storage.listDatasets(),
        this.storage.listRuns(),
        this.shelf.refresh(),
      ])
      Object.assign(this, { documents, unreadable, datasets, runs })
    }
    this.#refreshing = undefined
    this.#tell()
  }

  /** The session of a workflow: the one that is open, or a new one. */
  session(id: string): Promise<WorkflowSession> {
    const opened =
      this.#sessions.get(id) ??
      createSession({ id, engine: this.engine, storage: this.storage, templates }).then((session) => {
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
    return [...this.#open.values()].find((session) => session.run?.run === run)
  }

  knowsWorkflow(id: string): boolean {
    return this.workflows.some((listed) => listed.id === id)
  }

  async addFile(file: File): Promise<Dataset | undefined> {
    const dataset = await this.shelf.add(file)
    if (dataset) {
      void this.shelf.previews([dataset.id])
      await this.refresh()
    }
    return dataset
  }

  /** Removes a dataset; answers what brings it back. */
  async removeDataset({ dataset, preview }: StoredDataset): Promise<() => Promise<void>> {
    const bytes = await this.storage.datasetBytes(dataset.id)
    await this.shelf.remove(dataset.id)
    return async () => {
      if (bytes) await this.storage.putDataset(dataset, bytes)
      if (preview) await this.storage.putPreview(preview)
    }
  }

  /** Removes a stored workflow; answers what brings it back. */
  async removeWorkflow({ id, workflow }: ListedWorkflow): Promise<() => Promise<void>> {
    const session = this.#open.get(id)
    this.#open.delete(id)
    this.#sessions.delete(id)
    await session?.close()
    await this.storage.removeDocument(id)
    return async () => {
      await this.storage.putDocument(id, workflow, 0)
    }
  }

  report(problem: Problem | undefined): void {
    this.problem = problem
    this.#tell()
  }

  #closeOldest(current: string): void {
    for (const id of this.#sessions.keys()) {
      if (this.#sessions.size <= keptSessions) return
      const session = this.#open.get(id)
      if (id === current || !session || (session.run && !isEnded(session.run.state))) continue
      this.#sessions.delete(id)
      this.#open.delete(id)
      void session.close()
    }
  }

  #tell(): void {
    this.dispatchEvent(new Event('change'))
  }
}
