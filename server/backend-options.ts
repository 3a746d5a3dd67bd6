import type { Catalog } from '@aw-flow/engine'
import type { UploadLimits } from './api/upload-allowance.ts'
import type { AccountSettings } from './environment/read-accounts.ts'
import type { StdioServers } from './mcp/stdio-servers.ts'
import type { Log } from './operation/log.ts'
import type { Metrics } from './operation/metrics.ts'
import type { Tracing } from './operation/tracing.ts'
import type { RunSettings } from './runs/run-settings.ts'
import type { StoreOptions } from './store/open-store.ts'
import type { DocumentChecks } from './validation/document-checks.ts'

/** Options for the services behind the API. */
export interface BackendOptions extends StoreOptions {
  /** `server` serves the API, `worker` executes runs, and `all` does both. */
  role?: 'all' | 'server' | 'worker'
  catalog: Catalog
  /** Checks workflows before schedules start them. */
  documents: DocumentChecks
  newId(): string
  newSeed(): number
  onError(cause: unknown, run: string): void
  /** Hosts that runs can access. Default: all public hosts. */
  allowedHosts?: readonly string[]
  /** Whether the configuration of the default workspace can allow further hosts. Default: false. */
  canAddHosts?: boolean | undefined
  /** Folder that runs can read and write. If absent, runs cannot access files. */
  filesFolder?: string | undefined
  /** Environment variables, which can define secrets (`AW_SECRET_…`). */
  environment?: NodeJS.ProcessEnv
  /** MCP servers that run as processes on this computer, keyed by name. */
  stdioServers?: StdioServers
  /** URLs of modules with custom node types. They are loaded by the processes that execute runs. */
  customNodeUrls?: readonly string[]
  runSettings: RunSettings
  /** Limits for files that watches and runs add as datasets. */
  uploadLimits?: UploadLimits | undefined
  /** Counts database statements, among other metrics. */
  metrics: Metrics
  log: Log
  /** Exports runs, nodes and statements as spans. */
  tracing?: Tracing | undefined
  accounts: AccountSettings
}
