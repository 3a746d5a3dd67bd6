import {
  runEventSchema,
  runPartSchema,
  valueSchema,
  datasetPreviewSchema,
  loadPreviewRequestSchema,
  tableRefSchema,
  workflowSchema,
  type DatasetPreview,
  type Layout,
  type LayoutGraph,
  type LoadPreview,
  type NodeType,
  type Problem,
  type RunEvent,
  type RunProgress,
  type TableFormat,
  type TableRef,
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
  node: z.string(),
  text: z.string(),
  offset: z.number().int().nonnegative(),
  /** What nodes gave the last time, by node and port: what it is tried on. */
  outputs: z.record(z.string(), z.record(z.string(), valueSchema)),
})
export type ExpressionRequest = z.infer<typeof expressionRequestSchema>

/** What may stand where the person stands, and what the expression gives so far, or where it is wrong. */
export interface ExpressionHelp {
  completions: Completions
  tried: TriedExpression
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
  /** A whole table as a file. */
  write(table: TableRef, format: TableFormat): Promise<Answer<Blob>>
}
