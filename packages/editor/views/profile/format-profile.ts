import type { ColumnProfile } from '@aw-flow/schema/internal'
import { formatPercent, defaultLanguage } from '@aw-flow/messages'
import { hasGroupedNumbers } from '../localize-number.ts'

const formats = new Map<string, Intl.NumberFormat>()

function getFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const cached = formats.get(key)
  if (cached) return cached
  const format = new Intl.NumberFormat(language, options)
  formats.set(key, format)
  return format
}

/** Formats a fraction as a percentage, such as `0%`, `< 0.1%` or `12.5%`. Only exact values become 0% or 100%. */
export const formatFraction = (fraction: number, language = defaultLanguage): string =>
  formatPercent(fraction, language, 1)

/**
 * Formats a numeric value from a column. Times (in ms since the Unix epoch) are formatted as a date, followed by the
 * time of day unless it is midnight.
 */
export function formatNumber(column: ColumnProfile, value: number, language = defaultLanguage): string {
  const { family, type } = column
  if (family === 'time') {
    if (type === 'TIME') return new Date(value).toISOString().slice(11, 19)
    const date = new Date(value)
    if (Number.isNaN(date.getTime())) return String(value)
    const text = date.toISOString()
    return type === 'DATE' || text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
  }
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4)) return value.toPrecision(4)
  const useGrouping = shouldGroupFourDigits(column) ? 'always' : 'min2'
  if (Number.isInteger(value)) return getFormat(language, { useGrouping }).format(value)
  // The integer part is never rounded: 1,234,567.9 must not be displayed as 1,234,600.
  const integerDigits = Math.trunc(Math.abs(value)).toString().length
  return getFormat(language, { maximumSignificantDigits: Math.max(5, integerDigits + 2), useGrouping }).format(value)
}

/**
 * Returns whether four-digit numbers are grouped. They are often years or codes, so, as in tables, they are grouped
 * only if the column also has longer numbers.
 */
export const shouldGroupFourDigits = ({ min, max }: Pick<ColumnProfile, 'min' | 'max'>): boolean =>
  hasGroupedNumbers([min, max])

/**
 * Formats the start and end of a column's histogram. The exact minimum and maximum are preferred, because the last bin
 * may end after the largest value, for example, at 2027 if the largest value is 2026.
 */
export function formatBounds(column: ColumnProfile, language = defaultLanguage): [from: string, to: string] {
  const { family, histogram, min, max } = column
  const toNumber = (text: string | undefined, edge: number): number =>
    family === 'number' && text !== undefined && Number.isFinite(Number(text)) ? Number(text) : edge
  return [
    formatNumber(column, toNumber(min, histogram[0]?.from ?? 0), language),
    formatNumber(column, toNumber(max, histogram.at(-1)?.to ?? 0), language),
  ]
}
