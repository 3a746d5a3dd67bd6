import type {
  Config,
  Dataset,
  Edit,
  Json,
  Layout,
  LayoutGraph,
  NodePreview,
  NodeType,
  SuggestedFix,
  Problem,
  Result,
  RunEvent,
  RunSelection,
  RunProgress,
  RunView,
  Values,
  DescriptionPlan,
  DescriptionPlanRequest,
  Workflow,
  WorkflowDescription,
  ExplanationRequest,
  WorkflowExplanation,
  WorkflowProposal,
} from '@aw-flow/schema'
import type { LoadPreview, LoadPreviewRequest } from '@aw-flow/schema/internal'
import type { LivePerson, LivePresence } from './live/people.ts'
import type { NetworkAccess } from './engine/network-access.ts'
import type { WorkflowVersions } from './document/versions.ts'
import type { EngineState } from './engine/engine.ts'
import type { ExpressionAssist } from './document/expression-assist.ts'
import type { InputSample } from './engine/input-sample.ts'
import type { RequestOptions } from './engine/requests.ts'
import type { NodeTypeDocs, ScheduledTime, ProblemExplanation } from './engine/request-schemas.ts'
import type { Decision } from './engine/run-request.ts'
import type { TableRequestTypes } from './engine/table-request-schemas.ts'

export type { EngineState }

/** The part of a session that has changed. @public */
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
  | 'people'
  | 'presence'
  | 'comments'

/**
 * Dispatched as `aw-session-change` when part of a session has changed.
 *
 * @example
 *   session.addEventListener('aw-session-change', ({ aspect }) => {
 *     if (aspect === 'document') showTitle(session.document.current.name)
 *   })
 * @public
 */
export class SessionChangeEvent extends Event {
  /** The event type. */
  static readonly type = 'aw-session-change'
  /** The part of the session that has changed. */
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(SessionChangeEvent.type)
    this.aspect = aspect
  }
}

/** An action that a session is about to perform. @internal */
export type SessionRequest =
  | { type: 'edit'; edit: Edit; cause: EditCause }
  | { type: 'open'; workflow: Workflow }
  | { type: 'file'; file: File }
  | { type: 'remove-dataset'; dataset: string }
  | { type: 'run'; options: StartOptions }
  | { type: 'resume'; run: RunView }
  | { type: 'decide'; decision: Decision }
  | { type: 'cancel'; run: RunView }

/** The cause of a document change: an edit, undo or redo. @public */
export type EditCause = 'apply' | 'undo' | 'redo'

/** Dispatched before an action. Calling `preventDefault` cancels the action. @internal */
export class SessionRequestEvent extends Event {
  static readonly type = 'aw-session-request'
  readonly request: SessionRequest
  constructor(request: SessionRequest) {
    super(SessionRequestEvent.type, { cancelable: true })
    this.request = request
  }
}

/** Options for asking a language model to propose a change. @public */
export interface ProposeEditOptions {
  /** The id of a granted language model. By default, the default model is used. */
  model?: string | undefined
  /** The dataset that a new Load node should load. */
  dataset?: string | undefined
  /** Cancels the request. */
  signal?: AbortSignal | undefined
}

/** Options for starting a run. @public */
export interface StartOptions {
  /** The datasets for Load nodes without a dataset setting, keyed by node id. */
  inputs?: Record<string, string>
  /** The data for triggers, instead of their sample data. Without a trigger, the first nodes receive it. */
  data?: Json | undefined
  /** Runs only part of the workflow, starting from the outputs of the last run. */
  part?: RunSelection
  /** Outputs to use instead of running a node, keyed by node id. */
  pins?: Readonly<Record<string, Values>>
}

/**
 * A workflow that is open in a page. Elements receive the session through context and render its state; they do not
 * access the worker or the storage. Properties are replaced, never mutated, so comparing them with `===` detects
 * changes. Sessions dispatch a `SessionChangeEvent` after each change and a `SessionRequestEvent` before each action.
 * The functions of `document`, `runs` and the other parts of a session do not use `this`.
 *
 * @public
 */
export interface WorkflowSession extends EventTarget {
  /** The document's id in storage and in URLs. */
  readonly id: string
  /** The document and its undo history. */
  readonly document: SessionDocument
  /** Helpers that need the engine. Absent without an engine. */
  readonly assistant?: SessionAssistant | undefined
  /** The runs of the document. */
  readonly runs: SessionRuns
  /** The datasets stored in this browser. */
  readonly data: SessionData
  /** Requests about tables, such as reading rows. */
  readonly tables: SessionTables
  /** The engine that runs the workflow. */
  readonly engine: SessionEngine
  /** The problems that occurred outside a run. */
  readonly problems: SessionProblems
  /** The other people who have the document open. Absent without a connection to them. @internal */
  readonly live?: SessionLive | undefined
  /** The comments on the document. Absent without a server. @internal */
  readonly comments?: SessionComments | undefined
  /** Saves unsaved edits and releases the worker. */
  close(): Promise<void>
}

/** Subject of a thread of comments. It may have been deleted. @internal */
export type CommentTarget =
  | { kind: 'node' | 'edge'; id: string; path?: string[] }
  | { kind: 'place'; x: number; y: number; path?: string[] }
  | { kind: 'cell'; run: string; node: string; port?: string; row: number; column: string }
  | { kind: 'run'; run: string }

/** A comment. `createdAt` is in ms since the Unix epoch. @internal */
export interface SessionComment {
  readonly id: string
  readonly text: string
  /** Name of the author; `undefined` if the account was deleted or the server has no accounts. */
  readonly author: string | undefined
  /** Whether the author came with a link and has no account. */
  readonly isVisitor: boolean
  readonly isOwn: boolean
  readonly createdAt: number
}

/** Comments on the same target, oldest first. @internal */
export interface CommentThread {
  readonly id: string
  readonly target: CommentTarget
  /** The last name of the target. */
  readonly targetName: string
  readonly isResolved: boolean
  readonly comments: readonly SessionComment[]
}

/** The comments on the document, which are stored on the server. Changes are reported as the aspect `comments`. @internal */
export interface SessionComments {
  readonly threads: readonly CommentThread[]
  /** The members whom a comment can mention with `@name`. */
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly canComment: boolean
  /** Reads the comments again. */
  load(): Promise<void>
  /** Starts a thread. Like the following functions, resolves with a problem if the server did not accept the change. */
  add(subject: Pick<CommentThread, 'target' | 'targetName'>, text: string): Promise<Problem | undefined>
  reply(thread: string, text: string): Promise<Problem | undefined>
  change(id: string, change: { text?: string; resolved?: boolean }): Promise<Problem | undefined>
  /** Deletes a comment; the first one of a thread with all replies. */
  remove(id: string): Promise<Problem | undefined>
}

/** The connection to the other pages that have the document open. @internal */
export interface SessionLive {
  /** Whether edits are sent to the others at once. */
  readonly isConnected: boolean
  readonly people: readonly LivePerson[]
  /** Sends what this page does to the others. */
  setPresence(presence: LivePresence): void
}

/** The state of automatic saving; see `SessionDocument`. @public */
export type SavingState = 'saved' | 'saving' | 'pending' | 'rejected' | 'failed'

/** The document and its undo history. @public */
export interface SessionDocument {
  /** The current document. Each change replaces it. */
  readonly current: Workflow
  /** The columns and problems of each node, determined without a run. `undefined` until they are known. */
  readonly description: WorkflowDescription | undefined
  /**
   * The state of automatic saving. `pending`: stored in this browser, and sent to the server as soon as it responds.
   * `rejected`: stored in this browser, but rejected by the server. After `failed` and `rejected`, the reason is
   * reported as a problem.
   */
  readonly saving: SavingState
  /** Whether a step can be undone. */
  readonly canUndo: boolean
  /** Whether an undone step can be redone. */
  readonly canRedo: boolean
  /** The document's versions, and functions for merging. Absent if nothing is stored. */
  readonly versions?: WorkflowVersions | undefined
  /**
   * Applies an edit as one undo step. Consecutive edits with the same merge key form one step. Returns the edit's
   * problems; an edit with an error is not applied. For a paste, pass the clipboard text: if pasted nodes request
   * access and were not copied from the user's own content, the document's grants are revoked.
   */
  apply(edit: Edit, options?: { merge?: string; pasted?: string }): readonly Problem[]
  /**
   * Registers the text of a copied part of the document. If this text is later pasted into one of the user's documents,
   * it is recognized as the user's own content.
   */
  registerCopy?(text: string): void
  /** Undoes the last step. Does nothing if no step can be undone. */
  undo(): void
  /** Redoes the last undone step. Does nothing if no step can be redone. */
  redo(): void
  /**
   * Replaces the document as one undo step. `source` is JSON text or a JSON value. Returns the problems found in
   * `source`; if they include an error, the document does not change.
   */
  open(source: unknown): readonly Problem[]
  /**
   * Computes positions for the nodes of a graph with the layered method of Sugiyama, Tagawa and Toda (1981). Does not
   * change the document.
   *
   * @internal
   */
  layOut(graph: LayoutGraph): Promise<Result<Layout>>
  /** Lists the names of all other stored workflows. Absent without storage. */
  readonly listWorkflows?: (() => Promise<readonly string[]>) | undefined
}

/**
 * Helpers for editing the document, which the engine computes: descriptions of other workflows, previews, completions
 * and suggestions.
 *
 * @public
 */
export interface SessionAssistant {
  /** Lists the next scheduled times of a cron expression. @internal */
  listScheduledTimes(cron: string, timeZone: string, count: number): Promise<Result<ScheduledTime[]>>
  /**
   * Lists all node types, starting with the most likely successors of a node's output, by default its first output. For
   * a node in a sub-workflow, pass the sub-workflow as `workflow`.
   *
   * @internal
   */
  suggestNextNodes(workflow: Workflow, node: string, port?: string): Promise<Result<string[]>>
  /** Plans nodes that implement a description in English or German. @internal */
  planFromDescription(request: DescriptionPlanRequest): Promise<Result<DescriptionPlan>>
  /**
   * Describes a workflow other than the current document, such as one with a proposed change. Returns `undefined` if the
   * engine is not ready or fails.
   *
   * @internal
   */
  describeOther(workflow: Workflow): Promise<WorkflowDescription | undefined>
  /**
   * Asks a language model to propose a change to the document, such as "add a check before the export". Does not change
   * the document: apply the proposal's `edit` after the user has accepted it. The model receives the node types, the
   * document including its settings, and the names and types of columns, but no rows.
   *
   * @internal
   */
  proposeEdit(description: string, options?: ProposeEditOptions): Promise<Result<WorkflowProposal>>
  /**
   * Asks a language model to suggest a name and description for a workflow. Does not change anything. The model
   * receives the workflow including its settings, but no rows.
   *
   * @internal
   */
  explainWorkflow(request: ExplanationRequest, signal?: AbortSignal): Promise<Result<WorkflowExplanation>>
  /**
   * Explains a problem code. The explanation is in English if no translation is available.
   */
  explainProblem(code: string, language: string): Promise<Result<ProblemExplanation | undefined>>
  /**
   * Finds edits that fix a problem in the document, most likely fix first. Each edit has been tested on the first rows
   * of the document's files, without calling external services. Empty in a sub-workflow.
   *
   * @internal
   */
  findFixes(problem: Problem): Promise<Result<SuggestedFix[]>>
  /**
   * Computes a node's outputs from a sample, optionally with other settings. The sample consists of up-to-date results
   * of the last run or, without them, of the first rows of the node's files. External services are not called. The
   * tables of a preview are dropped after two further previews.
   *
   * @internal
   */
  previewNode(node: string, options?: { signal?: AbortSignal; settings?: Config }): Promise<Result<NodePreview>>
  /**
   * Completes an expression in a node's settings at the position `offset`, and evaluates it on the outputs of the last
   * run. If the last argument is `'row'`, names refer to columns. For a node in a sub-workflow, prefix the node id with
   * the ids of the outer nodes, such as "sub/load".
   */
  completeExpression(
    node: string,
    text: string,
    offset: number,
    scope?: 'value' | 'row',
  ): Promise<Result<ExpressionAssist>>
  /**
   * Enables checks of the document's SQL statements, even if that requires loading DuckDB. Before this call, statements
   * are checked only if DuckDB has been started for another reason. Editors call it when the user opens a node that
   * contains SQL.
   */
  checkStatements(): void
  /**
   * Sets the datasets that the next run reads, keyed by the ids of Load nodes without a dataset setting. The
   * description then includes their columns.
   */
  setRunDatasets(datasets: Readonly<Record<string, string>>): void
  /** The ids of the datasets that the next run reads, keyed by the ids of Load nodes. Previews also use them. */
  readonly runDatasets: Readonly<Record<string, string>>
  /** Sample data for inputs without a source, in the document and its sub-workflows. Not saved. */
  readonly inputSamples: readonly InputSample[]
  /** Sets the sample data for previews and the description. Runs do not use it. */
  setInputSamples(samples: readonly InputSample[]): void
}

/** The runs of the document. Only one run is in progress at a time. @public */
export interface SessionRuns {
  /** The current or most recent run, or `undefined` before the first run. */
  readonly current: RunView | undefined
  /** The events of `current`. Each new event creates a new list. */
  readonly record?: readonly RunEvent[] | undefined
  /**
   * An interrupted run of this workflow that `resume` can continue. A run interrupted by reloading this tab resumes
   * automatically.
   */
  readonly interrupted: RunView | undefined
  /**
   * The most recent finished run from an earlier page load, until another run starts. It is also `current` if its tables
   * can be read: they are computed again, without side effects, when the first of them is read.
   */
  readonly previous?: RunView | undefined
  /**
   * The ids of nodes whose results in `current` are outdated, because the type, settings or incoming edges of the node
   * or of an upstream node have changed since the run.
   */
  readonly stale: ReadonlySet<string>
  /** The progress of running nodes, keyed by node id. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** The hosts, secrets and models that this page's runs may use. Secrets are kept while the page is open. */
  readonly networkAccess?: NetworkAccess | undefined
  /**
   * Runs the document. Resolves once the run has ended. Does nothing if another run is in progress. If the run is
   * rejected, `current` remains `undefined`, and the reason is reported as a problem.
   */
  start(options?: StartOptions): Promise<void>
  /**
   * Resumes the `interrupted` run. Resolves once the run has ended. With `migrate`, the current node types are used if
   * the recorded versions no longer exist.
   */
  resume(options?: { migrate?: boolean }): Promise<void>
  /**
   * Runs the document of an earlier run again. Reuses the results of nodes with the same derivation key, completed
   * effects, and decisions on the same input. Without `settings`, this retries a failed run from its last completed
   * nodes. With `settings` (all settings of each changed node, keyed by node id), only nodes that depend on the changes
   * run. Resolves once the run has ended. Absent without an engine.
   */
  fork?(record: readonly RunEvent[], settings?: Readonly<Record<string, Config>>): Promise<void>
  /**
   * Submits a decision on an approval, and continues the run. Resolves once the run has ended or is waiting again. A
   * decision that is too late or concerns a different input has no effect; the reason is reported as a problem.
   */
  decide(decision: Decision): Promise<void>
  /** Cancels the current run. Does nothing if no run is in progress. */
  cancel(): void
}

/** The datasets stored in this browser. @public */
export interface SessionData {
  /** The stored datasets. */
  readonly list: readonly Dataset[]
  /**
   * Hashes, stores and previews a file. Files with identical bytes are one dataset. Returns a problem if the file was not
   * added. The session also shows it, unless a listener of `aw-session-request` prevented the action.
   */
  add(file: File): Promise<Result<Dataset>>
  /** Deletes a dataset. Nodes that refer to it then report a problem. */
  remove(id: string): Promise<void>
  /** Returns the original file content of a dataset. */
  readFile(id: string): Promise<Blob | undefined>
  /**
   * Writes the workflow and the data that it loads as one HTML file, which contains the editor and runs from disk.
   * Absent if the page has no such file to begin with; see `pageUrl` of `configureAssets`.
   */
  exportPage?(): Promise<Result<Blob>>
  /** Loads the first rows of a dataset according to a load plan. Default: the detected plan. */
  previewLoad(id: string, request?: LoadPreviewRequest): Promise<Result<LoadPreview>>
}

/**
 * Sends a request about a table. Resolves with the response, or with a problem if the request failed. Never rejects.
 *
 * @public
 */
export type TableRequest<Name extends keyof TableRequestTypes> = (
  input: TableRequestTypes[Name]['input'],
  options?: RequestOptions<TableRequestTypes[Name]['progress']>,
) => Promise<Result<TableRequestTypes[Name]['output']>>

/**
 * Requests about the tables of runs. A function is absent if the session's engine does not support the request.
 *
 * @example
 *   const rows = unwrap(await session.tables.page({ table, offset: 0, limit: 100 }))
 * @public
 */
export interface SessionTables {
  /** Reads `limit` rows, starting at row `offset` (from 0), as an Arrow IPC stream. */
  readonly page: TableRequest<'page'>
  /** Exports a table as a file. */
  readonly write: TableRequest<'write'>
  /** Sorts, filters, searches or aggregates a table. Read the result with `page`. @internal */
  readonly derive?: TableRequest<'derive'> | undefined
  /** Infers transformations of a column from examples, and previews the most likely one for all rows. @internal */
  readonly previewExamples?: TableRequest<'previewExamples'> | undefined
  /**
   * Uses rules to convert a question in English or German to a SQL statement that answers it. Does not run the
   * statement. For ambiguous words, the response contains choices; ask again with the selected options. With a `model`,
   * a granted language model writes the statement; it receives the names and types of columns, but no rows.
   *
   * @internal
   */
  readonly askData?: TableRequest<'askData'> | undefined
  /**
   * Writes an expression, rule or regular expression from examples and a description in English or German. It is
   * written by rules or by a granted language `model`, which receives the examples and the names and types of columns,
   * but no rows.
   *
   * @internal
   */
  readonly writeText?: TableRequest<'writeText'> | undefined
  /** Runs a statement that reads the table as `input`, without changing any data. Read the result with `page`. @internal */
  readonly previewStatement?: TableRequest<'previewStatement'> | undefined
  /** Profiles the columns of a table. */
  readonly profile?: TableRequest<'profile'> | undefined
  /**
   * Finds suspicious cells and suggests repairs with a noisy channel model (M. D. Kernighan, K. W. Church and W. A.
   * Gale, 1990). If `answers` are passed, a model trained on them selects the findings. Progress is a percentage.
   */
  readonly check?: TableRequest<'check'> | undefined
  /** Proposes at most 20 rows whose review would improve the check the most. Progress is a percentage. @internal */
  readonly proposeRows?: TableRequest<'proposeRows'> | undefined
  /** Lists the differences between two profiles. @internal */
  readonly compareProfiles?: TableRequest<'compareProfiles'> | undefined
  /** Infers a schema that the table satisfies. @internal */
  readonly proposeSchema?: TableRequest<'proposeSchema'> | undefined
  /** Validates a table against a schema: JSON in any format that Validate nodes read, or `cosmo-ready`. */
  readonly validate?: TableRequest<'validate'> | undefined
  /** Proposes a rule-based preparation plan. @internal */
  readonly proposePlan?: TableRequest<'proposePlan'> | undefined
  /** Counts the changes that a preparation plan would make. @internal */
  readonly previewPlan?: TableRequest<'previewPlan'> | undefined
  /** Lists how each operation of a plan changed one cell of the result. `row` starts at 1. @internal */
  readonly traceCell?: TableRequest<'traceCell'> | undefined
  /** Lists up to 20,000 cells that a plan changed. Row indexes start at 0. @internal */
  readonly listChangedCells?: TableRequest<'changedCells'> | undefined
}

/** The engine that runs the workflow. @public */
export interface SessionEngine {
  /** The state of the worker. */
  readonly state: EngineState
  /** The node types. Empty until they are known. */
  readonly catalog: readonly NodeType[]
  /** Starts DuckDB in advance, so that the first run is faster and works offline. */
  warmUp(): void
  /** Returns the documentation of a node type as Markdown. It is in English if no translation is available. */
  readNodeDocs?(type: string, language?: string): Promise<NodeTypeDocs | undefined>
}

/** The problems that occurred outside a run. @public */
export interface SessionProblems {
  /** The most recent problem, shown until the user dismisses it. */
  readonly latest: Problem | undefined
  /** Clears `latest`. */
  dismiss(): void
}
