import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import {
  applyEdit,
  type Edit,
  type NodeType,
  type Problem,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'

class Changed extends Event {
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super('aw-session-change')
    this.aspect = aspect
  }
}

const nothingRuns = (): never => {
  throw new Error('Nothing is run, stored or read while the canvas is measured.')
}

/** A session that holds a document and its edits and does nothing else, so that what is measured is the canvas. */
export class MemorySession extends EventTarget implements WorkflowSession {
  readonly id = 'bench'
  document: Workflow
  readonly catalogue: readonly NodeType[]
  readonly description: WorkflowDescription
  get canUndo(): boolean {
    return this.#inverses.length > 0
  }
  readonly canRedo = false
  readonly saving = 'saved'
  readonly run = undefined
  readonly interrupted = undefined
  readonly stale: ReadonlySet<string> = new Set<string>()
  readonly progress = {}
  readonly datasets = []
  readonly engine = 'ready'
  readonly problem = undefined

  #inverses: Edit[] = []

  constructor(document: Workflow, catalogue: readonly NodeType[], description: WorkflowDescription) {
    super()
    this.document = document
    this.catalogue = catalogue
    this.description = description
  }

  apply(edit: Edit): readonly Problem[] {
    const { workflow, inverse, problems } = applyEdit(this.document, edit)
    this.#inverses.push(inverse)
    this.document = workflow
    this.dispatchEvent(new Changed('document'))
    return problems
  }

  undo(): void {
    const inverse = this.#inverses.pop()
    if (!inverse) return
    this.document = applyEdit(this.document, inverse).workflow
    this.dispatchEvent(new Changed('document'))
  }

  redo = nothingRuns
  open = nothingRuns
  addDataset = nothingRuns
  removeDataset = nothingRuns
  datasetFile = nothingRuns
  previewLoad = nothingRuns
  arrange = nothingRuns
  start = nothingRuns
  resume = nothingRuns
  decide = nothingRuns
  cancel = nothingRuns
  page = nothingRuns
  write = nothingRuns
  warmUp = nothingRuns
  dismissProblem = nothingRuns
  close = nothingRuns
}
