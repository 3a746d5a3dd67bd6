import { monthNames } from './month-names.ts'

/** A date as one cell writes it, with day and month left open where they are numbers: `?/?/%Y 10:15`. */
export interface DateTemplate {
  /** A strptime format in which `?` stands for a number that is the day or the month, and `%b` for a month's name. */
  text: string
  /** The two numbers of which one is the day and one the month, as they stand. */
  pair?: [number, number]
  /** The year; two digits are a year of this or the last century, as strptime takes them. */
  year: number
  twoDigitYear: boolean
  hasTime: boolean
  /** A half of the day (AM, PM) is told, as it is in countries that write the month first. */
  halfDay: boolean
  /** The month's name in small letters, without a point behind. */
  month?: string
  /** True where a point stands behind a short name. */
  isShort: boolean
  /** An ending behind the day: `st`, `nd`, `th`, `er`. */
  ending?: string
}

const weekday = /^(?:(mon|tue|wed|thu|fri|sat|sun)|(mon|tues|wednes|thurs|fri|satur|sun)day)(,? )/i
const clock =
  /(T|,? (?:- )?)(\d{1,2}):([0-5]\d)(:[0-5]\d)?(\.\d{1,9})?( ?[ap]m)?( ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/i
const tokens = /\d+|\p{L}+|[^\d\p{L}]+/gu
const endings = new Set(['st', 'nd', 'rd', 'th', 'er', 'ème', 'e', 'º', 'ª'])
/** Words that stand in dates beside the month: "5 de enero de 2012", "2019年9月16日", "6 января 2012 г.". */
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
const gaps = /^(?:[-/.,]|[-/.,]? |\. ?|,? ?| \.)$/
const months = new Set(Object.values(monthNames).flatMap((names) => names.flatMap((variants) => variants.split('|'))))

const plain = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/

/** Most dates in numbers, without a look at each of their parts. */
function plainTemplate(cell: string): DateTemplate | undefined {
  const match = plain.exec(cell)
  if (!match) return undefined
  const [, first, mark, second, year] = match
  if (!isDayOfMonth(first, second) && !isDayOfMonth(second, first)) return undefined
  return {
    text: `?${mark}?${mark}%Y`,
    pair: [Number(first), Number(second)],
    year: Number(year),
    twoDigitYear: false,
    hasTime: false,
    halfDay: false,
    isShort: false,
  }
}

/** Reads how a cell writes a date, with or without a time behind; `undefined` where it is none. */
export function dateTemplate(cell: string): DateTemplate | undefined {
  if (cell.length > 60 || !/\d/.test(cell)) return undefined
  const known = plainTemplate(cell)
  if (known) return known
  const name = weekday.exec(cell)
  const dated = name ? cell.slice(name[0].length) : cell
  const time = clock.exec(dated)
  const timeFormat = time ? formatOfTime(time) : ''
  if (timeFormat === undefined) return undefined
  const date = dateOf(time ? dated.slice(0, time.index) : dated)
  if (!date) return undefined
  return {
    ...date,
    text: `${name ? `${name[1] === undefined ? '%A' : '%a'}${name[3]}` : ''}${date.text}${timeFormat}`,
    hasTime: time !== null,
    halfDay: time?.[6] !== undefined,
  }
}

function formatOfTime([, gap, hour, , seconds, fraction, half, zone]: RegExpExecArray): string | undefined {
  if (fraction !== undefined && seconds === undefined) return undefined
  if (Number(hour) > (half === undefined ? 23 : 12)) return undefined
  const marks = `${half === undefined ? '%H' : '%I'}:%M${seconds === undefined ? '' : ':%S'}${fraction === undefined ? '' : '.%f'}`
  const halfMark = half === undefined ? '' : half.startsWith(' ') ? ' %p' : '%p'
  const zoneMark = zone === undefined ? '' : /[+-]|Z$/i.test(zone) ? `${zone.startsWith(' ') ? ' ' : ''}%z` : zone
  return `${gap}${marks}${halfMark}${zoneMark}`
}

type OfDate = Omit<DateTemplate, 'hasTime' | 'halfDay'>

interface Parts {
  /** What is written, with `0`, `1`, `2` for the numbers and `%b` for a name. */
  pieces: string[]
  numbers: string[]
  /** Where in `pieces` the numbers stand. */
  places: number[]
  month?: string
  isShort: boolean
  ending?: string
}

function partsOf(text: string): Parts | undefined {
  const parts: Parts = { pieces: [], numbers: [], places: [], isShort: false }
  let last = ''
  for (const [token] of text.matchAll(tokens)) {
    const word = token.toLowerCase()
    if (/^\d/.test(token)) {
      if (token.length > 4 || token.length === 3 || parts.numbers.length === 3) return undefined
      parts.places.push(parts.pieces.length)
      parts.numbers.push(token)
      parts.pieces.push(token)
    } else if (months.has(word)) {
      if (parts.month !== undefined) return undefined
      parts.month = word
      parts.pieces.push('%b')
    } else if (endings.has(word) && /^\d/.test(last)) parts.ending = word
    else if (/^\p{L}/u.test(token)) {
      if (!particles.has(word)) return undefined
      parts.pieces.push(token)
    } else {
      const isBehindName = parts.pieces.at(-1) === '%b' && token.startsWith('.')
      if (isBehindName) parts.isShort = true
      const gap = isBehindName ? token.slice(1) : token
      if (!gaps.test(gap)) return undefined
      parts.pieces.push(gap)
    }
    last = token
  }
  return parts
}

function dateOf(text: string): OfDate | undefined {
  const parts = partsOf(text)
  if (!parts || parts.pieces.some((piece) => piece.includes('?'))) return undefined
  const { numbers, month, isShort, ending } = parts
  const formats = month === undefined ? ofNumbers(parts) : withName(parts)
  if (!formats) return undefined
  const pieces = [...parts.pieces]
  parts.places.forEach((place, index) => (pieces[place] = formats[index] as string))
  const open = numbers.filter((_, index) => formats[index] === '?').map(Number)
  const yearAt = formats.findIndex((format) => /^%y$/i.test(format))
  const digits = numbers[yearAt] as string
  const twoDigitYear = digits.length === 2
  return {
    text: pieces.join(''),
    ...(open.length === 2 ? { pair: open as [number, number] } : {}),
    year: twoDigitYear ? Number(digits) + (Number(digits) < 69 ? 2000 : 1900) : Number(digits),
    twoDigitYear,
    isShort,
    ...(month === undefined ? {} : { month }),
    ...(ending === undefined ? {} : { ending }),
  }
}

const isYear = (digits: string): boolean => digits.length === 4
const isShortNumber = (digits: string): boolean => digits.length <= 2

/** The formats of day and year beside the name of a month: "5 May 2020", "May 5, 2020", "2020 May 5", "22-Jul-09". */
function withName({ numbers }: Parts): string[] | undefined {
  const [one = '', other = ''] = numbers
  if (numbers.length !== 2) return undefined
  const isDay = (digits: string): boolean => isShortNumber(digits) && Number(digits) >= 1 && Number(digits) <= 31
  if (isDay(one) && (isYear(other) || other.length === 2)) return ['%d', isYear(other) ? '%Y' : '%y']
  return isYear(one) && isDay(other) ? ['%Y', '%d'] : undefined
}

/** The formats of a date in three numbers: the year stands first or last. */
function ofNumbers({ numbers, pieces, places }: Parts): string[] | undefined {
  const [first = '', second = '', third = ''] = numbers
  if (numbers.length !== 3) return undefined
  const [one, two, three] = places as [number, number, number]
  const gap = pieces.slice(one + 1, two).join('')
  const isSpelt = /\p{L}/u.test(gap)
  if (gap === '' || gap === ',' || one !== 0) return undefined
  if (!isSpelt && gap !== pieces.slice(two + 1, three).join('')) return undefined
  const tail = pieces.slice(three + 1).join('')
  if (!isSpelt && tail !== '' && tail !== '.' && !/^\.? ?(?:г|р)?\.?$/.test(tail)) return undefined
  if (isYear(first) && isShortNumber(second) && isShortNumber(third))
    return isDayOfMonth(second, third) ? ['%Y', '%m', '%d'] : undefined
  if (!isShortNumber(first) || !isShortNumber(second)) return undefined
  if (isSpelt && isYear(third)) return isDayOfMonth(second, first) ? ['%d', '%m', '%Y'] : undefined
  if (!isYear(third) && third.length !== 2) return undefined
  const mark = isYear(third) ? '%Y' : '%y'
  if (isDayOfMonth(first, second) || isDayOfMonth(second, first)) return ['?', '?', mark]
  // A number above 31 in front is a year of two digits.
  const isYearFirst = first.length === 2 && Number(first) > 31 && third.length === 2 && isDayOfMonth(second, third)
  return isYearFirst ? ['%y', '%m', '%d'] : undefined
}

/** True for numbers of a month and a day, in that order. */
export const isDayOfMonth = (month: string | undefined, day: string | undefined): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
