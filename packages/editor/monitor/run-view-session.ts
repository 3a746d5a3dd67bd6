import type {
  SessionAspect,
  SessionData,
  SessionDocument,
  SessionEngine,
  SessionProblems,
  SessionRuns,
  SessionTables,
  WorkflowSession,
} from '@aw-flow/client'
import {
  createEmptyWorkflow,
  error,
  failed,
  type NodeRun,
  type NodeType,
  type Problem,
  type RunProgress,
  type RunView,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import { sessionChange } from '../session-controller.ts'

class RunViewChangeEvent extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(sessionChange)
    this.aspect = aspect
  }
}

const createReadonlyError = (): Problem => error('run.readonly', {})
const reject = async (): Promise<ReturnType<typeof failed>> => failed(createReadonlyError())
const ignore = (): void => undefined
const ignoreAsync = async (): Promise<undefined> => undefined

/**
 * Removes the errors of nodes so that nodes on the canvas show their settings. The errors are shown in the details
 * panel next to the canvas.
 */
function removeErrors(run: RunView): RunView {
  const nodes = Object.entries(run.nodes).map(([id, { error: _error, ...node }]): [string, NodeRun] => [id, node])
  return { ...run, nodes: Object.fromEntries(nodes) }
}

/** A read-only session that provides a run's document and states to the canvas. All actions are rejected or ignored. */
export class RunViewSession extends EventTarget implements WorkflowSession {
  readonly id = 'run'
  readonly document: SessionDocument
  readonly runs: SessionRuns
  readonly engine: SessionEngine
  readonly data: SessionData = {
    list: [],
    add: reject,
    remove: ignoreAsync,
    readFile: ignoreAsync,
    previewLoad: reject,
  }
  readonly tables: SessionTables = { page: reject, write: reject }
  readonly problems: SessionProblems = { latest: undefined, dismiss: ignore }
  #document: Workflow = createEmptyWorkflow()
  #catalog: readonly NodeType[] = []
  #run: RunView | undefined
  #displayedRun: RunView | undefined
  #description: WorkflowDescription | undefined
  #progress: Readonly<Record<string, RunProgress>> = {}

  constructor() {
    super()
    const getDocument = (): Workflow => this.#document
    const getRun = (): RunView | undefined => this.#displayedRun
    const getProgress = (): Readonly<Record<string, RunProgress>> => this.#progress
    const getCatalog = (): readonly NodeType[] => this.#catalog
    const getDescription = (): WorkflowDescription | undefined => this.#description
    this.document = {
      get current() {
        return getDocument()
      },
      get description() {
        return getDescription()
      },
      saving: 'saved',
      canUndo: false,
      canRedo: false,
      apply: () => [createReadonlyError()],
      open: () => [createReadonlyError()],
      undo: ignore,
      redo: ignore,
      layOut: reject,
    }
    this.runs = {
      get current() {
        return getRun()
      },
      get progress() {
        return getProgress()
      },
      interrupted: undefined,
      stale: new Set<string>(),
      start: ignoreAsync,
      resume: ignoreAsync,
      decide: ignoreAsync,
      cancel: ignore,
    }
    this.engine = {
      state: 'ready',
      get catalog() {
        return getCatalog()
      },
      warmUp: ignore,
    }
  }

  /** Shows another run, or the same run at another point. */
  show(
    run: RunView,
    catalog: readonly NodeType[],
    progress: Readonly<Record<string, RunProgress>>,
    description?: WorkflowDescription,
  ): void {
    const { workflow = this.#document } = run
    const isNewDescription = this.#description !== description
    const isNewDocument = this.#document !== workflow
    const isNewCatalog = this.#catalog !== catalog
    const isNewRun = this.#run !== run
    const isNewProgress = this.#progress !== progress
    this.#run = run
    if (isNewRun || isNewDescription) this.#displayedRun = description ? removeErrors(run) : run
    this.#document = workflow
    this.#catalog = catalog
    this.#progress = progress
    this.#description = description
    if (isNewCatalog) this.#notify('catalogue')
    if (isNewDocument) this.#notify('document')
    if (isNewDescription) this.#notify('description')
    if (isNewRun) this.#notify('run')
    else if (isNewProgress) this.#notify('progress')
  }

  async close(): Promise<void> {}

  #notify(aspect: SessionAspect): void {
    this.dispatchEvent(new RunViewChangeEvent(aspect))
  }
}
