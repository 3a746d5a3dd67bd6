import { message, type Text } from '@aw-flow/messages'
import { CronPattern } from 'croner'
import { planTimes } from './plan-times.ts'
import type { ScheduleTiming } from './schedule-timing.ts'
import { findTimeZone } from './time-zone.ts'
import { parseCron } from './wall-times.ts'

/** The schedule field that a problem refers to. @internal */
export type TimingField = 'cron' | 'everySeconds' | 'dates' | 'times' | 'timeZone' | 'end' | 'excludedDates'

/** A problem with the timing of a schedule. @internal */
export interface TimingProblem {
  field: TimingField
  /** Describes the problem, including the invalid value. */
  reason: Text
}

/** The maximum number of local times in a calendar schedule. */
export const maxCalendarTimes = 10_000

/** Finds problems with a schedule's timing. Pass only timings without problems to `planTimes`. @internal */
export function findTimingProblems({ rule, timeZone, start, end, excludedDates }: ScheduleTiming): TimingProblem[] {
  const problems: TimingProblem[] = []
  const report = (field: TimingField, reason: Text): void => void problems.push({ field, reason })
  if (rule.kind === 'cron') {
    const reason = findCronProblem(rule.cron)
    if (reason !== undefined) report('cron', reason)
  } else if (rule.kind === 'interval') {
    const { everySeconds } = rule
    if (!Number.isInteger(everySeconds) || everySeconds < 1 || everySeconds > maxIntervalSeconds) {
      report('everySeconds', message('trigger.interval', { seconds: everySeconds }))
    }
  } else {
    const { dates, times } = rule
    if (dates.length === 0) report('dates', message('trigger.no-dates', {}))
    if (times.length === 0) report('times', message('trigger.no-times', {}))
    for (const date of dates) if (!isDate(date)) report('dates', message('trigger.date', { date }))
    for (const time of times) if (!isTime(time)) report('times', message('trigger.time', { time }))
    const count = dates.length * times.length
    if (count > maxCalendarTimes) report('dates', message('trigger.calendar-size', { count, max: maxCalendarTimes }))
  }
  for (const date of excludedDates ?? []) {
    if (!isDate(date)) report('excludedDates', message('trigger.date', { date }))
  }
  if (!findTimeZone(timeZone)) {
    report('timeZone', message('trigger.time-zone', { zone: JSON.stringify(timeZone) }))
  }
  if (start !== undefined && end !== undefined && end <= start) {
    report('end', message('trigger.period', { start: formatInstant(start), end: formatInstant(end) }))
  }
  if (problems.length > 0 || rule.kind !== 'cron') return problems
  const [first] = planTimes({ rule, timeZone }, start ?? 0)
  return first === undefined ? [{ field: 'cron', reason: message('trigger.cron-never', { cron: rule.cron }) }] : []
}

/** The maximum interval: ten years. */
const maxIntervalSeconds = 315_360_000

const fieldNames = ['second', 'minute', 'hour', 'day-of-month', 'month', 'day-of-week'] as const

/** Returns why a cron expression is invalid, naming the invalid field if possible; `undefined` if it is valid. */
function findCronProblem(cron: string): Text | undefined {
  const quotedCron = JSON.stringify(cron)
  const fields = cron.trim().split(/\s+/).filter(Boolean)
  const isNickname = fields.length === 1 && fields[0]!.startsWith('@')
  if (!isNickname && fields.length !== 5 && fields.length !== 6) {
    return message('trigger.cron-fields', { cron: quotedCron })
  }
  try {
    void parseCron(cron)
    return undefined
  } catch (cause) {
    const names = fieldNames.slice(-fields.length)
    for (const [index, value] of fields.entries()) {
      const name = names[index]
      if (name === undefined || isNickname || isValidField(value, index, fields.length)) continue
      return message('trigger.cron-field', { cron: quotedCron, field: name, value })
    }
    const detail = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '') : String(cause)
    return message('trigger.cron-invalid', { cron: quotedCron, detail })
  }
}

/** Returns whether a field is valid on its own, with wildcards in all other fields. */
function isValidField(value: string, index: number, count: number): boolean {
  try {
    void new CronPattern(Array.from({ length: count }, (_, position) => (position === index ? value : '*')).join(' '))
    return true
  } catch {
    return false
  }
}

function isDate(date: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

const isTime = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)

const formatInstant = (time: number): string => new Date(time).toISOString()
