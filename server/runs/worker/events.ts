import type { Problem } from '@aw-flow/schema'
import type { HeldLease } from '../../store/runs/held-lease.ts'
import type { PendingCommand } from '../../store/runs/run-controls.ts'
import type { AttemptOutcome } from '../run-executor.ts'
import type { RecordSummary } from './summarize-record.ts'

/**
 * Why a worker claims runs: they are queued, they can be resumed (their worker is gone or their wait has ended), or
 * they were canceled.
 */
export type ClaimReason = 'queued' | 'resumable' | 'canceled'

/** A run that the worker has just claimed. */
export interface ClaimedLease extends HeldLease {
  isCanceled: boolean
  /** Whether the record is empty, because no worker has executed the run before and it is not a retry. */
  isFresh: boolean
}

/**
 * A timed wait. `until` is its end in ms since the Unix epoch; `endsAt` is the same time on this process's monotonic
 * clock, in ms.
 */
export interface TimedWait {
  run: string
  until: number
  endsAt: number
}

/**
 * Events that a worker observes. Notifications and timers are only hints: they may be lost or repeated. Events about a
 * run include the lease under which they occurred, because they may arrive after the run was lost or claimed again.
 */
export type WorkerEventBody =
  | { type: 'opened' }
  | { type: 'work-announced' }
  | { type: 'command-announced' }
  | { type: 'cancel-announced'; run: string }
  | { type: 'poll-due' }
  | { type: 'heartbeat-due' }
  /** `nextWakeMs`: time until the next waiting run, of any worker, resumes automatically. */
  | {
      type: 'polled'
      resumable: readonly string[]
      commands: readonly PendingCommand[]
      endedWaits: readonly TimedWait[]
      nextWakeMs: number | undefined
    }
  | { type: 'poll-failed' }
  | { type: 'claimed'; reason: ClaimReason; ids: readonly string[]; runs: readonly ClaimedLease[] }
  | { type: 'claim-failed'; reason: ClaimReason }
  /** `requested`: the leases that were to be renewed. `renewed`: the runs whose leases were renewed, by ID. */
  | {
      type: 'leases-renewed'
      requested: readonly HeldLease[]
      renewed: ReadonlyMap<string, { isCanceled: boolean }>
    }
  | ({ type: 'record-read'; record: RecordSummary; commands: readonly PendingCommand[] } & HeldLease)
  | ({ type: 'attempt-ended'; outcome: AttemptOutcome } & HeldLease)
  /** The attempt released the run before it received the command, so the next attempt executes the command. */
  | ({ type: 'command-returned'; commandId: string } & HeldLease)
  | ({ type: 'run-released'; outcome: AttemptOutcome } & HeldLease)
  /** The events that end the run have been stored. */
  | ({ type: 'run-ended' } & HeldLease)
  /** An effect on the run failed. The run's lease will expire, and a worker will resume the run. */
  | ({ type: 'run-effect-failed' } & HeldLease)
  | { type: 'closing' }

/** `elapsed`: time of the observation on the monotonic clock, in ms. */
export type WorkerEvent = WorkerEventBody & { elapsed: number }

/** Actions for the worker to perform. Each action on the database results in an event. */
export type WorkerEffect =
  /**
   * Claims up to `max` runs: queued runs, or the runs in `ids` that are due. Also claims one run from each workspace
   * that has none in progress, up to `maxIdleWorkspaces` runs in total.
   */
  | { type: 'claim'; reason: ClaimReason; ids: readonly string[]; max: number; maxIdleWorkspaces: number }
  /** `waits`: waits that have not yet ended on the monotonic clock, whatever the wall clock shows. */
  | { type: 'poll'; heldRunIds: readonly string[]; endedWaits: readonly TimedWait[]; waits: readonly TimedWait[] }
  | { type: 'renew-leases'; leases: readonly HeldLease[] }
  | { type: 'set-timer'; timer: 'poll' | 'heartbeat'; afterMs: number }
  /** Reads the record and the commands of a run, once all events written so far have been stored or rejected. */
  | ({ type: 'read-record' } & HeldLease)
  /** `isIsolated`: whether to use a dedicated process, because the run may have crashed the previous one. */
  | ({
      type: 'start-attempt'
      isFirstAttempt: boolean
      isIsolated: boolean
      isCanceled: boolean
      commands: readonly PendingCommand[]
    } & HeldLease)
  | ({ type: 'cancel-attempt' } & HeldLease)
  /** Stops an attempt without recording an end. */
  | ({ type: 'stop-attempt' } & HeldLease)
  | ({ type: 'execute-command'; pendingCommand: PendingCommand } & HeldLease)
  /** Ends a run without another attempt by storing the final events. */
  | ({ type: 'end-run'; reason: 'canceled' | 'interrupted'; problem?: Problem | undefined } & HeldLease)
  /** Releases the lease. `shouldNotify`: whether to notify other workers, because this worker is closing. */
  | ({ type: 'release-run'; outcome: AttemptOutcome; shouldNotify: boolean } & HeldLease)
  /** Frees the resources of a run that the worker no longer holds. */
  | ({ type: 'drop-run' } & HeldLease)
