import type { Problem } from '@aw-flow/schema'
import { parseColumn, toRecord } from '../../store/database/row-record.ts'
import type { RowOf } from '../../store/database/workspace-rows.ts'
import { parseTiming } from './timing-json.ts'
import type { TriggerRow } from '../trigger-rows.ts'

/** A workflow schedule. `nodeId` is absent if it was not created from a node, which defines the timing. */
export type Schedule = ReturnType<typeof toSchedule>

export const toSchedule = (row: TriggerRow<'schedules'>) =>
  toRecord(
    row,
    [
      'id',
      'workflow_id',
      'workflow_name',
      'node_id',
      'name',
      'overlap',
      'jitter_seconds',
      'catch_up_seconds',
      'pause_after_failures',
      'enabled',
      'note',
      'failures',
      'next_at',
      'created_at',
      'updated_at',
    ],
    { timing: parseTiming(row.timing), problem: parseColumn<Problem>(row.problem) },
  )

/** A planned time, and whether a run was started for it. */
export type ScheduleStart = ReturnType<typeof toStart>

export const toStart = (row: RowOf<'schedule_starts'>) =>
  toRecord(row, ['planned_at', 'due_at', 'status', 'run_id', 'missed'], {
    problem: parseColumn<Problem>(row.problem),
  })
