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
  emptyWorkflow,
  error,
  failed,
  type NodeType,
  type Problem,
  type RunProgress,
  type RunView,
  type Workflow,
} from '@aw-flow/schema'
import { sessionChange } from '../session-controller.ts'

class ViewChange extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(sessionChange)
    this.aspect = aspect
  }
}

const refused = (): Problem => error('run.readonly', {})
const refuse = async (): Promise<ReturnType<typeof failed>> => failed(refused())
const ignore = (): void => undefined
const ignoreLater = async (): Promise<undefined> => undefined

/** A run as a session, for the canvas to draw: the document that ran, with its states. It refuses every action. */
export class ViewSession extends EventTarget implements WorkflowSession {
  readonly id = 'run'
  readonly document: SessionDocument
  readonly runs: SessionRuns
  readonly engine: SessionEngine
  readonly data: SessionData = {
    list: [],
    add: ignoreLater,
    remove: ignoreLater,
    file: ignoreLater,
    previewLoad: refuse,
  }
  readonly tables: SessionTables = { page: refuse, write: refuse }
  readonly problems: SessionProblems = { latest: undefined, dismiss: ignore }
  #document: Workflow = emptyWorkflow()
  #catalogue: readonly NodeType[] = []
  #run: RunView | undefined
  #progress: Readonly<Record<string, RunProgress>> = {}

  constructor() {
    super()
    const document = (): Workflow => this.#document
    const run = (): RunView | undefined => this.#run
    const progress = (): Readonly<Record<string, RunProgress>> => this.#progress
    const catalogue = (): readonly NodeType[] => this.#catalogue
    this.document = {
      get current() {
        return document()
      },
      description: undefined,
      saving: 'saved',
      canUndo: false,
      canRedo: false,
      apply: () => [refused()],
      open: () => [refused()],
      undo: ignore,
      redo: ignore,
      layOut: refuse,
    }
    this.runs = {
      get current() {
        return run()
      },
      get progress() {
        return progress()
      },
      interrupted: undefined,
      stale: new Set<string>(),
      start: ignoreLater,
      resume: ignoreLater,
      decide: ignoreLater,
      cancel: ignore,
    }
    this.engine = {
      state: 'ready',
      get catalogue() {
        return catalogue()
      },
      warmUp: ignore,
    }
  }

  /** Shows another moment, or another run. */
  show(run: RunView, catalogue: readonly NodeType[], progress: Readonly<Record<string, RunProgress>>): void {
    const { workflow = this.#document } = run
    const hasOtherDocument = this.#document !== workflow
    const hasOtherTypes = this.#catalogue !== catalogue
    const hasOtherRun = this.#run !== run
    const hasOtherProgress = this.#progress !== progress
    this.#run = run
    this.#document = workflow
    this.#catalogue = catalogue
    this.#progress = progress
    if (hasOtherTypes) this.#notify('catalogue')
    if (hasOtherDocument) this.#notify('document')
    if (hasOtherRun) this.#notify('run')
    else if (hasOtherProgress) this.#notify('progress')
  }

  async close(): Promise<void> {}

  #notify(aspect: SessionAspect): void {
    this.dispatchEvent(new ViewChange(aspect))
  }
}
