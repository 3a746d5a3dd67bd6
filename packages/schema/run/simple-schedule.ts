/** A schedule that users can select without writing a cron expression. @internal */
export type SimpleSchedule =
  | { readonly every: 'minutes'; readonly step: number }
  | { readonly every: 'hours'; readonly step: number; readonly minute: number }
  | { readonly every: 'day' | 'weekday'; readonly hour: number; readonly minute: number }
  /** `day` is from 0 (Sunday) to 6 (Saturday). */
  | { readonly every: 'week'; readonly day: number; readonly hour: number; readonly minute: number }
  | { readonly every: 'month'; readonly day: number; readonly hour: number; readonly minute: number }

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Parses a cron expression with five fields. Returns `undefined` if it is not a simple schedule. @internal */
export function parseCron(cron: string): SimpleSchedule | undefined {
  const fields = cron.trim().toUpperCase().split(/\s+/)
  if (fields.length !== 5) return undefined
  const [minuteField, hourField, dayField, monthField, weekdayField] = fields as [
    string,
    string,
    string,
    string,
    string,
  ]
  if (monthField !== '*') return undefined
  const isDaily = dayField === '*' && weekdayField === '*'
  const minuteStep = readStep(minuteField, 59)
  if (minuteStep !== undefined && hourField === '*' && isDaily) return { every: 'minutes', step: minuteStep }
  const minute = readNumber(minuteField, 0, 59)
  if (minute === undefined) return undefined
  const hourStep = readStep(hourField, 23)
  if (hourStep !== undefined && isDaily) return { every: 'hours', step: hourStep, minute }
  const hour = readNumber(hourField, 0, 23)
  if (hour === undefined) return undefined
  if (isDaily) return { every: 'day', hour, minute }
  if (dayField === '*') {
    if (weekdayField === 'MON-FRI' || weekdayField === '1-5') return { every: 'weekday', hour, minute }
    const nameIndex = dayNames.indexOf(weekdayField)
    const day = nameIndex >= 0 ? nameIndex : readNumber(weekdayField, 0, 7)
    return day === undefined ? undefined : { every: 'week', day: day % 7, hour, minute }
  }
  const day = weekdayField === '*' ? readNumber(dayField, 1, 31) : undefined
  return day === undefined ? undefined : { every: 'month', day, hour, minute }
}

/** Formats a simple schedule as a cron expression. @internal */
export function formatCron(schedule: SimpleSchedule): string {
  switch (schedule.every) {
    case 'minutes':
      return schedule.step === 1 ? '* * * * *' : `*/${schedule.step} * * * *`
    case 'hours':
      return `${schedule.minute} ${schedule.step === 1 ? '*' : `*/${schedule.step}`} * * *`
    case 'day':
      return `${schedule.minute} ${schedule.hour} * * *`
    case 'weekday':
      return `${schedule.minute} ${schedule.hour} * * MON-FRI`
    case 'week':
      return `${schedule.minute} ${schedule.hour} * * ${dayNames[schedule.day]!}`
    case 'month':
      return `${schedule.minute} ${schedule.hour} ${schedule.day} * *`
  }
}

/** Changes a schedule's frequency and keeps its time of day. @internal */
export function changeFrequency(previous: SimpleSchedule | undefined, every: SimpleSchedule['every']): SimpleSchedule {
  const hour = previous && 'hour' in previous ? previous.hour : 6
  const minute = previous && 'minute' in previous ? previous.minute : 0
  switch (every) {
    case 'minutes':
      return { every, step: 15 }
    case 'hours':
      return { every, step: 1, minute }
    case 'day':
    case 'weekday':
      return { every, hour, minute }
    case 'week':
      return { every, day: 1, hour, minute }
    case 'month':
      return { every, day: 1, hour, minute }
  }
}

function readNumber(text: string, min: number, max: number): number | undefined {
  if (!/^\d{1,2}$/.test(text)) return undefined
  const value = Number(text)
  return value >= min && value <= max ? value : undefined
}

/** Parses the step of a cron field: 1 for `*`, and the number for `*` with a step. */
function readStep(text: string, max: number): number | undefined {
  if (text === '*') return 1
  return text.startsWith('*/') ? readNumber(text.slice(2), 1, max) : undefined
}
