import type { Egress } from '@aw-flow/engine'
import type { Accounts } from './accounts/accounts.ts'
import type { Store, WorkspaceStore } from './store/open-store.ts'
import type { RunQueue, RunQueues } from './runs/queue/run-queue.ts'
import type { RunNotifications } from './runs/run-notifications.ts'
import type { ConnectMcp } from './mcp/connect-mcp.ts'
import type { ProviderQueue } from './web-tools/providers/provider-queue.ts'
import type { RunFeeds } from './live/run-feed.ts'
import type { ResultPages } from './viewing/result-pages.ts'
import type { DatasetLoads } from './viewing/dataset-loads.ts'
import type { ScheduleTicker } from './triggers/schedule-ticker.ts'

/** The services behind the API. Opened in the background, so that pages are served immediately. @internal */
export interface Backend {
  store: Store
  runs: RunQueues
  /** Notifications about runs between the processes of the server. */
  notifications: RunNotifications
  /** Streams of the events of runs, for clients that follow them. */
  feeds: RunFeeds
  /** Load reports, profiles and samples of datasets. */
  loads: DatasetLoads
  /** Pages of the result tables of runs. */
  pages: ResultPages
  /** Sends requests to external hosts with the secrets of a workspace. Connections are closed after `use`. */
  useEgress<T>(workspace: string, use: (egress: Egress) => Promise<T>): Promise<T>
  /** Connects to MCP servers. */
  connectMcp: ConnectMcp
  /** Requests to the providers of web tools. */
  providerQueue: ProviderQueue
  /** Returns whether a URL belongs to the push service of a browser. */
  isPushService(url: string): boolean
  /** Starts the runs of schedules; absent in processes that only execute runs. */
  scheduleTicker?: ScheduleTicker | undefined
  /** Accounts; absent if the server needs no sign-in. */
  accounts?: Accounts | undefined
}

/** The services of one workspace, for a caller. @internal */
export interface WorkspaceBackend extends Omit<Backend, 'store' | 'runs' | 'useEgress'> {
  /** The name of the workspace. */
  workspace: string
  store: WorkspaceStore
  runs: RunQueue
  useEgress<T>(use: (egress: Egress) => Promise<T>): Promise<T>
}

/** Returns the services of a workspace. */
export const openWorkspace = (backend: Backend, workspace: string): WorkspaceBackend => ({
  ...backend,
  workspace,
  store: backend.store.forWorkspace(workspace),
  runs: backend.runs.forWorkspace(workspace),
  useEgress: (use) => backend.useEgress(workspace, use),
})
