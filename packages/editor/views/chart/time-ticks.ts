/** The units of time ticks, from the largest, with their starts. */
const units = [
  ['year', (time: Date) => time.getUTCMonth() === 0 && beginsDay(time) && time.getUTCDate() === 1],
  ['month', (time: Date) => beginsDay(time) && time.getUTCDate() === 1],
  ['day', beginsDay],
  ['minute', (time: Date) => time.getTime() % 60_000 === 0],
  ['second', (time: Date) => time.getTime() % 1_000 === 0],
] as const satisfies readonly (readonly [string, (time: Date) => boolean])[]

function beginsDay(time: Date): boolean {
  return time.getTime() % 86_400_000 === 0
}

type TickFormat = Intl.DateTimeFormatOptions
const clock: TickFormat = { hour: 'numeric', minute: '2-digit' }
const day: TickFormat = { day: 'numeric', month: 'short' }

/** The label of each tick, and its larger unit, if that differs from the tick before. */
function formatsOf(ticks: readonly Date[]): readonly [each: TickFormat, around?: TickFormat] {
  const unit = units.find(([, begins]) => ticks.every(begins))?.[0]
  const isOneYear = new Set(ticks.map((tick) => tick.getUTCFullYear())).size < 2
  switch (unit) {
    case 'year':
      return [{ year: 'numeric' }]
    case 'month':
      return [{ month: 'short' }, { year: 'numeric' }]
    case 'day':
      return [{ day: 'numeric' }, { month: 'short', ...(isOneYear ? {} : { year: 'numeric' }) }]
    case 'minute':
      return [clock, day]
    case 'second':
      return [{ ...clock, second: '2-digit' }, day]
    case undefined:
      return [{ ...clock, second: '2-digit', fractionalSecondDigits: 3 }, day]
  }
}

/**
 * Formats the ticks of a time axis in a language (a BCP 47 tag), in UTC, as Plot's `tickFormat`: `Jan` with `2026`
 * below it, the year only at its start. On a vertical axis both are on one line. Plot passes all ticks as the third
 * argument, which its types omit.
 */
export function timeTicks(
  language: string,
  along: 'bottom' | 'side' = 'bottom',
): (tick: Date, index: number, ticks?: readonly Date[]) => string {
  let of: readonly Date[] | undefined
  let formatters: Intl.DateTimeFormat[] = []
  return (tick, index, ticks = [tick]) => {
    if (of !== ticks) {
      of = ticks
      const formats = formatsOf(ticks).flatMap((format) => format ?? [])
      const shown = along === 'side' ? [Object.assign({}, ...formats) as TickFormat] : formats
      formatters = shown.map((format) => new Intl.DateTimeFormat(language, { ...format, timeZone: 'UTC' }))
    }
    const [each, around] = formatters
    const label = each!.format(tick)
    const part = around?.format(tick)
    const before = ticks[index - 1]
    return part === undefined || (before && around!.format(before) === part) ? label : `${label}\n${part}`
  }
}
