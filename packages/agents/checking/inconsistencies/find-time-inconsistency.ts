import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

/** Minimum share of cells that contain a time of day. */
const minTimeShare = 0.7
/** Minimum share of cells in the most frequent format. */
const minCanonicalShare = 0.5
/** Minimum number of cells to rewrite. */
const minCells = 3
/** Matches a time of day, which may be surrounded by a date, a remark or a time zone. */
const timePattern =
  /(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])(?:(\s*)([ap]\.?\s?m?\.?)(?![a-z](?![a-z]{2}\s)))?/i
const plainTimePattern = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:(\s*)([ap]\.?m\.?))?$/i

/** The format of times of day. */
interface TimeStyle {
  isPadded: boolean
  hasSeconds: boolean
  periodSeparator: string
  /** The AM and PM markers of a 12-hour clock. Absent for a 24-hour clock. */
  periods?: readonly [am: string, pm: string]
}

interface Time {
  hour: number
  minute: string
  second: string | undefined
}

function parseTime(text: string): Time | undefined {
  const match = timePattern.exec(text)
  if (!match) return undefined
  const [, hours = '', minute = '', second, , period] = match
  const hour = Number(hours)
  if (hour > 24 || Number(minute) > 59 || (period !== undefined && (hour === 0 || hour > 12))) return undefined
  const hour24 = period === undefined ? hour : (hour % 12) + (period.toLowerCase().startsWith('p') ? 12 : 0)
  return { hour: hour24, minute, second }
}

function formatTime(
  { hour, minute, second }: Time,
  { isPadded, hasSeconds, periodSeparator, periods }: TimeStyle,
): string {
  const displayedHour = periods ? hour % 12 || 12 : hour
  const time = `${isPadded ? String(displayedHour).padStart(2, '0') : displayedHour}:${minute}${hasSeconds ? `:${second ?? '00'}` : ''}`
  return periods ? `${time}${periodSeparator}${hour >= 12 ? periods[1] : periods[0]}` : time
}

const toShape = (text: string): string | undefined => {
  const [, hours = '', , second, gap = '', period = ''] = plainTimePattern.exec(text) ?? []
  if (hours === '') return undefined
  return `${second === undefined ? '' : 's'}|${gap}|${period.replace(/[ap]/i, (letter) => (letter === letter.toLowerCase() ? 'x' : 'X'))}`
}

/**
 * Finds times of day that are written in several formats or combined with dates and remarks: "7:10 a.m.", "19:25",
 * "11/30 7:45 p.m. (Estimated)".
 */
export function findTimeInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const times = values.filter(({ text }) => parseTime(text) !== undefined)
  if (countCells(times) < minTimeShare * countCells(values)) return undefined
  const [mainGroup] = groupValues(times, toShape)
  if (!mainGroup || mainGroup.cellCount < minCanonicalShare * countCells(values)) return undefined
  const style = detectStyle(mainGroup.values)
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, cellCount: count } of times) {
    if (toShape(text) === mainGroup.key) continue
    const time = parseTime(text) as Time
    const replacement = formatTime(time, style)
    if (replacement === text) continue
    rewrites.set(text, { replacement, logOdds: 4 })
    changedCellCount += count
  }
  if (changedCellCount < minCells) return undefined
  return {
    kind: 'time-format',
    params: { canonical: mainGroup.values[0]?.text ?? '', example: [...rewrites.keys()][0] ?? '' },
    rewrites,
  }
}

function detectStyle(values: readonly DistinctValue[]): TimeStyle {
  const matches = values.map(({ text }) => plainTimePattern.exec(text) as RegExpExecArray)
  const [, , , second, periodSeparator = '', period] = matches[0] as RegExpExecArray
  const isPadded = matches.some(([, hours = '']) => hours.startsWith('0'))
  const suffix = period?.slice(1) ?? ''
  const isUpper = period !== undefined && period[0] === period[0]?.toUpperCase()
  return {
    isPadded,
    hasSeconds: second !== undefined,
    periodSeparator,
    ...(period === undefined
      ? {}
      : { periods: (isUpper ? [`A${suffix}`, `P${suffix}`] : [`a${suffix}`, `p${suffix}`]) as [string, string] }),
  }
}
