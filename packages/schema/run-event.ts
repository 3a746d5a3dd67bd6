import { z } from './zod.ts'
import { problemSchema } from './problem.ts'
import { runErrorSchema } from './run-error.ts'
import { valueSchema } from './value.ts'
import { workflowSchema } from './workflow.ts'

/** The version of the event shapes; a journal names it in its first event. */
export const runEventVersion = 1

const node = z.string()
const values = z.record(z.string(), valueSchema)

/** What a node has to tell about its work beside its outputs: the reports of the data agents, in their own shapes. */
export const nodeReportSchema = z.strictObject({
  kind: z.enum(['load', 'prepare', 'validate', 'other']),
  report: z.unknown(),
})
export type NodeReport = z.infer<typeof nodeReportSchema>

const bodies = [
  z.strictObject({
    type: z.literal('run-started'),
    version: z.literal(runEventVersion),
    run: z.string(),
    workflowId: z.string().optional(),
    /** The document that the run keeps to its end, whatever happens to the stored one. */
    workflow: workflowSchema,
    /** What was given from outside, by node id: the file that a Load node reads. */
    inputs: z.record(z.string(), values),
    /** Seeds everything random in the run. */
    seed: z.number().int(),
  }),
  z.strictObject({
    type: z.literal('node-started'),
    node,
    /** 1 for the first attempt. */
    attempt: z.number().int(),
    /** The node's derivation: the hash of its type's version, its settings and its inputs' identities. */
    key: z.string(),
  }),
  z.strictObject({
    type: z.literal('node-completed'),
    node,
    outputs: values,
    /** Rows of the first table output, where there is one. */
    rows: z.number().int().optional(),
    ms: z.number(),
    report: nodeReportSchema.optional(),
    problems: z.array(problemSchema),
  }),
  z.strictObject({
    type: z.literal('node-retrying'),
    node,
    /** The attempt that failed. */
    attempt: z.number().int(),
    error: runErrorSchema,
    delayMs: z.number(),
  }),
  z.strictObject({
    type: z.literal('node-failed'),
    node,
    error: runErrorSchema,
    ms: z.number(),
    /** The agent's own attempts after its first, before it gave up. */
    agentRetries: z.number().int().optional(),
    report: nodeReportSchema.optional(),
  }),
  z.strictObject({ type: z.literal('node-skipped'), node, reason: z.string(), because: z.array(z.string()) }),
  z.strictObject({ type: z.literal('node-cancelled'), node }),
  z.strictObject({
    type: z.literal('node-logged'),
    node,
    level: z.enum(['debug', 'info', 'warning', 'error']),
    message: z.string(),
  }),
  z.strictObject({ type: z.literal('cancel-requested') }),
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
    for (const issue of parsed.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: issue.path })
    return z.NEVER
  })
export type RunEvent = RunEventBody & { seq: number; time: number }

/** Progress from within a node: told to whoever watches, never recorded. `done` of `total` in `unit`. */
export interface RunProgress {
  run: string
  node: string
  done: number
  total?: number
  unit: 'rows' | 'bytes' | 'steps'
  message?: string
}
