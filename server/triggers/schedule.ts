import type { ScheduleTiming } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** Policy for a start while a run of the same schedule is active. */
export const overlapPolicies = ['skip', 'queue', 'cancel', 'allow'] as const
export type OverlapPolicy = (typeof overlapPolicies)[number]

/**
 * State of a start. `due`: it will be started. `started`: its run is active. `skipped`: another run was active.
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

/** How a schedule starts runs. */
export interface SchedulePolicies {
  overlap: OverlapPolicy
  /** Maximum random delay of a start. */
  jitterSeconds: number
  /** Planned times that were missed because no server was running are started later if they are at most this old. */
  catchUpSeconds: number
  /** The schedule is turned off after this number of consecutive failures; 0: never. */
  pauseAfterFailures: number
}

export const defaultPolicies: SchedulePolicies = {
  overlap: 'skip',
  jitterSeconds: 0,
  catchUpSeconds: 3600,
  pauseAfterFailures: 0,
}

/** A schedule of a workflow. Times in ISO 8601, UTC. */
export interface Schedule extends SchedulePolicies {
  id: string
  workflowId: string
  workflowName: string
  /** The schedule node that defines the timing; absent if the schedule was created without one. */
  nodeId?: string
  name: string
  timing: ScheduleTiming
  enabled: boolean
  /** The reason that a user gave for turning it off. */
  note?: string
  /** Why the server turned it off. */
  problem?: Problem
  /** Consecutive failed starts. */
  failures: number
  nextAt?: string
  createdAt: string
  updatedAt: string
}

/** One planned time of a schedule. Times in ISO 8601, UTC. */
export interface ScheduleStart {
  plannedAt: string
  /** Planned time plus the random delay. */
  dueAt: string
  status: StartStatus
  runId?: string
  /** For `missed`: the number of missed times from `plannedAt` on. */
  missed?: number
  problem?: Problem
}
