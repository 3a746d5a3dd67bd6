import {
  foldRun,
  getProblemText,
  defined,
  type NodeReport,
  type NodeRun,
  type Problem,
  type RunError,
  type RunEvent,
  type RunProgress,
  type RunView,
  type TableRef,
  type Value,
} from '@aw-flow/schema'
import { getRunValidity } from '@aw-flow/schema/internal'
import { toReadableValue } from '@aw-flow/engine'
import { parseAppliedAgent } from '@aw-flow/nodes'
import { z } from '@hono/zod-openapi'
import {
  createDocumentSchema,
  createNullableDocumentSchema,
  createNullableObjectSchema,
} from '../http/openapi-components.ts'
import { runPriorityNames, toPriorityName } from '../runs/queue/run-priority.ts'
import { triggerTypes, type StoredTable, type RunSummary } from '../store/runs/runs.ts'
import { renderResponse, renderEnglish } from './render-response.ts'

export const runStatusSchema = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'])

/** Example run for the OpenAPI document. */
export const exampleRun = {
  id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
  run_id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
  job_id: '0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3',
  workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11',
  workflow_definition_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11',
  workflow_name: 'Prepare a messy file',
  workflow_version: 1,
  status: 'running',
  retry_of: null,
  priority: 0,
  queue: 'default',
  concurrency_key: null,
  blocked: false,
  trigger_type: 'api',
  triggered_by: null,
  created_at: '2026-11-20T10:00:00.000Z',
  started_at: '2026-11-20T10:00:00.010Z',
  ended_at: null,
  start_time: '2026-11-20T10:00:00.010Z',
  end_time: null,
  completed_at: null,
  cancelled_at: null,
  cancelled_by: null,
  input_data_id: null,
  metadata: {},
  duration_ms: null,
}

/** A run with the field names of all APIs that this API replaces. `id`, `run_id` and `job_id` are the same. */
export const runWireSchema = z
  .object({
    id: z.string(),
    run_id: z.string(),
    job_id: z.string(),
    workflow_id: z.string(),
    workflow_definition_id: z.string().openapi({ description: 'Alias of `workflow_id`.' }),
    workflow_name: z.string(),
    workflow_version: z.number().int().nullable(),
    status: runStatusSchema,
    retry_of: z.string().nullable().openapi({ description: 'The earlier run that this run retries.' }),
    priority: z.number().int(),
    queue: z.enum(runPriorityNames).openapi({ description: 'Name of the priority.' }),
    concurrency_key: z
      .string()
      .nullable()
      .openapi({ description: 'Concurrency key. Runs of the workflow with the same key share a concurrency limit.' }),
    blocked: z
      .boolean()
      .openapi({ description: 'Whether the run stays queued until another run with the same key has ended.' }),
    trigger_type: z
      .enum(triggerTypes)
      .nullable()
      .openapi({ description: 'The trigger of the run; null for runs stored by an earlier version of aw.' }),
    triggered_by: z
      .string()
      .nullable()
      .openapi({ description: 'The person or program that started the run, as given in the request.' }),
    created_at: z.string(),
    started_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    start_time: z.string().nullable().openapi({ description: 'Alias of `started_at`.' }),
    end_time: z.string().nullable().openapi({ description: 'Alias of `ended_at`.' }),
    completed_at: z.string().nullable().openapi({ description: 'Alias of `ended_at`.' }),
    cancelled_at: z.string().nullable(),
    cancelled_by: z.string().nullable().openapi({ description: 'The caller who canceled the run.' }),
    input_data_id: z.string().nullable().openapi({ description: 'The first dataset that was passed to the run.' }),
    metadata: z
      .custom<Readonly<Record<string, unknown>>>()
      .openapi({ type: 'object', description: 'Data from the client that started the run. Default: empty.' }),
    duration_ms: z.number().int().nullable().openapi({ description: 'Time from start to end, in ms.' }),
  })
  .openapi('Run', {
    example: exampleRun,
  })

export const runToWire = (run: RunSummary): z.infer<typeof runWireSchema> => ({
  id: run.id,
  run_id: run.id,
  job_id: run.id,
  workflow_id: run.workflowId,
  workflow_definition_id: run.workflowId,
  workflow_name: run.workflowName,
  workflow_version: run.workflowVersion ?? null,
  status: run.status,
  retry_of: run.retryOf ?? null,
  priority: run.priority,
  queue: toPriorityName(run.priority),
  concurrency_key: run.concurrency?.key ?? null,
  blocked: run.isBlocked,
  trigger_type: run.origin?.triggerType ?? null,
  triggered_by: run.origin?.triggeredBy ?? null,
  created_at: run.createdAt,
  started_at: run.startedAt ?? null,
  ended_at: run.endedAt ?? null,
  start_time: run.startedAt ?? null,
  end_time: run.endedAt ?? null,
  completed_at: run.endedAt ?? null,
  cancelled_at: run.status === 'cancelled' ? (run.endedAt ?? null) : null,
  cancelled_by: run.cancelledBy ?? null,
  input_data_id: run.inputDataset ?? null,
  metadata: run.metadata ?? {},
  duration_ms: run.startedAt && run.endedAt ? Date.parse(run.endedAt) - Date.parse(run.startedAt) : null,
})

/** A node in a run. `retry_count` is the number of attempts after the first one, made by the engine or the agent. */
export const stepWireSchema = z
  .object({
    node: z.string(),
    node_id: z.string().openapi({ description: 'Alias of `node`.' }),
    type: z.string(),
    node_type: z.string().openapi({ description: 'Alias of `type`.' }),
    label: z.string(),
    status: z.enum([
      'pending',
      'running',
      'waiting',
      'retrying',
      'completed',
      'failed',
      'skipped',
      'cancelled',
      'cached',
    ]),
    attempt: z.number().int(),
    retry_count: z.number().int(),
    started_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    duration_ms: z.number().nullable(),
    rows: z.number().int().nullable(),
    input: z.record(z.string(), createDocumentSchema<Value>('Value')),
    output: z.record(z.string(), createDocumentSchema<Value>('Value')),
    report: createNullableObjectSchema<NodeReport>(),
    error: createNullableDocumentSchema<RunError>('RunError'),
    error_message: z.string().nullable(),
    reason: z.string().nullable().openapi({ description: 'The reason why the node was skipped.' }),
    problems: z.array(createDocumentSchema<Problem>('Problem')),
    progress: createNullableObjectSchema<Omit<RunProgress, 'run' | 'node'>>(),
  })
  .openapi('Step')

/** A node in a run in the format of the `executions` routes, with plain values. */
export const nodeExecutionWireSchema = z
  .object({
    ...stepWireSchema.shape,
    input_data: z.custom<Record<string, unknown>>().openapi({
      type: 'object',
      description:
        'The values of `input` by port: JSON and strings are unchanged; tables are represented by their columns and row count.',
    }),
    output_data: z.custom<Record<string, unknown>>().openapi({ type: 'object' }),
    agent_id: z
      .string()
      .nullable()
      .openapi({ description: 'The name of the remote agent that the node uses, or the ID of its model agent.' }),
    start_time: z.string().nullable(),
    end_time: z.string().nullable(),
    completed_at: z.string().nullable(),
  })
  .openapi('NodeExecution')

const toPlainValues = (values: Readonly<Record<string, Value>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([port, value]) => [port, toReadableValue(value)]))

/** Converts a run's nodes to the format of the `executions` routes. */
export function nodeExecutionsToWire(
  events: readonly RunEvent[],
  progress: Readonly<Record<string, RunProgress>>,
): z.infer<typeof nodeExecutionWireSchema>[] {
  const agentIdByNode = new Map(
    foldRun(events).workflow?.nodes.map(({ id, type, data }) => {
      const { agent } = data.config
      const remoteAgent = type === 'remote_agent' && typeof agent === 'string' ? agent : null
      return [id, parseAppliedAgent(agent)?.id ?? remoteAgent]
    }),
  )
  return stepsToWire(events, progress).map((step) => ({
    ...step,
    input_data: toPlainValues(step.input),
    output_data: toPlainValues(step.output),
    agent_id: agentIdByNode.get(step.node) ?? null,
    start_time: step.started_at,
    end_time: step.ended_at,
    completed_at: step.ended_at,
  }))
}

const toIsoTime = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString()

/** Converts a run's nodes, including their inputs and outputs, in document order. */
export function stepsToWire(
  events: readonly RunEvent[],
  progress: Readonly<Record<string, RunProgress>>,
): z.infer<typeof stepWireSchema>[] {
  const view = foldRun(events)
  const startEvent = events.find((event) => event.type === 'run-started')
  return (view.workflow?.nodes ?? []).map(({ id, type, data }) => {
    const nodeRun: NodeRun | undefined = view.nodes[id]
    const nodeProgress = nodeRun?.state === 'running' && Object.hasOwn(progress, id) ? progress[id] : undefined
    return {
      node: id,
      node_id: id,
      type,
      node_type: type,
      label: data.label,
      status: nodeRun?.state ?? 'pending',
      attempt: nodeRun?.attempt ?? 0,
      retry_count: nodeRun?.retries ?? 0,
      started_at: toIsoTime(nodeRun?.startedAt),
      ended_at: toIsoTime(nodeRun?.endedAt),
      duration_ms: nodeRun?.ms ?? null,
      rows: nodeRun?.rows ?? null,
      input: { ...startEvent?.inputs[id], ...findInputs(view, id) },
      output: nodeRun?.outputs ?? {},
      report: renderResponse(nodeRun?.report ?? null),
      error: renderResponse(nodeRun?.error ?? null),
      error_message: nodeRun?.error ? renderEnglish(getProblemText(nodeRun.error.problem)) : null,
      reason: nodeRun?.reason === undefined ? null : renderEnglish(nodeRun.reason),
      problems: renderResponse(nodeRun?.problems ?? []),
      progress: nodeProgress
        ? {
            done: nodeProgress.done,
            unit: nodeProgress.unit,
            ...defined({ total: nodeProgress.total }),
            ...(nodeProgress.message === undefined ? {} : { message: renderEnglish(nodeProgress.message) }),
          }
        : null,
    }
  })
}

/** Returns a node's inputs, keyed by target port, or by source port if the edge has no target port. */
function findInputs({ workflow, nodes }: RunView, id: string): Record<string, Value> {
  const inputs: Record<string, Value> = {}
  for (const { source, target, sourceHandle, targetHandle } of workflow?.edges ?? []) {
    if (target !== id) continue
    const outputs = nodes[source]?.outputs ?? {}
    const port = sourceHandle ?? Object.keys(outputs)[0]
    const value = port !== undefined && Object.hasOwn(outputs, port) ? outputs[port] : undefined
    if (port !== undefined && value) inputs[targetHandle ?? port] = value
  }
  return inputs
}

const tableWireSchema = z.object({
  node: z.string(),
  port: z.string(),
  table: createDocumentSchema<TableRef>('TableRef'),
  bytes: z.number().int().openapi({ description: 'Size of the CSV file.' }),
})

/** The output of a run: its result table, the tables of all end nodes, and the reports of its nodes. */
export const resultWireSchema = z
  .object({
    run_id: z.string(),
    job_id: z.string(),
    status: runStatusSchema,
    table: tableWireSchema
      .nullable()
      .openapi({ type: ['object', 'null'], description: 'Null if the run did not complete.' }),
    tables: z.array(tableWireSchema),
    reports: z.array(z.object({ node: z.string(), kind: z.string(), report: z.unknown() })),
    valid: z
      .boolean()
      .nullable()
      .openapi({ description: 'False if a validation found failing rows; null without a validation.' }),
    problem: createNullableDocumentSchema<Problem>('Problem'),
  })
  .openapi('RunResult')

export function resultToWire(
  { id, status }: RunSummary,
  view: RunView,
  storedTables: readonly StoredTable[],
): z.infer<typeof resultWireSchema> {
  const tables = storedTables.map(({ node, port, table, bytes }) => ({ node, port, table, bytes }))
  const nodeRuns = (view.workflow?.nodes ?? []).flatMap(({ id: node }) => view.nodes[node] ?? [])
  const reports = nodeRuns.flatMap(({ node, report }) => (report ? [{ node, ...report }] : []))
  return {
    run_id: id,
    job_id: id,
    status,
    table: status === 'completed' ? (tables.at(-1) ?? null) : null,
    tables,
    reports: renderResponse(reports.map(({ node, kind, report }) => ({ node, kind, report }))),
    valid: getRunValidity(view) ?? null,
    problem: renderResponse(view.problem ?? nodeRuns.find(({ error }) => error)?.error?.problem ?? null),
  }
}
