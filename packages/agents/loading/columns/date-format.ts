import { defined } from '@aw-flow/schema'
import { parseDateTemplate, isMonthAndDay, type DateTemplate } from './date-template.ts'
import { inferOrderFromSequence, type DayOrder } from './day-order.ts'
import { monthNames } from './month-names.ts'

/** The format of a column's dates or times. */
export interface DateFormat {
  type: 'DATE' | 'TIMESTAMP' | 'TIME'
  /** The strptime format. Absent for ISO 8601, which does not need one. */
  format?: string
  /** A second strptime format, for values that do not match the first one. */
  otherFormat?: string
  /**
   * Month numbers, keyed by name, for month names that strptime does not support. The format contains `%m` in their
   * place.
   */
  months?: Record<string, number>
  /** Ordinal suffixes that must be removed because strptime does not support them, such as `st` and `th`. */
  strip?: string[]
  /** The indexes of the values that do not match. */
  misfits: number[]
  /**
   * Whether the order of day and month is unknown: every date is valid in both orders, and nothing else indicates the
   * order.
   */
  isAmbiguous: boolean
  /** The format with day and month swapped. Absent unless every date is also valid in it. */
  swappedFormat?: string
  /** The order of day and month. Absent unless the column's own dates show it. */
  certainOrder?: DayOrder
  /** Whether only the sequence of the dates shows the order. */
  isInferredFromSequence?: boolean
}

/** Hints about a column's dates, taken from the column name and the rest of the file. */
export interface DateHints {
  /** The order of day and month in other columns. */
  order?: DayOrder
  /** The decimal separator of the file's numbers. */
  decimal?: '.' | ','
  /** Whether the column name suggests dates. */
  hasDateName?: boolean
}

const isoDatePattern = /^\d{4}-(\d{1,2})-(\d{1,2})$/
const isoDateTimePattern =
  /^\d{4}-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)? ?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/
const timeOfDayPattern = /^([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/
const time12HourPattern = /^(?:0?[1-9]|1[0-2]):[0-5]\d(:[0-5]\d)?( ?)[ap]m$/i

/**
 * Finds a format of dates, dates with times, or times of day that almost all values match. The order of day and month
 * is determined for the whole column, based on numbers above 12, the sequence of the dates, or the file's other
 * columns. Without such evidence, dates with AM or PM are month-first, and so are dates with `/`, unless the file uses
 * decimal commas; all other dates are day-first. A column may have two formats, provided that the order is certain in
 * both.
 *
 * @param maxMisfits The maximum number of values that may fail to match.
 */
export function findDateFormat(
  values: readonly string[],
  maxMisfits: number,
  hints: DateHints = {},
): DateFormat | undefined {
  return (
    findIsoFormat(values, maxMisfits) ??
    findTimeFormat(values, maxMisfits) ??
    findCompactFormat(values, hints) ??
    findTemplateFormat(values, maxMisfits, hints) ??
    findTwoFormats(values, maxMisfits)
  )
}

/**
 * Returns the indexes of the values that do not fit. Returns `undefined` if there are more than `maxMisfits` or if no
 * value fits.
 */
function findMisfits(
  values: readonly string[],
  maxMisfits: number,
  predicate: (text: string) => boolean,
): number[] | undefined {
  const misfits: number[] = []
  for (const [index, text] of values.entries()) {
    if (predicate(text)) continue
    if (misfits.push(index) > maxMisfits) return undefined
  }
  return misfits.length === values.length ? undefined : misfits
}

function findIsoFormat(values: readonly string[], maxMisfits: number): DateFormat | undefined {
  let hasTime = false
  const misfits = findMisfits(values, maxMisfits, (text) => {
    const match = isoDatePattern.exec(text)
    if (match) return isMonthAndDay(match[1], match[2])
    const dateTimeMatch = isoDateTimePattern.exec(text)
    if (!dateTimeMatch || Number(dateTimeMatch[3]) > 23) return false
    if (!isMonthAndDay(dateTimeMatch[1], dateTimeMatch[2])) return false
    hasTime = true
    return true
  })
  return misfits && { type: hasTime ? 'TIMESTAMP' : 'DATE', misfits, isAmbiguous: false }
}

function findTimeFormat(values: readonly string[], maxMisfits: number): DateFormat | undefined {
  const misfits = findMisfits(values, maxMisfits, (text) => timeOfDayPattern.test(text))
  if (misfits) return { type: 'TIME', misfits, isAmbiguous: false }
  if (!values.some((text) => time12HourPattern.test(text))) return undefined
  const matches = values.map((text) => time12HourPattern.exec(text))
  const first = matches.find((match) => match !== null)
  if (!first || matches.some((match) => match?.[1]?.length !== first[1]?.length || match?.[2] !== first[2]))
    return undefined
  const format = `%I:%M${first[1] === undefined ? '' : ':%S'}${first[2]}%p`
  return { type: 'TIME', format, misfits: [], isAmbiguous: false }
}

const compactDatePattern =
  /^(?:19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d))?)?$/

/**
 * Finds dates without separators (20240131). Because they are also integers, the column name must suggest dates, or at
 * least twelve values must be distinct.
 */
function findCompactFormat(values: readonly string[], { hasDateName = false }: DateHints): DateFormat | undefined {
  const length = values[0]?.length
  if (!values.every((text) => text.length === length && compactDatePattern.test(text))) return undefined
  if (!hasDateName && new Set(values).size < 12) return undefined
  if (!hasDateName && length !== 8) return undefined
  const format = '%Y%m%d%H%M%S'.slice(0, length === 8 ? 6 : length === 12 ? 10 : 12)
  return { type: length === 8 ? 'DATE' : 'TIMESTAMP', format, misfits: [], isAmbiguous: false }
}

function findTemplateFormat(values: readonly string[], maxMisfits: number, hints: DateHints): DateFormat | undefined {
  const templates: (DateTemplate | undefined)[] = []
  let mismatchCount = 0
  for (const text of values) {
    const template = parseDateTemplate(text)
    templates.push(template)
    if (template === undefined && ++mismatchCount > maxMisfits) return undefined
  }
  const counts = new Map<string, number>()
  for (const template of templates) if (template) counts.set(template.text, (counts.get(template.text) ?? 0) + 1)
  const [text] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  if (text === undefined) return undefined
  const misfits = templates.flatMap((template, index) => (template?.text === text ? [] : [index]))
  if (misfits.length > maxMisfits) return undefined
  const matchingTemplates = templates.filter((template): template is DateTemplate => template?.text === text)
  const monthFormat = text.includes('%b') ? findMonthFormat(text, matchingTemplates) : { format: text }
  if (!monthFormat) return undefined
  const suffixes = [...new Set(matchingTemplates.flatMap(({ ordinalSuffix: suffix }) => suffix ?? []))].sort()
  const type = matchingTemplates.some(({ hasTime }) => hasTime) ? 'TIMESTAMP' : 'DATE'
  const commonFields = { type, misfits, ...(suffixes.length === 0 ? {} : { strip: suffixes }) } as const
  if (!text.includes('?')) return { ...commonFields, ...monthFormat, isAmbiguous: false }
  const orderFormat = decideOrder(text, matchingTemplates, hints)
  return orderFormat && { ...commonFields, ...orderFormat }
}

/** Finds two formats that together match almost all values. The order of day and month must be certain in both. */
function findTwoFormats(values: readonly string[], maxMisfits: number): DateFormat | undefined {
  const groups = new Map<string, DateTemplate[]>()
  const misfits: number[] = []
  const templates: (DateTemplate | undefined)[] = []
  for (const text of values) {
    const template = parseDateTemplate(text)
    templates.push(template)
    if (!template) {
      if (misfits.push(templates.length - 1) > maxMisfits) return undefined
      continue
    }
    const group = groups.get(template.text)
    if (group) group.push(template)
    else if (groups.size > 1 + maxMisfits) return undefined
    else groups.set(template.text, [template])
  }
  const [first, second, ...otherGroups] = [...groups].sort((a, b) => b[1].length - a[1].length)
  if (!first || !second) return undefined
  const rareFormats = new Set(otherGroups.map(([text]) => text))
  templates.forEach((template, index) => template && rareFormats.has(template.text) && misfits.push(index))
  if (misfits.length > maxMisfits) return undefined
  const formats = [first, second].map(([text, group]) => findUnambiguousFormat(text, group))
  if (!formats.every((format) => format !== undefined)) return undefined
  // The format with two-digit years comes first, because four-digit years do not match it, whereas two-digit years
  // would match a format with four-digit years.
  const [format, otherFormat] = formats.sort((a, b) => Number(b.includes('%y')) - Number(a.includes('%y')))
  if (format === undefined || otherFormat === undefined || format === otherFormat) return undefined
  const matchingTemplates = [...first[1], ...second[1]]
  const suffixes = [...new Set(matchingTemplates.flatMap(({ ordinalSuffix: suffix }) => suffix ?? []))].sort()
  const type = matchingTemplates.some(({ hasTime }) => hasTime) ? 'TIMESTAMP' : 'DATE'
  const strip = suffixes.length === 0 ? {} : { strip: suffixes }
  return { type, format, otherFormat, ...strip, misfits: misfits.sort((a, b) => a - b), isAmbiguous: false }
}

/**
 * Returns a template's strptime format if the dates show the order of day and month. Returns `undefined` if they do
 * not, or if the dates have a time zone or month names that strptime does not support.
 */
export function findUnambiguousFormat(text: string, templates: readonly DateTemplate[]): string | undefined {
  if (/%z/i.test(text)) return undefined
  const monthFormat = text.includes('%b') ? findMonthFormat(text, templates) : { format: text }
  if (!monthFormat || ('months' in monthFormat && monthFormat.months)) return undefined
  const { format } = monthFormat
  if (!format.includes('?')) return format
  const order = detectOrder(templates)
  if (order === undefined || order === 'both') return undefined
  const [first, second] = order === 'day first' ? (['%d', '%m'] as const) : (['%m', '%d'] as const)
  return format.replace('?', first).replace('?', second)
}

/**
 * Returns the format of dates with month names. English names use strptime's `%b` or `%B`; others use `%m` and a
 * mapping from names to numbers.
 */
function findMonthFormat(
  text: string,
  templates: readonly DateTemplate[],
): { format: string; months?: Record<string, number> } | undefined {
  const words = [...new Set(templates.flatMap(({ month }) => month ?? []))]
  const fullNames = englishMonths.map((variants) => variants.split('|')[0] as string)
  if (!templates.some(({ hasDot }) => hasDot)) {
    if (words.every((word) => word.length === 3 && fullNames.some((name) => name.startsWith(word))))
      return { format: text }
    if (words.every((word) => fullNames.includes(word))) return { format: text.replace('%b', '%B') }
  }
  const languageMonths = Object.values(monthNames).find((names) =>
    words.every((word) => names.some((variants) => variants.split('|').includes(word))),
  )
  if (!languageMonths) return undefined
  const months = Object.fromEntries(
    languageMonths.flatMap((variants, index) => variants.split('|').map((name) => [name, index + 1] as const)),
  )
  return { format: text.replace('%b', '%m'), months }
}
const englishMonths = monthNames['en'] as readonly string[]

function decideOrder(
  text: string,
  templates: readonly DateTemplate[],
  { order: fileOrder, decimal, hasDateName = false }: DateHints,
):
  | Pick<DateFormat, 'format' | 'isAmbiguous' | 'swappedFormat' | 'certainOrder' | 'isInferredFromSequence'>
  | undefined {
  const detectedOrder = detectOrder(templates)
  if (detectedOrder === 'both') return undefined
  const dates = templates.flatMap(({ pair, year }) => (pair ? [{ pair, year }] : []))
  const hasTwoDigitYear = templates.some((template) => template.hasTwoDigitYear)
  // If years have two digits and no day is above 12, the values could also be versions or part numbers.
  if (detectedOrder === undefined && hasTwoDigitYear && !hasDateName && !text.includes('/')) return undefined
  const knownOrder = detectedOrder ?? (hasTwoDigitYear ? undefined : inferOrderFromSequence(dates))
  const isAmerican = (text.includes('/') && decimal !== ',') || templates.some(({ is12Hour }) => is12Hour)
  const chosenOrder = knownOrder ?? fileOrder ?? (isAmerican ? 'month first' : 'day first')
  const getFormat = (order: DayOrder): string => {
    const [first, second] = order === 'day first' ? ['%d', '%m'] : ['%m', '%d']
    return text.replace('?', first as string).replace('?', second as string)
  }
  return {
    format: getFormat(chosenOrder),
    isAmbiguous: knownOrder === undefined && fileOrder === undefined,
    ...(detectedOrder === undefined
      ? { swappedFormat: getFormat(chosenOrder === 'day first' ? 'month first' : 'day first') }
      : {}),
    ...defined({ certainOrder: knownOrder }),
    ...(detectedOrder === undefined && knownOrder !== undefined ? { isInferredFromSequence: true } : {}),
  }
}

function detectOrder(templates: readonly DateTemplate[]): DayOrder | 'both' | undefined {
  let hasDayFirst = false
  let hasMonthFirst = false
  for (const { pair } of templates) {
    if (!pair) continue
    if (pair[0] > 12) hasDayFirst = true
    if (pair[1] > 12) hasMonthFirst = true
  }
  if (hasDayFirst && hasMonthFirst) return 'both'
  return hasDayFirst ? 'day first' : hasMonthFirst ? 'month first' : undefined
}
