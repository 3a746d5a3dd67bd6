import type {
  GrantedAccess,
  HostCheckResult,
  McpInputAnswers,
  McpInputRequired,
  McpTool,
  McpToolResult,
} from '@aw-flow/engine'
import type { Column, Dataset, Json, Problem, Result, Workflow } from '@aw-flow/schema'
import { messageSchema } from '@aw-flow/schema/internal'
import { z } from 'zod'

/** A notification sent to the page by a run. */
export const noticeSchema = z.strictObject({
  title: z.string(),
  text: z.string(),
  level: z.enum(['info', 'warning', 'error']),
})
export type Notice = z.infer<typeof noticeSchema>

/** The result of a host check. Row indexes start at 0. */
export const checkResultSchema = z.strictObject({
  valid: z.boolean(),
  message: z.string().max(10_000).or(messageSchema).optional(),
  rows: z.array(z.number().int().min(0)).optional(),
})

/**
 * Services that a page provides to its engine. For `readDataset`, `readWorkflow` and `callService`, the engine asks its
 * hosts in turn until one of them returns a result. For all other functions, it uses the first host that implements the
 * function.
 *
 * @internal
 */
export interface EngineHost {
  /** Reads a dataset's name and bytes. */
  readDataset?(dataset: string): Promise<{ name: string; bytes: Blob } | undefined>
  /** Reads a stored workflow by id or name. */
  readWorkflow?(idOrName: string): Promise<Workflow | undefined>
  /**
   * Returns the access granted to stored workflows, identified by id or name. The user's own workflows need no grant
   * and are omitted. A workflow that does not exist has an empty grant.
   */
  readAccess?(idsOrNames: readonly string[]): Promise<GrantedAccess[]>
  /** Stores a run output as a dataset. */
  saveDataset?(name: string, bytes: Blob): Promise<Result<Pick<Dataset, 'id'>>>
  /** Returns the id of the dataset with the given name. */
  findDatasetId?(name: string): Promise<string | undefined>
  notify?(notice: Notice): Promise<void>
  /**
   * Sends a request to a host service: either a model whose protocol is `host` (`id` is the model's id) or the page's
   * MCP servers (`id` is `mcp`). Returns `undefined` if the host does not provide the service. Requests to models and
   * the responses follow the `LanguageModel` interface of `@aw-flow/agents`; those of MCP servers are `McpToolRequest`
   * and `McpToolResponse`.
   */
  callService?(
    id: string,
    request: Json,
    options: { signal: AbortSignal; onText: (text: string) => void },
  ): Promise<Json | undefined>
}

/**
 * A request to the page's MCP servers. Without `tool`, it asks whether the page has any servers. Without `arguments`,
 * it asks for the tool's description.
 *
 * @beta
 */
export interface McpToolRequest {
  server?: string
  tool?: string
  arguments?: Readonly<Record<string, Json>>
  /** The answers to the questions in the previous response. */
  input?: McpInputAnswers
}

/**
 * The response to a tool call, or to a request for a tool's description.
 *
 * @beta
 */
export type McpToolResponse =
  | { tool: McpTool }
  | { result: McpToolResult }
  | { inputRequired: McpInputRequired }
  | { problem: Problem }

/** Functions of the page that the worker calls. */
export interface PageApi extends Required<Omit<EngineHost, 'callService'>> {
  /**
   * Sends a request to a host service. Returns `undefined` if no host provides the service. `callId` identifies the
   * request for `cancelServiceCall`.
   */
  callService(
    callId: number,
    id: string,
    request: Json,
    onText: (text: string) => void,
  ): Promise<{ reply: Json } | { failed: string } | undefined>
  /** Aborts a request to a service. */
  cancelServiceCall(callId: number): void
  /**
   * Monitors an operation that the worker may be unable to stop. Unless `stopWatchdog` is called within `timeoutMs`,
   * the page terminates the worker and reports `problem`. Workers started later do not check `statement` again.
   */
  startWatchdog(id: number, timeoutMs: number, problem: Problem, statement: string): void
  stopWatchdog(id: number): void
  /**
   * Passes on an empty module, or DuckDB as the page has compiled it in advance. `undefined` if the page has not: the
   * worker compiles it then.
   */
  takeModule(name: 'empty' | 'database'): Promise<WebAssembly.Module | undefined>
  /** Runs a host check. `read` returns up to 10,000 rows per call, as JSON. */
  runCheck(
    check: string,
    table: { columns: Column[]; rows: number },
    read: (offset: number, limit: number) => Promise<Record<string, Json>[]>,
  ): Promise<HostCheckResult>
}
