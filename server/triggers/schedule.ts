import type { ScheduleTiming } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Policies for a start that is due while a run of the same schedule is active. */
export const overlapPolicies = ['skip', 'queue', 'cancel', 'allow'] as const
export type OverlapPolicy = (typeof overlapPolicies)[number]

/**
 * States of a start. `due`: its run will be started. `started`: its run is active. `skipped`: another run was active.
 * `missed`: no server was running within the catch-up window. `rejected`: the workflow could not be started.
 */
export const startStatuses = [
  'due',
  'started',
  'completed',
  'failed',
  'cancelled',
  'skipped',
  'missed',
  'rejected',
] as const
export type StartStatus = (typeof startStatuses)[number]

/** Policies that determine how a schedule starts runs. */
export interface SchedulePolicies {
  overlap: OverlapPolicy
  /** Maximum random delay before a start, in seconds. */
  jitterSeconds: number
  /** Maximum age, in seconds, of planned times whose runs start late because no server was running. */
  catchUpSeconds: number
  /** Number of consecutive failures after which the schedule is disabled; 0 means never. */
  pauseAfterFailures: number
}

export const defaultPolicies: SchedulePolicies = {
  overlap: 'skip',
  jitterSeconds: 0,
  catchUpSeconds: 3600,
  pauseAfterFailures: 0,
}

/** A workflow schedule. Times are ISO 8601 strings in UTC. */
export interface Schedule extends SchedulePolicies {
  id: string
  workflowId: string
  workflowName: string
  /** The schedule node that defines the timing; absent if the schedule was not created from a node. */
  nodeId?: string
  name: string
  timing: ScheduleTiming
  enabled: boolean
  /** The reason that a user gave for disabling the schedule. */
  note?: string
  /** Why the server disabled the schedule. */
  problem?: Problem
  /** Number of consecutive failed starts. */
  failures: number
  nextAt?: string
  createdAt: string
  updatedAt: string
}

/** A planned time, and whether a run was started for it. Times are ISO 8601 strings in UTC. */
export interface ScheduleStart {
  plannedAt: string
  /** The planned time plus the random delay. */
  dueAt: string
  status: StartStatus
  runId?: string
  /** For `missed`: number of consecutive missed times, starting at `plannedAt`. */
  missed?: number
  problem?: Problem
}
