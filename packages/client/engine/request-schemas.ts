import {
  problemSchema,
  runEventSchema,
  workflowSchema,
  type Config,
  type Layout,
  type LayoutGraph,
  type NodePreview,
  type SuggestedFix,
  type Problem,
  type RunEvent,
  type RunProgress,
  type TableRef,
  type Value,
  type ExplanationRequest,
  type WorkflowExplanation,
  type WorkflowProposal,
  type WorkflowProposalRequest,
  type DescriptionPlan,
  type DescriptionPlanRequest,
  type Workflow,
  type WorkflowDescription,
} from '@aw-flow/schema'
import {
  grantedModelsSchema,
  datasetPreviewSchema,
  layoutGraphSchema,
  layoutSchema,
  loadPreviewRequestSchema,
  loadPreviewSchema,
  nodePreviewSchema,
  suggestedFixSchema,
  tableRefSchema,
  valueSchema,
  workflowDescriptionSchema,
  explanationRequestSchema,
  workflowExplanationSchema,
  workflowProposalRequestSchema,
  workflowProposalSchema,
  descriptionPlanRequestSchema,
  descriptionPlanSchema,
  type DatasetPreview,
  type LoadPreview,
  type LoadPreviewRequest,
} from '@aw-flow/schema/internal'
import type { GrantedAccess } from '@aw-flow/engine'
import { z } from 'zod'
import type { RequestTypes, SchemasOf } from './define-requests.ts'
import { expressionAssistSchema, type ExpressionAssist } from '../document/expression-assist.ts'
import { inputSampleSchema, type InputSample } from './input-sample.ts'
import { runProgressSchema, runRequestSchema, type RunRequest } from './run-request.ts'
import { grantedAccessSchema } from '../storage/document-access.ts'
import { tableRequestSchemas, type TableRequestTypes } from './table-request-schemas.ts'

/**
 * All requests that a page can send to its engine. The handler of each request has the same name in
 * `worker/handlers`. The worker validates the input on arrival; the page validates the output and progress.
 */
export interface RequestTypeMap extends TableRequestTypes {
  /** Starts DuckDB. */
  openDatabase: RequestTypes<NoInput, null>
  setAccess: RequestTypes<Access, null>
  /** Describes the columns and problems of each node. */
  describe: RequestTypes<DescribeInput, WorkflowDescription>
  /**
   * Checks the SQL statements that the last description lists as `unchecked`. Starts DuckDB. Returns whether there were
   * any such statements.
   */
  checkStatements: RequestTypes<NoInput, boolean>
  /** Computes positions for the nodes of a graph. */
  layOut: RequestTypes<LayoutGraph, Layout>
  /** Computes the SHA-256 hash of a file, as hexadecimal digits. Progress is in bytes. */
  hash: RequestTypes<{ bytes: Blob }, string, { done: number; total: number }>
  /** Detects the format and columns of a file. */
  previewFile: RequestTypes<{ dataset: string; name: string; bytes: Blob }, DatasetPreview>
  /** Loads the first rows of a dataset according to a load plan. Starts DuckDB. */
  previewLoad: RequestTypes<LoadPreviewRequest & { dataset: string }, LoadPreview>
  /** Completes and evaluates the expression being edited. */
  completeExpression: RequestTypes<ExpressionInput, ExpressionAssist>
  /** Lists the next scheduled times for a cron expression. Empty if the expression or time zone is invalid. */
  planTimes: RequestTypes<{ cron: string; timeZone: string; count: number }, ScheduledTime[]>
  /**
   * Lists all node types, starting with the most likely successors of a node's output. By default, its first output is
   * used.
   */
  suggestNextNodes: RequestTypes<{ workflow: Workflow; node: string; port?: string | undefined }, string[]>
  /** Plans nodes that implement a description in natural language. */
  planFromDescription: RequestTypes<DescriptionPlanRequest, DescriptionPlan>
  /**
   * Asks a language model to propose a change to a workflow. Does not apply the change. Fails if access to the
   * model has not been granted.
   */
  proposeEdit: RequestTypes<ProposeEditInput, WorkflowProposal>
  /**
   * Asks a language model to suggest a name and description for a workflow. Fails if access to the model has not been
   * granted.
   */
  explainWorkflow: RequestTypes<ExplanationRequest, WorkflowExplanation>
  /** Finds edits that fix a problem. Each edit has been tested on the first rows without calling external services. */
  findFixes: RequestTypes<FindFixesInput, SuggestedFix[]>
  /** Computes a node's outputs from sample data without calling external services. Starts DuckDB. */
  previewNode: RequestTypes<PreviewNodeInput, NodePreview>
  /** Explains a problem code. The explanation is in English if no translation is available. */
  explainProblem: RequestTypes<{ code: string; language: string }, ProblemExplanation | undefined>
  /** Reads the documentation of a node type. The text is in English if no translation is available. */
  readNodeDocs: RequestTypes<{ type: string; language?: string | undefined }, NodeTypeDocs | undefined>
  /** Lists the access that a workflow and its sub-workflows request. */
  listRequestedAccess: RequestTypes<{ workflow: Workflow }, { requested: GrantedAccess; subWorkflowRefs: string[] }>
  /** Lists the names or ids of the workflows that a workflow's nodes run. */
  listReferences: RequestTypes<{ workflow: Workflow }, string[]>
  /** Runs a workflow. Work that depends on an event starts only after the page has handled the event. */
  run: RequestTypes<RunRequest, null, { events: RunEvent[] } | { progress: RunProgress }>
  /** Drops the tables of a run, unless they are still used by cached results or views. */
  dropRun: RequestTypes<{ run: string }, null>
  /** Lists the cached results, most recently used first. */
  listResults: RequestTypes<NoInput, ResultSummary[]>
  /** Removes cached results. Default: all of them. */
  removeResults: RequestTypes<{ keys?: string[] | undefined }, null>
  /**
   * Makes a table of another engine available under the same id. If the table has not been imported yet, it is imported
   * from `csv`. Returns false if `csv` is needed but absent. If there are too many imported tables, the least recently
   * used ones are dropped.
   */
  importTable: RequestTypes<{ table: TableRef; csv?: Blob | undefined }, boolean>
  /**
   * Stores a run's result tables in OPFS and evicts the oldest runs until the total is at most `maxBytes`. Returns
   * `too-large` if the run alone exceeds the limit, or `no-tables` if the tables no longer exist. Fails if OPFS is
   * unavailable or full.
   */
  storeResults: RequestTypes<
    { run: string; tables: TableRef[]; maxBytes: number },
    'stored' | 'too-large' | 'no-tables'
  >
  /** Restores a stored result table under a new id. */
  openResult: RequestTypes<{ run: string; table: TableRef }, OpenedResult>
  /** Returns the number of runs with stored results, and their total size. */
  measureResults: RequestTypes<NoInput, { runs: number; bytes: number }>
  /** Evicts stored results, oldest first, until at most `maxBytes` remain. */
  evictResults: RequestTypes<{ maxBytes: number }, null>
  /** Removes the stored results of deleted runs. */
  removeStoredResults: RequestTypes<{ runs: string[] }, null>
}

/** A restored result table, or why it is not available: evicted, larger than the limit, or never stored. */
const openedResultSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('stored'), table: tableRefSchema }),
  z.strictObject({ state: z.enum(['evicted', 'too-large', 'missing']) }),
])
export type OpenedResult = z.infer<typeof openedResultSchema>

type NoInput = Record<never, never>

export interface DescribeInput {
  workflow: Workflow
  /** The previews of the datasets that the workflow refers to. */
  previews: DatasetPreview[]
  /** The ids of all datasets. If absent because they are not known yet, no dataset is reported as missing. */
  datasets?: string[] | undefined
  /** The ids of the datasets that the next run reads, keyed by the ids of nodes without a dataset setting. */
  runDatasets?: Record<string, string> | undefined
  /** Sample data for inputs without a source. Their columns are described. */
  samples?: InputSample[] | undefined
}

export interface ProposeEditInput extends WorkflowProposalRequest, Omit<DescribeInput, 'workflow'> {}

export interface FindFixesInput extends DescribeInput {
  problem: Problem
  /** The names of all other workflows. */
  workflowNames: string[]
  /** The external inputs of the last run, such as files, keyed by node id and port name. */
  inputs: Record<string, Record<string, Value>>
}

/** The input for a node preview. */
export interface PreviewNodeInput {
  workflow: Workflow
  node: string
  /** Overrides for the node's settings. */
  settings?: Config | undefined
  /** The up-to-date outputs of the last run, keyed by node id and port name. */
  outputs: Record<string, Record<string, Value>>
  /** The external inputs of the last run, such as files, keyed by node id and port name. */
  inputs: Record<string, Record<string, Value>>
  /** The ids of the datasets that the next run reads, keyed by the ids of nodes without a dataset setting. */
  runDatasets?: Record<string, string> | undefined
  /** Sample data for inputs without a source. */
  samples?: InputSample[] | undefined
}

export interface ExpressionInput extends DescribeInput {
  /** The node id. For a node in a sub-workflow, it is prefixed with the ids of the outer nodes, such as "sub/load". */
  node: string
  text: string
  /** The cursor position. */
  offset: number
  /**
   * With `row`, names refer to columns of the node's first table, and the expression is evaluated on its first rows.
   */
  over?: 'value' | 'row' | undefined
  /** The outputs of the last run, keyed by node id and port name, on which the expression is evaluated. */
  outputs: Record<string, Record<string, Value>>
}

const scheduledTimeSchema = z.strictObject({
  /** The scheduled time, in ms since the Unix epoch. */
  time: z.number(),
  /** The change of the UTC offset in minutes, if daylight saving time starts or ends on that day. */
  offsetChange: z.number().exactOptional(),
})
/** A time at which a schedule starts a run. @public */
export type ScheduledTime = z.infer<typeof scheduledTimeSchema>

const nodeTypeDocsSchema = z.strictObject({
  /** The text in Markdown. */
  markdown: z.string(),
  /** The text's language. English if no translation is available. */
  language: z.string(),
})
/** The documentation of a node type, and the language it is written in (a BCP 47 tag). @public */
export type NodeTypeDocs = z.infer<typeof nodeTypeDocsSchema>

const problemExplanationSchema = z.strictObject({
  /** When the problem occurs, and its consequences. */
  meaning: z.string(),
  /** The language of the text. English if no translation is available. */
  language: z.string(),
})
/** The explanation of a problem code, and the language it is written in (a BCP 47 tag). @public */
export type ProblemExplanation = z.infer<typeof problemExplanationSchema>

/** The schema of `ResultSummary`. `key` is the derivation key: a node with the same key is not executed again. */
const resultSummarySchema = z.strictObject({
  key: z.string(),
  type: z.string(),
  label: z.string(),
  run: z.string(),
  rows: z.number().optional(),
  ms: z.number(),
  /** The estimated size, in bytes. */
  bytes: z.number(),
})
/** A cached node result. @internal */
export type ResultSummary = z.infer<typeof resultSummarySchema>

/** The hosts, secrets and language models that the page's runs may use. */
const accessSchema = z.strictObject({
  /** `*` allows all public hosts; private hosts must be listed by name. */
  allowHosts: z.array(z.string()),
  /** The secrets. The worker keeps them only in memory. */
  secrets: z.array(z.strictObject({ name: z.string(), value: z.string(), hosts: z.array(z.string()) })),
  /** The language models that runs may use. Default: none. */
  models: grantedModelsSchema.optional(),
})
export type Access = z.infer<typeof accessSchema>

const describeInputShape = {
  workflow: workflowSchema,
  previews: z.array(datasetPreviewSchema),
  datasets: z.array(z.string()).optional(),
  runDatasets: z.record(z.string(), z.string()).optional(),
  samples: z.array(inputSampleSchema).optional(),
}
const noInput = z.strictObject({})
const noOutput = z.null()
const blob = z.instanceof(Blob)

/** The schemas of the requests. The page loads them with the first request. */
export const requestSchemas: SchemasOf<RequestTypeMap> = {
  ...tableRequestSchemas,
  openDatabase: { input: noInput, output: noOutput },
  setAccess: { input: accessSchema, output: noOutput },
  describe: { input: z.strictObject(describeInputShape), output: workflowDescriptionSchema },
  checkStatements: { input: noInput, output: z.boolean() },
  layOut: { input: layoutGraphSchema, output: layoutSchema },
  hash: {
    input: z.strictObject({ bytes: blob }),
    output: z.string(),
    progress: z.strictObject({ done: z.number(), total: z.number() }),
  },
  previewFile: {
    input: z.strictObject({ dataset: z.string(), name: z.string(), bytes: blob }),
    output: datasetPreviewSchema,
  },
  previewLoad: { input: loadPreviewRequestSchema.extend({ dataset: z.string() }), output: loadPreviewSchema },
  completeExpression: {
    input: z.strictObject({
      ...describeInputShape,
      node: z.string(),
      text: z.string(),
      offset: z.number().int().nonnegative(),
      over: z.enum(['value', 'row']).optional(),
      outputs: z.record(z.string(), z.record(z.string(), valueSchema)),
    }),
    output: expressionAssistSchema,
  },
  findFixes: {
    input: z.strictObject({
      ...describeInputShape,
      problem: problemSchema,
      workflowNames: z.array(z.string()),
      inputs: z.record(z.string(), z.record(z.string(), valueSchema)),
    }),
    output: z.array(suggestedFixSchema),
  },
  previewNode: {
    input: z.strictObject({
      workflow: workflowSchema,
      node: z.string(),
      settings: z.record(z.string(), z.any()).optional(),
      outputs: z.record(z.string(), z.record(z.string(), valueSchema)),
      inputs: z.record(z.string(), z.record(z.string(), valueSchema)),
      runDatasets: z.record(z.string(), z.string()).optional(),
      samples: z.array(inputSampleSchema).optional(),
    }),
    output: nodePreviewSchema,
  },
  explainProblem: {
    input: z.strictObject({ code: z.string(), language: z.string() }),
    output: problemExplanationSchema.optional(),
  },
  readNodeDocs: {
    input: z.strictObject({ type: z.string(), language: z.string().optional() }),
    output: nodeTypeDocsSchema.optional(),
  },
  listRequestedAccess: {
    input: z.strictObject({ workflow: workflowSchema }),
    output: z.strictObject({
      requested: grantedAccessSchema,
      /** The ids or names of the stored workflows that the workflow runs. */
      subWorkflowRefs: z.array(z.string()),
    }),
  },
  listReferences: { input: z.strictObject({ workflow: workflowSchema }), output: z.array(z.string()) },
  run: {
    input: runRequestSchema,
    output: noOutput,
    progress: z.union([
      z.strictObject({ events: z.array(runEventSchema) }),
      z.strictObject({ progress: runProgressSchema }),
    ]),
  },
  planTimes: {
    input: z.strictObject({ cron: z.string(), timeZone: z.string(), count: z.number().int().min(1).max(100) }),
    output: z.array(scheduledTimeSchema),
  },
  suggestNextNodes: {
    input: z.strictObject({ workflow: workflowSchema, node: z.string(), port: z.string().optional() }),
    output: z.array(z.string()),
  },
  planFromDescription: { input: descriptionPlanRequestSchema, output: descriptionPlanSchema },
  proposeEdit: {
    input: workflowProposalRequestSchema.extend(describeInputShape),
    output: workflowProposalSchema,
  },
  explainWorkflow: { input: explanationRequestSchema, output: workflowExplanationSchema },
  dropRun: { input: z.strictObject({ run: z.string() }), output: noOutput },
  listResults: { input: noInput, output: z.array(resultSummarySchema) },
  removeResults: { input: z.strictObject({ keys: z.array(z.string()).optional() }), output: noOutput },
  importTable: { input: z.strictObject({ table: tableRefSchema, csv: blob.optional() }), output: z.boolean() },
  storeResults: {
    input: z.strictObject({ run: z.string(), tables: z.array(tableRefSchema), maxBytes: z.number().nonnegative() }),
    output: z.enum(['stored', 'too-large', 'no-tables']),
  },
  openResult: { input: z.strictObject({ run: z.string(), table: tableRefSchema }), output: openedResultSchema },
  measureResults: { input: noInput, output: z.strictObject({ runs: z.number(), bytes: z.number() }) },
  evictResults: { input: z.strictObject({ maxBytes: z.number().nonnegative() }), output: noOutput },
  removeStoredResults: { input: z.strictObject({ runs: z.array(z.string()) }), output: noOutput },
}
