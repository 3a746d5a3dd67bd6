import type {
  Dataset,
  Edit,
  Layout,
  LayoutGraph,
  LoadPreview,
  LoadPreviewRequest,
  NodeType,
  Problem,
  RunPart,
  RunProgress,
  RunView,
  TableFormat,
  TableRef,
  Values,
  Workflow,
  WorkflowDescription,
} from '@aw-flow/schema'
import type { PageOutside } from './page-outside.ts'
import type { Decision } from './worker/engine-api.ts'
import type { Answer, ExpressionHelp } from './worker/engine-api.ts'

/** What of a session has changed. Listen with `session.addEventListener('aw-session-change', …)`. */
export type SessionAspect =
  'document' | 'catalogue' | 'description' | 'run' | 'progress' | 'datasets' | 'saving' | 'problem' | 'engine'

export class SessionChangeEvent extends Event {
  static readonly type = 'aw-session-change'
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(SessionChangeEvent.type)
    this.aspect = aspect
  }
}

/** `loading` until the engine's worker answers, `ready` when it can run, `failed` when it cannot (see `problem`). */
export type EngineState = 'loading' | 'ready' | 'failed'

export interface StartOptions {
  /** Datasets by Load node, for those without one of their own. */
  inputs?: Record<string, string>
  /** Only a part: what leads to a node, what follows from one, or it alone; it begins from what the last run gave. */
  part?: RunPart
  /** Outputs that stand in for nodes, by node id: these are not run. */
  pins?: Readonly<Record<string, Values>>
}

/**
 * A workflow open in a page: the document with its history, what is known of it before a run, the last run, and the
 * data. Elements get one by context, draw what it says and call its methods; they never see worker or storage.
 * Properties are replaced, never mutated, so `===` tells what changed.
 */
export interface WorkflowSession extends EventTarget {
  /** What runs of this page may reach, and the secrets that it keeps while it is open. */
  readonly outside?: PageOutside

  /** The document's id in storage and in addresses. */
  readonly id: string
  readonly document: Workflow
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** `failed` with a `problem` when storage refused. */
  readonly saving: 'saved' | 'saving' | 'failed'
  /** The node types to choose from; empty until the worker has told them. */
  readonly catalogue: readonly NodeType[]
  /** Columns and problems of every node before a run; `undefined` until first told. */
  readonly description: WorkflowDescription | undefined
  /** The run that goes on, or the last one; `undefined` before the first. */
  readonly run: RunView | undefined
  /**
   * Nodes whose outcome in `run` is not what the document would give now: their type, settings or incoming edges have
   * changed since the run began, or those of a node before them. Empty without a run.
   */
  readonly stale: ReadonlySet<string>
  /**
   * A run of this workflow that was left before it had ended, as far as it came; `resume` goes on with it. A run that a
   * reload of this tab has interrupted goes on by itself.
   */
  readonly interrupted: RunView | undefined
  /** Progress of running nodes, by node id. */
  readonly progress: Readonly<Record<string, RunProgress>>
  readonly datasets: readonly Dataset[]
  readonly engine: EngineState
  /** The last thing that went wrong outside a run, to be shown once; `dismissProblem` clears it. */
  readonly problem: Problem | undefined

  /** Applies an edit to the document, as one step of the history. Edits with the same `merge` key become one step. */
  apply(edit: Edit, options?: { merge?: string }): readonly Problem[]
  undo(): void
  redo(): void
  /** Replaces the document by one read from JSON text or parsed JSON, as one step of the history; inert otherwise. */
  open(source: unknown): readonly Problem[]
  /** Takes a file in: hashes, stores and previews it. The same bytes are the same dataset. */
  addDataset(file: File): Promise<Dataset | undefined>
  removeDataset(id: string): Promise<void>
  /** The bytes of a dataset as they came. */
  datasetFile(id: string): Promise<Blob | undefined>
  /**
   * What a load plan makes of the beginning of a dataset, by the code that loads the whole: the plan given, or the one
   * found under what a person has settled. Changes nothing.
   */
  previewLoad(id: string, request?: LoadPreviewRequest): Promise<Answer<LoadPreview>>
  /**
   * Helps with an expression of a node while it is written: what may stand at `offset`, and what it gives on what the nodes
   * before it gave in the last run, or where it is wrong. Performs nothing but the expression, within its limits. Absent where
   * a session has no engine of its own.
   */
  helpWithExpression?(node: string, text: string, offset: number): Promise<Answer<ExpressionHelp>>
  /**
   * Starts a run of the document as it is; settles when it has ended. Does nothing while a run goes on. A run that cannot begin leaves no `run`; `problem` says why.
   */
  start(options?: StartOptions): Promise<void>
  /**
   * Goes on with the `interrupted` run, each node as it was left; settles when it has ended. `migrate`: with the node types
   * that are here, where `problem` says that those that it began with are gone.
   */
  resume(options?: { migrate?: boolean }): Promise<void>
  /**
   * Decides an approval that `run` waits for, and goes on; settles when it has ended or waits again. A decision that does
   * not count (too late, about something else than what is shown now, decided before) leaves the run as it is; `problem`
   * says why.
   */
  decide(decision: Decision): Promise<void>
  cancel(): void
  /** Rows of a table of the last run, as an Arrow IPC stream. Rejects when the table is gone. */
  page(table: TableRef, offset: number, limit: number): Promise<Uint8Array>
  /** A table of the last run as a file in this format. Rejects when the table is gone. */
  write(table: TableRef, format: TableFormat): Promise<Blob>
  /** Sets boxes in order along the edges between them; changes nothing. */
  arrange(graph: LayoutGraph): Promise<Answer<Layout>>
  /** Starts the engine and DuckDB now, so that the first run need not wait (and works when the network goes). */
  warmUp(): void
  dismissProblem(): void
  /** Saves what is unsaved and frees the worker. */
  close(): Promise<void>
}
