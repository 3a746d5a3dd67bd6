import type { Problem } from '@aw-flow/schema'
import type { TimedWait, WorkerEffect } from './events.ts'

/** A run that this worker holds. */
export interface HeldRun {
  readonly lease: number
  /**
   * `reading`: its record is read before an attempt. `executing`: an attempt is in progress. `ending`: the events that
   * end it are being stored. `releasing`: its lease is being released.
   */
  readonly phase: 'reading' | 'executing' | 'ending' | 'releasing'
  readonly isCanceled: boolean
  /** Whether another worker may hold the run. If so, this worker stores nothing more for it. */
  readonly isLost: boolean
  /** Number of the attempt under this lease, from 1. */
  readonly attempt: number
  /** Number of its events at the start of the attempt, and of attempts since then that added none. */
  readonly length: number
  readonly attemptsWithoutEvents: number
  /** Why the process of the last attempt was killed, if the run is the cause. */
  readonly problem: Problem | undefined
  /** Commands that are being executed. */
  readonly commands: ReadonlySet<string>
}

/** State of a worker: data about the rows that it holds, and its pending requests. */
export interface WorkerState {
  /**
   * Maximum concurrent runs. The same number of further runs may belong to workspaces without another run in progress.
   * Canceled runs that no worker holds are ended even if the limit is reached.
   */
  readonly maxRuns: number
  /**
   * Whether runs are limited across processes. Then a slot may be free although no slot of this process was released.
   */
  readonly isLimited: boolean
  readonly isClosing: boolean
  /** Time of the last event on the monotonic clock, in ms. */
  readonly elapsed: number
  readonly runs: ReadonlyMap<string, HeldRun>
  /** Runs that the last poll found due, other than queued ones. They are claimed first. */
  readonly resumable: readonly string[]
  /** Whether there may be queued runs that this worker has not tried to claim. */
  readonly mayHaveQueued: boolean
  /** The claim in progress. `isStale`: work was announced after it was sent. */
  readonly claim: { readonly max: number; readonly isStale: boolean } | undefined
  /** Number of claims of canceled runs in progress. */
  readonly cancelClaims: number
  readonly isPolling: boolean
  /** Whether a poll was requested after the one in progress had started. */
  readonly isPollStale: boolean
  /** Time of the next poll on the monotonic clock, in ms; `Infinity` if none is planned. */
  readonly nextPollAt: number
  /** Waits of runs that this worker has released, until they end on the monotonic clock. */
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

/** Returns whether no pending database request could return a run. */
export const isIdle = ({ claim, cancelClaims, isPolling }: WorkerState): boolean =>
  claim === undefined && cancelClaims === 0 && !isPolling

/** Returns whether a closing worker has released all its leases. */
export const isClosed = (state: WorkerState): boolean => state.isClosing && state.runs.size === 0 && isIdle(state)

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

/** The next state while it is computed, and the effects so far. */
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
