import type { Clock } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Store } from '../store/open-store.ts'
import type { RunSpans } from '../operation/run-spans.ts'
import { openJobQueue } from './job-queue.ts'
import type { RunExecutor } from './run-executor.ts'
import { createRunQueue, type RunQueue } from './run-queue.ts'
import { openRunNotifications, type RunNotifications } from './run-notifications.ts'
import { openWorker, type RunWorker } from './worker.ts'

export interface OpenRunsOptions {
  store: Store
  clock: Clock
  /** Executes the runs of this process; without it, other processes execute them. */
  executor?: RunExecutor | undefined
  /** Maximum concurrent runs of this process. */
  maxRuns: number
  /** Maximum concurrent runs of one workflow across all processes; 0: no limit. */
  maxRunsPerWorkflow?: number
  /** Maximum concurrent runs across all processes; 0: no limit. */
  maxTotalRuns?: number
  /** Exports the runs of this process as spans. */
  spans?: RunSpans | undefined
  onFault(cause: unknown, run: string): void
}

export interface OpenedRuns {
  runs: RunQueue
  /** Live notifications about runs, wherever they are executed. */
  notifications: RunNotifications
  worker: RunWorker | undefined
  close(): Promise<void>
}

/** Opens the runs of a store: the queue, the notifications, and a worker if there is an executor. */
export async function openRuns(options: OpenRunsOptions): Promise<OpenedRuns> {
  const { store, clock, executor, maxRuns, maxRunsPerWorkflow = 0, maxTotalRuns = 0, spans, onFault } = options
  const queue = await openJobQueue(store.openedDatabase, {
    maxRunsPerWorkflow,
    maxTotalRuns,
    onFault: (cause) => onFault(cause, ''),
  })
  if (store.openedDatabase.kind === 'pglite') {
    // This process is the only user of the database, so earlier workers are dead.
    await queue.reset()
    await store.leases.releaseAll()
  }
  const notifications = openRunNotifications(store.openedDatabase.channels)
  const runs = createRunQueue({ store, queue, notifications, clock, onFault })
  const name = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
  const worker =
    executor && (await openWorker({ store, queue, notifications, executor, clock, name, maxRuns, spans, onFault }))
  return {
    runs,
    notifications,
    worker,
    async close() {
      await runs.close()
      await worker?.close()
      await notifications.close()
      await queue.close()
    },
  }
}
