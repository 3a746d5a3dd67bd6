import type { RowOf } from '../../store/database/workspace-rows.ts'

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

/** Columns that determine how a schedule starts runs. */
export type SchedulePolicies = Pick<
  RowOf<'schedules'>,
  'overlap' | 'jitter_seconds' | 'catch_up_seconds' | 'pause_after_failures'
>

export const defaultPolicies: SchedulePolicies = {
  overlap: 'skip',
  jitter_seconds: 0,
  catch_up_seconds: 3600,
  pause_after_failures: 0,
}
