import type { NodeType, Result } from '@aw-flow/schema'
import { z } from 'zod'
import type { PageApi } from '../engine/engine-host.ts'
import type { EngineRequest } from '../engine/requests.ts'

/** Maximum number of statements that are not checked because their check required terminating a worker. */
export const maxEndlessStatements = 100

export const engineOpenOptionsSchema = z.strictObject({
  wasmUrl: z.url(),
  /** The URLs of the wasm of file readers, fetched with the first file of the format. */
  formatWasmUrls: z.strictObject({ parquet: z.url(), sqlite: z.url() }),
  /** The script of the worker for code nodes; default: a file next to the engine's script. */
  sandboxWorker: z.strictObject({ url: z.url(), type: z.enum(['module', 'classic']) }).optional(),
  /** Modules with node types of the host. */
  nodes: z.array(z.url()).optional(),
  /** Names of the host's checks. */
  checks: z.array(z.string().min(1).max(200)).max(1_000).optional(),
  /** Statements whose check required terminating an earlier worker; they are not checked. */
  endlessStatements: z.array(z.string()).max(maxEndlessStatements).optional(),
})
export type EngineOpenOptions = z.infer<typeof engineOpenOptionsSchema>

/** The messages between page and worker. Functions are passed as comlink proxies. */
export interface EngineApi {
  /** Must be called first. Returns the node types. */
  open(openOptions: EngineOpenOptions, page: PageApi): Promise<Result<NodeType[]>>
  /** Handles a request. `call` identifies it for `cancel`. */
  ask(
    call: number,
    request: EngineRequest,
    onProgress?: (progress: unknown) => void | Promise<void>,
  ): Promise<Result<unknown>>
  cancel(call: number): Promise<void>
  /** Settles when the worker can handle messages. */
  ping(): Promise<void>
}
