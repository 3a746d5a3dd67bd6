import type { RunEvent } from '@aw-flow/schema'
import type { Clock } from '@aw-flow/engine'
import type { TraceParent } from '../../operation/current-trace.ts'
import type { Log } from '../../operation/log.ts'
import type { RunEventListener, RunSpans } from '../../operation/run-spans.ts'
import type { Store } from '../../store/open-store.ts'
import type { ClaimedRun, RunCapacity } from '../../store/runs/claim-runs.ts'
import type { HeldLease } from '../../store/runs/held-lease.ts'
import type { JournalWriter } from '../journal-writer.ts'
import type { RunAttempt, RunExecutor } from '../run-executor.ts'
import type { RunNotifications } from '../run-notifications.ts'
import type { WorkerEffect, WorkerEventBody } from './events.ts'

export interface RunWorkerOptions {
  store: Store
  notifications: RunNotifications
  executor: RunExecutor
  clock: Clock
  /** Identifies this process in the database. */
  name: string
  /** Maximum number of concurrent runs in this worker. */
  maxRuns: number
  /** Limits on concurrent runs across all processes. */
  capacity?: RunCapacity | undefined
  /** Exports the worker's runs as trace spans. */
  spans?: RunSpans | undefined
  /** Receives a log entry whenever a run's state changes. */
  log?: Log
  /** Called for internal errors that are not part of the run's record. */
  onError(cause: unknown, runId: string): void
}

/** The resources that the worker keeps for a run under one lease. `WorkerState` determines what happens to the run. */
export interface RunHandle extends ClaimedRun {
  record: readonly RunEvent[]
  /** Encrypted names of the people who made decisions, keyed by plain name. */
  names: Map<string, string>
  /** The record of the original run, if this run is a retry. */
  originalRecord: readonly RunEvent[] | undefined
  attempt: RunAttempt | undefined
  /** Parent span of the run's database statements; `undefined` if tracing is off. */
  trace: TraceParent | undefined
  /** Receives the run's events once they are stored; `undefined` if tracing is off. */
  eventListener: RunEventListener | undefined
  /** Settles once all events written so far have been stored or rejected. */
  pendingWrites: Promise<unknown>
}

/** The worker as the functions that perform its effects see it. */
export interface WorkerContext extends Pick<
  RunWorkerOptions,
  'store' | 'notifications' | 'executor' | 'clock' | 'name'
> {
  capacity: RunCapacity | undefined
  spans: RunSpans | undefined
  log: Log
  onError(cause: unknown, runId: string): void
  /** The runs that the worker holds, by `toKey`. */
  handles: Map<string, RunHandle>
  writer: JournalWriter
  /** Retries while the database is down, so that the run does not fail. */
  withRetry<T>(work: () => Promise<T>): Promise<T>
  dispatch(event: WorkerEventBody): void
}

export type Effect<Type extends WorkerEffect['type']> = Extract<WorkerEffect, { type: Type }>

export const toKey = ({ id, lease }: HeldLease): string => `${id}#${lease}`
