import { Temporal } from '@js-temporal/polyfill'
import { describe, expect, it } from 'vitest'
import { selectEvery, sizes } from '../../../test/sizes.ts'
import { createRandom } from '../scheduler/test-graphs.ts'
import { findTimingProblems } from './find-timing-problems.ts'
import { listPlannedTimes, planTimes } from './plan-times.ts'
import type { ScheduleRule, ScheduleTiming } from './schedule-timing.ts'
import { computeStartDelay } from './start-delay.ts'
import { matchPeriod, scanPeriod } from './test-cron-oracle.ts'
import { excludeDates } from './wall-times.ts'

const dayMs = 86_400_000
const cronTiming = (cron: string, timeZone: string): ScheduleTiming => ({ rule: { kind: 'cron', cron }, timeZone })

/** Lists planned times in local time with offset. */
const listLocal = (timing: ScheduleTiming, after: string, count: number): string[] =>
  listPlannedTimes(timing, Date.parse(after), count).map((time) =>
    Temporal.Instant.fromEpochMilliseconds(time)
      .toZonedDateTimeISO(timing.timeZone)
      .toString({ smallestUnit: 'second', timeZoneName: 'never' }),
  )

function listUntil(timing: ScheduleTiming, after: number, until: number, maxCount = Infinity): number[] {
  const times: number[] = []
  for (const time of planTimes(timing, after)) {
    if (time >= until || times.length >= maxCount) break
    times.push(time)
  }
  return times
}

describe('clock changes', () => {
  it.each([
    ['30 2 * * *', 'America/New_York', '2026-03-08T03:00:00-04:00'],
    ['30 2,14 * * *', 'America/New_York', '2026-03-08T03:00:00-04:00'],
    ['0,30 2 * * *', 'America/New_York', '2026-03-08T03:00:00-04:00'],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-04T02:30:00+11:00'],
    ['30 0 * * *', 'America/Sao_Paulo', '2018-11-04T01:00:00-02:00'],
    ['0 6 30 12 *', 'Pacific/Apia', '2011-12-31T00:00:00+14:00'],
  ])('%s in %s is planned at the end of the gap', (cron, zone, expected) => {
    const eveningBefore = new Date(Date.parse(expected) - dayMs / 4).toISOString()
    expect(listLocal(cronTiming(cron, zone), eveningBefore, 1)).toEqual([expected])
  })

  it('plans a repeated time once, and repeating times each time they occur', () => {
    const zone = 'America/New_York'
    expect(listLocal(cronTiming('30 1 * * *', zone), '2026-11-01T00:00-04:00', 2)).toEqual([
      '2026-11-01T01:30:00-04:00',
      '2026-11-02T01:30:00-05:00',
    ])
    const afterFirst = listLocal(cronTiming('30 1 * * *', zone), '2026-11-01T01:10-05:00', 1)
    expect(afterFirst).toEqual(['2026-11-02T01:30:00-05:00'])
    expect(listLocal(cronTiming('*/30 * * * *', zone), '2026-11-01T00:30-04:00', 5)).toEqual([
      '2026-11-01T01:00:00-04:00',
      '2026-11-01T01:30:00-04:00',
      '2026-11-01T01:00:00-05:00',
      '2026-11-01T01:30:00-05:00',
      '2026-11-01T02:00:00-05:00',
    ])
    expect(listLocal(cronTiming('0 * * * *', zone), '2026-03-08T00:30-05:00', 3)).toEqual([
      '2026-03-08T01:00:00-05:00',
      '2026-03-08T03:00:00-04:00',
      '2026-03-08T04:00:00-04:00',
    ])
  })
})

const zones = [
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Europe/Berlin',
  'Europe/Dublin',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Tehran',
  'Asia/Gaza',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Antarctica/Troll',
]

/** The clock changes of the zones from 1990 to 2040, according to Temporal. */
const clockChanges = zones.flatMap((zone) => {
  const changes: { zone: string; instant: number }[] = []
  let zoned = Temporal.Instant.from('1990-01-01T00:00Z').toZonedDateTimeISO(zone)
  for (;;) {
    const next = zoned.getTimeZoneTransition('next')
    if (!next || next.year > 2040) return changes
    changes.push({ zone, instant: next.epochMilliseconds })
    zoned = next
  }
})

const cronsAtChanges = [
  '30 2 * * *',
  '0 2 * * *',
  '0 3 * * *',
  '30 1 * * *',
  '15,45 0-3 * * *',
  '0 0 * * *',
  '30 23 * * *',
  '59 59 1 * * *',
  '0 0,30 1,2,3 * * *',
  '0 6 * * *',
  '*/30 * * * *',
  '7 * * * *',
  '*/15 1-2 * * *',
  '30 2 * * SUN',
  '30 0 L * *',
]

const tzVersion = process.versions.tz ?? 'unknown'

describe(`against a scan of every minute, with time zone data ${tzVersion}`, () => {
  const selectedChanges = selectEvery(clockChanges, sizes.clockChangeEveryNth)

  it(
    `plans the same times around ${selectedChanges.length} of ${clockChanges.length} clock changes`,
    { timeout: 3_600_000 },
    () => {
      const differences: unknown[] = []
      for (const { zone, instant } of selectedChanges) {
        // A day of margin, so that the scan sees the first occurrence of repeated times.
        const from = instant - 2 * dayMs
        const until = instant + 1.5 * dayMs
        const period = scanPeriod(zone, from, (until - from) / 60_000)
        for (const cron of cronsAtChanges) {
          const expected = matchPeriod(toNumbers(cron), period).filter((time) => time > from + dayMs)
          // Starting right before, at and after the change must not matter.
          for (const start of [from + dayMs, instant - 1, instant, instant + 20 * 60_000]) {
            const planned = listUntil(cronTiming(cron, zone), start, until)
            const remaining = expected.filter((time) => time > start)
            if (planned.join() !== remaining.join())
              differences.push({ zone, instant, cron, start, planned, remaining })
          }
        }
      }
      expect(differences).toEqual([])
      expect(clockChanges.length).toBeGreaterThan(900)
    },
  )

  const seed = 29
  const caseCount = sizes.scannedSchedules
  it(`plans the same times for ${caseCount} generated expressions (seed ${seed})`, { timeout: 3_600_000 }, () => {
    const random = createRandom(seed)
    const allZones = Intl.supportedValuesOf('timeZone')
    const casesPerPeriod = 100
    const differences: unknown[] = []
    let expectedCount = 0
    for (let index = 0; index < caseCount; index += casesPerPeriod) {
      const zone = allZones[random(allZones.length)]!
      const from = Date.UTC(1990 + random(50), random(12), 1 + random(28), random(24), random(60))
      const days = 34
      const period = scanPeriod(zone, from, days * 1440)
      const until = from + days * dayMs
      for (let cases = 0; cases < Math.min(casesPerPeriod, caseCount - index); cases++) {
        const cron = generateCron(random)
        const expected = matchPeriod(toNumbers(cron), period).filter((time) => time > from + dayMs)
        const planned = listUntil(cronTiming(cron, zone), from + dayMs, until, maxCompared)
        expectedCount += expected.length
        if (planned.join() !== expected.slice(0, maxCompared).join()) differences.push({ zone, from, cron })
      }
    }
    expect(differences).toEqual([])
    expect(expectedCount).toBeGreaterThan(caseCount)
  })
})

/** Compared times of a generated expression. */
const maxCompared = 100
const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Replaces names of days, which the oracle does not read. */
const toNumbers = (cron: string): string =>
  cron.replace(/[A-Z]{3}/g, (name) => String(Math.max(0, weekdayNames.indexOf(name))))

function generateCron(random: (n: number) => number): string {
  const choose = <T>(...options: readonly T[]): T => options[random(options.length)]!
  const field = (min: number, max: number): string => {
    const value = (): number => min + random(max - min + 1)
    const range = (): string => {
      const [low, high] = [value(), value()].sort((a, b) => a - b)
      return `${low}-${high}`
    }
    switch (random(6)) {
      case 0:
        return '*'
      case 1:
        return `*/${2 + random(Math.floor((max - min) / 2))}`
      case 2:
        return `${value()},${value()}`
      case 3:
        return range()
      case 4:
        return `${range()}/${1 + random(4)}`
      default:
        return String(value())
    }
  }
  const day = choose('*', '*', '*', field(1, 28), 'L', 'LW', `${1 + random(31)}W`, `${1 + random(28)},L`)
  const month = choose('*', '*', '*', field(1, 12))
  const weekday = choose(
    '*',
    '*',
    field(0, 6),
    weekdayNames[random(7)]!,
    `${random(7)}L`,
    `${random(7)}#${1 + random(5)}`,
  )
  const seconds = random(4) === 0 ? `${choose('0', '30', '15,45')} ` : ''
  return `${seconds}${field(0, 59)} ${field(0, 23)} ${day} ${month} ${weekday}`
}

describe('intervals, calendars and periods', () => {
  it('counts intervals from the start, across clock changes', () => {
    const rule: ScheduleRule = { kind: 'interval', everySeconds: 5400 }
    const start = Date.parse('2026-03-29T00:10Z')
    expect(listLocal({ rule, timeZone: 'Europe/Berlin', start }, '2026-03-28T00:00Z', 3)).toEqual([
      '2026-03-29T01:10:00+01:00',
      '2026-03-29T03:40:00+02:00',
      '2026-03-29T05:10:00+02:00',
    ])
  })

  it('plans calendar times in order and once, even in a gap', () => {
    const rule: ScheduleRule = {
      kind: 'calendar',
      dates: ['2026-12-24', '2026-03-29'],
      times: ['18:00', '02:30', '03:00', '02:00:30'],
    }
    expect(listLocal({ rule, timeZone: 'Europe/Berlin' }, '2026-01-01T00:00Z', 9)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-29T18:00:00+02:00',
      '2026-12-24T02:00:30+01:00',
      '2026-12-24T02:30:00+01:00',
      '2026-12-24T03:00:00+01:00',
      '2026-12-24T18:00:00+01:00',
    ])
  })

  it('includes the start, excludes the end, and skips excluded dates', () => {
    const timing: ScheduleTiming = {
      ...cronTiming('0 8 * * *', 'Europe/Berlin'),
      start: Date.parse('2026-12-24T07:00Z'),
      end: Date.parse('2026-12-29T07:00Z'),
      excludedDates: ['2026-12-25', '2026-12-26'],
    }
    expect(listLocal(timing, '2026-01-01T00:00Z', 9)).toEqual([
      '2026-12-24T08:00:00+01:00',
      '2026-12-27T08:00:00+01:00',
      '2026-12-28T08:00:00+01:00',
    ])
  })

  it.each<ScheduleRule>([
    { kind: 'cron', cron: '* * * * * *' },
    { kind: 'interval', everySeconds: 1 },
  ])('skips 20,000 excluded dates in a row: %j', (rule) => {
    const first = Date.parse('2026-03-01T00:00Z')
    const excludedDates = Array.from({ length: 20_000 }, (_, index) =>
      new Date(first + index * dayMs).toISOString().slice(0, 10),
    )
    const [time] = listPlannedTimes({ rule, timeZone: 'Europe/Berlin', excludedDates }, first, 1)
    expect(time).toBe(first + 20_000 * dayMs - 3_600_000)
  })

  it('searches the times among excluded dates once, not again after each change of the clocks', () => {
    let searches = 0
    const mondays = {
      isFixed: true,
      findNext(wall: number) {
        searches++
        return (Math.floor(wall / (7 * dayMs)) + 1) * 7 * dayMs
      },
    }
    const weeks = Array.from({ length: 100 }, (_, index) => new Date(index * 7 * dayMs).toISOString().slice(0, 10))
    const { findNext } = excludeDates(mondays, weeks)
    for (let wall = 1; wall < 690 * dayMs; wall += 10 * dayMs) expect(findNext(wall)).toBe(700 * dayMs)
    expect(searches).toBe(100)
    expect(findNext(700 * dayMs)).toBe(707 * dayMs)
  })

  it.each([
    ['2026-10-25', 'a day of 25 hours'],
    ['2026-03-29', 'a day of 23 hours'],
  ])('an interval skips exactly the excluded date %s, %s', (date) => {
    const timeZone = 'Europe/Berlin'
    const rule: ScheduleRule = { kind: 'interval', everySeconds: 60 }
    const from = Date.parse(`${date}T00:00Z`) - dayMs
    const planned = listUntil({ rule, timeZone, excludedDates: [date] }, from, from + 3 * dayMs)
    const scanned = Array.from({ length: 3 * 1440 - 1 }, (_, index) => from + (index + 1) * 60_000).filter(
      (time) =>
        Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone).toPlainDate().toString() !== date,
    )
    expect(planned).toEqual(scanned)
  })
})

describe('a timing', () => {
  it.each<[string, Partial<ScheduleTiming>, string, object]>([
    ['four fields', { rule: { kind: 'cron', cron: '0 6 * *' } }, 'cron', { cron: '"0 6 * *"' }],
    ['no text', { rule: { kind: 'cron', cron: ' ' } }, 'cron', { cron: '" "' }],
    ['a wrong minute', { rule: { kind: 'cron', cron: '61 6 * * *' } }, 'cron', { field: 'minute', value: '61' }],
    ['a wrong second', { rule: { kind: 'cron', cron: '60 1 6 * * *' } }, 'cron', { field: 'second', value: '60' }],
    ['a wrong name', { rule: { kind: 'cron', cron: '0 6 * * FUN' } }, 'cron', { field: 'day-of-week', value: 'FUN' }],
    ['a date that never occurs', { rule: { kind: 'cron', cron: '0 0 30 2 *' } }, 'cron', { cron: '0 0 30 2 *' }],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'timeZone', { zone: '"Mars/Olympus"' }],
    ['an offset as zone', { timeZone: '+01:00' }, 'timeZone', { zone: '"+01:00"' }],
    ['no interval', { rule: { kind: 'interval', everySeconds: 0 } }, 'everySeconds', { seconds: 0 }],
    ['a date of no month', { rule: { kind: 'calendar', dates: ['2026-02-30'], times: ['08:00'] } }, 'dates', {}],
    ['a time of no day', { rule: { kind: 'calendar', dates: ['2026-02-28'], times: ['24:00'] } }, 'times', {}],
    ['a wrong excluded date', { excludedDates: ['25.12.2026'] }, 'excludedDates', { date: '25.12.2026' }],
    ['an end before its start', { start: 2, end: 1 }, 'end', {}],
  ])('with %s has a problem that names the value', (_, change, field, params) => {
    const timing: ScheduleTiming = { ...cronTiming('0 6 * * *', 'UTC'), ...change }
    expect(findTimingProblems(timing)).toMatchObject([{ field, reason: { params } }])
  })

  it.each([
    '@daily',
    '0 0 L * *',
    '0 0 15W * *',
    '0 0 * * 5L',
    '0 0 * * 5#2',
    '0 0 LW * *',
    '*/5 * * * * *',
    '0 0 29 2 *',
  ])('of %s is valid', (cron) => {
    expect(findTimingProblems(cronTiming(cron, 'Europe/Berlin'))).toEqual([])
  })
})

it('delays starts by a time within the jitter that every server computes', () => {
  const delays = Array.from({ length: 1000 }, (_, index) => computeStartDelay('daily', index * 60_000, 30))
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...delays)).toBeLessThan(30_000)
  expect(new Set(delays).size).toBeGreaterThan(900)
  expect(delays.filter((delay) => delay < 15_000).length).toBeGreaterThan(400)
  expect(computeStartDelay('daily', 0, 30)).toBe(delays[0])
  expect(computeStartDelay('daily', 0, 0)).toBe(0)
})
