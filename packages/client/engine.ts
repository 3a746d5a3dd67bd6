import type {
  DatasetPreview,
  DerivedTable,
  Layout,
  LayoutGraph,
  LoadPreview,
  LoadPreviewRequest,
  NodeType,
  Problem,
  CellStep,
  ChangedCell,
  CheckReport,
  PlanPreview,
  PreparationPlan,
  ProfileDrift,
  RunEvent,
  RunProgress,
  TableFormat,
  TableProfile,
  TableQuery,
  TableRef,
  TableSchema,
  Workflow,
  WorkflowDescription,
} from '@aw-flow/schema'
import type { HostRunner } from './host-runner.ts'
import type { HostCheckFunctions } from './host-checks.ts'
import type { PageOutside, PageServices } from './page-outside.ts'
import type { EngineState, CheckOptions, PlanGoal, ProfileOptions } from './session.ts'
import type {
  Answer,
  ExpressionHelp,
  ExpressionRequest,
  NodePage,
  PageApi,
  ResultSummary,
  RunRequest,
  GivenTables,
} from './worker/engine-api.ts'

/** Told that an engine's state, catalogue or problem has changed. */
export const engineChange = 'aw-engine-change'

export interface RunOptions {
  /** Where it answers a promise, nothing that follows from the events begins before. */
  onEvents: (events: RunEvent[]) => void | Promise<void>
  onProgress: (progress: RunProgress) => void
  /** Aborting it cancels the run; an engine that does not end it in time is killed. */
  signal: AbortSignal
}

/**
 * The page's side of the worker: every call settles, whatever becomes of the worker, and a dead worker is started anew.
 * What a user can cause comes back as a problem.
 */
export interface Engine extends EventTarget {
  readonly state: EngineState
  /** What the engine has told; until it answers, what one with the same script told when it was last here. */
  readonly catalogue: readonly NodeType[]
  readonly problem: Problem | undefined
  /** Where the engine finds a dataset's bytes; asked in turn, the first that has them answers. Answers what ends it. */
  provide(source: PageApi['bytes']): () => void
  /** Where the engine finds workflows that others name, by id or name; as `provide`. */
  provideWorkflows(source: PageApi['workflow']): () => void
  /** Who keeps what runs fetch and make, and shows what they tell; the first is asked. Answers what ends it. */
  provideServices(services: PageServices): () => void
  /** What runs of this page may reach. */
  readonly outside: PageOutside
  /** Whether one of the sources has a dataset. */
  has(dataset: string): Promise<boolean>
  warmUp(): Promise<Problem | undefined>
  /** `datasets`: the ids of all that are here; without it, none is said to be missing. */
  describe(
    workflow: Workflow,
    previews: DatasetPreview[],
    datasets?: readonly string[],
  ): Promise<Answer<WorkflowDescription>>
  /** Sets boxes in order along the edges between them. */
  arrange(graph: LayoutGraph): Promise<Answer<Layout>>
  hash(bytes: Blob, onProgress?: (done: number, total: number) => void): Promise<Answer<string>>
  preview(dataset: string, name: string, bytes: Blob): Promise<Answer<DatasetPreview>>
  /** What a load plan makes of the beginning of a dataset that a source provides. */
  previewLoad(dataset: string, request: LoadPreviewRequest): Promise<Answer<LoadPreview>>
  /** Helps with an expression that is being written. */
  expression(request: ExpressionRequest): Promise<Answer<ExpressionHelp>>
  /** What is written about a node type, in the language (a BCP 47 tag) that is asked for, else in English. */
  nodeDocs(type: string, language?: string): Promise<Answer<NodePage | undefined>>
  /** Settles when the run has ended; with a problem when the engine died before it told the end. */
  run(request: RunRequest, options: RunOptions): Promise<Problem | undefined>
  /** What is kept of earlier runs: nodes whose derivation is the same are not run again. Last used first. */
  results(): Promise<Answer<ResultSummary[]>>
  /** Forgets kept results: those named, or all. */
  forgetResults(keys?: readonly string[]): Promise<void>
  /** Drops the tables that only this run has. */
  forget(run: string): Promise<void>
  page(table: TableRef, offset: number, limit: number): Promise<Answer<Uint8Array>>
  /** Whether a table is here; with its CSV it is made where it is not, and stays while it was asked for lately. */
  take(table: TableRef, csv?: Blob): Promise<Answer<boolean>>
  /** Nobody goes on with a run that another place carries out. */
  abandon?(run: string): void
  /** The table that somebody wants to see of another one. */
  derive(table: TableRef, query: TableQuery): Promise<Answer<DerivedTable>>
  /** Rejects with the signal's reason where it was stopped. */
  profile(table: TableRef, options?: ProfileOptions): Promise<Answer<TableProfile>>
  /** Rejects with the signal's reason where it was stopped. */
  check(table: TableRef, options?: CheckOptions): Promise<Answer<CheckReport>>
  compareProfiles(before: TableProfile, after: TableProfile): Promise<Answer<ProfileDrift>>
  proposePlan(table: TableRef, goal: PlanGoal): Promise<Answer<PreparationPlan>>
  proposeSchema(table: TableRef): Promise<Answer<TableSchema>>
  previewPlan(table: TableRef, plan: PreparationPlan, given?: GivenTables): Promise<Answer<PlanPreview>>
  traceCell(table: TableRef, plan: PreparationPlan, cell: { row: number; column: string }): Promise<Answer<CellStep[]>>
  changedCells(table: TableRef, plan: PreparationPlan): Promise<Answer<ChangedCell[]>>
  write(table: TableRef, format: TableFormat): Promise<Answer<Blob>>
  close(): void
}

export interface EngineOptions {
  /** The worker's script, on the page's own origin. */
  workerUrl: string
  /** DuckDB's wasm, the `eh` build. */
  wasmUrl: string
  /** The wasm that reads and writes Parquet; default: `parquet_wasm_bg.wasm` beside DuckDB's. */
  parquetWasmUrl?: string
  /** The wasm that reads SQLite; default: `sql-wasm-browser.wasm` beside DuckDB's. */
  sqliteWasmUrl?: string
  /** Modules on the page's own origin that bring node types: see `ownNodes`. */
  nodes?: readonly string[]
  /** Checks of the host's own, by the names under which Validate nodes ask for them. */
  checks?: HostCheckFunctions
  /** Who carries out runs in the place of this engine. */
  runner?: HostRunner
  /** How long a cancelled run may take to end before the worker is killed, in ms. */
  patience?: number
}
