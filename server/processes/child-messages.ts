import type {
  ExceededLimit,
  GrantedAccess,
  McpInputAnswers,
  MemoryKey,
  NewRemoteStep,
  PublishedEvent,
  Secret,
  UsageAmounts,
  UsageLimits,
} from '@aw-flow/engine'
import {
  problemSchema,
  textSchema,
  type GrantedModels,
  type Json,
  type Problem,
  type Result,
  type RunProgress,
} from '@aw-flow/schema'
import { z } from 'zod'
import type { RunCommand } from '../store/runs/run-controls.ts'
import type { AddStepResult, FindAgentResult } from '../runs/ports/open-agents.ts'
import type { RunMcpTools } from '../runs/ports/open-mcp-tools.ts'
import type { CallRunWebTool } from '../runs/ports/open-web-tools.ts'
import type { WrittenTable } from '../runs/write-result-tables.ts'
import type { RunOutcome, RunTask } from '../runs/perform-run.ts'
import type { SerializedEvents } from '../runs/serialized-events.ts'

/** Requests that a child process can make to its parent, keyed by name. Each request receives exactly one response. */
export interface ParentCalls {
  append(runId: string, events: SerializedEvents): Promise<void>
  storeTables(runId: string, tables: readonly WrittenTable[]): Promise<void>
  /** Returns the local path of a dataset that the run may read. */
  openFile(runId: string, datasetId: string): Promise<{ path: string; name: string } | undefined>
  /**
   * Stores a file from the folder for incoming files as a dataset. Returns the dataset's path and ID, or a problem if
   * the workspace's quota is exceeded.
   */
  storeFile(runId: string, file: { path: string; name: string }): Promise<StoredFile>
  /**
   * Returns the access granted to the run's workflows. Returns `undefined` if none of the workflows was imported or
   * shared, which means that access is not restricted.
   */
  readAccess(runId: string): Promise<GrantedAccess | undefined>
  /** Returns a secret, if the run may use it. */
  findSecret(runId: string, name: string): Promise<Secret | undefined>
  listSecrets(runId: string): Promise<{ name: string; hosts: readonly string[] }[]>
  /** Returns the server's `AW_SECRET_…` variables. They belong to the default workspace. */
  readSecretVariables(runId: string): Promise<Record<string, string>>
  /** Resolves when the run may open a data engine. */
  acquireEngine(runId: string): Promise<void>
  /** Reports that a run has closed its data engine. */
  releaseEngine(runId: string): Promise<void>
  /** Returns the language models configured in the run's workspace. */
  readModels(runId: string): Promise<GrantedModels>
  /** Returns the workspace's monthly limits for model calls. */
  readMonthlyLimits(runId: string): Promise<UsageLimits>
  /** Reserves the estimated usage of a model call. If a monthly limit would be exceeded, returns the limit instead. */
  reserveUsage(
    runId: string,
    effect: string,
    estimate: UsageAmounts,
    limits: UsageLimits,
  ): Promise<ExceededLimit | undefined>
  settleUsage(runId: string, effect: string, usage: UsageAmounts): Promise<void>
  /** Returns the stored memory of an agent in the run's workflow. */
  readMemory(runId: string, key: MemoryKey): Promise<readonly Json[]>
  appendMemory(runId: string, key: MemoryKey, id: string, turn: Json): Promise<void>
  /** Returns a registered agent, or the problem if it cannot currently be called. */
  findAgent(runId: string, name: string): Promise<FindAgentResult>
  reportAgent(runId: string, id: string, failure: Problem | undefined): Promise<void>
  /** Stores a step for a pull agent. */
  addAgentStep(runId: string, step: NewRemoteStep): Promise<AddStepResult>
  readAgentStep(runId: string, id: string, options?: { withdraw?: boolean }): Promise<Result<Json> | undefined>
  /** Publishes an event. Returns a problem if it was rejected. */
  publishEvent(runId: string, event: PublishedEvent): Promise<Problem | undefined>
  /** Returns an approved tool of an MCP server, or the problem if it cannot be called. */
  findMcpTool(runId: string, ...tool: Parameters<RunMcpTools['find']>): ReturnType<RunMcpTools['find']>
  /**
   * Calls an approved tool of an MCP server. The call is aborted by `abortMcpCall`, and when the run ends or is
   * canceled.
   *
   * @param id Identifies the call within its run.
   */
  callMcpTool(
    runId: string,
    id: string,
    call: { server: string; tool: string; args: { readonly [key: string]: Json }; input?: McpInputAnswers | undefined },
  ): ReturnType<RunMcpTools['call']>
  abortMcpCall(runId: string, id: string): Promise<void>
  /** Calls a web tool. The call is aborted when the run ends or is canceled. */
  callWebTool(runId: string, ...call: Parameters<CallRunWebTool>): ReturnType<CallRunWebTool>
}

type StoredFile = { path: string; datasetId: string; problem?: undefined } | { problem: Problem }

export type MessageToChild =
  | { type: 'perform'; task: RunTask }
  | { type: 'cancel'; run: string }
  | { type: 'release'; run: string }
  | { type: 'control'; run: string; command: RunCommand; call: number }
  | { type: 'response'; call: number; value?: unknown; errorMessage?: string }

export type MessageFromChild =
  | { type: 'ready' }
  /** Heartbeat that reports the process's memory usage. */
  | { type: 'alive'; bytes: number }
  /** A DuckDB statement does not respond to interrupts. It can be stopped only by killing the process. */
  | { type: 'unresponsive' }
  | { type: 'call'; call: number; name: keyof ParentCalls; args: unknown[] }
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
    z.object({ type: z.literal('call'), call: callId, name: z.string(), args: z.array(z.unknown()) }),
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
