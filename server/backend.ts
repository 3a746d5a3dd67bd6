import type { Egress } from '@aw-flow/engine'
import type { Accounts } from './accounts/accounts.ts'
import type { AuditLog } from './audit/open-audit.ts'
import type { WithEgress } from './security/with-egress.ts'
import type { Store, WorkspaceStore } from './store/open-store.ts'
import type { RunQueue, RunQueues } from './runs/queue/run-queue.ts'
import type { RunNotifications } from './runs/run-notifications.ts'
import type { ConnectMcp } from './mcp/connect-mcp.ts'
import type { StdioServers } from './mcp/stdio-servers.ts'
import type { ProviderQueue } from './web-tools/providers/provider-queue.ts'
import type { RunFeeds } from './live/run-feed.ts'
import type { ResultPages } from './viewing/result-pages.ts'
import type { DatasetViews } from './viewing/dataset-loads.ts'
import type { RecurringTask } from './operation/repeat-work.ts'

/** Services that read, start and change runs and everything else in the store. @internal */
export interface RunServices {
  store: Store
  runs: RunQueues
  /** Changes by members, programs and triggers. */
  audit: AuditLog
  /** Account services. Absent if the server does not require sign-in. */
  accounts?: Accounts | undefined
}

/** Services that tell clients about runs while they are executed. @internal */
export interface LiveServices {
  /** Notifies the server's processes about runs. */
  notifications: RunNotifications
  /** Streams of run events, for clients that follow runs. */
  feeds: RunFeeds
}

/** Services that read tables. @internal */
export interface TableServices {
  /** Load reports, profiles and samples of datasets. */
  loads: DatasetViews
  /** Pages of runs' result tables. */
  pages: ResultPages
}

/** Services that connect to other servers. @internal */
export interface OutsideServices {
  withEgress: WithEgress
  /** Connects to an MCP server. */
  connectMcp: ConnectMcp
  /** MCP servers that the administrator has configured as processes. */
  stdioServers: StdioServers
  /** Queues requests to the providers of web tools. */
  providerQueue: ProviderQueue
  /** Returns whether a URL belongs to a browser's push service. */
  isPushService(url: string): boolean
}

/** Services behind the API. They are opened in the background, so that pages can be served immediately. @internal */
export interface Backend extends RunServices, LiveServices, TableServices, OutsideServices {
  /** Starts scheduled runs. Absent in processes that only execute runs. */
  scheduleTicker?: RecurringTask | undefined
}

/** `RunServices` restricted to the caller's workspace. @internal */
export interface WorkspaceRunServices extends Pick<RunServices, 'accounts' | 'audit'> {
  store: WorkspaceStore
  runs: RunQueue
}

/** Backend services restricted to the caller's workspace. @internal */
export interface WorkspaceBackend extends WorkspaceRunServices, Omit<Backend, keyof RunServices | 'withEgress'> {
  /** ID of the workspace. */
  workspace: string
  withEgress<T>(use: (egress: Egress) => Promise<T>): Promise<T>
}

/**
 * Returns the backend services restricted to a workspace. Called for every request, so the services are copied one by
 * one: the spread operator takes several times as long.
 */
export const openWorkspace = (backend: Backend, workspaceId: string): WorkspaceBackend => ({
  notifications: backend.notifications,
  feeds: backend.feeds,
  loads: backend.loads,
  pages: backend.pages,
  connectMcp: backend.connectMcp,
  stdioServers: backend.stdioServers,
  providerQueue: backend.providerQueue,
  isPushService: (url) => backend.isPushService(url),
  scheduleTicker: backend.scheduleTicker,
  accounts: backend.accounts,
  audit: backend.audit,
  workspace: workspaceId,
  store: backend.store.forWorkspace(workspaceId),
  runs: backend.runs.forWorkspace(workspaceId),
  withEgress: (use) => backend.withEgress(workspaceId, use),
})
