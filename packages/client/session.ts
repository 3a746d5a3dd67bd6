import type {
  Config,
  Dataset,
  Edit,
  Layout,
  LayoutGraph,
  LoadPreview,
  LoadPreviewRequest,
  NodePreview,
  NodeType,
  OfferedFix,
  Problem,
  Result,
  RunEvent,
  RunPart,
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
import type { NetworkAccess } from './engine/network-access.ts'
import type { WorkflowVersions } from './document/versions.ts'
import type { EngineState } from './engine/engine.ts'
import type { ExpressionHelp } from './document/expression-help.ts'
import type { InputSample } from './engine/input-sample.ts'
import type { AskOptions, NodePage, PlannedTime, ProblemMeaning } from './engine/requests.ts'
import type { Decision } from './engine/run-request.ts'
import type { TableExchanges } from './engine/table-requests.ts'

export type { EngineState }

/** The part of a session that has changed. Listen with `session.addEventListener('aw-session-change', …)`. @public */
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

/**
 * A part of a session has changed.
 *
 * @example
 * session.addEventListener('aw-session-change', ({ aspect }) => {
 *   if (aspect === 'document') showTitle(session.document.current.name)
 * })
 * @public
 */
export class SessionChangeEvent extends Event {
  /** The name of the event. */
  static readonly type = 'aw-session-change'
  /** The part that has changed. */
  readonly aspect: SessionAspect
  constructor(aspect: SessionAspect) {
    super(SessionChangeEvent.type)
    this.aspect = aspect
  }
}

/** An action that is about to happen in a session. @internal */
export type SessionRequest =
  | { type: 'edit'; edit: Edit; cause: EditCause }
  | { type: 'open'; workflow: Workflow }
  | { type: 'file'; file: File }
  | { type: 'remove-dataset'; dataset: string }
  | { type: 'run'; options: StartOptions }
  | { type: 'resume'; run: RunView }
  | { type: 'decide'; decision: Decision }
  | { type: 'cancel'; run: RunView }

/** The cause of a document change: an edit, or a step of the history. @public */
export type EditCause = 'apply' | 'undo' | 'redo'

/** Dispatched before an action. A listener that prevents the default cancels the action. @internal */
export class SessionRequestEvent extends Event {
  static readonly type = 'aw-session-request'
  readonly request: SessionRequest
  constructor(request: SessionRequest) {
    super(SessionRequestEvent.type, { cancelable: true })
    this.request = request
  }
}

/** Options for a change that a language model proposes. @public */
export interface ProposeEditOptions {
  /** The id of a granted language model. Default: the default model. */
  model?: string | undefined
  /** The dataset that a new Load node loads. */
  dataset?: string | undefined
  /** Cancels the request. */
  signal?: AbortSignal | undefined
}

/** Options for a run. @public */
export interface StartOptions {
  /** Datasets by Load node, for nodes that have no dataset in their settings. */
  inputs?: Record<string, string>
  /** Runs only a part of the workflow, starting from the outputs of the last run. */
  part?: RunPart
  /** Outputs that are used instead of running a node, by node id. */
  pins?: Readonly<Record<string, Values>>
}

/**
 * A workflow that is open in a page. Elements receive it through context and render its state; they do not access the
 * worker or the storage. Properties are replaced, never mutated, so a comparison with `===` detects changes. Dispatches
 * `SessionChangeEvent` after a change, and `SessionRequestEvent` before an action. Its parts are plain objects whose
 * functions do not use `this`.
 *
 * @public
 */
export interface WorkflowSession extends EventTarget {
  /** The document's id in storage and in URLs. */
  readonly id: string
  /** The document with its history. */
  readonly document: SessionDocument
  /** The runs of the document. */
  readonly runs: SessionRuns
  /** The datasets of this browser. */
  readonly data: SessionData
  /** The requests about tables, such as reading rows. */
  readonly tables: SessionTables
  /** The engine that runs the workflow. */
  readonly engine: SessionEngine
  /** Problems that occurred outside a run. */
  readonly problems: SessionProblems
  /** Saves unsaved edits and releases the worker. */
  close(): Promise<void>
}

/** The document with its history. @public */
export interface SessionDocument {
  /** The document; replaced by every change. */
  readonly current: Workflow
  /** The columns and problems of every node, computed without running; `undefined` until they are known. */
  readonly description: WorkflowDescription | undefined
  /** `failed` if the document could not be stored; the reason is reported as a problem. */
  readonly saving: 'saved' | 'saving' | 'failed'
  /** Whether there is a step to undo. */
  readonly canUndo: boolean
  /** Whether there is an undone step to redo. */
  readonly canRedo: boolean
  /** The versions of the document, and merging. Absent if nothing is stored. */
  readonly versions?: WorkflowVersions | undefined
  /**
   * Applies an edit as one step of the history. Consecutive edits with the same `merge` key are one step. Returns the
   * problems of the edit; an edit with an error is not applied. `pasted` is the text on the clipboard that the edit was
   * made from: nodes from elsewhere do not use what was granted to the document.
   */
  apply(edit: Edit, options?: { merge?: string; pasted?: string }): readonly Problem[]
  /**
   * Registers the text of copied document parts, so that pasting it in the user's documents is
   * recognized.
   */
  registerCopy?(text: string): void
  /** Undoes the last step. Has no effect if there is none. */
  undo(): void
  /** Redoes the last undone step. Has no effect if there is none. */
  redo(): void
  /**
   * Replaces the document with one parsed from JSON text or a JSON value, as one step of the history. Returns the
   * problems of the value; after an error, the document is unchanged.
   */
  open(source: unknown): readonly Problem[]
  /**
   * Computes positions for the nodes of a graph in layers, by the method of Sugiyama, Tagawa and Toda (1981). Does not
   * change the document.
   */
  layOut(graph: LayoutGraph): Promise<Result<Layout>>
  /**
   * Checks the SQL statements of the document from now on, even if DuckDB must be loaded for it. Without this call,
   * they are checked once DuckDB has started for another reason. An editor calls it when a node with a statement is
   * opened.
   */
  checkStatements?(): void
  /**
   * Sets the datasets that the next run reads, by the ids of the Load nodes that have no dataset in their settings. The
   * description then contains their columns.
   */
  setRunDatasets?(datasets: Readonly<Record<string, string>>): void
  /** The datasets that the next run reads, by the ids of Load nodes. Previews use them, too. */
  readonly runDatasets?: Readonly<Record<string, string>> | undefined
  /** Sample data for inputs of the document and its sub-workflows that have no source. It is not saved. */
  readonly inputSamples?: readonly InputSample[] | undefined
  /** Sets the sample data that previews and the description use; runs do not use it. */
  setInputSamples?(samples: readonly InputSample[]): void
  /** Lists the next planned times of a cron expression. Absent without an engine. */
  readonly planTimes?: ((cron: string, timeZone: string, count: number) => Promise<Result<PlannedTime[]>>) | undefined
  /**
   * Lists all node types, the most likely successors of a node's port first. Default port: the first output. For a node
   * in a sub-workflow, pass the sub-workflow as `workflow`. Absent without an engine.
   */
  readonly suggestNextNodes?:
    | ((workflow: Workflow, node: string, port?: string) => Promise<Result<string[]>>)
    | undefined
  /** Plans the nodes for a description in English or German. Absent without an engine. */
  readonly planFromDescription?: ((request: DescriptionPlanRequest) => Promise<Result<DescriptionPlan>>) | undefined
  /**
   * Describes a workflow that is not the current document, such as one with a proposed change. Absent without an
   * engine.
   */
  readonly describeOther?: ((workflow: Workflow) => Promise<WorkflowDescription | undefined>) | undefined
  /**
   * Asks a language model to propose a change to the document, such as "add a check before the export". Changes
   * nothing: apply the `edit` of the proposal once a person has accepted it. The model receives node types, the
   * document with its settings, and names and types of columns, but no rows. Absent without an engine.
   */
  readonly proposeEdit?:
    | ((description: string, options?: ProposeEditOptions) => Promise<Result<WorkflowProposal>>)
    | undefined
  /**
   * Asks a language model for a name and a description of a workflow. Changes nothing. The model receives the workflow
   * with its settings, but no rows. Absent without an engine.
   */
  readonly explainWorkflow?:
    | ((request: ExplanationRequest, signal?: AbortSignal) => Promise<Result<WorkflowExplanation>>)
    | undefined
  /** Explains a problem code, in English if the text is not translated. Absent without an engine. */
  readonly explainProblem?:
    | ((code: string, language: string) => Promise<Result<ProblemMeaning | undefined>>)
    | undefined
  /** Lists the names of the other stored workflows. Absent without storage. */
  readonly listWorkflows?: (() => Promise<readonly string[]>) | undefined
  /**
   * Finds edits that fix a problem in the document, most likely first. Each edit has been tested on the first rows of
   * its files, without external services. Absent without an engine.
   */
  readonly findFixes?: ((problem: Problem) => Promise<Result<OfferedFix[]>>) | undefined
  /**
   * Computes the outputs of a node from a sample, with its settings or others: from results of the last run that are up
   * to date or, without them, from the start of its files. Performs no external effects. The tables of a preview remain
   * until two further previews have been computed. Absent without an engine.
   */
  readonly previewNode?:
    | ((node: string, options?: { signal?: AbortSignal; settings?: Config }) => Promise<Result<NodePreview>>)
    | undefined
  /**
   * Completes an expression of a node at `offset`, and evaluates it on the outputs of the last run. If `over` is `row`,
   * names refer to columns. A node in a sub-workflow has the ids of the outer nodes as its prefix: "sub/load". Absent
   * without an engine.
   */
  readonly completeExpression?:
    | ((node: string, text: string, offset: number, over?: 'value' | 'row') => Promise<Result<ExpressionHelp>>)
    | undefined
}

/** The runs of the document, one at a time. @public */
export interface SessionRuns {
  /** The current run, or the last one; `undefined` before the first. */
  readonly current: RunView | undefined
  /** The events of `current`; each event creates a new list. */
  readonly record?: readonly RunEvent[] | undefined
  /**
   * A run of this workflow that was interrupted; `resume` continues it. A run that was interrupted by a reload of this
   * tab resumes automatically.
   */
  readonly interrupted: RunView | undefined
  /** The last finished run of an earlier page, from its record without its tables, while `current` is `undefined`. */
  readonly previous?: RunView | undefined
  /**
   * Nodes whose result in `current` is outdated, because they or an upstream node have a different type, different
   * settings or different incoming edges since the run.
   */
  readonly stale: ReadonlySet<string>
  /** Progress of running nodes, by node id. */
  readonly progress: Readonly<Record<string, RunProgress>>
  /** The network access of this page's runs, and the secrets that the page stores while it is open. */
  readonly networkAccess?: NetworkAccess | undefined
  /**
   * Runs the document. Settles when the run has ended. Does nothing while another run is in progress. If the run is
   * rejected, `current` stays `undefined` and the reason is reported as a problem.
   */
  start(options?: StartOptions): Promise<void>
  /**
   * Resumes the `interrupted` run. Settles when it has ended. With `migrate`, uses the current node types if the run's
   * versions are missing.
   */
  resume(options?: { migrate?: boolean }): Promise<void>
  /**
   * Runs the document of an earlier run and reuses its results: every node with the same derivation key, its effects,
   * and decisions about the same input. Without `settings`, this retries a failed run from its last completed nodes;
   * with `settings` (all settings of each changed node, by node id), only nodes that depend on them run. Settles when
   * the run has ended. Absent without an engine.
   */
  fork?(record: readonly RunEvent[], settings?: Readonly<Record<string, Config>>): Promise<void>
  /**
   * Decides an approval that the run waits for, and resumes the run. Settles when it has ended or waits again. A
   * decision that is too late or about another input has no effect; the reason is reported as a problem.
   */
  decide(decision: Decision): Promise<void>
  /** Cancels the current run. Has no effect if no run is in progress. */
  cancel(): void
}

/** The datasets of this browser. @public */
export interface SessionData {
  /** The stored datasets. */
  readonly list: readonly Dataset[]
  /**
   * Hashes, stores and previews a file. Files with equal bytes are the same dataset. Returns `undefined` if the file
   * was rejected; the reason is reported as a problem.
   */
  add(file: File): Promise<Dataset | undefined>
  /** Deletes the bytes of a dataset. Nodes that refer to it report a problem. */
  remove(id: string): Promise<void>
  /** Reads the original bytes of a dataset. */
  file(id: string): Promise<Blob | undefined>
  /** Loads the first rows of a dataset with the given load plan. Default: the detected plan. */
  previewLoad(id: string, request?: LoadPreviewRequest): Promise<Result<LoadPreview>>
}

/**
 * A request about a table. Settles with the response, or with a problem if it failed. Never rejects.
 *
 * @public
 */
export type TableRequest<Name extends keyof TableExchanges> = (
  input: TableExchanges[Name]['input'],
  options?: AskOptions<TableExchanges[Name]['progress']>,
) => Promise<Result<TableExchanges[Name]['output']>>

/**
 * Requests about the tables of runs. A function is absent if no engine of the session supports the request.
 *
 * @example
 *   const rows = unwrap(await session.tables.page({ table, offset: 0, limit: 100 }))
 * @public
 */
export interface SessionTables {
  /** Reads `limit` rows from row `offset` (from 0) as an Arrow IPC stream. */
  readonly page: TableRequest<'page'>
  /** Writes a table as a file. */
  readonly write: TableRequest<'write'>
  /** Sorts, filters, searches or aggregates a table; `page` reads the result. */
  readonly derive?: TableRequest<'derive'> | undefined
  /** Learns transformations of a column from examples, and computes the most likely one for all rows. */
  readonly previewExamples?: TableRequest<'previewExamples'> | undefined
  /**
   * Reads a question in English or German by rules, and writes the statement of a SQL node that answers it. Runs nothing.
   * Ambiguous words are returned as choices; ask again with the chosen options. With a `model`, a granted language model
   * writes the statement; it receives names and types of columns, but no rows.
   */
  readonly askData?: TableRequest<'askData'> | undefined
  /**
   * Writes an expression, a rule or a regular expression from a description in English or German and from examples, by
   * rules or by a granted language `model`, which receives names and types of columns and the examples, but no rows.
   */
  readonly writeText?: TableRequest<'writeText'> | undefined
  /** Runs a statement that reads a table as `input`; `page` reads the result. Changes nothing. */
  readonly previewStatement?: TableRequest<'previewStatement'> | undefined
  /** Profiles the columns of a table. */
  readonly profile?: TableRequest<'profile'> | undefined
  /**
   * Finds suspicious cells and their repairs by a noisy channel model (M. D. Kernighan, K. W. Church and W. A. Gale
   * 1990); `answers` apply to all cells. Progress is a percentage.
   */
  readonly check?: TableRequest<'check'> | undefined
  /** Proposes at most 20 rows whose review would improve the check most. Progress is a percentage. */
  readonly proposeRows?: TableRequest<'proposeRows'> | undefined
  /** Lists the differences between two profiles. */
  readonly compareProfiles?: TableRequest<'compareProfiles'> | undefined
  /** Infers a schema that the table satisfies. */
  readonly proposeSchema?: TableRequest<'proposeSchema'> | undefined
  /** Tests a schema: JSON of any format that a Validate node reads, or `cosmo-ready`. */
  readonly validate?: TableRequest<'validate'> | undefined
  /** Proposes a preparation plan by rules. */
  readonly proposePlan?: TableRequest<'proposePlan'> | undefined
  /** Counts the changes that a preparation plan would make. */
  readonly previewPlan?: TableRequest<'previewPlan'> | undefined
  /** Lists how the operations of a plan changed one cell of the result. `row` starts at 1. */
  readonly traceCell?: TableRequest<'traceCell'> | undefined
  /** Lists the cells that a plan changed, at most 20,000. Row indexes start at 0. */
  readonly changedCells?: TableRequest<'changedCells'> | undefined
}

/** The engine that runs the workflow. @public */
export interface SessionEngine {
  /** The state of the worker and of DuckDB. */
  readonly state: EngineState
  /** The node types; empty until the engine has sent them. */
  readonly catalog: readonly NodeType[]
  /** Starts DuckDB, so that the first run is faster and works offline. */
  warmUp(): void
  /** Reads the documentation of a node type as Markdown, in English if it is not translated. */
  readNodeDocs?(type: string, language?: string): Promise<NodePage | undefined>
}

/** Problems that occurred outside a run. @public */
export interface SessionProblems {
  /** The last problem. It is shown until the user dismisses it. */
  readonly latest: Problem | undefined
  /** Clears `latest`. */
  dismiss(): void
}
