import type { ServerSchedule } from '@aw-flow/client'
import { defaultOverlap, type OverlapPolicy } from './server-schedules.ts'

export const timingKinds = ['cron', 'interval', 'calendar'] as const
export type TimingKind = (typeof timingKinds)[number]

/** Length of each interval unit, in seconds. */
export const intervalUnits = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const
export type IntervalUnit = keyof typeof intervalUnits

/** Form values for adding or changing a schedule. */
export interface ScheduleForm {
  workflow: string
  name: string
  kind: TimingKind
  cron: string
  every: string
  unit: IntervalUnit
  /** Local dates such as `2026-12-24`, separated by spaces, commas or line breaks. */
  dates: string
  /** Local times on these dates, such as `08:30`, separated in the same way. */
  times: string
  timeZone: string
  /** Start in the browser's local time, as `YYYY-MM-DDTHH:MM`. Empty if there is none. */
  start: string
  end: string
  excludedDates: string
  overlap: OverlapPolicy
  jitterSeconds: string
  catchUpMinutes: string
  pauseAfterFailures: string
}

/** Request fields that define when a schedule starts runs. */
export interface TimingFields {
  cron?: string
  every_seconds?: number
  dates?: string[]
  times?: string[]
  time_zone: string
  start_at: string | null
  end_at: string | null
  excluded_dates: string[]
}

/** Request fields that define how a schedule starts runs. */
export interface PolicyFields {
  overlap: OverlapPolicy
  jitter_seconds: number
  catch_up_seconds: number
  pause_after_failures: number
}

/** Creates the form values of a new schedule, which runs every day at 06:00. */
export const createScheduleForm = (timeZone: string): ScheduleForm => ({
  workflow: '',
  name: '',
  kind: 'cron',
  cron: '0 6 * * *',
  every: '15',
  unit: 'minutes',
  dates: '',
  times: '06:00',
  timeZone,
  start: '',
  end: '',
  excludedDates: '',
  overlap: defaultOverlap,
  jitterSeconds: '0',
  catchUpMinutes: '60',
  pauseAfterFailures: '0',
})

/** Converts a stored schedule to form values. */
export function toScheduleForm(schedule: ServerSchedule): ScheduleForm {
  const { cron, every_seconds: seconds, dates, times } = schedule
  const defaults = createScheduleForm(schedule.time_zone)
  const interval = seconds === null ? {} : toInterval(seconds)
  return {
    ...defaults,
    ...interval,
    workflow: schedule.workflow_id,
    name: schedule.name,
    kind: cron !== null ? 'cron' : seconds !== null ? 'interval' : 'calendar',
    cron: cron ?? defaults.cron,
    dates: dates?.join(', ') ?? '',
    times: times?.join(', ') ?? defaults.times,
    start: toLocalTime(schedule.start_at),
    end: toLocalTime(schedule.end_at),
    excludedDates: schedule.excluded_dates.join(', '),
    overlap: schedule.overlap,
    jitterSeconds: String(schedule.jitter_seconds),
    catchUpMinutes: String(schedule.catch_up_seconds / 60),
    pauseAfterFailures: String(schedule.pause_after_failures),
  }
}

/** Returns the request fields that define when a schedule starts runs. */
export const toTimingFields = (form: ScheduleForm): TimingFields => ({
  ...(form.kind === 'cron'
    ? { cron: form.cron }
    : form.kind === 'interval'
      ? { every_seconds: Number(form.every) * intervalUnits[form.unit] }
      : { dates: splitList(form.dates), times: splitList(form.times) }),
  time_zone: form.timeZone.trim(),
  start_at: toInstant(form.start),
  end_at: toInstant(form.end),
  excluded_dates: splitList(form.excludedDates),
})

/** Returns the request fields that define how a schedule starts runs. */
export const toPolicyFields = (form: ScheduleForm): PolicyFields => ({
  overlap: form.overlap,
  jitter_seconds: Number(form.jitterSeconds),
  catch_up_seconds: Math.round(Number(form.catchUpMinutes) * 60),
  pause_after_failures: Number(form.pauseAfterFailures),
})

/** Expresses an interval in the largest unit that divides it evenly. */
export function toInterval(seconds: number): { every: string; unit: IntervalUnit } {
  const units = Object.keys(intervalUnits) as IntervalUnit[]
  const unit = units.findLast((candidate) => seconds % intervalUnits[candidate] === 0) ?? 'seconds'
  return { every: String(seconds / intervalUnits[unit]), unit }
}

const splitList = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

/** Converts the value of a `datetime-local` field to an ISO timestamp. */
const toInstant = (text: string): string | null => (text === '' ? null : new Date(text).toISOString())

/** Converts an ISO timestamp to the value of a `datetime-local` field. */
function toLocalTime(instant: string | null): string {
  if (instant === null) return ''
  const time = new Date(instant)
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
