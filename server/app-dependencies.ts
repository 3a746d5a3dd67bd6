import type { Catalog } from '@aw-flow/engine'
import type { McpServer } from '@modelcontextprotocol/server'
import type { Access } from './api/access.ts'
import type { Backend } from './backend.ts'
import type { UploadLimits } from './api/upload-allowance.ts'
import type { Log } from './operation/log.ts'
import type { Metrics } from './operation/metrics.ts'
import type { Tracing } from './operation/tracing.ts'
import type { Authentication } from './security/authenticate.ts'
import type { HostRules } from './security/host-rules.ts'
import type { RateLimit } from './security/rate-limit.ts'
import type { AccountSettings } from './environment/read-accounts.ts'
import type { DocumentChecks } from './validation/document-checks.ts'

/** Dependencies of the app, which has no state of its own. @internal */
export interface AppDependencies {
  /** Resolves when the API can respond. Called for each request, so it must cache its result. */
  backend(): Promise<Backend>
  /** Returns whether `backend` would resolve immediately. */
  isReady(): boolean
  /** Returns whether the process is about to stop. It still responds, but its readiness check fails. */
  isStopping(): boolean
  catalog: Catalog
  /** Reads and describes documents. */
  documents: DocumentChecks
  hostRules: HostRules
  /** Identifies callers. */
  authentication: Authentication
  rateLimit: RateLimit
  /** Who can create an account; absent if the server has no accounts. */
  signUp?: AccountSettings['signUp'] | undefined
  /** Name of the OpenID Connect provider, if users can sign in with one. */
  providerName?: string | undefined
  /** Addresses of proxies whose X-Forwarded-For is trusted; by default none. */
  trustedProxies?: readonly string[] | undefined
  /** Folder of the built studio; without it, pages explain how to build it. */
  studio?: string | undefined
  /** Folder of the built documentation site, served at `/manual`. */
  manual?: string | undefined
  /** Content security policy of the studio, instead of the default. */
  policy?: string | undefined
  /** Maximum size of a body except uploads, in bytes. 0 means unlimited. */
  bodyLimit: number
  /** Limits of uploads; by default none. */
  uploadLimits?: UploadLimits | undefined
  /** Whether workspaces can publish templates for all workspaces. Default: true. */
  hasGallery?: boolean | undefined
  /** Creates the MCP server of a request, to which the tools of its workspace are added; by default an empty one. */
  createMcpServer?: (() => McpServer) | undefined
  /** Maximum nesting depth of JSON bodies. 0 means unlimited. */
  bodyDepth: number
  log: Log
  metrics: Metrics
  tracing?: Tracing | undefined
  newId(): string
  /** Returns a 32-bit seed for a run whose request contains none. */
  newSeed(): number
  /** Reports an internal error: its cause, and the request. */
  onError(cause: unknown, request: { correlationId: string; path: string }): void
}

/** Dependencies of routes, which reach data only through the workspace of their caller. @internal */
export type RouteDependencies = AppDependencies & Access
