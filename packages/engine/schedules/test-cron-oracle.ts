import { Temporal } from '@js-temporal/polyfill'

/** The minutes of a period in a time zone, as computed with Temporal. */
export interface ScannedPeriod {
  zone: string
  minutes: readonly ScannedMinute[]
}

interface ScannedMinute {
  /** In ms since the Unix epoch. */
  instant: number
  wall: WallMinute
  /** Whether the same local minute has occurred before. */
  isRepeated: boolean
  /** The local minutes that do not exist, skipped immediately before this one. */
  skipped: readonly WallMinute[]
}

interface WallMinute {
  minute: number
  hour: number
  day: number
  month: number
  /** Sunday is 0. */
  weekday: number
  daysInMonth: number
}

/**
 * Scans a period minute by minute, with the offsets of Temporal. It must begin on a full minute, at least a day before
 * the first repeated time.
 */
export function scanPeriod(zone: string, from: number, minuteCount: number): ScannedPeriod {
  const seenMinutes = new Set<number>()
  let offset = 0
  let nextChange = -Infinity
  let previous = Infinity
  const minutes = Array.from({ length: minuteCount }, (_, index): ScannedMinute => {
    const instant = from + index * minuteMs
    if (instant >= nextChange) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
      offset = zoned.offsetNanoseconds / 1e6
      nextChange = zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity
    }
    const local = instant + offset
    const isRepeated = seenMinutes.has(local)
    seenMinutes.add(local)
    const skipped: WallMinute[] = []
    for (let next = previous + minuteMs; next < local; next += minuteMs) skipped.push(toWallMinute(next))
    previous = local
    return { instant, wall: toWallMinute(local), isRepeated, skipped }
  })
  return { zone, minutes }
}

const minuteMs = 60_000

/** Reads a local time, in ms as if it were one of UTC. */
function toWallMinute(local: number): WallMinute {
  const date = new Date(local)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day,
    month: month + 1,
    weekday: date.getUTCDay(),
    daysInMonth,
  }
}

/** Returns the planned times of a cron expression in a period, found by matching each of its minutes. */
export function matchPeriod(cron: string, { minutes }: ScannedPeriod): number[] {
  const fields = cron.split(' ')
  const [second, minute, hour, day, month, weekday] = fields.length === 6 ? fields : ['0', ...fields]
  const isFixed = !/[*/?]/.test(`${second} ${minute} ${hour}`)
  const seconds = expandField(second!, 0, 59)
  const matchingMinutes = new Set(expandField(minute!, 0, 59))
  const matchingHours = new Set(expandField(hour!, 0, 23))
  const matchingMonths = new Set(expandField(month!, 1, 12))
  const matches = (wallMinute: WallMinute): boolean =>
    matchingMinutes.has(wallMinute.minute) &&
    matchingHours.has(wallMinute.hour) &&
    matchingMonths.has(wallMinute.month) &&
    matchesDate(day!, weekday!, wallMinute)
  const times = new Set<number>()
  for (const { instant, wall, isRepeated, skipped } of minutes) {
    if (isFixed && skipped.some(matches)) times.add(instant)
    if (matches(wall) && !(isFixed && isRepeated)) for (const value of seconds) times.add(instant + value * 1000)
  }
  return [...times].sort((a, b) => a - b)
}

function expandField(field: string, min: number, max: number): number[] {
  return field.split(',').flatMap((part) => {
    const [range = '', step = '1'] = part.split('/')
    const [low = '', high = low] = range.split('-')
    const first = range === '*' ? min : Number(low)
    const last = range === '*' ? max : Number(high)
    return Array.from({ length: max + 1 }, (_, value) => value).filter(
      (value) => value >= first && value <= last && (value - first) % Number(step) === 0,
    )
  })
}

/** Returns whether a date matches. If both fields are restricted, either of them has to match. */
function matchesDate(day: string, weekday: string, wallMinute: WallMinute): boolean {
  if (weekday === '*') return matchesDay(day, wallMinute)
  return matchesWeekday(weekday, wallMinute) || (day !== '*' && matchesDay(day, wallMinute))
}

function matchesDay(field: string, wallMinute: WallMinute): boolean {
  return field.split(',').some((part) => {
    if (part === 'L') return wallMinute.day === wallMinute.daysInMonth
    if (part === 'LW') return wallMinute.day === findLastWorkday(wallMinute)
    if (part.endsWith('W')) return wallMinute.day === findNearestWorkday(Number(part.slice(0, -1)), wallMinute)
    return expandField(part, 1, 31).includes(wallMinute.day)
  })
}

function matchesWeekday(field: string, wallMinute: WallMinute): boolean {
  return field.split(',').some((part) => {
    const [weekday = '', nth] = part.split('#')
    if (nth !== undefined)
      return Number(weekday) % 7 === wallMinute.weekday && Math.ceil(wallMinute.day / 7) === Number(nth)
    if (part.endsWith('L'))
      return Number(part.slice(0, -1)) % 7 === wallMinute.weekday && wallMinute.day + 7 > wallMinute.daysInMonth
    return expandField(part, 0, 7).some((value) => value % 7 === wallMinute.weekday)
  })
}

const getWeekday = (day: number, wallMinute: WallMinute): number =>
  (((wallMinute.weekday + day - wallMinute.day) % 7) + 7) % 7
const isWorkday = (day: number, wallMinute: WallMinute): boolean => ![0, 6].includes(getWeekday(day, wallMinute))

const findLastWorkday = (wallMinute: WallMinute): number => {
  let day = wallMinute.daysInMonth
  while (!isWorkday(day, wallMinute)) day--
  return day
}

/** Returns the nearest workday in the same month. */
function findNearestWorkday(day: number, wallMinute: WallMinute): number | undefined {
  if (day > wallMinute.daysInMonth) return undefined
  return [0, -1, 1, -2, 2]
    .map((shift) => day + shift)
    .find((candidate) => candidate >= 1 && candidate <= wallMinute.daysInMonth && isWorkday(candidate, wallMinute))
}
