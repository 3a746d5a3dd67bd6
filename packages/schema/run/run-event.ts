import { textSchema } from '../wire/text.ts'
import type { Text } from '@aw-flow/messages'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { runErrorSchema } from './run-error.ts'
import { valueSchema } from '../wire/value.ts'
import { waitConditionSchema } from './wait-for.ts'
import { configSchema, workflowSchema } from '../document/workflow.ts'

/**
 * The event format version, which is stored in the first event of a run record. Records with older versions can still
 * be read.
 *
 * @internal
 */
export const runEventVersion = 2

const node = z.string()
const values = z.record(z.string(), valueSchema)
/**
 * The path of a node in nested graphs: "<loop or sub-workflow node>#<iteration>", outermost first. Absent at the top
 * level.
 */
const scope = z.array(z.string()).optional()
/**
 * The id of an effect within its node instance. It consists of the effect's kind, a digest of the request, and a number
 * that distinguishes equal requests.
 */
const effect = z.string()

/** @internal */
export const runSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('to'),
    node: z.string(),
    /** Additional nodes at which the run ends. */
    others: z.array(z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('from'), node: z.string() }),
  z.strictObject({ kind: z.literal('only'), node: z.string() }),
])
/** The part of a workflow to run. If absent, the entire workflow runs. @public */
export type RunSelection = z.infer<typeof runSelectionSchema>

/** @internal */
export const providedOutputsSchema = z.strictObject({
  /** Where the outputs come from: a pin or, for a partial run, the workflow's last run. */
  from: z.enum(['pin', 'part']),
  /** The derivation key of the outputs. Absent if they are pinned. */
  key: z.string().optional(),
  /** The values, keyed by port name. */
  outputs: values,
  /** The number of rows in the first table output. */
  rows: z.number().int().optional(),
})
/** Outputs that are used in a run instead of running a node. @public */
export type ProvidedOutputs = z.infer<typeof providedOutputsSchema>

export const nodeReportSchema = z.strictObject({
  /** The data agent that wrote the report. */
  kind: z.enum(['load', 'prepare', 'validate', 'other']),
  /** The report as JSON, in the format of that agent. */
  report: z.unknown(),
})
/** A node's report in addition to its outputs, in the format of its data agent. @public */
export type NodeReport = z.infer<typeof nodeReportSchema>

const bodySchemas = [
  z.strictObject({
    type: z.literal('run-started'),
    version: z.union([z.literal(1), z.literal(runEventVersion)]),
    run: z.string(),
    workflowId: z.string().optional(),
    /** The document that is run. Later changes to the stored document do not affect it. */
    workflow: workflowSchema,
    /** External inputs, keyed by node id, such as the file of a Load node. */
    inputs: z.record(z.string(), values),
    /** The seed for all random values in the run. */
    seed: z.number().int(),
    /** The node type versions at the start, keyed by type. The run uses them until it ends. */
    types: z.record(z.string(), z.number().int()).optional(),
    part: runSelectionSchema.optional(),
    /** Outputs that are used instead of running nodes, keyed by node id: pins, or outputs of the last run. */
    given: z.record(z.string(), providedOutputsSchema).optional(),
    /** Workflows of sub-workflow nodes as they were when the run started, keyed by name. */
    workflows: z.record(z.string(), workflowSchema).optional(),
    /** The maximum number of nodes that run in parallel. Default: 4. */
    parallel: z.number().int().min(1).optional(),
    /** The run that this one was forked from, and the last event that they share. */
    forkedFrom: z.strictObject({ run: z.string(), seq: z.number().int() }).optional(),
  }),
  /** The run continues with these node type versions, because the previous ones are unavailable. */
  z.strictObject({ type: z.literal('run-migrated'), types: z.record(z.string(), z.number().int()) }),
  /** Another process has resumed the run. */
  z.strictObject({ type: z.literal('run-resumed') }),
  z.strictObject({
    type: z.literal('node-started'),
    node,
    scope,
    /** The attempt number, starting at 1. */
    attempt: z.number().int(),
    /** The derivation key: a hash of the type version, the settings and the identities of the inputs. */
    key: z.string(),
    /** The settings after `{{…}}` was evaluated. Absent if they do not contain `{{…}}`. */
    filled: configSchema.optional(),
  }),
  /** The node does not run, because its outputs already exist. It counts as completed. */
  z.strictObject({
    type: z.literal('node-cached'),
    node,
    scope,
    key: z.string(),
    /**
     * Where the outputs come from: a pin, a cached result with the same key, the record of the run that this one was
     * forked from, or the last run (for a partial run).
     */
    from: z.enum(['pin', 'result', 'fork', 'part']),
    outputs: values,
    taken: z.array(z.string()).optional(),
    filled: configSchema.optional(),
    rows: z.number().int().optional(),
    report: nodeReportSchema.optional(),
    problems: z.array(problemSchema),
  }),
  /** An external effect of the node is about to start. */
  z.strictObject({
    type: z.literal('effect-started'),
    node,
    scope,
    attempt: z.number().int(),
    effect,
    kind: z.string(),
    request: z.unknown().optional(),
  }),
  /**
   * An effect has ended with an outcome or error, or is `unknown` because the process exited during the effect. In that
   * case, the node's policy determines what happens.
   */
  z.strictObject({
    type: z.literal('effect-ended'),
    node,
    scope,
    attempt: z.number().int(),
    effect,
    outcome: z.unknown().optional(),
    error: runErrorSchema.optional(),
    unknown: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('node-completed'),
    node,
    scope,
    outputs: values,
    /** The active output ports. Nodes after inactive ports are skipped. Default: all ports are active. */
    taken: z.array(z.string()).optional(),
    /** The number of rows in the first table output, if there is one. */
    rows: z.number().int().optional(),
    ms: z.number(),
    report: nodeReportSchema.optional(),
    problems: z.array(problemSchema),
  }),
  z.strictObject({
    type: z.literal('node-retrying'),
    node,
    scope,
    /** The number of the failed attempt. */
    attempt: z.number().int(),
    error: runErrorSchema,
    delayMs: z.number(),
    /**
     * Set if only an iteration or the part after a wait failed. Only that part is retried, and `attempt` counts its
     * attempts.
     */
    turn: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('node-failed'),
    node,
    scope,
    error: runErrorSchema,
    ms: z.number(),
    /** The number of the agent's attempts after the first one. */
    agentRetries: z.number().int().optional(),
    report: nodeReportSchema.optional(),
    /** Whether the node's error handling lets the run continue. */
    handled: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('node-skipped'), node, scope, reason: textSchema, because: z.array(z.string()) }),
  z.strictObject({ type: z.literal('node-cancelled'), node, scope }),
  z.strictObject({
    type: z.literal('node-logged'),
    node,
    scope,
    level: z.enum(['debug', 'info', 'warning', 'error']),
    message: textSchema,
  }),
  /** A loop's next iteration starts, with these values for its body. */
  z.strictObject({
    type: z.literal('iteration-started'),
    node,
    scope,
    /** The zero-based number of the iteration. */
    iteration: z.number().int(),
    values,
    /** The number of iterations, if known. */
    of: z.number().int().optional(),
  }),
  /** The loop has no further iterations. */
  z.strictObject({ type: z.literal('iterations-done'), node, scope, count: z.number().int() }),
  /** An iteration has ended. `values` are its results for the loop. */
  z.strictObject({
    type: z.literal('iteration-ended'),
    node,
    scope,
    iteration: z.number().int(),
    state: z.enum(['completed', 'failed', 'cancelled']),
    values,
    /** The error that prevented the iteration from starting. */
    error: runErrorSchema.optional(),
  }),
  z.strictObject({ type: z.literal('node-waiting'), node, scope, waitFor: waitConditionSchema }),
  z.strictObject({
    type: z.literal('approval-given'),
    node,
    scope,
    /** The digest of the value that was shown to the reviewer. Decisions about a different value are ignored. */
    digest: z.string(),
    /**
     * For an interrupted effect: `approve` repeats it, `reject` lets it fail, and `done` completes it with the result
     * in `edited`.
     */
    decision: z.enum(['approve', 'reject', 'done']),
    /** The value that replaces the one that was shown. */
    edited: z.unknown().optional(),
    by: z.string().optional(),
    comment: z.string().optional(),
  }),
  /** The wait ended because its time elapsed, an event arrived or its deadline passed. */
  z.strictObject({
    type: z.literal('wait-ended'),
    node,
    scope,
    reason: z.enum(['time', 'event', 'deadline']),
    /** The payload of the received event. */
    value: z.unknown().optional(),
  }),
  /** The run has failed, and the effects of this node are being undone. */
  z.strictObject({ type: z.literal('compensation-started'), node, scope }),
  z.strictObject({ type: z.literal('compensation-ended'), node, scope, error: runErrorSchema.optional() }),
  /** Cancellation was requested. If a limit caused it, the run fails with `problem` after everything has stopped. */
  z.strictObject({ type: z.literal('cancel-requested'), problem: problemSchema.optional() }),
  z.strictObject({ type: z.literal('run-completed') }),
  z.strictObject({ type: z.literal('run-failed'), failed: z.array(z.string()), problem: problemSchema.optional() }),
  z.strictObject({ type: z.literal('run-cancelled') }),
] as const

/** @internal */
export const runEventBodySchema = z.discriminatedUnion('type', bodySchemas)
/** The body of an event, without its position in the record. @public */
export type RunEventBody = z.infer<typeof runEventBodySchema>

const metadata = {
  /** The zero-based position in the record. Positions are consecutive. */
  seq: z.number().int(),
  /** The time in ms since the Unix epoch, according to the run's clock. */
  time: z.number(),
}

/** Schema of run events. The append-only list of events is the only record of a run. @internal */
export const runEventSchema = z
  .intersection(z.object(metadata), z.looseObject({ type: z.string() }))
  .transform((event, context) => {
    const { seq, time, ...body } = event
    const parsed = runEventBodySchema.safeParse(body)
    if (parsed.success) return { seq, time, ...parsed.data }
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: body } as z.core.$ZodRawIssue)
    return z.NEVER
  })
/**
 * A run event: its body, its zero-based position `seq` in the record, and its time in ms since the Unix epoch. The
 * append-only list of events is the only record of a run.
 *
 * @public
 */
export type RunEvent = RunEventBody & { seq: number; time: number }

/** A node's progress, for observers. It is not recorded. @public */
export interface RunProgress {
  /** The id of the run. */
  run: string
  /** The id of the node. */
  node: string
  /** The path of loops and sub-workflows, outermost first. Absent at the top level. */
  scope?: readonly string[]
  /** The completed amount. */
  done: number
  /** The expected total amount. Absent if unknown. */
  total?: number
  /** The unit of `done` and `total`. */
  unit: 'rows' | 'bytes' | 'steps'
  /** The node's current activity. */
  message?: Text
}
