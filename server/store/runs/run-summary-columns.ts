import type { Selectable } from 'kysely'
import type { Database } from '../database/database.ts'

/** The columns of the runs in lists. */
export const summaryColumns = [
  'id',
  'workflow_id',
  'workflow_name',
  'workflow_version',
  'status',
  'priority',
  'problem',
  'retry_of',
  'trigger_type',
  'triggered_by',
  'concurrency_key',
  'concurrency_limit',
  'blocked',
  'input_data_id',
  'metadata',
  'cancelled_by',
  'created_at',
  'started_at',
  'ended_at',
] as const

export type SummaryRow = Pick<Selectable<Database['runs']>, (typeof summaryColumns)[number]>
