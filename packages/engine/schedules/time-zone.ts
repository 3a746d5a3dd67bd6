/**
 * A change of a time zone's UTC offset: the instant in milliseconds since the Unix epoch, and the offsets before and
 * after it in milliseconds.
 *
 * @internal
 */
export interface ZoneTransition {
  instant: number
  before: number
  after: number
}

/** A time zone, whose UTC offsets are read from `Intl`. @internal */
export type TimeZone = ReturnType<typeof createTimeZone>

const dayMs = 86_400_000
const maxZones = 100
const zones = new Map<string, TimeZone>()

/**
 * Returns the first offset change on the local day that contains an instant; `undefined` if there is none. @internal
 */
export function findDayTransition(zone: TimeZone, instant: number): ZoneTransition | undefined {
  const day = Math.floor((instant + zone.getOffset(instant)) / dayMs)
  const searchEnd = instant + 2 * dayMs
  let transition = zone.findTransition(instant - 2 * dayMs, searchEnd)
  while (transition) {
    const { instant: time, before, after } = transition
    const days = [time + before, time + after].map((wall) => Math.floor(wall / dayMs))
    if (Math.min(...days) <= day && Math.max(...days) >= day) return transition
    transition = zone.findTransition(time, searchEnd)
  }
  return undefined
}

/** Returns the time zone with an IANA name such as `Europe/Berlin`; `undefined` if it does not exist. @internal */
export function findTimeZone(name: string): TimeZone | undefined {
  const cached = zones.get(name)
  if (cached) return cached
  // Reject offsets such as `+01:00`, which only some engines accept.
  if (!/^[A-Za-z]/.test(name)) return undefined
  let formatter: Intl.DateTimeFormat
  try {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  } catch {
    return undefined
  }
  if (zones.size >= maxZones) zones.clear()
  const zone = createTimeZone(name, (instant) => parseOffset(formatter.format(instant)))
  zones.set(name, zone)
  return zone
}

function createTimeZone(name: string, getOffset: (instant: number) => number) {
  const transitionsByYear = new Map<number, readonly ZoneTransition[]>()
  const listYearTransitions = (year: number): readonly ZoneTransition[] => {
    const cached = transitionsByYear.get(year)
    if (cached) return cached
    const transitions = scanTransitions(getOffset, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))
    transitionsByYear.set(year, transitions)
    return transitions
  }
  return {
    name,
    /** Returns the UTC offset at an instant in milliseconds. Local time is UTC plus this offset. */
    getOffset,
    /** Returns the first offset change after `from`, up to and including `to`. */
    findTransition(from: number, to: number): ZoneTransition | undefined {
      const lastYear = new Date(to).getUTCFullYear()
      for (let year = new Date(from).getUTCFullYear(); year <= lastYear; year++) {
        const transition = listYearTransitions(year).find(({ instant }) => instant > from)
        if (transition) return transition.instant <= to ? transition : undefined
      }
      return undefined
    },
    /** Returns the last offset change in the week that ends at an instant (inclusive). */
    findRecentTransition(instant: number): ZoneTransition | undefined {
      const from = instant - 7 * dayMs
      const years = new Set([new Date(from).getUTCFullYear(), new Date(instant).getUTCFullYear()])
      return [...years].flatMap(listYearTransitions).findLast((item) => item.instant > from && item.instant <= instant)
    },
  }
}

/** Returns the offset changes in (from, to], assuming that no two changes cancel each other out within a day. */
function scanTransitions(getOffset: (instant: number) => number, from: number, to: number): ZoneTransition[] {
  const transitions: ZoneTransition[] = []
  let before = getOffset(from)
  for (let day = from; day < to; day += dayMs) {
    const after = getOffset(day + dayMs)
    if (after === before) continue
    let low = day
    let high = day + dayMs
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000
      if (getOffset(middle) === before) low = middle
      else high = middle
    }
    transitions.push({ instant: high, before, after })
    before = after
  }
  return transitions
}

/** Parses the offset at the end of a formatted date such as `1/1/1970, GMT-00:44:30`. */
function parseOffset(text: string): number {
  const match = /GMT(?:([+-])(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?)?$/.exec(text)
  if (!match) throw new Error(`Intl returned "${text}" without an offset.`)
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}
