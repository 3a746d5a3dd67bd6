import type { ServerSchedule } from '@aw-flow/client'
import { parseCron, type SimpleSchedule } from '@aw-flow/schema/internal'
import type { StudioStrings } from '../language/english.ts'
import { getStrings } from '../language/strings.ts'
import { toInterval } from './schedule-form.ts'

type DescriptionStrings = Pick<StudioStrings, 'schedules' | 'formats'>

// January 7, 2024, was a Sunday.
const getWeekdayTimeUtc = (day: number, hour = 0, minute = 0): number => Date.UTC(2024, 0, 7 + day, hour, minute)

/** Describes in a sentence when a schedule runs. Returns `undefined` for cron expressions that are too complex. */
export function describeTimes(
  { cron, every_seconds: seconds, dates }: Pick<ServerSchedule, 'cron' | 'every_seconds' | 'dates'>,
  localizedStrings: DescriptionStrings = getStrings(),
): string | undefined {
  const { schedules: strings, formats } = localizedStrings
  if (cron !== null) {
    const simpleSchedule = parseCron(cron)
    return simpleSchedule && describeSimpleSchedule(simpleSchedule, localizedStrings)
  }
  if (seconds === null) return strings.dates(dates?.length ?? 0)
  const { every, unit } = toInterval(seconds)
  if (every === '1') return strings.everyUnit[unit]
  const format = new Intl.NumberFormat(formats.locale, { style: 'unit', unit: unit.slice(0, -1), unitDisplay: 'long' })
  return strings.every(format.format(Number(every)))
}

function describeSimpleSchedule(schedule: SimpleSchedule, { schedules: strings, formats }: DescriptionStrings): string {
  const format = (time: number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(formats.locale, { timeZone: 'UTC', ...options }).format(time)
  switch (schedule.every) {
    case 'minutes':
      return strings.everyMinutes(schedule.step)
    case 'hours':
      return strings.everyHours(schedule.step, schedule.minute)
  }
  const time = format(getWeekdayTimeUtc(0, schedule.hour, schedule.minute), { timeStyle: 'short' })
  switch (schedule.every) {
    case 'day':
      return strings.everyDay(time)
    case 'weekday':
      return strings.everyWeekday(time)
    case 'week':
      return strings.everyWeek(format(getWeekdayTimeUtc(schedule.day), { weekday: 'long' }), time)
    case 'month':
      return strings.everyMonth(schedule.day, time)
  }
}
