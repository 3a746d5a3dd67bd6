import type { ScheduleTiming } from './schedule-timing.ts'
import { findTimeZone, type TimeZone } from './time-zone.ts'
import { createCalendarTimes, excludeDates, parseCron, type WallTimes } from './wall-times.ts'

/**
 * Yields a schedule's times after an instant, in order, in milliseconds since the Unix epoch. The timing must
 * not have any problems (see `findTimingProblems`).
 *
 * When clocks go forward, a time that does not exist is moved to the end of the gap. When clocks go back, a time that
 * occurs twice is used only at its first occurrence. Repeating times (cron expressions with a wildcard or step in
 * seconds, minutes or hours) are used each time they occur. Intervals are fixed durations.
 *
 * @example
 * const rule = { kind: 'cron', cron: '30 2 * * *' } as const
 * const [first] = planTimes({ rule, timeZone: 'Europe/Berlin' }, Date.parse('2026-03-28T12:00Z'))
 * new Date(first!).toISOString() // 2026-03-29T01:00:00.000Z: 03:00, because 02:30 does not exist on that day
 *
 * @internal
 */
export function* planTimes(timing: ScheduleTiming, after: number): Generator<number, undefined> {
  const { rule, timeZone, start, end = Infinity, excludedDates = [] } = timing
  const zone = findTimeZone(timeZone)
  if (!zone) throw new Error(`The time zone "${timeZone}" does not exist.`)
  const searchStart = start === undefined ? after : Math.max(after, start - 1)
  const times =
    rule.kind === 'interval'
      ? repeatInterval(rule.everySeconds * 1000, start ?? 0, searchStart, zone, new Set(excludedDates))
      : toInstants(excludeDates(createWallTimes(rule), excludedDates), zone, searchStart)
  for (const time of times) {
    if (time >= end) return
    yield time
  }
}

/** Returns the first `count` planned times after an instant. @internal */
export function listPlannedTimes(timing: ScheduleTiming, after: number, count: number): number[] {
  const times: number[] = []
  for (const time of planTimes(timing, after)) {
    if (times.length >= count) break
    times.push(time)
  }
  return times
}

const createWallTimes = (rule: Exclude<ScheduleTiming['rule'], { kind: 'interval' }>): WallTimes =>
  rule.kind === 'cron' ? parseCron(rule.cron) : createCalendarTimes(rule.dates, rule.times)

/** Converts local times to instants, one period of constant UTC offset at a time. */
function* toInstants({ isFixed, findNext }: WallTimes, zone: TimeZone, after: number): Generator<number, undefined> {
  let periodStart = after
  let offset = zone.getOffset(after)
  // Only local times after the cursor are used.
  let cursor = after + offset
  const recentTransition = isFixed ? zone.findRecentTransition(after) : undefined
  // When clocks go back, repeated times are skipped, because they were used at their first occurrence.
  if (recentTransition) cursor = Math.max(cursor, recentTransition.instant + recentTransition.before - 1000)
  for (;;) {
    const wallTime = findNext(cursor)
    if (wallTime === undefined) return
    const transition = zone.findTransition(periodStart, wallTime - offset)
    if (!transition) {
      yield wallTime - offset
      cursor = wallTime
      continue
    }
    const { instant } = transition
    const wallBefore = instant + offset
    const wallAfter = instant + transition.after
    if (!isFixed || wallAfter === wallBefore) cursor = wallAfter - 1000
    else if (wallAfter < wallBefore) cursor = wallBefore - 1000
    else if (wallTime <= wallAfter) {
      yield instant
      cursor = wallAfter
    } else cursor = wallAfter - 1000
    periodStart = instant
    offset = transition.after
  }
}

const dayMs = 86_400_000
/** The maximum shift of midnight caused by a clock change. */
const maxShiftMs = 3 * 3_600_000

function* repeatInterval(
  intervalMs: number,
  anchor: number,
  after: number,
  zone: TimeZone,
  excludedDates: ReadonlySet<string>,
): Generator<number, undefined> {
  const findFirstAfter = (instant: number): number =>
    anchor + (Math.floor((instant - anchor) / intervalMs) + 1) * intervalMs
  let time = findFirstAfter(after)
  for (;;) {
    const wallTime = time + zone.getOffset(time)
    if (!excludedDates.has(new Date(wallTime).toISOString().slice(0, 10))) {
      yield time
      time += intervalMs
      continue
    }
    const msUntilMidnight = dayMs - (((wallTime % dayMs) + dayMs) % dayMs)
    const midnight = time + msUntilMidnight
    const isShifted = zone.getOffset(midnight) !== wallTime - time
    time = findFirstAfter(isShifted ? time + Math.max(0, msUntilMidnight - maxShiftMs) : midnight - 1)
  }
}
