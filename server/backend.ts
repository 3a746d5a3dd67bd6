import type { Store } from './store/open-store.ts'
import type { RunQueue } from './runs/run-queue.ts'
import type { RunNews } from './runs/run-news.ts'
import type { RunFeeds } from './live/run-feed.ts'
import type { ResultPages } from './runs/result-pages.ts'
import type { DatasetLoads } from './runs/dataset-loads.ts'

/** What the API works on; opened in the background, so that pages are answered at once. */
export interface Backend {
  store: Store
  runs: RunQueue
  /** What is told of runs while they go on, wherever they are performed. */
  news: RunNews
  /** The events of runs as they happen, for all who follow them. */
  feeds: RunFeeds
  loads: DatasetLoads
  pages: ResultPages
}
