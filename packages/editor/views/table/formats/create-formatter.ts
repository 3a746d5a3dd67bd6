import type { Column } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import type {
  CellColor,
  ColumnColors,
  ColumnDateStyle,
  ColumnFormat,
  ColumnFormatter,
  ColumnNumberFormat,
  LevelRule,
  ValueLevel,
} from './column-format.ts'
import type { FormatStrings } from './format-strings.ts'

/** Returns whether values of a type include a date that can be formatted. Times of day and intervals do not. */
export const hasDate = (type: string): boolean =>
  getTypeFamily(type) === 'time' && !/^TIME(?!STAMP)|^INTERVAL/.test(type)

/** Creates the column formatters, keyed by column name. Columns without a format are omitted. */
export function createFormatters(
  columns: readonly Column[],
  formats: Readonly<Record<string, ColumnFormat>>,
  language: string,
  strings: FormatStrings,
): ReadonlyMap<string, ColumnFormatter> {
  return new Map(
    columns.flatMap((column) => {
      const format = Object.hasOwn(formats, column.name) ? formats[column.name] : undefined
      return format ? [[column.name, createFormatter(column, format, language, strings)] as const] : []
    }),
  )
}

/** Creates a column formatter. Settings that do not apply to the column type are ignored. */
export function createFormatter(
  { type }: Pick<Column, 'type'>,
  { number, date, colors }: ColumnFormat,
  language: string,
  strings: FormatStrings,
): ColumnFormatter {
  const isNumber = getTypeFamily(type) === 'number'
  return {
    format:
      number && isNumber
        ? createNumberFormat(number, language)
        : date && hasDate(type)
          ? createDateFormat(date, type, language)
          : undefined,
    color: colors && createCellColorizer(colors, getTypeFamily(type), strings),
    hasMarks: colors?.kind === 'rules',
  }
}

const maxDecimals = 15
const defaultMaxDecimals = { number: maxDecimals, percent: 1, compact: 1, scientific: 3 }

function createNumberFormat({ style, decimals, currency }: ColumnNumberFormat, language: string) {
  const digitOptions =
    decimals !== undefined
      ? { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
      : style === 'currency'
        ? {}
        : { minimumFractionDigits: 0, maximumFractionDigits: defaultMaxDecimals[style] }
  const styleOptions: Intl.NumberFormatOptions =
    style === 'percent'
      ? { style }
      : style === 'currency'
        ? { style, currency: currency ?? 'USD', currencyDisplay: 'narrowSymbol' }
        : style === 'number'
          ? {}
          : { notation: style }
  const { format } = new Intl.NumberFormat(language, { ...styleOptions, ...digitOptions })
  // Formatting the number as a string keeps all digits of large integers and decimals.
  return (text: string): string =>
    text === '' || Number.isNaN(Number(text)) ? text : format(text as Intl.StringNumericLiteral)
}

const dateOptions: Readonly<Record<ColumnDateStyle, Intl.DateTimeFormatOptions>> = {
  short: { dateStyle: 'short' },
  medium: { dateStyle: 'medium' },
  long: { dateStyle: 'long' },
  weekday: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  year: { year: 'numeric' },
}

function createDateFormat(style: ColumnDateStyle, type: string, language: string) {
  const hasTimeOfDay = type.startsWith('TIMESTAMP') && style !== 'month' && style !== 'year'
  const timeOptions: Intl.DateTimeFormatOptions = !hasTimeOfDay
    ? {}
    : style === 'weekday'
      ? { hour: 'numeric', minute: '2-digit' }
      : { timeStyle: 'short' }
  const { format } = new Intl.DateTimeFormat(language, { ...dateOptions[style], ...timeOptions, timeZone: 'UTC' })
  return (text: string): string => {
    const time = Date.parse(`${text.replace(' ', 'T')}${text.includes(' ') ? 'Z' : ''}`)
    return Number.isNaN(time) ? text : format(time)
  }
}

const marks: Readonly<Record<ValueLevel, string>> = { good: '✓', warn: '!', bad: '✕', info: '•' }

function createCellColorizer(
  colors: ColumnColors,
  family: string,
  strings: FormatStrings,
): (text: string) => CellColor | undefined {
  if (colors.kind === 'scale')
    return family === 'number' ? (text) => computeScaleColor(colors, Number(text)) : () => undefined
  return (text) => {
    const rule = colors.rules.find((candidate) => candidate.value !== '' && matchesRule(candidate, text, family))
    if (!rule) return undefined
    const accent = `var(--_${rule.level})`
    return {
      tint: `color-mix(in srgb, ${accent} 16%, transparent)`,
      accent,
      fraction: 0,
      mark: marks[rule.level],
      label: `${strings.levels[rule.level]} (${strings.ruleTests[rule.test]} ${rule.value})`,
    }
  }
}

/** Range of color strengths in percent. Text remains readable on the strongest color in both themes. */
const colorRange = { weakest: 5, strongest: 40 }

function computeScaleColor(
  { min, max, middle }: Extract<ColumnColors, { kind: 'scale' }>,
  value: number,
): CellColor | undefined {
  if (!Number.isFinite(value)) return undefined
  const fraction = toFraction(value, min, max)
  const isBelowMiddle = middle !== undefined && value < middle
  const distance =
    middle === undefined
      ? fraction
      : isBelowMiddle
        ? 1 - toFraction(value, min, middle)
        : toFraction(value, middle, max)
  const accent = isBelowMiddle ? 'var(--_warn)' : 'var(--_accent)'
  const percent = colorRange.weakest + (colorRange.strongest - colorRange.weakest) * distance
  return {
    tint: `color-mix(in srgb, ${accent} ${percent.toFixed(1)}%, transparent)`,
    accent,
    fraction,
    mark: '',
    label: '',
  }
}

const toFraction = (value: number, min: number, max: number): number =>
  max > min ? Math.max(0, Math.min(1, (value - min) / (max - min))) : value >= max ? 1 : 0

function matchesRule({ test, value }: LevelRule, text: string, family: string): boolean {
  if (family === 'number') {
    const [number, limit] = [Number(text), Number(value)]
    return test === 'at-least'
      ? number >= limit
      : test === 'at-most'
        ? number <= limit
        : test === 'equals'
          ? number === limit
          : text.includes(value)
  }
  if (family === 'time') {
    // If the limit is a date without a time, it includes all times of that day.
    const prefix = text.slice(0, value.length)
    if (test !== 'contains')
      return test === 'at-least' ? text >= value : test === 'at-most' ? prefix <= value : prefix === value
  }
  const [cell, ruleValue] = [text.toLowerCase(), value.toLowerCase()]
  return test === 'contains'
    ? cell.includes(ruleValue)
    : test === 'equals'
      ? cell === ruleValue
      : test === 'at-least'
        ? cell >= ruleValue
        : cell <= ruleValue
}
