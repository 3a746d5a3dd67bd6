import type { EngineState, SessionAspect, WorkflowSession } from '@aw-flow/client'
import {
  emptyWorkflow,
  error,
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

const nothing = new Set<string>()

/** A run as a session, for the canvas to draw: the document that ran, with its states. It changes and runs nothing. */
export class ViewSession extends EventTarget implements WorkflowSession {
  readonly id = 'run'
  readonly canUndo = false
  readonly canRedo = false
  readonly saving = 'saved'
  readonly description = undefined
  readonly stale: ReadonlySet<string> = nothing
  readonly interrupted = undefined
  readonly datasets = []
  readonly engine: EngineState = 'ready'
  readonly problem = undefined
  document: Workflow = emptyWorkflow()
  catalogue: readonly NodeType[] = []
  run: RunView | undefined
  progress: Readonly<Record<string, RunProgress>> = {}

  /** Shows another moment, or another run. */
  show(run: RunView, catalogue: readonly NodeType[], progress: Readonly<Record<string, RunProgress>>): void {
    const { workflow = this.document } = run
    const isOther = this.document !== workflow
    const hasOtherTypes = this.catalogue !== catalogue
    const isLater = this.run !== run
    const hasProgress = this.progress !== progress
    Object.assign(this, { run, document: workflow, catalogue, progress })
    if (hasOtherTypes) this.#tell('catalogue')
    if (isOther) this.#tell('document')
    if (isLater) this.#tell('run')
    else if (hasProgress) this.#tell('progress')
  }

  apply(): readonly Problem[] {
    return [refused()]
  }
  open(): readonly Problem[] {
    return [refused()]
  }
  undo(): void {}
  redo(): void {}
  addDataset(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
  async removeDataset(): Promise<void> {}
  datasetFile(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
  previewLoad(): ReturnType<WorkflowSession['previewLoad']> {
    return Promise.resolve({ ok: false, problem: refused() })
  }
  async start(): Promise<void> {}
  async resume(): Promise<void> {}
  async decide(): Promise<void> {}
  cancel(): void {}
  page(): Promise<Uint8Array> {
    return Promise.reject(new Error(refused().message))
  }
  write(): Promise<Blob> {
    return Promise.reject(new Error(refused().message))
  }
  arrange(): ReturnType<WorkflowSession['arrange']> {
    return Promise.resolve({ ok: false, problem: refused() })
  }
  warmUp(): void {}
  dismissProblem(): void {}
  async close(): Promise<void> {}

  #tell(aspect: SessionAspect): void {
    this.dispatchEvent(new ViewChange(aspect))
  }
}

const refused = (): Problem =>
  error('run.readonly', 'A run that is looked at cannot be changed.', { hint: 'Open its workflow to change it.' })
