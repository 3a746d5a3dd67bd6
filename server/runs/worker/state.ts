import type { Problem } from '@aw-flow/schema'
import type { TimedWait, WorkerEffect } from './events.ts'

/** A run that the worker holds a lease for. */
export interface HeldRun {
  readonly lease: number
  /**
   * `reading`: the record is being read before an attempt. `executing`: an attempt is in progress. `ending`: the final
   * events are being stored. `releasing`: the lease is being released.
   */
  readonly phase: 'reading' | 'executing' | 'ending' | 'releasing'
  readonly isCanceled: boolean
  /** Whether another worker may have claimed the run. If so, this worker stores nothing more for it. */
  readonly isLost: boolean
  /** Number of the current attempt under this lease, starting at 1. */
  readonly attemptNumber: number
  /** Number of events in the record when the attempt started. */
  readonly recordLength: number
  /** Number of consecutive attempts that added no events to the record. */
  readonly attemptsWithoutEvents: number
  /** Why the previous attempt's process was killed, if the run was the cause. */
  readonly problem: Problem | undefined
  /** IDs of the commands in progress. */
  readonly commands: ReadonlySet<string>
}

/** State of a worker: the runs that it holds, and its pending database requests. */
export interface WorkerState {
  /**
   * Maximum number of concurrent runs. In addition, the worker may execute up to `maxRuns` runs of workspaces that have
   * no other run in progress. Canceled runs that no worker holds are ended regardless of the limit.
   */
  readonly maxRuns: number
  /**
   * Whether limits apply across processes. If so, a slot may become free when another process releases one.
   */
  readonly isLimited: boolean
  readonly isClosing: boolean
  /** Time of the last event on the monotonic clock, in ms. */
  readonly elapsed: number
  readonly runs: ReadonlyMap<string, HeldRun>
  /** Runs that the last poll found to be due, excluding queued ones. They are claimed first. */
  readonly resumable: readonly string[]
  /** Whether queued runs may exist that this worker has not yet tried to claim. */
  readonly mayHaveQueued: boolean
  /** The claim in progress, if any. `isStale`: whether work arrived after the claim was sent. */
  readonly claim: { readonly max: number; readonly isStale: boolean } | undefined
  /** Number of claims in progress for canceled runs. */
  readonly cancelClaims: number
  readonly isPolling: boolean
  /** Whether another poll was requested since the current one started. */
  readonly isPollStale: boolean
  /** Time of the next poll on the monotonic clock, in ms; `Infinity` if none is scheduled. */
  readonly nextPollAt: number
  /** Timed waits of runs that this worker has released. Each is kept until it ends on the monotonic clock. */
  readonly waits: readonly TimedWait[]
}

export const createWorkerState = ({ maxRuns, isLimited }: { maxRuns: number; isLimited: boolean }): WorkerState => ({
  maxRuns,
  isLimited,
  isClosing: false,
  elapsed: 0,
  runs: new Map(),
  resumable: [],
  mayHaveQueued: false,
  claim: undefined,
  cancelClaims: 0,
  isPolling: false,
  isPollStale: false,
  nextPollAt: Infinity,
  waits: [],
})

/** Returns whether the worker has no pending database requests that can return a run. */
export const isIdle = ({ claim, cancelClaims: cancelClaimCount, isPolling }: WorkerState): boolean =>
  claim === undefined && cancelClaimCount === 0 && !isPolling

/** Returns whether a closing worker has released all of its leases. */
export const isClosed = (state: WorkerState): boolean => state.isClosing && state.runs.size === 0 && isIdle(state)

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

/** The next state under construction, and the effects collected so far. */
export interface Draft extends Mutable<Omit<WorkerState, 'runs'>> {
  runs: Map<string, HeldRun>
  effects: WorkerEffect[]
}

export const createDraft = (state: WorkerState, elapsed: number): Draft => ({
  ...state,
  runs: new Map(state.runs),
  effects: [],
  elapsed,
})

export function finishDraft({ effects, ...state }: Draft): [WorkerState, WorkerEffect[]] {
  return [state, effects]
}
