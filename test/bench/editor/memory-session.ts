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
import { applyEdit, type Edit, type NodeType, type Workflow, type WorkflowDescription } from '@aw-flow/schema'

class SessionChangeEvent extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super('aw-session-change')
    this.aspect = aspect
  }
}

const notSupported = (): never => {
  throw new Error('The session of the canvas benchmark supports only edits.')
}

/** A session that supports only a document and its edits, so that the benchmark measures only the canvas. */
export class MemorySession extends EventTarget implements WorkflowSession {
  readonly id = 'bench'
  readonly document: SessionDocument
  readonly engine: SessionEngine
  readonly runs: SessionRuns = {
    current: undefined,
    interrupted: undefined,
    stale: new Set<string>(),
    progress: {},
    start: notSupported,
    resume: notSupported,
    decide: notSupported,
    cancel: notSupported,
  }
  readonly data: SessionData = {
    list: [],
    add: notSupported,
    remove: notSupported,
    readFile: notSupported,
    previewLoad: notSupported,
  }
  readonly tables: SessionTables = { page: notSupported, write: notSupported }
  readonly problems: SessionProblems = { latest: undefined, dismiss: notSupported }
  #document: Workflow
  #inverses: Edit[] = []

  constructor(document: Workflow, catalog: readonly NodeType[], description: WorkflowDescription) {
    super()
    this.#document = document
    const current = (): Workflow => this.#document
    const canUndo = (): boolean => this.#inverses.length > 0
    this.document = {
      get current() {
        return current()
      },
      description,
      saving: 'saved',
      get canUndo() {
        return canUndo()
      },
      canRedo: false,
      apply: (edit) => {
        const { workflow, inverse, problems } = applyEdit(this.#document, edit)
        this.#inverses.push(inverse)
        this.#replace(workflow)
        return problems
      },
      undo: () => {
        const inverse = this.#inverses.pop()
        if (inverse) this.#replace(applyEdit(this.#document, inverse).workflow)
      },
      redo: notSupported,
      open: notSupported,
      layOut: notSupported,
    }
    this.engine = { state: 'ready', catalog, warmUp: notSupported }
  }

  close = notSupported

  #replace(workflow: Workflow): void {
    this.#document = workflow
    this.dispatchEvent(new SessionChangeEvent('document'))
  }
}
