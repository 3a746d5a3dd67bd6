import type {
  GrantedAccess,
  HostCheckResult,
  McpInputAnswers,
  McpInputRequired,
  McpTool,
  McpToolResult,
} from '@aw-flow/engine'
import { messageSchema, type Column, type Json, type Problem, type Workflow } from '@aw-flow/schema'
import { z } from 'zod'

/** A notification that a run sends to the page. */
export const noticeSchema = z.strictObject({
  title: z.string(),
  text: z.string(),
  level: z.enum(['info', 'warning', 'error']),
})
export type Notice = z.infer<typeof noticeSchema>

/** The result of a host's check. Row indexes start at 0. */
export const checkResultSchema = z.strictObject({
  valid: z.boolean(),
  message: z.string().max(10_000).or(messageSchema).optional(),
  rows: z.array(z.number().int().min(0)).optional(),
})

/**
 * Services that a page provides to its engine. An engine asks its hosts in turn for datasets and workflows until one
 * has them. For `saveDataset`, `findDatasetId` and `notify`, it uses the first host that implements the function.
 *
 * @internal
 */
export interface EngineHost {
  /** Reads the bytes of a dataset. */
  bytes?(dataset: string): Promise<{ name: string; bytes: Blob } | undefined>
  /** Reads a stored workflow by its id or name. */
  workflow?(name: string): Promise<Workflow | undefined>
  /**
   * Returns the access granted to stored workflows, given by id or name. The user's own workflows are omitted, because
   * they need no grant; nothing is granted to a workflow that does not exist.
   */
  access?(names: readonly string[]): Promise<GrantedAccess[]>
  /** Stores the output of a run as a dataset. Returns its id, or `undefined` if it could not be stored. */
  saveDataset?(name: string, bytes: Blob): Promise<string | undefined>
  /** Finds the id of a dataset by its name. */
  findDatasetId?(name: string): Promise<string | undefined>
  notify?(notify: Notice): Promise<void>
  /**
   * Asks a service of the host: a model with the protocol `host`, by its id, or the MCP servers of the page, with the
   * id `mcp`. Returns `undefined` if the host does not have it. The request and reply of a model have the format of the
   * interface `LanguageModel` of `@aw-flow/agents`; those of MCP servers are an `McpQuestion` and an `McpReply`.
   */
  askPort?(
    id: string,
    question: Json,
    options: { signal: AbortSignal; onText: (text: string) => void },
  ): Promise<Json | undefined>
}

/**
 * A request to the MCP servers of a page. Without `tool`, it asks whether the page has any; without `arguments`, it
 * asks for the description of the tool.
 *
 * @beta
 */
export interface McpQuestion {
  server?: string
  tool?: string
  arguments?: Readonly<Record<string, Json>>
  /** The answers to the questions of the previous reply. */
  input?: McpInputAnswers
}

/**
 * The reply to a tool call, or to a question about a tool.
 *
 * @beta
 */
export type McpReply =
  | { tool: McpTool }
  | { result: McpToolResult }
  | { inputRequired: McpInputRequired }
  | { problem: Problem }

/** Functions of the page that the worker calls. */
export interface PageApi extends Required<Omit<EngineHost, 'askPort'>> {
  /** Asks a service of the hosts; `undefined` if none has it. */
  askPort(
    call: number,
    id: string,
    question: Json,
    onText: (text: string) => void,
  ): Promise<{ reply: Json } | { failed: string } | undefined>
  /** Aborts a request to a service. */
  cancelPort(call: number): void
  /**
   * Watches an operation that the worker may be unable to stop. The page terminates the worker with `problem`
   * unless `unwatch` is called within `ms` milliseconds. The next workers do not check `statement`.
   */
  watch(id: number, ms: number, problem: Problem, statement: string): void
  unwatch(id: number): void
  /** Runs a host's check. `read` returns rows as JSON, at most 10,000 per call. */
  runCheck(
    check: string,
    table: { columns: Column[]; rows: number },
    read: (offset: number, limit: number) => Promise<Record<string, Json>[]>,
  ): Promise<HostCheckResult>
}
