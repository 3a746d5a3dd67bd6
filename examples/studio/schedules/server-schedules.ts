import type { ServerApi } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import type { TimingFields } from './schedule-form.ts'

/** Policies for a run that is due while another run of the same schedule is active. */
export const overlapPolicies = ['skip', 'queue', 'cancel', 'allow'] as const
export type OverlapPolicy = (typeof overlapPolicies)[number]
export const defaultOverlap: OverlapPolicy = 'skip'

/** A schedule's runs in a period. */
export interface CalendarEntry {
  name: string
  /** Scheduled times of the runs, in milliseconds since the Unix epoch. */
  times: number[]
}

/** The time of an upcoming run. */
export interface UpcomingTime {
  /** Scheduled time, in milliseconds since the Unix epoch. */
  time: number
  /** Change in the UTC offset on that day, in minutes. 0 unless daylight saving time starts or ends. */
  offsetChange: number
}

const maxWorkflows = 500

/** Lists the scheduled runs of all enabled schedules. `from` and `to` are in milliseconds since the Unix epoch. */
export async function listCalendarEntries(api: ServerApi, from: number, to: number): Promise<readonly CalendarEntry[]> {
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const { value } = await api.call('GET /api/v1/schedules/calendar', { query })
  return value.items.map(({ name, times }) => ({ name, times: times.map((time) => Date.parse(time)) }))
}

/** A workflow that can be scheduled, once it is published. */
export interface SchedulableWorkflow {
  id: string
  name: string
  isPublished: boolean
}

/** Lists the server's workflows, sorted by name. Archived ones cannot be scheduled. */
export async function listSchedulableWorkflows(api: ServerApi): Promise<readonly SchedulableWorkflow[]> {
  const { value } = await api.call('GET /api/v1/workflows', { query: { sort: 'name', limit: maxWorkflows } })
  return value.items
    .filter(({ status }) => status !== 'archived')
    .map(({ id, name, status }) => ({ id, name, isPublished: status === 'published' }))
}

/** Returns the upcoming runs of an unsaved schedule, and the problems with its timing. */
export async function previewTimes(
  api: ServerApi,
  timing: TimingFields,
  signal: AbortSignal,
): Promise<{ times: readonly UpcomingTime[]; problems: readonly Problem[] }> {
  const { value } = await api.call('POST /api/v1/schedules/preview', { body: { ...timing, count: 5 }, signal })
  const times = value.items.map(({ at, offset_change: change }) => ({
    time: Date.parse(at),
    offsetChange: change ?? 0,
  }))
  return { times, problems: value.problems }
}
