/**
 * Importing this module registers `<aw-workflow-editor>` and the elements that it uses. Serve all files of `dist` (`aw.js` and
 * the files beside it, the wasm files, the folders `aw-readers` and `aw-views`) from one folder on your own origin.
 */

import type { AwCanvas, ColumnProfile, DeepFinding, TableProfile } from './elements.js'

/** @public */
export interface Assets {
  /** The engine's worker, a module script on the page's own origin. */
  workerUrl: string
  /** Type of the worker's script: `module`, unless a bundler has made a classic script of it. */
  workerType: WorkerType
  /** The worker that runs code nodes; default: the one beside the engine's script. */
  sandboxWorker?: { url: string; type: WorkerType }
  /** DuckDB's wasm, the `eh` build that ships with this module. */
  wasmUrl: string
  /** The wasm that reads and writes Parquet and Arrow, fetched on first use. */
  parquetWasmUrl: string
  /** The wasm that reads SQLite, fetched on first use. */
  sqliteWasmUrl: string
  /** Modules with node types of the host; see `registerNodes`. */
  nodes: readonly string[]
  /** Checks of the host by name; see `registerCheck`. */
  checks: Readonly<Record<string, (table: CheckedTable) => CheckVerdict | Promise<CheckVerdict>>>
}

/**
 * Sets the URLs of the worker and the wasm files, if not beside this module. Call it before the first element is connected.
 *
 * @public
 */
export declare function configureAssets(changes: Partial<Assets>): void

/**
 * Adds node types of the host: modules on the page's own origin whose default export is a list of `defineNode` results. Call
 * it before the first element is connected.
 *
 * @public
 */
export declare function registerNodes(...modules: string[]): void

/**
 * Adds a language, or replaces one, for elements within such a `lang`: its words are asked for when they are wanted, some or
 * all of those that `strings` of the element holds; what is left out is English. German is there.
 *
 * @public
 */
export declare function registerLanguage(tag: string, source: (locale: string) => object | Promise<object>): void

/**
 * All words for a locale, as the `strings` of an editor; parts of them are the `strings` of elements that stand alone.
 *
 * @public
 */
export declare function loadLanguage(locale: string): Promise<object>

/**
 * The table of a check; `read` returns rows as JSON, at most 10,000 per call.
 *
 * @public
 */
export interface CheckedTable {
  columns: readonly { name: string; type: string }[]
  rows: number
  read(offset: number, limit: number): Promise<Record<string, unknown>[]>
}

/**
 * Whether a table is valid, else what is wrong and in which rows (from 0).
 *
 * @public
 */
export interface CheckVerdict {
  valid: boolean
  message?: string
  rows?: readonly number[]
}

/**
 * Adds a check of the host, which Validate nodes use by its name. It runs in the page. Call it before the first element is
 * connected.
 *
 * @public
 */
export declare function registerCheck(
  name: string,
  check: (table: CheckedTable) => CheckVerdict | Promise<CheckVerdict>,
): void

/**
 * The current URLs of the worker and the wasm files.
 *
 * @beta
 */
export declare function currentAssets(): Assets

/**
 * Any JSON value.
 *
 * @public
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * One node of a document. `config` holds its settings.
 *
 * @public
 */
export interface WorkflowNode {
  id: string
  type: string
  typeVersion?: number | undefined
  position: { x: number; y: number }
  data: { label: string; config: Record<string, Json> }
  mode?: 'disabled' | 'bypassed' | undefined
}

/** @public */
export interface WorkflowEdge {
  id: string
  source: string
  target: string
  sourceHandle?: string | undefined
  targetHandle?: string | undefined
}

/**
 * A workflow document. It has more properties than are declared here.
 *
 * @public
 */
export interface Workflow {
  version: number
  name: string
  nodes: WorkflowNode[]
  edges: WorkflowEdge[]
}

/**
 * A change of a document, as a value. There are more of them: what an edit of another type is about stands in it, and
 * `batch` holds several that are one.
 *
 * @public
 */
export type Edit =
  | { type: 'add-node'; node: WorkflowNode; before?: string | undefined }
  | { type: 'remove-node'; id: string }
  | { type: 'replace-node'; node: WorkflowNode }
  | { type: 'move-nodes'; positions: Record<string, { x: number; y: number }> }
  | { type: 'set-label'; id: string; label: string }
  | { type: 'set-config'; id: string; path: string[]; value?: Json | undefined }
  | { type: 'add-edge'; edge: WorkflowEdge; before?: string | undefined }
  | { type: 'remove-edge'; id: string }
  | { type: 'set-name'; name: string }
  | { type: 'batch'; edits: Edit[] }

/**
 * A sentence as data: the code of a message catalog and the values that the sentence names.
 *
 * @public
 */
export interface Message {
  readonly code: string
  readonly params?: Readonly<Record<string, MessageParam>>
}
/** @public */
export type MessageParam = string | number | boolean | Message | readonly (string | number | Message)[]
/**
 * A message, or text that is shown unchanged.
 *
 * @public
 */
export type Text = string | Message

/**
 * A problem that a user can cause: a stable `code`, the values of its message, its place and the next step.
 *
 * @public
 */
export interface Problem {
  code: string
  severity: 'error' | 'warning' | 'info'
  /** The values that the message names; the editor renders it in the language of the page. */
  params?: Record<string, MessageParam> | undefined
  /** Rendered English text, of problems that version 0.1 stored or a server sent. */
  message?: string | undefined
  where?: { node?: string | undefined; setting?: string | undefined; column?: string | undefined } | undefined
  hint?: string | undefined
}

/**
 * A node type. `settings` is the JSON Schema of its config.
 *
 * @public
 */
export interface NodeType {
  type: string
  version: number
  family: string
  title: string
  description: string
  icon: string
  settings: Record<string, unknown>
  defaults: Record<string, unknown>
}

/**
 * A dataset; its id is the SHA-256 of its bytes.
 *
 * @public
 */
export interface Dataset {
  id: string
  name: string
  size: number
  createdAt: string
}

/**
 * A column's type is DuckDB's name for it.
 *
 * @public
 */
export interface Column {
  name: string
  type: string
}

/**
 * A table of a run; `session.tables` reads it.
 *
 * @public
 */
export interface TableRef {
  id: string
  columns: Column[]
  rows: number
}

/**
 * The output of a node at one of its ports.
 *
 * @public
 */
export type Value =
  | { kind: 'table'; table: TableRef }
  | { kind: 'json'; json?: unknown }
  | { kind: 'text'; text: string }
  | { kind: 'file'; dataset: string; name: string }

/**
 * One node of a run. Times in ms since 1970.
 *
 * @public
 */
export interface NodeRun {
  node: string
  state: 'pending' | 'running' | 'waiting' | 'retrying' | 'completed' | 'failed' | 'skipped' | 'cancelled' | 'cached'
  attempt: number
  startedAt?: number
  endedAt?: number
  rows?: number
  outputs: Record<string, Value>
  error?: { kind: 'transient' | 'permanent' | 'validation' | 'internal'; problem: Problem }
  problems: Problem[]
}

/**
 * What a node waits for. Times in ms since 1970. An approval is bound to the `digest` of exactly what was `shown`.
 *
 * @public
 */
export type WaitFor =
  | {
      kind: 'approval'
      digest: string
      shown?: unknown
      deadline?: number | undefined
      default?: 'approve' | 'reject' | 'fail' | undefined
      /** Set if an effect was interrupted, so that it is unknown whether it was completed. */
      effect?: { effect: string; attempt: number } | undefined
    }
  | { kind: 'time'; until: number }
  | { kind: 'event'; name: string; deadline?: number | undefined }

/**
 * A waiting node; `scope` has the loops and sub-workflows that contain it.
 *
 * @public
 */
export interface WaitingNode {
  node: string
  scope?: string[]
  waitFor: WaitFor
}

/**
 * A decision about an approval; `node`, `scope` and `digest` are those of its `WaitingNode`.
 *
 * @public
 */
export interface Decision {
  node: string
  scope?: string[] | undefined
  digest: string
  /** `done`: an interrupted effect was completed with the result `edited`. */
  decision: 'approve' | 'reject' | 'done'
  /** Replaces what was shown. */
  edited?: unknown
  by?: string | undefined
  comment?: string | undefined
}

/**
 * The current state of a run.
 *
 * @public
 */
export interface RunView {
  run: string
  /** The document of the run. */
  workflow?: Workflow
  state: 'queued' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled'
  startedAt?: number
  endedAt?: number
  nodes: Record<string, NodeRun>
  /** The waiting nodes. */
  waiting?: Record<string, WaitingNode>
  problem?: Problem
}

/** @public */
export interface RunProgress {
  run: string
  node: string
  done: number
  total?: number
  unit: 'rows' | 'bytes' | 'steps'
  message?: Text
}

/**
 * What is known before a run: the problems, and whether it can run.
 *
 * @public
 */
export interface WorkflowDescription {
  problems: Problem[]
  ready: boolean
}

/**
 * A part of a workflow: the nodes up to a node, those from a node on, or a single node.
 *
 * @public
 */
export type RunPart = { kind: 'to'; node: string } | { kind: 'from'; node: string } | { kind: 'only'; node: string }

/** @public */
export interface StartOptions {
  /** Datasets by Load node, for nodes without one. */
  inputs?: Record<string, string>
  /** Runs only a part, starting from the results of the last run. */
  part?: RunPart
}

/**
 * The value of an operation, or the problem why it failed.
 *
 * @public
 */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** @public */
export interface AskOptions<Progress> {
  /** Cancels the request, which then fails. */
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/** @public */
export interface ProfileInput {
  table: TableRef
  /** Number of rows to sample. Default: all rows. */
  sample?: number | undefined
  /** Also finds keys, dependencies, outliers and duplicates. */
  deep?: boolean | undefined
}

/** @public */
export type ProfileProgress = { column: ColumnProfile } | { finding: DeepFinding } | { progress: unknown }

/**
 * What runs of this page may access. It is kept in memory only.
 *
 * @public
 */
export interface PageOutside {
  /** Allowed hosts; `*` stands for every public host. */
  readonly allowHosts: readonly string[]
  /** Names and hosts of secrets; values cannot be read back. */
  readonly secrets: readonly { name: string; hosts: readonly string[] }[]
  /** Allows a host, including one with a private address. */
  allowHost(host: string): Promise<Problem | undefined>
  /** Replaces the allowed hosts. */
  setHosts(hosts: readonly string[]): Promise<Problem | undefined>
  /** Sets value and hosts together, so that an existing value is never sent to other hosts. */
  setSecret(name: string, value: string, hosts: readonly string[]): Promise<Problem | undefined>
  removeSecret(name: string): Promise<Problem | undefined>
}

/**
 * A stored state of the document. `at` is in ms since 1970.
 *
 * @public
 */
export interface Version {
  number: number
  name?: string
  origin: 'named' | 'run' | 'exported' | 'opened' | 'left' | 'merged'
  at: number
}

/**
 * Another edited copy of the document, and the base of both.
 *
 * @public
 */
export interface OtherEdit {
  theirs: Workflow
  base: Workflow
}

/**
 * What both sides of a merge changed in different ways, by stable id and path.
 *
 * @public
 */
export interface Conflict {
  /** The path of sub-workflow nodes, outermost first; empty: the document itself. */
  readonly inside: readonly { readonly node: string; readonly setting: string }[]
  readonly path: readonly string[]
  readonly base?: Json
  readonly ours?: Json
  readonly theirs?: Json
  /** The edges that belong to it. */
  readonly edges?: { readonly ours: readonly WorkflowEdge[]; readonly theirs: readonly WorkflowEdge[] }
}

/**
 * The versions of a session's document; changes are reported by the aspect `versions`.
 *
 * @public
 */
export interface WorkflowVersions {
  /** Newest first. */
  readonly list: readonly Version[]
  /** Stores the document as a named version; `undefined` if the storage refused. */
  keep(name: string): Promise<Version | undefined>
  /** An empty name removes the name. */
  rename(number: number, name: string): Promise<void>
  remove(number: number): Promise<void>
  /** `undefined` if it was removed or cannot be read. */
  document(number: number): Promise<Workflow | undefined>
  /** Replaces the document by a version, as one step of the history. */
  restore(number: number): Promise<void>
  /** Finds the common base of a workflow file and this document, by the versions that both have. */
  stemsFrom(source: unknown): Promise<OtherEdit | undefined>
  /** Merges another copy into the document, as one step of the history. */
  merge(other: OtherEdit): void
  /** The document has our side until theirs is chosen. */
  readonly conflicts: readonly Conflict[]
  settle(conflict: Conflict, side: 'ours' | 'theirs'): void
  dismissConflicts(): void
  /** The document as text of a file, with the versions that other copies may be based on. */
  exported(): Promise<string>
}

/**
 * Why a document changes: by an edit, an undo or a redo.
 *
 * @public
 */
export type EditCause = 'apply' | 'undo' | 'redo'

/**
 * The part of a session that has changed.
 *
 * @public
 */
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
 * Dispatched as `aw-session-change` by a session.
 *
 * @public
 */
export interface SessionChangeEvent extends Event {
  readonly aspect: SessionAspect
}

/**
 * A workflow that is open in the page. Properties are replaced, never mutated, so `===` detects changes. Before an edit, a file or a run, the editor dispatches `aw-before-…`, also when the
 * host itself acts.
 *
 * @public
 */
export interface WorkflowSession extends EventTarget {
  readonly id: string
  readonly document: SessionDocument
  readonly runs: SessionRuns
  readonly data: SessionData
  readonly tables: SessionTables
  readonly engine: SessionEngine
  readonly problems: SessionProblems
  /** Saves what is unsaved and frees the worker. */
  close(): Promise<void>
  addEventListener(type: 'aw-session-change', listener: (event: SessionChangeEvent) => void): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void
}

/**
 * The document with its history.
 *
 * @public
 */
export interface SessionDocument {
  readonly current: Workflow
  readonly description: WorkflowDescription | undefined
  readonly saving: 'saved' | 'saving' | 'failed'
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Versions of the document, and merging; absent if nothing is stored. */
  readonly versions?: WorkflowVersions | undefined
  /** Applies an edit as one step of the history; returns what is wrong with it, and then changes nothing. */
  apply(edit: Edit, options?: { merge?: string }): readonly Problem[]
  undo(): void
  redo(): void
  /** Replaces the document by one parsed from JSON text or JSON. */
  open(source: unknown): readonly Problem[]
}

/**
 * The runs of the document, one at a time.
 *
 * @public
 */
export interface SessionRuns {
  /** The current run, or the last one. */
  readonly current: RunView | undefined
  /** The events of `current`. */
  readonly record?: readonly RunEvent[] | undefined
  /** A run that was interrupted; `resume` continues it. */
  readonly interrupted: RunView | undefined
  /** Nodes whose result in `current` is outdated. */
  readonly stale: ReadonlySet<string>
  readonly progress: Readonly<Record<string, RunProgress>>
  /** What runs may access, and the secrets that the page holds for them. */
  readonly outside?: PageOutside | undefined
  /** Runs the document; settles when the run has ended. */
  start(options?: StartOptions): Promise<void>
  /** Resumes the `interrupted` run; `migrate` uses the current node types if those of the run are missing. */
  resume(options?: { migrate?: boolean }): Promise<void>
  /**
   * Runs the document of an earlier run and reuses its results, except for what other settings (all settings of each changed
   * node, by node id) change.
   */
  fork?(record: readonly RunEvent[], settings?: Readonly<Record<string, Record<string, Json>>>): Promise<void>
  /** Decides an approval and resumes the run; a decision that is too late changes nothing, and a problem says why. */
  decide(decision: Decision): Promise<void>
  cancel(): void
}

/**
 * The datasets of this browser.
 *
 * @public
 */
export interface SessionData {
  readonly list: readonly Dataset[]
  /** Stores a file; `undefined` if it was refused, and a problem says why. */
  add(file: File): Promise<Dataset | undefined>
  remove(id: string): Promise<void>
  file(id: string): Promise<Blob | undefined>
}

/**
 * Questions about the tables of runs.
 *
 * @public
 */
export interface SessionTables {
  /** Reads rows as an Arrow IPC stream. */
  page(input: { table: TableRef; offset: number; limit: number }): Promise<Result<Uint8Array>>
  /** Writes a table as a file. */
  write(input: { table: TableRef; format: 'csv' | 'json' | 'parquet' }): Promise<Result<Blob>>
  /** Profiles the columns of a table. */
  readonly profile?:
    | ((input: ProfileInput, options?: AskOptions<ProfileProgress>) => Promise<Result<TableProfile>>)
    | undefined
}

/**
 * The engine that runs the workflow.
 *
 * @public
 */
export interface SessionEngine {
  readonly state: 'loading' | 'ready' | 'failed'
  readonly catalogue: readonly NodeType[]
  /** Starts DuckDB, so that the first run is faster. */
  warmUp(): void
}

/**
 * What went wrong outside a run.
 *
 * @public
 */
export interface SessionProblems {
  readonly latest: Problem | undefined
  dismiss(): void
}

/**
 * One event of a run: its number, its time (ms since 1970), its type, and what belongs to that.
 *
 * @public
 */
export interface RunEvent {
  seq: number
  time: number
  type: string
  [field: string]: unknown
}

/**
 * A host's own storage of documents. A rejection of `save` is shown.
 *
 * @public
 */
export interface HostStorage {
  /** Loads a document as saved, or as JSON text; `undefined` if there is none. */
  load(id: string): Promise<unknown>
  save(id: string, workflow: Workflow): Promise<void>
}

/**
 * A run for a host to execute.
 *
 * @public
 */
export interface HostRun {
  run: string
  /** The document's id in the page. */
  workflowId: string
  workflow: Workflow
  /** The datasets to read, by the node that reads them. */
  files: Record<string, { dataset: string; name: string }>
  seed: number
  /** The record of a run to resume; the host sends the events that follow. */
  record?: readonly RunEvent[]
  /** The decision about an approval that the run waits for. */
  decision?: object
  /** Only a part of the workflow is run, or a run is forked. */
  isPart: boolean
  /** Receives the run's events in order; the first one is `run-started`, as a server sends it. */
  onEvents: (events: readonly RunEvent[]) => void
  /** Receives the progress of a node, if the host knows it. */
  onProgress?: (progress: RunProgress) => void
  /** Aborted when the run is canceled. */
  signal: AbortSignal
}

/**
 * Executes runs instead of the page's engine.
 *
 * @public
 */
export interface HostRunner {
  /** Settles when the run has ended. */
  run(request: HostRun): Promise<void>
  /** Reads rows of a table of a run as an Arrow IPC stream. */
  page(table: TableRef, offset: number, limit: number): Promise<Uint8Array>
}

/**
 * Content that an extension has created in a container.
 *
 * @public
 */
export interface MountedPart<Context> {
  /** Called after something in the context has changed. */
  update?(context: Context): void
  /** Called when the content is removed. */
  destroy?(): void
}

/**
 * Creates content in an empty container.
 *
 * @public
 */
export type MountPart<Context> = (container: HTMLElement, context: Context) => MountedPart<Context> | void

/**
 * An action on the canvas: by its keys, command search, the context menu, or `canvas.run(id)`.
 *
 * @public
 */
export interface CanvasCommand {
  readonly id: string
  readonly title?: string
  /** `Mod` is Ctrl, or Cmd on a Mac: `Mod+Shift+z`. */
  readonly keys?: readonly string[]
  /** Context menus that list the command. */
  readonly menu?: readonly ('node' | 'edge' | 'mark' | 'empty')[]
  /** Set if the command changes the document: it is disabled where that is read-only. */
  readonly edits?: true
  /** Whether the command can run now; always by default. */
  enabled?(canvas: AwCanvas): boolean
  run(
    canvas: AwCanvas,
    pressed: { readonly key: string; readonly shift: boolean; readonly alt: boolean; readonly onSurface: boolean },
  ): void
  /** Set if the browser's default action for the key must happen. */
  readonly passes?: true
}

/**
 * What a panel can read and do.
 *
 * @public
 */
export interface PanelContext {
  readonly session: WorkflowSession
  /** Selected nodes, by id. */
  readonly selection: ReadonlySet<string>
  readonly canvas: AwCanvas | undefined
  readonly readonly: boolean
}

/**
 * A panel at the side of the editor, instead of the inspector. A button in the toolbar opens and closes it.
 *
 * @public
 */
export interface Panel {
  readonly id: string
  readonly title: string
  /** Name of an icon. */
  readonly icon?: string
  readonly mount: MountPart<PanelContext>
}

/**
 * What a section of the inspector can read and do.
 *
 * @public
 */
export interface InspectorSectionContext {
  readonly session: WorkflowSession
  readonly node: WorkflowNode
  readonly type: NodeType | undefined
  readonly readonly: boolean
  /** Applies an edit; consecutive edits with the same `merge` key are one undo step. */
  apply(edit: Edit, merge?: string): void
}

/**
 * A section of the inspector, below a node's settings and ports.
 *
 * @public
 */
export interface InspectorSection {
  readonly id: string
  readonly title?: string
  /** Which nodes have the section; all by default. */
  matches?(node: WorkflowNode, type: NodeType | undefined): boolean
  readonly mount: MountPart<InspectorSectionContext>
}

/**
 * How cells of some columns are shown in tables.
 *
 * @public
 */
export interface CellRenderer {
  matches(column: Column): boolean
  /** Fills a cell; called again for another text (`undefined`: null). */
  render(cell: HTMLElement, text: string | undefined): void
}

/**
 * What a feature adds to the editor.
 *
 * @public
 */
export interface Extension {
  /** Unique; an extension replaces an earlier one of the same name. */
  readonly name: string
  readonly commands?: readonly CanvasCommand[]
  /** Default keys of commands, by command id. */
  readonly keys?: Readonly<Record<string, readonly string[] | undefined>>
  readonly panels?: readonly Panel[]
  readonly inspectorSections?: readonly InspectorSection[]
  readonly cellRenderers?: readonly CellRenderer[]
}

/**
 * Defines an extension; returns it unchanged, with its type checked.
 *
 * @public
 */
export declare function defineExtension(extension: Extension): Extension

/**
 * Adds an extension to all editors of the page; returns a function that removes it.
 *
 * @public
 */
export declare function registerExtension(extension: Extension): () => void

/**
 * A workflow editor with its own engine, data and storage in this page. Its events are in `HTMLElementEventMap`.
 *
 * @public
 */
export declare class LocalWorkflowEditor extends HTMLElement {
  /** The URL of a workflow file on the page's own origin. */
  src: string | null
  /** The id of a workflow in the browser's storage. */
  workflow: string | null
  /** The URL of a server that also stores documents and data, and runs the workflow. Set it before the element is connected. */
  server: string | null
  /** The server's token, if it requires one. It is kept in memory only. */
  serverToken: string | undefined
  /** When DuckDB is fetched: with the first interaction (default), when the page is idle, or with the first run. */
  preload: 'interaction' | 'idle' | 'none'
  /** The session: the element's own once it is open, or the one that the host sets. */
  session: WorkflowSession | undefined
  /** The host's own storage of documents. Set it before the element is connected. */
  storage: HostStorage | undefined
  /** Executes runs instead of this page's engine. Set it before the element is connected. */
  runner: HostRunner | undefined
  /** Selects the node types that can be added; default: all. */
  offers: (type: NodeType) => boolean
  /** Features that the page adds to this editor. */
  extensions: readonly Extension[]
  theme: 'light' | 'dark' | 'auto' | undefined
  /** Read-only: nothing can be changed, run or decided. */
  readonly: boolean
  /** The workflow can be run, but not changed. */
  runOnly: boolean
  /** All strings; spread the current ones and replace some. */
  strings: object
  /** Creates ids of new nodes and edges. */
  newId: (prefix: string) => string
  /** Key bindings that replace the defaults, by command id. */
  keys: Record<string, readonly string[]>
  /** The current session. */
  readonly activeSession: WorkflowSession | undefined
  /** The canvas: `fit`, `select`, `reveal`; present after `aw-session`. */
  readonly canvas: AwCanvas | undefined
  /** Whether the document cannot be changed. */
  readonly locked: boolean
  /** Settles when pending changes are rendered. */
  readonly updateComplete: Promise<boolean>
}

export type * from './elements.js'

declare global {
  interface HTMLElementTagNameMap {
    'aw-workflow-editor': LocalWorkflowEditor
  }
}
