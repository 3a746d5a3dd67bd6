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

/** Options of the services behind the API. */
export interface BackendOptions extends StoreOptions {
  /** `server`: serves the API; `worker`: executes runs; `all`: both. */
  role?: 'all' | 'server' | 'worker'
  catalog: Catalog
  /** Checks workflows before a schedule starts them. */
  documents: DocumentChecks
  newId(): string
  newSeed(): number
  onError(cause: unknown, run: string): void
  /** Hosts that runs may reach; default: every public host. */
  allowHosts?: readonly string[]
  /** Folder that runs may read and write. */
  filesFolder?: string | undefined
  /** Environment that may contain secrets (`AW_SECRET_…`). */
  environment?: NodeJS.ProcessEnv
  /** MCP servers that run as processes on this computer, by name. */
  stdioServers?: StdioServers
  /** URLs of modules with custom node types, for the processes that execute runs. */
  nodes?: readonly string[]
  runSettings: RunSettings
  /** Limits of the files that watches and runs add as datasets. */
  uploadLimits?: UploadLimits | undefined
  /** Counts database statements. */
  metrics: Metrics
  log: Log
  /** Receives runs, nodes and statements as spans. */
  tracing?: Tracing | undefined
  accounts: AccountSettings
}
