import type { Problem } from '@aw-flow/schema'
import type { HeldLease } from '../../store/runs/run-leases.ts'
import type { RunControlRow } from '../../store/runs/run-controls.ts'
import type { AttemptOutcome } from '../run-executor.ts'
import type { RecordSummary } from './summarize-record.ts'

/**
 * Why runs are claimed: they are queued, they can be resumed (their worker is gone or their wait has ended), or they
 * were canceled.
 */
export type ClaimReason = 'queued' | 'resumable' | 'canceled'

/** A run that this worker has just claimed. */
export interface ClaimedLease extends HeldLease {
  isCanceled: boolean
  /** Whether no worker has executed the run before and it repeats no other run, so that its record is empty. */
  isFresh: boolean
}

/**
 * A wait that ends at `until` (ms since the Unix epoch), which is `endsAt` on the monotonic clock of this process (ms).
 */
export interface TimedWait {
  run: string
  until: number
  endsAt: number
}

/**
 * Events that a worker observes. Announcements and timers are hints: they may be lost or repeated. Events of a run
 * contain the lease that was held when they occurred, because they may arrive after the run was lost or claimed again.
 */
export type WorkerEventBody =
  | { type: 'opened' }
  | { type: 'work-announced' }
  | { type: 'command-announced' }
  | { type: 'cancel-announced'; run: string }
  | { type: 'poll-due' }
  | { type: 'heartbeat-due' }
  /** `nextWakeMs`: time until the next waiting run of any worker continues automatically. */
  | {
      type: 'polled'
      resumable: readonly string[]
      commands: readonly RunControlRow[]
      endedWaits: readonly TimedWait[]
      nextWakeMs: number | undefined
    }
  | { type: 'poll-failed' }
  | { type: 'claimed'; reason: ClaimReason; ids: readonly string[]; runs: readonly ClaimedLease[] }
  | { type: 'claim-failed'; reason: ClaimReason }
  /** The requested leases, and those that the database confirms. */
  | {
      type: 'leases-renewed'
      requested: readonly HeldLease[]
      renewed: ReadonlyMap<string, { isCanceled: boolean }>
    }
  | ({ type: 'record-read'; record: RecordSummary; commands: readonly RunControlRow[] } & HeldLease)
  | ({ type: 'attempt-ended'; outcome: AttemptOutcome } & HeldLease)
  /** The attempt had released the run before it received the command. The next attempt executes it. */
  | ({ type: 'command-returned'; command: string } & HeldLease)
  | ({ type: 'run-released'; outcome: AttemptOutcome } & HeldLease)
  /** The events that end the run are stored. */
  | ({ type: 'run-ended' } & HeldLease)
  /** An effect on the run failed. Its lease expires, and a worker continues it. */
  | ({ type: 'run-faulted' } & HeldLease)
  | { type: 'closing' }

/** `elapsed`: time of the observation on the monotonic clock, in ms. */
export type WorkerEvent = WorkerEventBody & { elapsed: number }

/** Next actions of a worker. Each effect on the database is followed by an event. */
export type WorkerEffect =
  /**
   * Claims at most `max` runs: queued ones, or due ones among `ids`. In addition, claims one run of each workspace that
   * has none in progress, at most `maxIdleWorkspaces` in all.
   */
  | { type: 'claim'; reason: ClaimReason; ids: readonly string[]; max: number; maxIdleWorkspaces: number }
  /** `waits`: waits that have not ended on the monotonic clock, regardless of the wall clock. */
  | { type: 'poll'; held: readonly string[]; endedWaits: readonly TimedWait[]; waits: readonly TimedWait[] }
  | { type: 'renew-leases'; leases: readonly HeldLease[] }
  | { type: 'set-timer'; timer: 'poll' | 'heartbeat'; afterMs: number }
  /** Reads record and commands, after all events that the run has written so far are stored or rejected. */
  | ({ type: 'read-record' } & HeldLease)
  /** `isIsolated`: in a separate process, because the run may have crashed the last one. */
  | ({
      type: 'start-attempt'
      isFirst: boolean
      isIsolated: boolean
      isCanceled: boolean
      commands: readonly RunControlRow[]
    } & HeldLease)
  | ({ type: 'cancel-attempt' } & HeldLease)
  /** Stops an attempt without recording its end. */
  | ({ type: 'stop-attempt' } & HeldLease)
  | ({ type: 'execute-command'; control: RunControlRow } & HeldLease)
  /** Stores the events that end a run without an attempt. */
  | ({ type: 'end-run'; as: 'canceled' | 'interrupted'; problem?: Problem | undefined } & HeldLease)
  /** Releases the lease. `isAnnounced`: other workers are notified, because this one closes. */
  | ({ type: 'release-run'; outcome: AttemptOutcome; isAnnounced: boolean } & HeldLease)
  /** Discards the resources of a run that the worker no longer holds. */
  | ({ type: 'drop-run' } & HeldLease)
