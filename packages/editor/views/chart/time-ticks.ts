/** Tick units, largest first, each with a predicate that returns whether a time is at the start of the unit. */
const units = [
  ['year', (time: Date) => time.getUTCMonth() === 0 && isStartOfDay(time) && time.getUTCDate() === 1],
  ['month', (time: Date) => isStartOfDay(time) && time.getUTCDate() === 1],
  ['day', isStartOfDay],
  ['minute', (time: Date) => time.getTime() % 60_000 === 0],
  ['second', (time: Date) => time.getTime() % 1_000 === 0],
] as const satisfies readonly (readonly [string, (time: Date) => boolean])[]

const dayMs = 86_400_000
/** Distance between ticks that the plotting library aims at, in CSS pixels. */
const tickDistance = 80

function isStartOfDay(time: Date): boolean {
  return time.getTime() % dayMs === 0
}

/** Returns the interval of the ticks of dates without times, if the axis is so long that it would have ticks within days. */
export function selectTickInterval(times: readonly Date[], width: number): 'day' | undefined {
  if (!times.every(isStartOfDay)) return undefined
  const [first, last] = times.reduce(
    ([low, high], time) => [Math.min(low, +time), Math.max(high, +time)],
    [Infinity, 0],
  )
  return (last! - first!) / dayMs < width / tickDistance ? 'day' : undefined
}

type TickFormat = Intl.DateTimeFormatOptions
const timeFormat: TickFormat = { hour: 'numeric', minute: '2-digit' }
const dayFormat: TickFormat = { day: 'numeric', month: 'short' }

/** Selects the formats of the ticks and of the next larger unit, which is shown only where it changes. */
function selectFormats(ticks: readonly Date[]): readonly [tick: TickFormat, largerUnit?: TickFormat] {
  const unit = units.find(([, isStart]) => ticks.every(isStart))?.[0]
  const isWithinOneYear = new Set(ticks.map((tick) => tick.getUTCFullYear())).size < 2
  switch (unit) {
    case 'year':
      return [{ year: 'numeric' }]
    case 'month':
      return [{ month: 'short' }, { year: 'numeric' }]
    case 'day':
      return [{ day: 'numeric' }, { month: 'short', ...(isWithinOneYear ? {} : { year: 'numeric' }) }]
    case 'minute':
      return [timeFormat, dayFormat]
    case 'second':
      return [{ ...timeFormat, second: '2-digit' }, dayFormat]
    case undefined:
      return [{ ...timeFormat, second: '2-digit', fractionalSecondDigits: 3 }, dayFormat]
  }
}

/**
 * Creates a `tickFormat` function for Observable Plot that formats times in UTC in the given language (a BCP 47 tag).
 * For example, `2026` is shown below `Jan`, but only for the first tick of the year. On a vertical axis, both are on
 * one line. Plot passes all ticks as the third argument, although its types omit it.
 */
export function createTimeTickFormat(
  language: string,
  edge: 'bottom' | 'side' = 'bottom',
): (tick: Date, index: number, ticks?: readonly Date[]) => string {
  let formattedTicks: readonly Date[] | undefined
  let formatters: Intl.DateTimeFormat[] = []
  return (tick, index, ticks = [tick]) => {
    if (formattedTicks !== ticks) {
      formattedTicks = ticks
      const formats = selectFormats(ticks).flatMap((format) => format ?? [])
      const usedFormats = edge === 'side' ? [Object.assign({}, ...formats) as TickFormat] : formats
      formatters = usedFormats.map((format) => new Intl.DateTimeFormat(language, { ...format, timeZone: 'UTC' }))
    }
    const [primary, secondary] = formatters
    const label = primary!.format(tick)
    const largerUnit = secondary?.format(tick)
    const previousTick = ticks[index - 1]
    return largerUnit === undefined || (previousTick && secondary!.format(previousTick) === largerUnit)
      ? label
      : `${label}\n${largerUnit}`
  }
}
