import { problemSchema, type Problem, type RunProgress } from '@aw-flow/schema'
import { textSchema } from '@aw-flow/schema/internal'
import { z } from 'zod'
import type { RunCommand } from '../store/runs/run-controls.ts'
import type { RunOutcome, RunTask } from '../runs/perform-run.ts'
import type { CallRequest, CallResponse } from './remote-calls.ts'

export type MessageToChild =
  | { type: 'perform'; task: RunTask }
  | { type: 'cancel'; run: string }
  | { type: 'release'; run: string }
  | { type: 'control'; run: string; command: RunCommand; call: number }
  | CallResponse

export type MessageFromChild =
  | { type: 'ready' }
  /** Heartbeat that reports the process's memory usage. */
  | { type: 'alive'; bytes: number }
  /** A DuckDB statement does not respond to interrupts. It can be stopped only by killing the process. */
  | { type: 'unresponsive' }
  | CallRequest
  /** A run has closed its data engine. */
  | { type: 'engine-closed'; run: string }
  | { type: 'control-response'; call: number; problem?: Problem | undefined }
  | { type: 'progress'; progress: RunProgress }
  | { type: 'fault'; run: string; trace: string }
  | { type: 'ended'; run: string; outcome: RunOutcome }

const outcomeSchema: z.ZodType<RunOutcome> = z.union([
  z.object({ kind: z.enum(['ended', 'broken']) }),
  z.object({
    kind: z.literal('waits'),
    // Limited to the range of `Date`.
    wake: z.object({ at: z.number().min(0).max(8.64e15), afterMs: z.number() }).optional(),
    events: z.array(z.string()).optional(),
  }),
  z.object({ kind: z.literal('stuck'), problem: problemSchema }),
]) as z.ZodType<RunOutcome>

const progressSchema = z.object({
  run: z.string(),
  node: z.string(),
  scope: z.array(z.string()).optional(),
  done: z.number(),
  total: z.number().optional(),
  unit: z.enum(['rows', 'bytes', 'steps']),
  message: textSchema.optional(),
}) as z.ZodType<RunProgress>

const callId = z.number()
const runId = z.string()
const messagesSchema = z.array(
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('ready') }),
    z.object({ type: z.literal('alive'), bytes: z.number() }),
    z.object({ type: z.literal('unresponsive') }),
    // Arguments are checked by the individual calls. Each call can access only runs that the calling process executes.
    z.object({
      type: z.literal('call'),
      call: callId,
      run: runId,
      name: z.string(),
      args: z.array(z.unknown()),
      hasSignal: z.boolean(),
    }),
    z.object({ type: z.literal('abort'), call: callId }),
    z.object({ type: z.literal('engine-closed'), run: runId }),
    z.object({ type: z.literal('control-response'), call: callId, problem: problemSchema.optional() }),
    z.object({ type: z.literal('progress'), progress: progressSchema }),
    z.object({ type: z.literal('fault'), run: runId, trace: z.string() }),
    z.object({ type: z.literal('ended'), run: runId, outcome: outcomeSchema }),
  ]),
)

/**
 * Validates messages received from a child process. They are untrusted, because a node's code may have taken over the
 * process.
 *
 * @throws If a message is invalid.
 */
export const parseMessages = (value: unknown): MessageFromChild[] => messagesSchema.parse(value) as MessageFromChild[]
