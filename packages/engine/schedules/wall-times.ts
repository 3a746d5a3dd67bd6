import { Cron, CronPattern } from 'croner'

/**
 * The local times of a schedule, without a time zone. They are represented in milliseconds since the Unix epoch, as if
 * local time were UTC.
 */
export interface WallTimes {
  /** Whether clock changes can shift or merge the times. False for repeating times such as "every 15 minutes". */
  isFixed: boolean
  /** Returns the first time after a local time; `undefined` if there is none. */
  findNext(wallTime: number): number | undefined
}

/**
 * Parses a cron expression. Its times are fixed if the seconds, minutes and hours contain neither wildcards nor steps.
 *
 * @throws {TypeError | RangeError} If the expression is invalid.
 */
export function parseCron(cron: string): WallTimes {
  const options = { mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard' } as const
  const { isFixedTime } = new CronPattern(cron, 'UTC', options)
  // Evaluate the expression in UTC, because `planTimes` handles clock changes. In a zone, croner skips times on a local
  // day that does not exist (Apia, 30 December 2011).
  const job = new Cron(cron, { ...options, timezone: 'UTC', paused: true })
  return { isFixed: isFixedTime, findNext: (wallTime) => job.nextRun(new Date(wallTime))?.getTime() }
}

/** Combines local dates and local times. Both must be valid. */
export function createCalendarTimes(dates: readonly string[], times: readonly string[]): WallTimes {
  const wallTimes = dates.flatMap((date) => times.map((time) => Date.parse(`${date}T${time}Z`)))
  const sortedTimes = Float64Array.from(wallTimes).sort()
  return {
    isFixed: true,
    findNext: (wallTime) => sortedTimes.find((time) => time > wallTime),
  }
}

const dayMs = 86_400_000

/** Removes times on excluded dates. */
export function excludeDates({ isFixed, findNext }: WallTimes, dates: readonly string[]): WallTimes {
  if (dates.length === 0) return { isFixed, findNext }
  const days = new Set(dates.map((date) => Date.parse(`${date}T00:00Z`)))
  /** The last search: it found no allowed time between `from` and `time`. */
  let lastSearch: { from: number; time: number | undefined } | undefined
  const findAllowedTime = (wallTime: number): number | undefined => {
    let time = findNext(wallTime)
    while (time !== undefined) {
      let day = Math.floor(time / dayMs) * dayMs
      if (!days.has(day)) return time
      while (days.has(day)) day += dayMs
      time = findNext(day - 1000)
    }
    return undefined
  }
  return {
    isFixed,
    findNext(wallTime) {
      // Without this cache, each clock change would repeat the search through many excluded days.
      if (!lastSearch || wallTime < lastSearch.from || wallTime >= (lastSearch.time ?? Infinity))
        lastSearch = { from: wallTime, time: findAllowedTime(wallTime) }
      return lastSearch.time
    },
  }
}
