/** How dates, times or both are written in a column. */
export interface DateFormat {
  type: 'DATE' | 'TIMESTAMP' | 'TIME'
  /** A strptime format; absent for ISO 8601, which needs none. */
  format?: string
  misfits: number[]
  /** True where day and month could be exchanged in every date. */
  ambiguous: boolean
  /** Which comes first, where the column shows it beyond doubt. */
  certainOrder?: DayOrder
}

export type DayOrder = 'day first' | 'month first'

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
const shortMonths = months.map((month) => month.slice(0, 3))
const weekdays = /^(?:mon|tue|wed|thu|fri|sat|sun)(,? )/i

const isoDate = /^\d{4}-(\d{1,2})-(\d{1,2})$/
const isoDateTime =
  /^\d{4}-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)? ?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/
const timeOfDay = /^([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/

/** A date's form with the day's and the month's place left open: `?/?/%Y`. */
interface Template {
  text: string
  /** The two numbers of which one is the day and one the month. */
  pair?: [number, number]
  hasTime: boolean
  twoDigitYear: boolean
}

/**
 * Finds one way of writing in which (nearly) all texts are dates, dates with times, or times of day. Whether day or
 * month comes first is decided over the whole column: a number above 12 is a day. Where every date can be read both
 * ways the file's other columns tell (`fileOrder`); else month first with `/`, day first with `.` and `-`.
 */
export function findDateFormat(
  texts: readonly string[],
  tolerated: number,
  fileOrder?: DayOrder,
): DateFormat | undefined {
  return findIso(texts, tolerated) ?? findTime(texts, tolerated) ?? findTemplate(texts, tolerated, fileOrder)
}

/** Which texts do not fit, by their index; `undefined` where more than `tolerated` do not, or none does. */
function misfitsOf(texts: readonly string[], tolerated: number, fits: (text: string) => boolean): number[] | undefined {
  const misfits: number[] = []
  for (const [index, text] of texts.entries()) {
    if (!fits(text) && misfits.push(index) > tolerated) return undefined
  }
  return misfits.length === texts.length ? undefined : misfits
}

function findIso(texts: readonly string[], tolerated: number): DateFormat | undefined {
  let hasTime = false
  const misfits = misfitsOf(texts, tolerated, (text) => {
    const match = isoDate.exec(text)
    if (match) return isDayOfMonth(match[1], match[2])
    const full = isoDateTime.exec(text)
    if (!full || Number(full[3]) > 23) return false
    if (!isDayOfMonth(full[1], full[2])) return false
    hasTime = true
    return true
  })
  if (!misfits) return undefined
  return { type: hasTime ? 'TIMESTAMP' : 'DATE', misfits, ambiguous: false }
}

const isDayOfMonth = (month: string | undefined, day: string | undefined): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31

function findTime(texts: readonly string[], tolerated: number): DateFormat | undefined {
  const misfits = misfitsOf(texts, tolerated, (text) => timeOfDay.test(text))
  if (!misfits) return undefined
  return { type: 'TIME', misfits, ambiguous: false }
}

function findTemplate(texts: readonly string[], tolerated: number, fileOrder?: DayOrder): DateFormat | undefined {
  const templates: (Template | undefined)[] = []
  let without = 0
  for (const text of texts) {
    const template = templateOf(text)
    if (!template && ++without > tolerated) return undefined
    templates.push(template)
  }
  const counts = new Map<string, number>()
  for (const template of templates) if (template) counts.set(template.text, (counts.get(template.text) ?? 0) + 1)
  // "May" is a short and a full name; with any other full name beside it, it is full.
  const [text, count] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? []
  if (text === undefined || count === undefined) return undefined
  const alike = (template: Template | undefined): boolean =>
    template?.text === text || sameButForMay(template?.text, text)
  const misfits = templates.flatMap((template, index) => (alike(template) ? [] : [index]))
  if (misfits.length > tolerated) return undefined
  const fitting = templates.filter((template): template is Template => alike(template))
  const hasTime = fitting.some((template) => template.hasTime)
  const order = orderOf(fitting)
  if (order === 'both') return undefined
  const type = hasTime ? 'TIMESTAMP' : 'DATE'
  if (!text.includes('?')) return { type, format: text, misfits, ambiguous: false }
  // Two digits for the year and no day above 12: it may as well be a version or a part number.
  if (order === undefined && fitting.some((template) => template.twoDigitYear)) return undefined
  const chosen = order ?? fileOrder ?? (text.includes('/') ? 'month first' : 'day first')
  const [first, second] = chosen === 'day first' ? ['%d', '%m'] : ['%m', '%d']
  return {
    type,
    format: text.replace('?', first).replace('?', second),
    misfits,
    ambiguous: order === undefined && fileOrder === undefined,
    ...(order === undefined ? {} : { certainOrder: order }),
  }
}

const sameButForMay = (one: string | undefined, other: string): boolean =>
  one !== undefined && one.replace('%B', '%b') === other.replace('%B', '%b') && one.includes('%b')

function orderOf(templates: readonly Template[]): DayOrder | 'both' | undefined {
  let dayFirst = false
  let monthFirst = false
  for (const { pair } of templates) {
    if (!pair) continue
    if (pair[0] > 12) dayFirst = true
    if (pair[1] > 12) monthFirst = true
  }
  if (dayFirst && monthFirst) return 'both'
  return dayFirst ? 'day first' : monthFirst ? 'month first' : undefined
}

const numeric = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/
const yearFirst = /^(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?!\d)/
const dayNameYear = /^(\d{1,2})([-/. ])([a-z]{3,9})(\.?,?[-/. ]|-)(\d{4}|\d{2})(?!\d)/i
const nameDayYear = /^([a-z]{3,9})([-/. ])(\d{1,2})(,? |[-/])(\d{4})(?!\d)/i
const clock = /^(T| |, )(\d{1,2}):([0-5]\d)(:[0-5]\d)?(\.\d{1,9})?( ?[ap]m)?$/i

function templateOf(text: string): Template | undefined {
  const weekday = weekdays.exec(text)
  const rest = weekday ? text.slice(weekday[0].length) : text
  const date = datePart(rest)
  if (!date) return undefined
  const tail = rest.slice(date.length)
  const time = tail === '' ? '' : timePart(tail)
  if (time === undefined) return undefined
  return {
    text: (weekday ? `%a${weekday[1]}` : '') + date.text + time,
    hasTime: time !== '',
    twoDigitYear: date.twoDigitYear,
    ...(date.pair ? { pair: date.pair } : {}),
  }
}

interface DatePart {
  text: string
  length: number
  pair?: [number, number]
  twoDigitYear: boolean
}

function datePart(text: string): DatePart | undefined {
  let match = yearFirst.exec(text)
  if (match) {
    const [all, , mark, month, day] = match
    return isDayOfMonth(month, day)
      ? { text: `%Y${mark}%m${mark}%d`, length: all.length, twoDigitYear: false }
      : undefined
  }
  match = numeric.exec(text)
  if (match) {
    const [all, first, mark, second, year = ''] = match
    const pair: [number, number] = [Number(first), Number(second)]
    if (!isDayOfMonth(first, second) && !isDayOfMonth(second, first)) return undefined
    const twoDigitYear = year.length === 2
    return { text: `?${mark}?${mark}${twoDigitYear ? '%y' : '%Y'}`, length: all.length, pair, twoDigitYear }
  }
  match = dayNameYear.exec(text)
  if (match) {
    const [all, day, mark, name = '', gap, year = ''] = match
    const month = monthMark(name)
    if (!month || Number(day) > 31) return undefined
    return {
      text: `%d${mark}${month}${gap}${year.length === 2 ? '%y' : '%Y'}`,
      length: all.length,
      twoDigitYear: false,
    }
  }
  match = nameDayYear.exec(text)
  if (match) {
    const [all, name = '', mark, day, gap] = match
    const month = monthMark(name)
    if (!month || Number(day) > 31) return undefined
    return { text: `${month}${mark}%d${gap}%Y`, length: all.length, twoDigitYear: false }
  }
  return undefined
}

function monthMark(name: string): '%b' | '%B' | undefined {
  const lower = name.toLowerCase()
  if (shortMonths.includes(lower)) return '%b'
  return months.includes(lower) ? '%B' : undefined
}

function timePart(text: string): string | undefined {
  const match = clock.exec(text)
  if (!match) return undefined
  const [, gap, hour, , seconds, fraction, half] = match
  if (fraction !== undefined && seconds === undefined) return undefined
  if (Number(hour) > (half === undefined ? 23 : 12)) return undefined
  const marks = `${half === undefined ? '%H' : '%I'}:%M${seconds === undefined ? '' : ':%S'}${fraction === undefined ? '' : '.%f'}`
  return `${gap}${marks}${half === undefined ? '' : half.startsWith(' ') ? ' %p' : '%p'}`
}
