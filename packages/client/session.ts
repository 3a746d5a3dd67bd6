import type {
  CellStep,
  ChangedCell,
  CheckReport,
  ColumnProfile,
  Config,
  Dataset,
  DeepFinding,
  DeepProgress,
  DerivedTable,
  Edit,
  Layout,
  LayoutGraph,
  LoadPreview,
  LoadPreviewRequest,
  NodeType,
  PlanPreview,
  PointLayout,
  PreparationPlan,
  PreparationTarget,
  Problem,
  ProfileDrift,
  Result,
  RunEvent,
  RunPart,
  RunProgress,
  RunView,
  TableFormat,
  TableProfile,
  TableQuery,
  TableRef,
  TableSchema,
  Values,
  Workflow,
  WorkflowDescription,
} from '@aw-flow/schema'
import type { PageOutside } from './page-outside.ts'
import type { WorkflowVersions } from './versions.ts'
import type { EngineState } from './engine.ts'
import type { ExpressionHelp } from './expression-help.ts'
import type { NodePage } from './requests.ts'
import type { Decision } from './run-request.ts'

export type { EngineState }
type Answer<T> = Result<T>
type GivenTables = Readonly<Record<string, TableRef>>

/** What of a session has changed. Listen with `session.addEventListener('aw-session-change', …)`. */
export type SessionAspect =
  | 'document'
  | 'catalogue'
  | 'description'
  | 'run'
  | 'progress'
  | 'datasets'
  | 'saving'
  | 'problem'
  | 'engine'
  | 'versions'

export class SessionChangeEvent extends Event {
  static readonly type = 'aw-session-change'
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(SessionChangeEvent.type)
    this.aspect = aspect
  }
}

/**
 * What is about to be done in a session: an edit (also one of the history), another workflow in the document's place, a file
 * taken in or a dataset removed, a run begun, gone on with, decided about or cancelled.
 */
export type SessionRequest =
  | { type: 'edit'; edit: Edit; cause: EditCause }
  | { type: 'open'; workflow: Workflow }
  | { type: 'file'; file: File }
  | { type: 'remove-dataset'; dataset: string }
  | { type: 'run'; options: StartOptions }
  | { type: 'resume'; run: RunView }
  | { type: 'decide'; decision: Decision }
  | { type: 'cancel'; run: RunView }

/** Why a document is to be changed: something was done, or a step of the history is taken back or made again. */
export type EditCause = 'apply' | 'undo' | 'redo'

/** Asked before it is done, of everybody who listens: who prevents the default leaves everything as it is. */
export class SessionRequestEvent extends Event {
  static readonly type = 'aw-session-request'
  readonly request: SessionRequest
  constructor(request: SessionRequest) {
    super(SessionRequestEvent.type, { cancelable: true })
    this.request = request
  }
}

/** What a profile is to be of, and who hears of it while it is made. */
export interface ProfileOptions {
  /** Looks at about so many rows only, and says so in each column. */
  sample?: number
  /** Looks deeper behind the first profile: keys, dependencies, outliers, doubles, … told one by one. */
  deep?: boolean
  /** The first profile, where it is known. */
  profile?: TableProfile
  /** Ends it; what was told until then holds. */
  signal?: AbortSignal
  onColumn?: (column: ColumnProfile) => void
  onFinding?: (finding: DeepFinding) => void
  onProgress?: (progress: DeepProgress) => void
}

/** Who hears how far a check is, and what ends it. */
export interface CheckOptions {
  signal?: AbortSignal
  /** How many of a hundred parts are done. */
  onProgress?: (done: number) => void
}

/** What a plan is proposed for. */
export interface PlanGoal {
  target: PreparationTarget
  layout?: PointLayout
  seed?: number
  /** For ml-ready: the column that is to be foretold. */
  label?: string
}

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
  readonly outside?: PageOutside | undefined
  /** Versions of the document, and merging; absent where nothing is kept. */
  readonly versions?: WorkflowVersions

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
  /** The record of `run` so far, event by event, as a monitor shows it; another list each time that it has grown. */
  readonly record?: readonly RunEvent[] | undefined
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
   * a session has no engine of its own. `over` a `row`: its names are columns of the node's first table, and it is tried on
   * the first rows of that. A node within sub-workflows is named with the ids on the way to it: "sub/load".
   */
  readonly helpWithExpression?:
    | ((node: string, text: string, offset: number, over?: 'value' | 'row') => Promise<Answer<ExpressionHelp>>)
    | undefined
  /**
   * What a node type is for and how it is set, as Markdown: in the language (a BCP 47 tag) that is asked for, else in
   * another, which the answer names. `undefined` where nothing is written.
   */
  nodeDocs?(type: string, language?: string): Promise<NodePage | undefined>
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
   * Starts a run of the document of an earlier one, from that one's record: every node whose derivation is still the same is
   * taken over, what was done outside too, and decisions about the very same. Without other settings, that tries a failed run
   * again from its last good step; with some (all of a node's that change, by node id), only what depends on them runs.
   * Settles when it has ended. The earlier run and the document stay as they are. Absent where a session has no engine.
   */
  fork?(record: readonly RunEvent[], settings?: Readonly<Record<string, Config>>): Promise<void>
  /**
   * Decides an approval that `run` waits for, and goes on; settles when it has ended or waits again. A decision that does
   * not count (too late, about something else than what is shown now, decided before) leaves the run as it is; `problem`
   * says why.
   */
  decide(decision: Decision): Promise<void>
  cancel(): void
  /** Rows of a table of the last run, as an Arrow IPC stream. Rejects when the table is gone. */
  page(table: TableRef, offset: number, limit: number): Promise<Uint8Array>
  /**
   * The table that somebody wants to see of another one: sorted and filtered rows, found cells, what a chart draws. Made where
   * the rows are; `page` reads it. Rejects with a `problem` when the query does not fit, or the table is gone. Absent where a
   * session has no engine of its own.
   */
  readonly derive?: ((table: TableRef, query: TableQuery) => Promise<DerivedTable>) | undefined
  /**
   * What a table's columns hold, told column by column; `deep` also what a first profile cannot tell. Rejects with a
   * `problem` when the table is gone, and with the signal's reason when it was stopped. Absent where a session has no engine.
   */
  readonly profile?: ((table: TableRef, options?: ProfileOptions) => Promise<TableProfile>) | undefined
  /**
   * Suspicious cells of a table, by what it says itself. Rejects with a `problem` when the table is gone, and with the signal's
   * reason when it was stopped. Absent where a session has no engine.
   */
  readonly check?: ((table: TableRef, options?: CheckOptions) => Promise<CheckReport>) | undefined
  /** What of a table is otherwise than it was, by two profiles. */
  readonly compareProfiles?: ((before: TableProfile, after: TableProfile) => Promise<ProfileDrift>) | undefined
  /** A schema that a table keeps, by its profile: a beginning for what the next one is asked. Absent where a session has no engine. */
  readonly proposeSchema?: ((table: TableRef) => Promise<TableSchema>) | undefined
  /** What rules propose to make a table fit for a target. Nothing is made. Absent where a session has no engine. */
  readonly proposePlan?: ((table: TableRef, goal: PlanGoal) => Promise<PreparationPlan>) | undefined
  /** What a preparation plan would do to a table, counted; nothing is made. `given` are the tables that it reads beside it, by name. */
  readonly previewPlan?:
    | ((table: TableRef, plan: PreparationPlan, given?: GivenTables) => Promise<PlanPreview>)
    | undefined
  /** What happened to a cell of the table that a plan made of `table`; `row` counts from 1. */
  readonly traceCell?:
    | ((table: TableRef, plan: PreparationPlan, cell: { row: number; column: string }) => Promise<CellStep[]>)
    | undefined
  /** The cells of the table that a plan made of `table` that are otherwise than they were; rows count from 0, 20,000 at most. */
  readonly changedCells?: ((table: TableRef, plan: PreparationPlan) => Promise<ChangedCell[]>) | undefined
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
