import { findMonthNumber, months } from '../months.ts'
import { toTitleCase } from '../text-case.ts'

const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

/** A date and time without a time zone. */
interface DateParts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  isAfternoon?: boolean
}

/** The input format directives of DuckDB's `strptime` that this module supports. */
const directives: Readonly<Record<string, { pattern: string; assign?: (text: string, parts: DateParts) => void }>> = {
  Y: { pattern: '[0-9]{4}', assign: (text, parts) => (parts.year = Number(text)) },
  y: { pattern: '[0-9]{2}', assign: (text, parts) => (parts.year = Number(text) + (Number(text) < 69 ? 2000 : 1900)) },
  m: { pattern: '[0-9]{1,2}', assign: (text, parts) => (parts.month = Number(text)) },
  d: { pattern: '[0-9]{1,2}', assign: (text, parts) => (parts.day = Number(text)) },
  B: { pattern: '[A-Za-z]{3,9}', assign: (text, parts) => (parts.month = findMonthNumber(text, true)) },
  b: { pattern: '[A-Za-z]{3}', assign: (text, parts) => (parts.month = findMonthNumber(text)) },
  A: { pattern: '[A-Za-z]{6,9}' },
  a: { pattern: '[A-Za-z]{3}' },
  H: { pattern: '[0-9]{1,2}', assign: (text, parts) => (parts.hour = Number(text)) },
  I: { pattern: '[0-9]{1,2}', assign: (text, parts) => (parts.hour = Number(text)) },
  M: { pattern: '[0-9]{1,2}', assign: (text, parts) => (parts.minute = Number(text)) },
  S: { pattern: '[0-9]{1,2}', assign: (text, parts) => (parts.second = Number(text)) },
  p: { pattern: '[AaPp][Mm]', assign: (text, parts) => (parts.isAfternoon = /^p/i.test(text)) },
}

const compiledFormats = new Map<string, { pattern: RegExp; names: string[] }>()

function compileFormat(format: string): { pattern: RegExp; names: string[] } {
  const cached = compiledFormats.get(format)
  if (cached) return cached
  const names: string[] = []
  const source = format.replace(/%(\w)|[^%]/g, (part, name: string | undefined) => {
    if (name === undefined) return part.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    names.push(name)
    return `(${directives[name]?.pattern ?? '(?!)'})`
  })
  const compiledFormat = { pattern: new RegExp(`^${source}$`), names }
  compiledFormats.set(format, compiledFormat)
  return compiledFormat
}

/** Returns a pattern that matches the strings that a format can parse. It is valid in both RE2 and JavaScript. */
export const createDateInputPattern = (format: string): string =>
  format.replace(/%(\w)|[^%]/g, (part, name: string | undefined) =>
    name === undefined ? part.replace(/[\\^$.*+?()[\]{}|]/, '\\$&') : (directives[name]?.pattern ?? ''),
  )

/**
 * Parses a date or time. Returns `undefined` unless the whole string matches the format and the date or time is
 * possible.
 */
function parseDate(text: string, format: string): DateParts | undefined {
  const { pattern, names } = compileFormat(format)
  const match = pattern.exec(text)
  if (!match) return undefined
  const parts: DateParts = { year: 1900, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  names.forEach((name, index) => directives[name]?.assign?.(match[index + 1] ?? '', parts))
  if (names.includes('I')) {
    if (parts.hour < 1 || parts.hour > 12) return undefined
    parts.hour = (parts.hour % 12) + (parts.isAfternoon ? 12 : 0)
  }
  const date = new Date(Date.UTC(parts.year, parts.month - 1, parts.day))
  const isValidDay = date.getUTCMonth() === parts.month - 1 && date.getUTCDate() === parts.day
  return isValidDay && parts.hour < 24 && parts.minute < 60 && parts.second < 60 ? parts : undefined
}

function formatDate(parts: DateParts, format: string): string {
  const padTwoDigits = (value: number): string => String(value).padStart(2, '0')
  const weekday = new Date(Date.UTC(parts.year, parts.month - 1, parts.day)).getUTCDay()
  const monthName = toTitleCase(months[parts.month - 1] ?? '')
  const weekdayName = toTitleCase(weekdays[weekday] ?? '')
  const hour12 = parts.hour % 12 === 0 ? 12 : parts.hour % 12
  const values: Record<string, string> = {
    Y: String(parts.year).padStart(4, '0'),
    y: padTwoDigits(parts.year % 100),
    m: padTwoDigits(parts.month),
    '-m': String(parts.month),
    d: padTwoDigits(parts.day),
    '-d': String(parts.day),
    B: monthName,
    b: monthName.slice(0, 3),
    A: weekdayName,
    a: weekdayName.slice(0, 3),
    H: padTwoDigits(parts.hour),
    '-H': String(parts.hour),
    I: padTwoDigits(hour12),
    '-I': String(hour12),
    M: padTwoDigits(parts.minute),
    S: padTwoDigits(parts.second),
    p: parts.hour < 12 ? 'AM' : 'PM',
    q: String(Math.ceil(parts.month / 3)),
  }
  return format.replace(/%(-?\w)/g, (_, name: string) => values[name] ?? '')
}

/**
 * Converts a date to another format. Formats use the directives of `strftime`; `%q` in the output format is the
 * quarter. Returns `undefined` if the text does not match the input format.
 */
export function reformatDate(text: string, inputFormat: string, outputFormat: string): string | undefined {
  const parts = parseDate(text, inputFormat)
  return parts && formatDate(parts, outputFormat)
}

/** Common formats of dates and times, in descending order of frequency. */
export const inputFormats: readonly string[] = [
  '%Y-%m-%d',
  '%d.%m.%Y',
  '%m/%d/%Y',
  '%d/%m/%Y',
  '%Y/%m/%d',
  '%Y%m%d',
  '%d-%m-%Y',
  '%m-%d-%Y',
  '%Y.%m.%d',
  '%d %B %Y',
  '%d %b %Y',
  '%B %d, %Y',
  '%b %d, %Y',
  '%B %d %Y',
  '%b %d %Y',
  '%d-%b-%Y',
  '%d-%b-%y',
  '%d. %B %Y',
  '%m/%d/%y',
  '%d.%m.%y',
  '%d/%m/%y',
  '%A, %B %d, %Y',
  '%a, %d %b %Y',
  '%B %Y',
  '%b %Y',
  '%H:%M',
  '%H:%M:%S',
  '%I:%M %p',
  '%I:%M%p',
  '%Y-%m-%d %H:%M:%S',
  '%Y-%m-%dT%H:%M:%S',
  '%Y-%m-%d %H:%M',
  '%m/%d/%Y %H:%M',
  '%d.%m.%Y %H:%M',
]

/** The parts of a date or time from which output formats are composed. */
export const outputDirectives: readonly string[] = [
  '%Y',
  '%y',
  '%m',
  '%-m',
  '%d',
  '%-d',
  '%B',
  '%b',
  '%A',
  '%a',
  '%q',
  '%H',
  '%-H',
  '%I',
  '%-I',
  '%M',
  '%S',
  '%p',
]
