import type { ColumnProfile } from '@aw-flow/schema'
import { formatCount, formatPercent, usualLanguage } from '@aw-flow/messages'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(language, options)
  formats.set(key, made)
  return made
}

/** A share: `0%`, `< 0.1%`, `12.5%`. Nonzero shares are never rounded to 0%, and incomplete ones never to 100%. */
export function formatShare(share: number, language = usualLanguage): string {
  const format = (part: number): string => formatPercent(part, language, 1)
  if (share <= 0) return format(0)
  if (share < 0.001) return `< ${format(0.001)}`
  if (share > 0.999 && share < 1) return `> ${format(0.999)}`
  return format(share)
}

/** A formatted number of a column; for times (ms since 1970) the date and, if needed, the time. */
export function formatNumber({ family, type }: ColumnProfile, value: number, language = usualLanguage): string {
  if (family === 'time') {
    if (type === 'TIME') return new Date(value).toISOString().slice(11, 19)
    const date = new Date(value)
    if (Number.isNaN(date.getTime())) return String(value)
    const text = date.toISOString()
    return type === 'DATE' || text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
  }
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-4)) return value.toPrecision(4)
  // A year or a code is not an amount: four digits are not grouped.
  if (Number.isInteger(value)) return Math.abs(value) < 10_000 ? String(value) : formatCount(value, language)
  // The digits before the decimal mark are never rounded: 1,234,567.9 is not 1,234,600.
  const whole = Math.trunc(Math.abs(value)).toString().length
  return formatOf(language, { maximumSignificantDigits: Math.max(5, whole + 2), useGrouping: 'min2' }).format(value)
}
