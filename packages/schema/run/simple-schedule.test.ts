import { describe, expect, it } from 'vitest'
import { changeFrequency, formatCron, parseCron, type SimpleSchedule } from './simple-schedule.ts'

const pairs: [string, SimpleSchedule][] = [
  ['* * * * *', { every: 'minutes', step: 1 }],
  ['*/15 * * * *', { every: 'minutes', step: 15 }],
  ['30 * * * *', { every: 'hours', step: 1, minute: 30 }],
  ['5 */6 * * *', { every: 'hours', step: 6, minute: 5 }],
  ['0 6 * * *', { every: 'day', hour: 6, minute: 0 }],
  ['15 8 * * MON-FRI', { every: 'weekday', hour: 8, minute: 15 }],
  ['0 9 * * SUN', { every: 'week', day: 0, hour: 9, minute: 0 }],
  ['0 0 31 * *', { every: 'month', day: 31, hour: 0, minute: 0 }],
]

describe('simple schedules', () => {
  it.each(pairs)('reads and writes %s', (cron, schedule) => {
    expect(parseCron(cron)).toEqual(schedule)
    expect(formatCron(schedule)).toBe(cron)
  })

  it('reads other spellings of days', () => {
    expect(parseCron('0 8 * * 1-5')).toEqual({ every: 'weekday', hour: 8, minute: 0 })
    expect(parseCron(' 0 8 * * 7 ')).toEqual({ every: 'week', day: 0, hour: 8, minute: 0 })
    expect(parseCron('0 8 * * fri')).toEqual({ every: 'week', day: 5, hour: 8, minute: 0 })
  })

  it.each([
    '',
    'soon',
    '0 6 * 1 *',
    '0 18 L * *',
    '0 9 * * 1#1',
    '0 0 6 * * *',
    '0 6 1 * MON',
    '0,30 6 * * *',
    '0 25 * * *',
    '*/0 * * * *',
    '*/5 6 * * *',
  ])('leaves %j to the expression', (cron) => {
    expect(parseCron(cron)).toBe(undefined)
  })

  it('keeps the time of day when the frequency changes', () => {
    const daily: SimpleSchedule = { every: 'day', hour: 7, minute: 45 }
    expect(changeFrequency(daily, 'week')).toEqual({ every: 'week', day: 1, hour: 7, minute: 45 })
    expect(changeFrequency(daily, 'minutes')).toEqual({ every: 'minutes', step: 15 })
    expect(changeFrequency(undefined, 'month')).toEqual({ every: 'month', day: 1, hour: 6, minute: 0 })
  })
})
