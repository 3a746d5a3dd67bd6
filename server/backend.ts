import type { Store } from './store/open-store.ts'
import type { RunQueue } from './runs/run-queue.ts'
import type { RunNotifications } from './runs/run-notifications.ts'
import type { RunFeeds } from './live/run-feed.ts'
import type { ResultPages } from './runs/result-pages.ts'
import type { DatasetLoads } from './runs/dataset-loads.ts'

/** The services behind the API. Opened in the background, so that pages are served immediately. @internal */
export interface Backend {
  store: Store
  runs: RunQueue
  /** Live events of runs, wherever they are executed. */
  notifications: RunNotifications
  /** The events of runs, for all followers. */
  feeds: RunFeeds
  loads: DatasetLoads
  pages: ResultPages
}
