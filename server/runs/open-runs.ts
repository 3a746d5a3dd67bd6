import type { Clock } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Store } from '../store/open-store.ts'
import type { RunSpans } from '../operation/run-spans.ts'
import { openJobQueue } from './job-queue.ts'
import type { RunPlaces } from './run-places.ts'
import { createRunQueue, type RunQueue } from './run-queue.ts'
import { openRunNews, type RunNews } from './run-news.ts'
import { openWorker, type RunWorker } from './worker.ts'

export interface OpenRunsOptions {
  store: Store
  clock: Clock
  /** Where runs are performed by this process; without it, others perform them. */
  places?: RunPlaces | undefined
  /** Runs at a time in this process. */
  atOnce: number
  /** Runs of one workflow at a time, everywhere together; 0: no limit. */
  perWorkflow?: number
  /** Runs at a time, everywhere together; 0: no limit. */
  inAll?: number
  /** Told of runs that this process works on. */
  spans?: RunSpans | undefined
  onFault(cause: unknown, run: string): void
}

export interface OpenedRuns {
  runs: RunQueue
  /** What is told of runs, wherever they are performed. */
  news: RunNews
  worker: RunWorker | undefined
  close(): Promise<void>
}

/** Opens the runs of a store: the queue, the news, and a worker where there is a place to perform them. */
export async function openRuns(options: OpenRunsOptions): Promise<OpenedRuns> {
  const { store, clock, places, atOnce, perWorkflow = 0, inAll = 0, spans, onFault } = options
  const queue = await openJobQueue(store.opened, { perWorkflow, inAll, onFault: (cause) => onFault(cause, '') })
  if (store.opened.kind === 'pglite') {
    // Nobody else has this database: whoever worked on its runs is gone.
    await queue.reset()
    await store.leases.releaseAll()
  }
  const news = openRunNews(store.opened.channels)
  const runs = createRunQueue({ store, queue, news, clock, onFault })
  const name = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
  const worker = places && (await openWorker({ store, queue, news, places, clock, name, atOnce, spans, onFault }))
  return {
    runs,
    news,
    worker,
    async close() {
      await runs.close()
      await worker?.close()
      await news.close()
      await queue.close()
    },
  }
}
