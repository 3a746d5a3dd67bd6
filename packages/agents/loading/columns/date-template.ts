import { defined } from '@aw-flow/schema'
import { monthNames } from './month-names.ts'

/**
 * The format of a single cell's date, in which the order of a numeric day and month is still unknown: `?/?/%Y %H:%M`.
 */
export interface DateTemplate {
  /** A strptime format with `?` for numbers that are the day or the month, and `%b` for a month name. */
  text: string
  /** The two numbers that are the day and the month, as ordered in the cell. */
  pair?: [number, number]
  /** The year. Two-digit years are expanded by the same rule as in strptime. */
  year: number
  hasTwoDigitYear: boolean
  hasTime: boolean
  /** Whether the time has AM or PM, which is usual in countries that write the month first. */
  is12Hour: boolean
  /** The month name in lower case, without a period. */
  month?: string
  /** Whether a period follows the month name ("Jan."). */
  hasDot: boolean
  /** The ordinal suffix of the day, such as `st`, `nd`, `th` or `er`. */
  ordinalSuffix?: string
}

const weekdayPattern = /^(?:(mon|tue|wed|thu|fri|sat|sun)|(mon|tues|wednes|thurs|fri|satur|sun)day)(,? )/i
/**
 * Matches a time. Groups: 1 separator after the date, 2 hour, 3 minute, 4 second, 5 fraction, 6 AM or PM, 7 time zone.
 */
const clockPattern =
  /(T|,? (?:- )?)(\d{1,2}):([0-5]\d)(:[0-5]\d)?(\.\d{1,9})?( ?[ap]m)?( ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/i
const tokenPattern = /\d+|\p{L}+|[^\d\p{L}]+/gu
const ordinalSuffixes = new Set(['st', 'nd', 'rd', 'th', 'er', 'ème', 'e', 'º', 'ª'])
/**
 * Words that dates may contain in addition to the month name: "5 de enero de 2012", "2019年9月16日", "6 января 2012 г.".
 */
const particles = new Set([
  'de',
  'del',
  'of',
  'г',
  'р',
  'm',
  'd',
  '年',
  '月',
  '日',
  '년',
  '월',
  '일',
  'tháng',
  'thg',
  'den',
])
const gapPattern = /^(?:[-/.,]|[-/.,]? |\. ?|,? ?| \.)$/
const months = new Set(Object.values(monthNames).flatMap((names) => names.flatMap((variants) => variants.split('|'))))

const plainDatePattern = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/

/**
 * Parses numeric dates with a four-digit year at the end. Such dates are the most common ones, and this function parses
 * them faster than `parseDate`.
 */
function parsePlainDate(cell: string): DateTemplate | undefined {
  const match = plainDatePattern.exec(cell)
  if (!match) return undefined
  const [, first, separator, second, year] = match
  if (!isMonthAndDay(first, second) && !isMonthAndDay(second, first)) return undefined
  return {
    text: `?${separator}?${separator}%Y`,
    pair: [Number(first), Number(second)],
    year: Number(year),
    hasTwoDigitYear: false,
    hasTime: false,
    is12Hour: false,
    hasDot: false,
  }
}

/** Determines the format of a date with an optional time. Returns `undefined` if the cell does not contain a date. */
export function parseDateTemplate(cell: string): DateTemplate | undefined {
  if (cell.length > 60 || !/\d/.test(cell)) return undefined
  const numericDate = parsePlainDate(cell)
  if (numericDate) return numericDate
  const weekday = weekdayPattern.exec(cell)
  const textWithoutWeekday = weekday ? cell.slice(weekday[0].length) : cell
  const time = clockPattern.exec(textWithoutWeekday)
  const timeFormat = time ? toTimeFormat(time) : ''
  if (timeFormat === undefined) return undefined
  const date = parseDate(time ? textWithoutWeekday.slice(0, time.index) : textWithoutWeekday)
  if (!date) return undefined
  return {
    ...date,
    text: `${weekday ? `${weekday[1] === undefined ? '%A' : '%a'}${weekday[3]}` : ''}${date.text}${timeFormat}`,
    hasTime: time !== null,
    is12Hour: time?.[6] !== undefined,
  }
}

function toTimeFormat([, gap, hour, , seconds, fraction, amPm, zone]: RegExpExecArray): string | undefined {
  if (fraction !== undefined && seconds === undefined) return undefined
  if (Number(hour) > (amPm === undefined ? 23 : 12)) return undefined
  const clockFormat = `${amPm === undefined ? '%H' : '%I'}:%M${seconds === undefined ? '' : ':%S'}${fraction === undefined ? '' : '.%f'}`
  const meridiemFormat = amPm === undefined ? '' : amPm.startsWith(' ') ? ' %p' : '%p'
  const zoneFormat = zone === undefined ? '' : /[+-]|Z$/i.test(zone) ? `${zone.startsWith(' ') ? ' ' : ''}%z` : zone
  return `${gap}${clockFormat}${meridiemFormat}${zoneFormat}`
}

type DateWithoutTime = Omit<DateTemplate, 'hasTime' | 'is12Hour'>

interface DateParts {
  /** The numbers, separators and words of the date, in order. A month name is represented by `%b`. */
  segments: string[]
  numbers: string[]
  /** The indexes of the numbers in `segments`. */
  numberIndexes: number[]
  month?: string
  hasPeriod: boolean
  ordinalSuffix?: string
}

function parseDateParts(text: string): DateParts | undefined {
  const parts: DateParts = { segments: [], numbers: [], numberIndexes: [], hasPeriod: false }
  let previousToken = ''
  for (const [token] of text.matchAll(tokenPattern)) {
    const word = token.toLowerCase()
    if (/^\d/.test(token)) {
      if (token.length > 4 || token.length === 3 || parts.numbers.length === 3) return undefined
      parts.numberIndexes.push(parts.segments.length)
      parts.numbers.push(token)
      parts.segments.push(token)
    } else if (months.has(word)) {
      if (parts.month !== undefined) return undefined
      parts.month = word
      parts.segments.push('%b')
    } else if (ordinalSuffixes.has(word) && /^\d/.test(previousToken)) parts.ordinalSuffix = word
    else if (/^\p{L}/u.test(token)) {
      if (!particles.has(word)) return undefined
      parts.segments.push(token)
    } else {
      const followsName = parts.segments.at(-1) === '%b' && token.startsWith('.')
      if (followsName) parts.hasPeriod = true
      const gap = followsName ? token.slice(1) : token
      if (!gapPattern.test(gap)) return undefined
      parts.segments.push(gap)
    }
    previousToken = token
  }
  return parts
}

function parseDate(text: string): DateWithoutTime | undefined {
  const parts = parseDateParts(text)
  if (!parts || parts.segments.some((segment) => segment.includes('?'))) return undefined
  const { numbers, month, hasPeriod, ordinalSuffix } = parts
  const formats = month === undefined ? findNumericFormats(parts) : findNamedMonthFormats(parts)
  if (!formats) return undefined
  const segments = [...parts.segments]
  parts.numberIndexes.forEach((position, index) => (segments[position] = formats[index] as string))
  const dayMonthNumbers = numbers.filter((_, index) => formats[index] === '?').map(Number)
  const yearIndex = formats.findIndex((format) => /^%y$/i.test(format))
  const digits = numbers[yearIndex] as string
  const hasTwoDigitYear = digits.length === 2
  return {
    text: segments.join(''),
    ...(dayMonthNumbers.length === 2 ? { pair: dayMonthNumbers as [number, number] } : {}),
    year: hasTwoDigitYear ? Number(digits) + (Number(digits) < 69 ? 2000 : 1900) : Number(digits),
    hasTwoDigitYear,
    hasDot: hasPeriod,
    ...defined({ month, ordinalSuffix }),
  }
}

const isYear = (digits: string): boolean => digits.length === 4
const isShortNumber = (digits: string): boolean => digits.length <= 2

/**
 * Returns the formats of the numbers in a date with a month name, in order: "5 May 2020", "May 5, 2020", "2020 May 5",
 * "22-Jul-09". Returns `undefined` if they are not a day and a year.
 */
function findNamedMonthFormats({ numbers }: DateParts): string[] | undefined {
  const [firstNumber = '', secondNumber = ''] = numbers
  if (numbers.length !== 2) return undefined
  const isDay = (digits: string): boolean => isShortNumber(digits) && Number(digits) >= 1 && Number(digits) <= 31
  if (isDay(firstNumber) && (isYear(secondNumber) || secondNumber.length === 2))
    return ['%d', isYear(secondNumber) ? '%Y' : '%y']
  return isYear(firstNumber) && isDay(secondNumber) ? ['%Y', '%d'] : undefined
}

/**
 * Returns the formats of the numbers in a numeric date, in order. The year may be first or last. Returns `undefined` if
 * the numbers are not a date.
 */
function findNumericFormats({ numbers, segments, numberIndexes }: DateParts): string[] | undefined {
  const [first = '', second = '', third = ''] = numbers
  if (numbers.length !== 3) return undefined
  const [firstIndex, secondIndex, thirdIndex] = numberIndexes as [number, number, number]
  const gap = segments.slice(firstIndex + 1, secondIndex).join('')
  const isSpelledOut = /\p{L}/u.test(gap)
  if (gap === '' || gap === ',' || firstIndex !== 0) return undefined
  if (!isSpelledOut && gap !== segments.slice(secondIndex + 1, thirdIndex).join('')) return undefined
  const tail = segments.slice(thirdIndex + 1).join('')
  if (!isSpelledOut && tail !== '' && tail !== '.' && !/^\.? ?(?:г|р)?\.?$/.test(tail)) return undefined
  if (isYear(first) && isShortNumber(second) && isShortNumber(third))
    return isMonthAndDay(second, third) ? ['%Y', '%m', '%d'] : undefined
  if (!isShortNumber(first) || !isShortNumber(second)) return undefined
  if (isSpelledOut && isYear(third)) return isMonthAndDay(second, first) ? ['%d', '%m', '%Y'] : undefined
  if (!isYear(third) && third.length !== 2) return undefined
  const yearFormat = isYear(third) ? '%Y' : '%y'
  if (isMonthAndDay(first, second) || isMonthAndDay(second, first)) return ['?', '?', yearFormat]
  // If the first number is above 31, it is a two-digit year.
  const isYearFirst = first.length === 2 && Number(first) > 31 && third.length === 2 && isMonthAndDay(second, third)
  return isYearFirst ? ['%y', '%m', '%d'] : undefined
}

/** Returns whether two strings are a month (1 to 12) and a day (1 to 31). */
export const isMonthAndDay = (month: string | undefined, day: string | undefined): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
