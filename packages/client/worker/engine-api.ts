import {
  configSchema,
  runEventSchema,
  runPartSchema,
  valueSchema,
  datasetPreviewSchema,
  loadPreviewRequestSchema,
  pointLayoutSchema,
  preparationPlanSchema,
  preparationTargetSchema,
  tableQuerySchema,
  tableRefSchema,
  workflowSchema,
  columnProfileSchema,
  deepFindingSchema,
  deepProgressSchema,
  tableProfileSchema,
  type CellStep,
  type ChangedCell,
  type CheckReport,
  type CheckVerdict,
  type Column,
  type DatasetPreview,
  type DerivedTable,
  type Json,
  type Layout,
  type LayoutGraph,
  type LoadPreview,
  type NodeType,
  type PlanPreview,
  type PreparationPlan,
  type Problem,
  type ProfileDrift,
  type RunEvent,
  type RunProgress,
  type TableFormat,
  type TableProfile,
  type TableQuery,
  type TableRef,
  type TableSchema,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import type { Completions, TriedExpression } from '@aw-flow/engine'
import { z } from 'zod'

/**
 * What page and worker say to each other, in one place. Requests are parsed by the worker, answers by the page. What a
 * user can cause comes back as a problem, never as a rejection: comlink's errors lose their fields.
 */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export const openRequestSchema = z.strictObject({
  wasmUrl: z.url(),
  /** Fetched when the first such file comes. */
  formatWasmUrls: z.strictObject({ parquet: z.url(), sqlite: z.url() }),
  /** Modules that bring node types of the host. */
  nodes: z.array(z.url()).optional(),
  /** The names of checks that the page brings. */
  checks: z.array(z.string().min(1).max(200)).max(1_000).optional(),
})
export type OpenRequest = z.infer<typeof openRequestSchema>

export const describeRequestSchema = z.strictObject({
  workflow: workflowSchema,
  /** What is known of the datasets that the workflow names. */
  previews: z.array(datasetPreviewSchema),
  /** The ids of all datasets that are here; absent while nobody knows. */
  datasets: z.array(z.string()).optional(),
})
export type DescribeRequest = z.infer<typeof describeRequestSchema>

/** An expression that is being written: in which node, and where the person stands in it. */
export const expressionRequestSchema = z.strictObject({
  ...describeRequestSchema.shape,
  /** Within sub-workflows with the ids on the way to it: "sub/load". */
  node: z.string(),
  text: z.string(),
  offset: z.number().int().nonnegative(),
  /** `row`: the names are columns of the node's first table, and it is tried on its first rows. */
  over: z.enum(['value', 'row']).optional(),
  /** What the nodes beside it gave the last time, by node and port: what it is tried on. */
  outputs: z.record(z.string(), z.record(z.string(), valueSchema)),
})
export type ExpressionRequest = z.infer<typeof expressionRequestSchema>

/** What may stand where the person stands, and what the expression gives so far, or where it is wrong. */
export interface ExpressionHelp {
  completions: Completions
  /** Over rows: that of the first row, or what is wrong with it for every row. */
  tried: TriedExpression
  /** Over rows: what it gives for the first of them; none where there is no table yet. */
  rows?: readonly TriedExpression[]
}

/** What a person says to an approval; `digest` is that of what the person saw. */
export const decisionSchema = z.strictObject({
  node: z.string(),
  scope: z.array(z.string()).optional(),
  digest: z.string(),
  /** `done`: something that was interrupted has come to `edited`. */
  decision: z.enum(['approve', 'reject', 'done']),
  /** Stands in for what was shown. */
  edited: z.unknown().optional(),
  by: z.string().optional(),
  comment: z.string().optional(),
})
export type Decision = z.infer<typeof decisionSchema>

export const runRequestSchema = z.strictObject({
  run: z.string(),
  workflowId: z.string(),
  workflow: workflowSchema,
  /** The datasets to read, by the node that reads them. */
  files: z.record(z.string(), z.strictObject({ dataset: z.string(), name: z.string() })),
  seed: z.number().int(),
  /** The record so far, of a run that goes on; what else is asked is the record's then. */
  record: z.array(runEventSchema).optional(),
  /** What a person has decided about an approval of a run that goes on. */
  decision: decisionSchema.optional(),
  /** It goes on with the node types that are here, where those that it began with are gone. */
  migrate: z.boolean().optional(),
  /** The record of a run that this one is forked from: what it came to is taken over, as far as it is the same. */
  fork: z
    .strictObject({
      record: z.array(runEventSchema),
      /** Settings that take the place of a node's, by node id. */
      settings: z.record(z.string(), configSchema).optional(),
    })
    .optional(),
  /** Which part to run, and what of it is pinned. */
  part: runPartSchema.optional(),
  pins: z.record(z.string(), z.record(z.string(), valueSchema)).optional(),
  /** What the last run's nodes came to, by node: a part begins from it. */
  last: z
    .record(
      z.string(),
      z.strictObject({
        state: z.enum(['completed', 'cached']),
        key: z.string().optional(),
        outputs: z.record(z.string(), valueSchema),
      }),
    )
    .optional(),
  /** What the last run was: what of it does not hold any more is told by what has changed since. */
  lastRun: z
    .strictObject({
      workflow: workflowSchema.optional(),
      workflows: z.record(z.string(), workflowSchema).optional(),
      inputs: z.record(z.string(), z.record(z.string(), valueSchema)).optional(),
      types: z.record(z.string(), z.number().int()).optional(),
    })
    .optional(),
})
export type RunRequest = z.infer<typeof runRequestSchema>

export const pageRequestSchema = z.strictObject({
  table: tableRefSchema,
  offset: z.number().int().min(0),
  limit: z.number().int().min(0),
})
export type PageRequest = z.infer<typeof pageRequestSchema>

export const deriveRequestSchema = z.strictObject({ table: tableRefSchema, query: tableQuerySchema })

export const progressSchema = z.strictObject({
  run: z.string(),
  node: z.string(),
  /** In which loop or sub-workflow the node stands. */
  scope: z.array(z.string()).optional(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.enum(['rows', 'bytes', 'steps']),
  message: z.string().optional(),
})

export const loadPreviewOfRequestSchema = loadPreviewRequestSchema.extend({ dataset: z.string() })
export type LoadPreviewOfRequest = z.infer<typeof loadPreviewOfRequestSchema>

/** What is written about a node type, and in which language (a BCP 47 tag). */
export const nodePageSchema = z.strictObject({ markdown: z.string(), language: z.string() })
export type NodePage = z.infer<typeof nodePageSchema>

/** A result that is kept: a node whose derivation is the same is not run again. `bytes` is about what it holds. */
export const resultSummarySchema = z.strictObject({
  key: z.string(),
  type: z.string(),
  label: z.string(),
  run: z.string(),
  rows: z.number().optional(),
  ms: z.number(),
  bytes: z.number(),
})
export type ResultSummary = z.infer<typeof resultSummarySchema>

/** What runs of this page may reach, as the person has said. */
export const outsideRequestSchema = z.strictObject({
  /** Hosts: `*` is every public one; private ones by their names. */
  allowHosts: z.array(z.string()),
  /** In the worker's memory while it lives. */
  secrets: z.array(z.strictObject({ name: z.string(), value: z.string(), hosts: z.array(z.string()) })),
})
export type OutsideRequest = z.infer<typeof outsideRequestSchema>

/** What a run tells whoever watches. */
export const noticeSchema = z.strictObject({
  title: z.string(),
  text: z.string(),
  level: z.enum(['info', 'warning', 'error']),
})
export type Notice = z.infer<typeof noticeSchema>

export const profileRequestSchema = z.strictObject({
  /** By which it can be stopped. */
  id: z.string(),
  table: tableRefSchema,
  sample: z.number().int().positive().optional(),
  deep: z.boolean().optional(),
  profile: tableProfileSchema.optional(),
})
export type ProfileRequest = z.infer<typeof profileRequestSchema>

export const checkRequestSchema = z.strictObject({
  /** By which it can be stopped. */
  id: z.string(),
  table: tableRefSchema,
})
export type CheckRequest = z.infer<typeof checkRequestSchema>

export const proposePlanRequestSchema = z.strictObject({
  table: tableRefSchema,
  target: preparationTargetSchema,
  layout: pointLayoutSchema.optional(),
  seed: z.number().int().optional(),
  label: z.string().optional(),
})
export type ProposePlanRequest = z.infer<typeof proposePlanRequestSchema>

export const traceCellRequestSchema = z.strictObject({
  table: tableRefSchema,
  plan: preparationPlanSchema,
  row: z.number().int(),
  column: z.string(),
})
export type TraceCellRequest = z.infer<typeof traceCellRequestSchema>

/** Tables that a plan reads beside its own, by the names that it has for them. */
export const givenTablesSchema = z.record(z.string(), tableRefSchema)
export type GivenTables = Readonly<Record<string, TableRef>>

/** What is told while a profile is made. */
export const profileEventSchema = z.union([
  z.strictObject({ column: columnProfileSchema }),
  z.strictObject({ finding: deepFindingSchema }),
  z.strictObject({ progress: deepProgressSchema }),
])
export type ProfileEvent = z.infer<typeof profileEventSchema>

/** What a check of the page's says of a table; rows from 0. */
export const checkVerdictSchema = z.strictObject({
  valid: z.boolean(),
  message: z.string().max(10_000).optional(),
  rows: z.array(z.number().int().min(0)).optional(),
})

/** What the page offers to the worker. */
export interface PageApi {
  /**
   * Something is begun that nothing in the worker may be able to end. The page ends the worker, for this reason, unless it is
   * told within this time (in ms) and its patience that it is over.
   */
  watch(id: number, ms: number, why: Problem): void
  unwatch(id: number): void
  /** The bytes of a dataset, by reference. */
  bytes(dataset: string): Promise<{ name: string; bytes: Blob } | undefined>
  /** A stored workflow, by its id or name. */
  workflow(name: string): Promise<Workflow | undefined>
  /** Keeps what a run has fetched or made as a dataset; answers its id, or nothing where it cannot be kept. */
  keep(name: string, bytes: Blob): Promise<string | undefined>
  /** The id of the dataset of a name. */
  named(name: string): Promise<string | undefined>
  notice(notice: Notice): Promise<void>
  /** Judges a table by a check of the page's; `read` answers rows as JSON, at most 10,000 at once. */
  judge(
    check: string,
    table: { columns: Column[]; rows: number },
    read: (offset: number, limit: number) => Promise<Record<string, Json>[]>,
  ): Promise<CheckVerdict>
}

/** Told of a run, in order. */
export interface RunObserver {
  /** Answers when they are recorded: what follows from them begins then. */
  events(events: RunEvent[]): Promise<void>
  progress(progress: RunProgress): void
}

/** What the worker offers to the page. Functions and observers cross as comlink proxies. */
export interface EngineApi {
  /** First of all: what the worker needs to know. Answers the catalogue. */
  open(request: OpenRequest, page: PageApi): Promise<Answer<NodeType[]>>
  /** What runs may reach from now on. */
  setOutside(request: OutsideRequest): Promise<Answer<null>>
  /** Opens DuckDB. */
  warmUp(): Promise<Answer<null>>
  describe(request: DescribeRequest): Promise<Answer<WorkflowDescription>>
  /** Sets boxes in order along the edges between them. */
  arrange(graph: LayoutGraph): Promise<Answer<Layout>>
  /** SHA-256 of the bytes, in hex. */
  hash(bytes: Blob, onProgress: (done: number, total: number) => void): Promise<Answer<string>>
  preview(dataset: string, name: string, bytes: Blob): Promise<Answer<DatasetPreview>>
  /** What a load plan makes of a dataset's beginning. Opens DuckDB. */
  previewLoad(request: LoadPreviewOfRequest): Promise<Answer<LoadPreview>>
  /** Helps with an expression; performs nothing but it. */
  expression(request: ExpressionRequest): Promise<Answer<ExpressionHelp>>
  /** What is written about a node type, in the language (a BCP 47 tag) that is asked for, else in English. */
  nodeDocs(type: string, language?: string): Promise<Answer<NodePage | undefined>>
  /** Settles when the run has ended and the observer has been told all of it. */
  run(request: RunRequest, observer: RunObserver): Promise<Answer<null>>
  cancel(run: string): Promise<Answer<null>>
  /** What is kept of earlier runs, last used first. */
  results(): Promise<Answer<ResultSummary[]>>
  /** Forgets kept results: those named, or all. */
  forgetResults(keys?: readonly string[]): Promise<Answer<null>>
  /** Drops the tables of a run that no other run has. */
  forget(run: string): Promise<Answer<null>>
  page(request: PageRequest): Promise<Answer<Uint8Array>>
  /** Whether a table is here, and with its CSV: makes it, where it is not. It stays while it was asked for lately. */
  take(table: TableRef, csv?: Blob): Promise<Answer<boolean>>
  /** The table that somebody wants to see of another one; kept while it was asked for lately. */
  derive(table: TableRef, query: TableQuery): Promise<Answer<DerivedTable>>
  /** What a table's columns hold, and, where asked, what lies deeper; told as it is found. */
  profile(request: ProfileRequest, onEvent: (event: ProfileEvent) => void): Promise<Answer<TableProfile>>
  stopProfile(id: string): Promise<Answer<null>>
  /** Suspicious cells; told how many of a hundred parts are done. */
  check(request: CheckRequest, onProgress: (done: number) => void): Promise<Answer<CheckReport>>
  stopCheck(id: string): Promise<Answer<null>>
  /** What has changed between two profiles. */
  compareProfiles(before: TableProfile, after: TableProfile): Promise<Answer<ProfileDrift>>
  /** A schema that a table keeps, by its profile. */
  proposeSchema(table: TableRef): Promise<Answer<TableSchema>>
  /** What rules propose, what a plan would do, what happened to a cell. */
  proposePlan(request: ProposePlanRequest): Promise<Answer<PreparationPlan>>
  previewPlan(table: TableRef, plan: PreparationPlan, given?: GivenTables): Promise<Answer<PlanPreview>>
  traceCell(request: TraceCellRequest): Promise<Answer<CellStep[]>>
  /** The cells that a plan has changed. */
  changedCells(table: TableRef, plan: PreparationPlan): Promise<Answer<ChangedCell[]>>
  /** A whole table as a file. */
  write(table: TableRef, format: TableFormat): Promise<Answer<Blob>>
}
