import { dateTemplate, isDayOfMonth, type DateTemplate } from './date-template.ts'
import { orderBySequence, type DayOrder } from './day-order.ts'
import { monthNames } from './month-names.ts'

/** How dates, times or both are written in a column. */
export interface DateFormat {
  type: 'DATE' | 'TIMESTAMP' | 'TIME'
  /** A strptime format; absent for ISO 8601, which needs none. */
  format?: string
  /** Names of months that strptime does not know, as numbers; the format has `%m` in their place. */
  months?: Record<string, number>
  /** Endings behind digits, which strptime does not know: `st`, `th`. */
  strip?: string[]
  misfits: number[]
  /** True where day and month could be exchanged in every date. */
  ambiguous: boolean
  /** The format with day and month exchanged, where that is another way to read every date. */
  other?: string
  /** Which comes first, where the column shows it. */
  certainOrder?: DayOrder
  /** True where only the sequence of the dates shows it. */
  bySequence?: boolean
}

/** What is known of the file beside this column. */
export interface DateHabits {
  /** Which comes first in the dates of other columns. */
  order?: DayOrder
  /** The decimal mark of the file's numbers. */
  decimal?: '.' | ','
  /** True for a column that is named as dates are. */
  isDate?: boolean
}

const isoDate = /^\d{4}-(\d{1,2})-(\d{1,2})$/
const isoDateTime =
  /^\d{4}-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)? ?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/
const timeOfDay = /^([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/
const halfDayTime = /^(?:0?[1-9]|1[0-2]):[0-5]\d(:[0-5]\d)?( ?)[ap]m$/i

/**
 * Finds one way of writing in which (nearly) all texts are dates, dates with times, or times of day. Whether day or
 * month comes first is decided over the whole column: a number above 12 is a day, and so is what runs from 1 to 28 while
 * the months stay. Where every date can be read both ways, the file's other columns tell; else month first with `/` and
 * beside AM and PM, day first with `.`, `-` and decimal commas.
 */
export function findDateFormat(
  texts: readonly string[],
  tolerated: number,
  habits: DateHabits = {},
): DateFormat | undefined {
  return (
    findIso(texts, tolerated) ??
    findTime(texts, tolerated) ??
    findCompact(texts, habits) ??
    findTemplate(texts, tolerated, habits)
  )
}

/** The texts that do not fit; `undefined` as soon as they are more than are tolerated, or where they are all. */
function fewMisfits(
  texts: readonly string[],
  tolerated: number,
  fits: (text: string) => boolean,
): number[] | undefined {
  const misfits: number[] = []
  for (const [index, text] of texts.entries()) {
    if (fits(text)) continue
    if (misfits.push(index) > tolerated) return undefined
  }
  return misfits.length === texts.length ? undefined : misfits
}

function findIso(texts: readonly string[], tolerated: number): DateFormat | undefined {
  let hasTime = false
  const misfits = fewMisfits(texts, tolerated, (text) => {
    const match = isoDate.exec(text)
    if (match) return isDayOfMonth(match[1], match[2])
    const full = isoDateTime.exec(text)
    if (!full || Number(full[3]) > 23) return false
    if (!isDayOfMonth(full[1], full[2])) return false
    hasTime = true
    return true
  })
  return misfits && { type: hasTime ? 'TIMESTAMP' : 'DATE', misfits, ambiguous: false }
}

function findTime(texts: readonly string[], tolerated: number): DateFormat | undefined {
  const misfits = fewMisfits(texts, tolerated, (text) => timeOfDay.test(text))
  if (misfits) return { type: 'TIME', misfits, ambiguous: false }
  if (!texts.some((text) => halfDayTime.test(text))) return undefined
  const forms = texts.map((text) => halfDayTime.exec(text))
  const form = forms.find((match) => match !== null)
  if (!form || forms.some((match) => match?.[1]?.length !== form[1]?.length || match?.[2] !== form[2])) return undefined
  const format = `%I:%M${form[1] === undefined ? '' : ':%S'}${form[2]}%p`
  return { type: 'TIME', format, misfits: [], ambiguous: false }
}

const compact = /^(?:19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d))?)?$/

/** Dates without marks (20240131): numbers, but all of them valid dates in a column that is named so, or many. */
function findCompact(texts: readonly string[], { isDate = false }: DateHabits): DateFormat | undefined {
  const length = texts[0]?.length
  if (!texts.every((text) => text.length === length && compact.test(text))) return undefined
  if (!isDate && new Set(texts).size < 12) return undefined
  if (!isDate && length !== 8) return undefined
  const format = '%Y%m%d%H%M%S'.slice(0, length === 8 ? 6 : length === 12 ? 10 : 12)
  return { type: length === 8 ? 'DATE' : 'TIMESTAMP', format, misfits: [], ambiguous: false }
}

function findTemplate(texts: readonly string[], tolerated: number, habits: DateHabits): DateFormat | undefined {
  const templates: (DateTemplate | undefined)[] = []
  let none = 0
  for (const text of texts) {
    const template = dateTemplate(text)
    templates.push(template)
    if (template === undefined && ++none > tolerated) return undefined
  }
  const counts = new Map<string, number>()
  for (const template of templates) if (template) counts.set(template.text, (counts.get(template.text) ?? 0) + 1)
  const [text] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? []
  if (text === undefined) return undefined
  const misfits = templates.flatMap((template, index) => (template?.text === text ? [] : [index]))
  if (misfits.length > tolerated) return undefined
  const fitting = templates.filter((template): template is DateTemplate => template?.text === text)
  const named = text.includes('%b') ? nameFormat(text, fitting) : { format: text }
  if (!named) return undefined
  const endings = [...new Set(fitting.flatMap(({ ending }) => ending ?? []))].sort()
  const type = fitting.some(({ hasTime }) => hasTime) ? 'TIMESTAMP' : 'DATE'
  const found = { type, misfits, ...(endings.length === 0 ? {} : { strip: endings }) } as const
  if (!text.includes('?')) return { ...found, ...named, ambiguous: false }
  const decided = decideOrder(text, fitting, habits)
  return decided && { ...found, ...decided }
}

/** The format of dates with names of months: strptime's own where they are the English ones, else the names as numbers. */
function nameFormat(
  text: string,
  templates: readonly DateTemplate[],
): { format: string; months?: Record<string, number> } | undefined {
  const words = [...new Set(templates.flatMap(({ month }) => month ?? []))]
  const full = english.map((variants) => variants.split('|')[0] as string)
  if (!templates.some(({ isShort }) => isShort)) {
    if (words.every((word) => word.length === 3 && full.some((name) => name.startsWith(word)))) return { format: text }
    if (words.every((word) => full.includes(word))) return { format: text.replace('%b', '%B') }
  }
  const language = Object.values(monthNames).find((names) =>
    words.every((word) => names.some((variants) => variants.split('|').includes(word))),
  )
  if (!language) return undefined
  const months = Object.fromEntries(
    language.flatMap((variants, index) => variants.split('|').map((name) => [name, index + 1] as const)),
  )
  return { format: text.replace('%b', '%m'), months }
}
const english = monthNames['en'] as readonly string[]

function decideOrder(
  text: string,
  templates: readonly DateTemplate[],
  { order: fileOrder, decimal, isDate = false }: DateHabits,
): Pick<DateFormat, 'format' | 'ambiguous' | 'other' | 'certainOrder' | 'bySequence'> | undefined {
  const written = orderOf(templates)
  if (written === 'both') return undefined
  const dates = templates.flatMap(({ pair, year }) => (pair ? [{ pair, year }] : []))
  const twoDigitYear = templates.some((template) => template.twoDigitYear)
  // Two digits for the year and no day above 12: it may as well be a version or a part number.
  if (written === undefined && twoDigitYear && !isDate && !text.includes('/')) return undefined
  const shown = written ?? (twoDigitYear ? undefined : orderBySequence(dates))
  const american = (text.includes('/') && decimal !== ',') || templates.some(({ halfDay }) => halfDay)
  const chosen = shown ?? fileOrder ?? (american ? 'month first' : 'day first')
  const as = (order: DayOrder): string => {
    const [first, second] = order === 'day first' ? ['%d', '%m'] : ['%m', '%d']
    return text.replace('?', first as string).replace('?', second as string)
  }
  return {
    format: as(chosen),
    ambiguous: shown === undefined && fileOrder === undefined,
    ...(written === undefined ? { other: as(chosen === 'day first' ? 'month first' : 'day first') } : {}),
    ...(shown === undefined ? {} : { certainOrder: shown }),
    ...(written === undefined && shown !== undefined ? { bySequence: true } : {}),
  }
}

function orderOf(templates: readonly DateTemplate[]): DayOrder | 'both' | undefined {
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
