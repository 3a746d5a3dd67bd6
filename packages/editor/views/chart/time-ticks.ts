/** The units that times along an edge stand apart by, from the largest, and what begins with each. */
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

type Words = Intl.DateTimeFormatOptions
const clock: Words = { hour: 'numeric', minute: '2-digit' }
const day: Words = { day: 'numeric', month: 'short' }

/** What each tick says, and what it is a part of, which is said where it is another than before. */
function formatsOf(ticks: readonly Date[]): readonly [each: Words, around?: Words] {
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
 * Writes the times along an edge as a language writes them (a BCP 47 tag), in UTC, as Plot's `tickFormat`: `Jan` with
 * `2026` below it, the year only where it begins. Along a `side` the two stand in one line, for there is height for one.
 * Plot gives all ticks of an edge as the third argument, though its types leave that out.
 */
export function timeTicks(
  language: string,
  along: 'bottom' | 'side' = 'bottom',
): (tick: Date, index: number, ticks?: readonly Date[]) => string {
  let of: readonly Date[] | undefined
  let made: Intl.DateTimeFormat[] = []
  return (tick, index, ticks = [tick]) => {
    if (of !== ticks) {
      of = ticks
      const formats = formatsOf(ticks).flatMap((words) => words ?? [])
      const shown = along === 'side' ? [Object.assign({}, ...formats) as Words] : formats
      made = shown.map((words) => new Intl.DateTimeFormat(language, { ...words, timeZone: 'UTC' }))
    }
    const [each, around] = made
    const says = each!.format(tick)
    const part = around?.format(tick)
    const before = ticks[index - 1]
    return part === undefined || (before && around!.format(before) === part) ? says : `${says}\n${part}`
  }
}
