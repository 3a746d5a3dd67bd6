import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minDateShare = 0.85
const minCanonicalShare = 0.5
const minChangedCells = 3
/**
 * Maximum ratio of dates that are valid only in the less frequent order to dates that are valid only in the other
 * order.
 */
const maxUnusualOrderRatio = 0.7
const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

type DatePart = 'y' | 'yy' | 'm' | 'd' | 'b' | 'B'

/** The order of a date's parts and their separators, as in "y-m-d" or "B d, y". */
interface DateFormat {
  order: readonly DatePart[]
  separators: readonly string[]
}

interface CalendarDate {
  year: number
  month: number
  day: number
}

/** Matches three numbers in any order with the same separator between them: "2024-05-01", "1.5.2024". */
const numericDatePattern = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})$/
const compactDatePattern = /^(\d{4})(\d{2})(\d{2})$/
/** Matches "May 1, 2024", "Sep. 1, 2024" and "May-1-24". */
const monthFirstPattern = /^(\p{L}{3,9})(\.?[ -])(\d{1,2})(,? |-)(\d{4}|\d{2})$/u
/** Matches "1 May 2024", "1. May 2024" and "1-May-24". */
const dayFirstPattern = /^(\d{1,2})([ -]|\. )(\p{L}{3,9})(\.?,?[ -])(\d{4}|\d{2})$/u
/** Matches a trailing time of midnight, which exports often add to dates: "T00:00:00Z". */
const midnightPattern = /[T ]0{1,2}:00(?::00(?:\.0+)?)?(?:Z| ?AM)?$/

const parseMonth = (word: string): number => {
  const lower = word.toLowerCase()
  const index = months.findIndex((month) => month === lower || (lower.length === 3 && month.startsWith(lower)))
  return index + 1
}

/**
 * Returns the format of a date. If it is unknown whether the day or the month comes first, both are represented by `?`.
 */
function detectFormat(text: string): string | undefined {
  const dateText = text.replace(midnightPattern, '')
  const numericMatch = numericDatePattern.exec(dateText)
  if (numericMatch) {
    const [, first = '', separator = '', , last = ''] = numericMatch
    if (first.length === 4) return `y${separator}m${separator}d`
    if (first.length <= 2 && (last.length === 4 || last.length === 2))
      return `?${separator}?${separator}${last.length === 4 ? 'y' : 'yy'}`
    return undefined
  }
  const toMonthToken = (word: string): string => (word.length === 3 ? 'b' : 'B')
  const monthMatch = monthFirstPattern.exec(dateText)
  if (monthMatch && parseMonth(monthMatch[1] as string) > 0)
    return `${toMonthToken(monthMatch[1] as string)}${monthMatch[2]}d${monthMatch[4]}${(monthMatch[5] as string).length === 4 ? 'y' : 'yy'}`
  const dayMatch = dayFirstPattern.exec(dateText)
  if (dayMatch && parseMonth(dayMatch[3] as string) > 0)
    return `d${dayMatch[2]}${toMonthToken(dayMatch[3] as string)}${dayMatch[4]}${(dayMatch[5] as string).length === 4 ? 'y' : 'yy'}`
  if (compactDatePattern.test(dateText)) return 'ymd'
  return undefined
}

const parseFormat = (format: string): DateFormat => {
  const order = format.match(/yy|[ymdbB]/g) as DatePart[]
  return { order, separators: format.split(/yy|[ymdbB]/).slice(1, -1) }
}

function parseDate(text: string, format: string): CalendarDate | undefined {
  const dateText = text.replace(midnightPattern, '')
  const { order } = parseFormat(format)
  const parts = format === 'ymd' ? compactDatePattern.exec(dateText)?.slice(1) : dateText.match(/\d+|\p{L}+/gu)
  if (!parts || parts.length !== 3) return undefined
  const date: CalendarDate = { year: 0, month: 0, day: 0 }
  order.forEach((part, index) => {
    const partText = parts[index] as string
    if (part === 'y') date.year = Number(partText)
    else if (part === 'yy') date.year = Number(partText) + (Number(partText) <= 40 ? 2000 : 1900)
    else if (part === 'd') date.day = Number(partText)
    else date.month = part === 'm' ? Number(partText) : parseMonth(partText)
  })
  const isValid =
    date.month >= 1 &&
    date.month <= 12 &&
    date.day >= 1 &&
    date.day <= new Date(Date.UTC(date.year, date.month, 0)).getUTCDate()
  return isValid ? date : undefined
}

function formatDate(date: CalendarDate, format: string, isPadded: boolean): string {
  const { order, separators } = parseFormat(format)
  const pad = (value: number): string => (isPadded ? String(value).padStart(2, '0') : String(value))
  const name = months[date.month - 1] as string
  const formatted: Record<DatePart, string> = {
    y: String(date.year),
    yy: String(date.year % 100).padStart(2, '0'),
    m: pad(date.month),
    d: pad(date.day),
    b: `${(name[0] as string).toUpperCase()}${name.slice(1, 3)}`,
    B: `${(name[0] as string).toUpperCase()}${name.slice(1)}`,
  }
  return order.map((part, index) => `${formatted[part]}${separators[index] ?? ''}`).join('')
}

/**
 * Determines whether the day or the month comes first, based on which order makes all dates valid. The result is
 * uncertain if both orders do.
 */
function resolveOrder(
  format: string,
  values: readonly DistinctValue[],
): { format: string; isCertain: boolean } | undefined {
  if (!format.startsWith('?')) return { format, isCertain: true }
  const [monthFirstFormat, dayFirstFormat] = ['m', 'd'].map((first) =>
    format.replace('?', first).replace('?', first === 'm' ? 'd' : 'm'),
  ) as [string, string]
  const canParseAll = (candidate: string): boolean =>
    values.every(({ text }) => parseDate(text, candidate) !== undefined)
  const [fitsMonthFirst, fitsDayFirst] = [canParseAll(monthFirstFormat), canParseAll(dayFirstFormat)]
  if (fitsMonthFirst && !fitsDayFirst) return { format: monthFirstFormat, isCertain: true }
  if (fitsDayFirst && !fitsMonthFirst) return { format: dayFirstFormat, isCertain: true }
  if (!fitsDayFirst && !fitsMonthFirst) return resolveShortYearFirst(format, canParseAll)
  return { format: format.includes('/') ? monthFirstFormat : dayFirstFormat, isCertain: false }
}

/** Resolves dates that are valid only if they start with a two-digit year ("93-05-01"). */
function resolveShortYearFirst(
  format: string,
  canParseAll: (candidate: string) => boolean,
): { format: string; isCertain: boolean } | undefined {
  const separator = format[1] as string
  const yearFirst = `yy${separator}m${separator}d`
  return format.endsWith('yy') && canParseAll(yearFirst) ? { format: yearFirst, isCertain: true } : undefined
}

interface FormatGroup {
  key: string
  cellCount: number
  values: DistinctValue[]
}

/**
 * Splits dates of the same format into month-first and day-first dates if the column contains both. This is the case if
 * some dates are valid only in one order and others only in the other. Dates that are valid in both orders are assigned
 * to the more frequent order.
 */
function splitByOrder(group: FormatGroup): FormatGroup[] {
  const { key, values } = group
  if (!key.startsWith('?') || resolveOrder(key, values)) return [group]
  const formats = ['m', 'd'].map((first) => key.replace('?', first).replace('?', first === 'm' ? 'd' : 'm'))
  const exclusiveDates = formats.map((format, index) =>
    values.filter(
      ({ text }) =>
        parseDate(text, format) !== undefined && parseDate(text, formats[1 - index] as string) === undefined,
    ),
  )
  const usualIndex =
    countCells(exclusiveDates[0] as DistinctValue[]) >= countCells(exclusiveDates[1] as DistinctValue[]) ? 0 : 1
  const unusualDates = exclusiveDates[1 - usualIndex] as DistinctValue[]
  if (countCells(unusualDates) > maxUnusualOrderRatio * countCells(exclusiveDates[usualIndex] as DistinctValue[]))
    return [group]
  const unusualDateSet = new Set(unusualDates)
  const usualDates = values.filter((entry) => !unusualDateSet.has(entry))
  return [
    { key: formats[usualIndex] as string, cellCount: countCells(usualDates), values: usualDates },
    ...(unusualDates.length > 0
      ? [{ key: formats[1 - usualIndex] as string, cellCount: countCells(unusualDates), values: unusualDates }]
      : []),
  ]
}

/** Maximum ratio of dates with the less frequent padding to all others. If there are more, they are not reported. */
const maxUnusualPaddingRatio = 0.3

/**
 * Returns whether most dates pad days and months to two digits. Also returns the dates that deviate from this, unless
 * they are too numerous.
 */
function detectPadding(
  values: readonly DistinctValue[],
  format: string,
): { isPadded: boolean; unusualDates: readonly DistinctValue[] } {
  const { order } = parseFormat(format)
  const extractDayAndMonth = (text: string): string[] => {
    const parts = text.replace(midnightPattern, '').match(/\d+|\p{L}+/gu) ?? []
    return order.flatMap((part, index) => ((part === 'm' || part === 'd') && parts[index] ? [parts[index]] : []))
  }
  const paddedDates = values.filter(({ text }) => extractDayAndMonth(text).some((part) => part.startsWith('0')))
  const unpaddedDates = values.filter(({ text }) => extractDayAndMonth(text).some((part) => part.length === 1))
  const isPadded = unpaddedDates.length === 0 || countCells(paddedDates) > countCells(unpaddedDates)
  const unusualDates = isPadded ? unpaddedDates : paddedDates
  const isMixed = paddedDates.some((entry) => unpaddedDates.includes(entry))
  const isRare = countCells(unusualDates) <= maxUnusualPaddingRatio * countCells(isPadded ? paddedDates : unpaddedDates)
  return { isPadded, unusualDates: !isMixed && isRare && format !== 'ymd' ? unusualDates : [] }
}

/**
 * Finds dates that are written in several formats. The most frequent format is canonical. If the order of day and month
 * is uncertain, the rewrite has lower log odds.
 */
export function findDateInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const groups = groupValues(values, detectFormat)
    .flatMap(splitByOrder)
    .toSorted((a, b) => b.cellCount - a.cellCount)
  const mainGroup = groups[0]
  const dateCellCount = groups.reduce((sum, { cellCount }) => sum + cellCount, 0)
  const total = countCells(values)
  if (!mainGroup || dateCellCount < minDateShare * total || mainGroup.cellCount < minCanonicalShare * total)
    return undefined
  if (mainGroup.key === 'ymd' && groups.length === 1) return undefined
  const canonical = resolveOrder(mainGroup.key, mainGroup.values)
  if (!canonical) return undefined
  const datesWithoutTime = mainGroup.values.filter(({ text }) => !midnightPattern.test(text))
  const isMostlyWithoutTime = countCells(datesWithoutTime) >= minCanonicalShare * mainGroup.cellCount
  const padding = detectPadding(mainGroup.values, canonical.format)
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  const addRewrite = (entry: DistinctValue, replacement: string, logOdds: number): void => {
    if (replacement === entry.text) return
    rewrites.set(entry.text, { replacement, logOdds })
    changedCellCount += entry.cellCount
  }
  if (isMostlyWithoutTime)
    for (const entry of mainGroup.values)
      if (midnightPattern.test(entry.text)) addRewrite(entry, entry.text.replace(midnightPattern, ''), 4)
  for (const entry of padding.unusualDates) {
    const date = parseDate(entry.text, canonical.format)
    if (date) addRewrite(entry, formatDate(date, canonical.format, padding.isPadded), 3)
  }
  for (const { key, values: otherValues } of groups.slice(1)) {
    const resolvedFormat = resolveOrder(key, otherValues)
    if (!resolvedFormat) continue
    for (const entry of otherValues) {
      const date = parseDate(entry.text, resolvedFormat.format)
      if (!date) continue
      const isCertain = resolvedFormat.isCertain || date.day > 12 || date.day === date.month
      addRewrite(entry, formatDate(date, canonical.format, padding.isPadded), isCertain ? 4 : 1.5)
    }
  }
  if (changedCellCount < minChangedCells) return undefined
  return {
    kind: 'date-format',
    params: {
      canonical: mainGroup.values[0]?.text ?? '',
      example: [...rewrites.keys()][0] ?? '',
      forms: groups.length,
    },
    rewrites,
  }
}
