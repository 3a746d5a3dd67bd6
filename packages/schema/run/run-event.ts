import { textSchema } from '../wire/text.ts'
import type { Text } from '@aw-flow/messages'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { runErrorSchema } from './run-error.ts'
import { valueSchema } from '../wire/value.ts'
import { waitForSchema } from './wait-for.ts'
import { configSchema, workflowSchema } from '../document/workflow.ts'

/** The version of the event shapes that is written; a journal names it in its first event. Older ones are read. */
export const runEventVersion = 2

const node = z.string()
const values = z.record(z.string(), valueSchema)
/** Where in nested graphs a node stands: "<loop or sub-workflow node>#<iteration>", outermost first; absent at the top. */
const scope = z.array(z.string()).optional()
/** An effect of a node instance: kind, digest of the request, and which of several equal ones it is. */
const effect = z.string()

/** Which part of a workflow a run is asked for; without it, all of it. */
export const runPartSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('to'), node: z.string() }),
  z.strictObject({ kind: z.literal('from'), node: z.string() }),
  z.strictObject({ kind: z.literal('only'), node: z.string() }),
])
export type RunPart = z.infer<typeof runPartSchema>

/** Outputs that stand in for a node of a run. `key` is their derivation, where they were not pinned by a person. */
export const providedOutputsSchema = z.strictObject({
  from: z.enum(['pin', 'part']),
  key: z.string().optional(),
  outputs: values,
  rows: z.number().int().optional(),
})
export type ProvidedOutputs = z.infer<typeof providedOutputsSchema>

/** What a node has to tell about its work beside its outputs: the reports of the data agents, in their own shapes. */
export const nodeReportSchema = z.strictObject({
  kind: z.enum(['load', 'prepare', 'validate', 'other']),
  report: z.unknown(),
})
export type NodeReport = z.infer<typeof nodeReportSchema>

const bodies = [
  z.strictObject({
    type: z.literal('run-started'),
    version: z.union([z.literal(1), z.literal(runEventVersion)]),
    run: z.string(),
    workflowId: z.string().optional(),
    /** The document that the run keeps to its end, whatever happens to the stored one. */
    workflow: workflowSchema,
    /** What was given from outside, by node id: the file that a Load node reads. */
    inputs: z.record(z.string(), values),
    /** Seeds everything random in the run. */
    seed: z.number().int(),
    /** The versions of the node types that the run began with, by type; the run keeps to them. */
    types: z.record(z.string(), z.number().int()).optional(),
    part: runPartSchema.optional(),
    /** Outputs that stand in for a node, by node id, which is not run: its pin, or what the last run gave. */
    given: z.record(z.string(), providedOutputsSchema).optional(),
    /** Workflows that sub-workflow nodes name, by that name, as they were when the run began. */
    workflows: z.record(z.string(), workflowSchema).optional(),
    /** Nodes at a time; 4 where it is not said. */
    parallel: z.number().int().min(1).optional(),
    /** The run that this one was forked from, and the last event that both have. */
    forkedFrom: z.strictObject({ run: z.string(), seq: z.number().int() }).optional(),
  }),
  /** From here on it keeps to these versions of node types, since those that it had are gone. */
  z.strictObject({ type: z.literal('run-migrated'), types: z.record(z.string(), z.number().int()) }),
  /** The process that ran it had ended; from here on another one does. */
  z.strictObject({ type: z.literal('run-resumed') }),
  z.strictObject({
    type: z.literal('node-started'),
    node,
    scope,
    /** 1 for the first attempt. */
    attempt: z.number().int(),
    /** The node's derivation: the hash of its type's version, its settings and its inputs' identities. */
    key: z.string(),
    /** The settings after `{{…}}` were filled, where there were some. */
    filled: configSchema.optional(),
  }),
  /** The node is not run: its outputs are there already. Counts as completed. */
  z.strictObject({
    type: z.literal('node-cached'),
    node,
    scope,
    key: z.string(),
    /** A pin; a result of the same derivation; the record that this run was forked from; the last run, for a part. */
    from: z.enum(['pin', 'result', 'fork', 'part']),
    outputs: values,
    taken: z.array(z.string()).optional(),
    filled: configSchema.optional(),
    rows: z.number().int().optional(),
    report: nodeReportSchema.optional(),
    problems: z.array(problemSchema),
  }),
  /** Something outside is about to be done for the node. */
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
   * What it came to: its outcome, its error, or `unknown` where the process ended in between and nobody can know; then
   * the node's policy decides.
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
    /** The output ports that the node took; what is behind others is skipped. All, where it is not said. */
    taken: z.array(z.string()).optional(),
    /** Rows of the first table output, where there is one. */
    rows: z.number().int().optional(),
    ms: z.number(),
    report: nodeReportSchema.optional(),
    problems: z.array(problemSchema),
  }),
  z.strictObject({
    type: z.literal('node-retrying'),
    node,
    scope,
    /** The attempt that failed. */
    attempt: z.number().int(),
    error: runErrorSchema,
    delayMs: z.number(),
    /** Only a turn of a loop failed, or what came after waiting; `attempt` is of that, and that alone is done again. */
    turn: z.literal(true).optional(),
  }),
  z.strictObject({
    type: z.literal('node-failed'),
    node,
    scope,
    error: runErrorSchema,
    ms: z.number(),
    /** The agent's own attempts after its first, before it gave up. */
    agentRetries: z.number().int().optional(),
    report: nodeReportSchema.optional(),
    /** The node says what is done about it: the run goes on, and does not fail by it. */
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
  /** A loop's next turn: its body begins, with these values at the loop's outputs into it. */
  z.strictObject({
    type: z.literal('iteration-started'),
    node,
    scope,
    /** 0, 1, 2, … */
    iteration: z.number().int(),
    values,
    /** How many there will be, where that is known. */
    of: z.number().int().optional(),
  }),
  /** A loop has no further turn. */
  z.strictObject({ type: z.literal('iterations-done'), node, scope, count: z.number().int() }),
  /** A turn's body has ended; `values` is what came back to the loop. */
  z.strictObject({
    type: z.literal('iteration-ended'),
    node,
    scope,
    iteration: z.number().int(),
    state: z.enum(['completed', 'failed', 'cancelled']),
    values,
    /** Why it could not begin. */
    error: runErrorSchema.optional(),
  }),
  z.strictObject({ type: z.literal('node-waiting'), node, scope, waitFor: waitForSchema }),
  z.strictObject({
    type: z.literal('approval-given'),
    node,
    scope,
    /** Of what the person saw; one that is not what the node shows now changes nothing. */
    digest: z.string(),
    /** Of an interrupted effect, `approve` is to do it again, `reject` to fail, and `done` that it came to `edited`. */
    decision: z.enum(['approve', 'reject', 'done']),
    /** Stands in for what was shown. */
    edited: z.unknown().optional(),
    by: z.string().optional(),
    comment: z.string().optional(),
  }),
  /** The time came, the event arrived, or the deadline passed. */
  z.strictObject({
    type: z.literal('wait-ended'),
    node,
    scope,
    reason: z.enum(['time', 'event', 'deadline']),
    /** What the event brought. */
    value: z.unknown().optional(),
  }),
  /** The run has failed; what this node did is being undone. */
  z.strictObject({ type: z.literal('compensation-started'), node, scope }),
  z.strictObject({ type: z.literal('compensation-ended'), node, scope, error: runErrorSchema.optional() }),
  /** `problem`: no person has asked for it; the run fails with it when everything has stopped. */
  z.strictObject({ type: z.literal('cancel-requested'), problem: problemSchema.optional() }),
  z.strictObject({ type: z.literal('run-completed') }),
  z.strictObject({ type: z.literal('run-failed'), failed: z.array(z.string()), problem: problemSchema.optional() }),
  z.strictObject({ type: z.literal('run-cancelled') }),
] as const

/** The body of an event: what happened, without its place in the record. */
export const runEventBodySchema = z.discriminatedUnion('type', bodies)
export type RunEventBody = z.infer<typeof runEventBodySchema>

const stamp = {
  /** 0, 1, 2, … without a gap. */
  seq: z.number().int(),
  /** Milliseconds since 1970, by the run's clock. */
  time: z.number(),
}

/** An event of a run. The list of them, append-only, is the only record of the run. */
export const runEventSchema = z
  .intersection(z.object(stamp), z.looseObject({ type: z.string() }))
  .transform((event, context) => {
    const { seq, time, ...body } = event
    const parsed = runEventBodySchema.safeParse(body)
    if (parsed.success) return { seq, time, ...parsed.data }
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: body } as z.core.$ZodRawIssue)
    return z.NEVER
  })
export type RunEvent = RunEventBody & { seq: number; time: number }

/** Progress from within a node: told to whoever watches, never recorded. `done` of `total` in `unit`. */
export interface RunProgress {
  run: string
  node: string
  scope?: readonly string[]
  done: number
  total?: number
  unit: 'rows' | 'bytes' | 'steps'
  message?: Text
}
