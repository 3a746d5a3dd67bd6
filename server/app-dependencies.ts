import type { Catalog } from '@aw-flow/engine'
import type { McpServer } from '@modelcontextprotocol/server'
import type { Access } from './api/access.ts'
import type { RouteGroups } from './api/routes.ts'
import type { Backend } from './backend.ts'
import type { UploadLimits } from './api/upload-allowance.ts'
import type { Log } from './operation/log.ts'
import type { Metrics } from './operation/metrics.ts'
import type { Tracing } from './operation/tracing.ts'
import type { Authenticator } from './security/authenticate.ts'
import type { HostRules } from './security/host-rules.ts'
import type { RateLimiter } from './security/rate-limit.ts'
import type { AccountSettings } from './environment/read-accounts.ts'
import type { DocumentChecks } from './validation/document-checks.ts'

/** Dependencies of the app. The app itself is stateless. @internal */
export interface AppDependencies {
  /** Resolves when the API is ready to respond. Called for each request, so implementations must cache the result. */
  backend(): Promise<Backend>
  /** Returns whether `backend` would resolve immediately. */
  isReady(): boolean
  /** Returns whether the process is about to stop. It still responds, but reports that it is not ready. */
  isStopping(): boolean
  catalog: Catalog
  /** Reads and describes documents. */
  documents: DocumentChecks
  hostRules: HostRules
  /** Identifies callers by their tokens. */
  authentication: Authenticator
  rateLimit: RateLimiter
  /** Determines who can create an account. Absent if the server has no accounts. */
  signUp?: AccountSettings['signUp'] | undefined
  /** Name of the OpenID Connect provider. Absent if none is configured. */
  providerName?: string | undefined
  /** Whether emails are stored in a folder, because no mail server is configured. */
  hasOutbox?: boolean | undefined
  /** Addresses of proxies whose `X-Forwarded-For` header is trusted. Default: none. */
  trustedProxies?: readonly string[] | undefined
  /** Path under which a proxy publishes the server, such as `/tools/aw`. Default: none. */
  basePath?: string | undefined
  /** Public URL of the server, without a trailing slash. Absent if it is unknown. */
  publicUrl?: string | undefined
  /** Folder of the built studio. If absent, pages explain how to build it. */
  studio?: string | undefined
  /** Folder of the built documentation site, served under `/manual`. */
  manual?: string | undefined
  /** Folder of Swagger UI and Redoc. If absent, the API is documented on a page without scripts. */
  apiViewers?: string | undefined
  /** Content security policy that replaces the studio's default. */
  contentSecurityPolicy?: string | undefined
  /** Maximum size of request bodies other than uploads, in bytes. 0 means unlimited. */
  bodyLimit: number
  /** Whether the configuration can allow hosts, because the server is for one user. Default: false. */
  canAddHosts?: boolean | undefined
  /** Upload limits. Default: unlimited. */
  uploadLimits?: UploadLimits | undefined
  /** Whether workspaces can publish templates to all workspaces. Default: true. */
  hasGallery?: boolean | undefined
  /** Creates the MCP server for a request. The workspace's tools are added to it. Default: an empty server. */
  createMcpServer?: (() => McpServer) | undefined
  /** Maximum nesting depth of JSON bodies. 0 means unlimited. */
  maxBodyDepth: number
  log: Log
  metrics: Metrics
  tracing?: Tracing | undefined
  newId(): string
  /** Returns a random 32-bit seed, for runs whose request does not specify one. */
  newSeed(): number
  /** Reports an internal error and the request in which it occurred. */
  onError(cause: unknown, request: { correlationId: string; path: string }): void
}

/** Dependencies of the routes, which can access data only through the caller's workspace. @internal */
export type RouteDependencies = AppDependencies & Access & RouteGroups
