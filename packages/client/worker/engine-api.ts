import type { NodeType, Result } from '@aw-flow/schema'
import { z } from 'zod'
import type { PageApi } from '../engine/engine-host.ts'
import type { EngineRequest } from '../engine/requests.ts'

/** The maximum number of statements that are not checked again because checking them required terminating a worker. */
export const maxRunawayStatements = 100

export const engineOpenOptionsSchema = z.strictObject({
  wasmUrl: z.url(),
  /** The URLs of file readers' WebAssembly modules. A module is fetched when the first file of its format is read. */
  formatWasmUrls: z.strictObject({ parquet: z.url(), sqlite: z.url() }),
  /** The script of the worker that runs code nodes. Default: a file next to the engine's script. */
  sandboxWorker: z.strictObject({ url: z.url(), type: z.enum(['module', 'classic']) }).optional(),
  /** The URLs of modules with the host's node types. */
  nodes: z.array(z.url()).optional(),
  /** Whether the page knows the node types, because the host has added none. Default: false. */
  hasTypes: z.boolean().optional(),
  /** The names of the host's checks. */
  checks: z.array(z.string().min(1).max(200)).max(1_000).optional(),
  /** Statements that are not checked because checking them required terminating an earlier worker. */
  endlessStatements: z.array(z.string()).max(maxRunawayStatements).optional(),
})
export type EngineOpenOptions = z.infer<typeof engineOpenOptionsSchema>

/** Functions of the worker that the page calls. Callbacks are passed as Comlink proxies. */
export interface EngineApi {
  /** Configures the worker and returns the node types, unless the page has them. Must be called first. */
  open(openOptions: EngineOpenOptions, page: PageApi): Promise<Result<NodeType[] | undefined>>
  /** Handles a request. `callId` identifies the request for `cancel`. */
  ask(
    callId: number,
    request: EngineRequest,
    onProgress?: (progress: unknown) => void | Promise<void>,
  ): Promise<Result<unknown>>
  cancel(callId: number): Promise<void>
  /** Holds a lock until it is released, or until the browser ends the worker. Resolves once it is held. */
  hold(lock: string): Promise<void>
  release(lock: string): Promise<void>
  /** Resolves once the worker can handle messages. */
  ping(): Promise<void>
}
