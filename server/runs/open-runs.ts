import type { Clock } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { openStepSweeper } from '../agents/step-sweeper.ts'
import type { Store } from '../store/open-store.ts'
import { silentLog, type Log } from '../operation/log.ts'
import type { RunSpans } from '../operation/run-spans.ts'
import type { RunExecutor } from './run-executor.ts'
import { createRunQueues } from './queue/run-queue.ts'
import { openRunNotifications } from './run-notifications.ts'
import { openWorker } from './worker/open-worker.ts'

export interface OpenRunsOptions {
  store: Store
  clock: Clock
  /** Executes runs in this process. If absent, this process only queues runs, and other processes execute them. */
  executor?: RunExecutor | undefined
  /** Maximum number of concurrent runs in this process. */
  maxRuns: number
  /** Maximum number of concurrent runs per workflow, across all processes. 0 means unlimited. */
  maxRunsPerWorkflow?: number
  /** Maximum number of concurrent runs, across all processes. 0 means unlimited. */
  maxTotalRuns?: number
  /** Exports this process's runs as spans. */
  spans?: RunSpans | undefined
  /** Log that receives a line whenever the state of one of this process's runs changes. */
  log?: Log
  onError(cause: unknown, runId: string): void
}

export type OpenedRuns = Awaited<ReturnType<typeof openRuns>>

/** Opens the queue and notifications for a store's runs, and a worker if an executor is provided. */
export async function openRuns(options: OpenRunsOptions) {
  const {
    store,
    clock,
    executor,
    maxRuns,
    maxRunsPerWorkflow = 0,
    maxTotalRuns = 0,
    spans,
    log = silentLog,
    onError,
  } = options
  if (store.openedDatabase.kind === 'pglite') {
    // No other process uses this database, so any leases belong to workers that no longer exist.
    await store.leases.releaseAll()
  }
  const notifications = openRunNotifications(store.openedDatabase.channels)
  const runs = createRunQueues({ store, notifications, clock })
  const name = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
  const capacity = maxRunsPerWorkflow > 0 || maxTotalRuns > 0 ? { maxRunsPerWorkflow, maxTotalRuns } : undefined
  const worker =
    executor &&
    (await openWorker({ store, notifications, executor, clock, name, maxRuns, capacity, spans, log, onError }))
  const sweeper = openStepSweeper({
    agentSteps: store.agentSteps,
    notifications,
    onError: (cause) => onError(cause, ''),
  })
  return {
    runs,
    /** Live notifications about runs, regardless of which process executes them. */
    notifications,
    worker,
    async close(): Promise<void> {
      await sweeper.close()
      runs.close()
      await worker?.close()
      await notifications.close()
    },
  }
}
