import type { ServerApi, ServerSchedule, ServerScheduleStart } from '@aw-flow/client'

/** What happens to a start while a run of the same schedule is active. */
export const overlapPolicies = ['skip', 'queue', 'cancel', 'allow'] as const
export type OverlapPolicy = (typeof overlapPolicies)[number]

/** Planned times of one schedule in a period. */
export interface CalendarEntry {
  name: string
  /** In ms since 1970. */
  times: number[]
}

const maxSchedules = 500

export async function listSchedules(api: ServerApi): Promise<readonly ServerSchedule[]> {
  const { value } = await api.call('GET /api/v1/schedules', { query: { limit: maxSchedules } })
  return value.items
}

/** Lists the latest starts of a schedule. */
export async function listStarts(api: ServerApi, id: string): Promise<readonly ServerScheduleStart[]> {
  const { value } = await api.call('GET /api/v1/schedules/{id}/starts', { path: { id }, query: { limit: 10 } })
  return value.items
}

/** Lists the planned times of all enabled schedules; `from` and `to` in ms since 1970. */
export async function listCalendar(api: ServerApi, from: number, to: number): Promise<readonly CalendarEntry[]> {
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const { value } = await api.call('GET /api/v1/schedules/calendar', { query })
  return value.items.map(({ name, times }) => ({ name, times: times.map((time) => Date.parse(time)) }))
}
