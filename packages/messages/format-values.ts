/** The default language of messages. @internal */
export const defaultLanguage = 'en-US'

/**
 * Returns the name of a language, given as a BCP 47 tag, in a display language: `German` or `Deutsch`, for example.
 * Falls back to the tag itself.
 *
 * @internal
 */
export function getLanguageName(tag: string, language = defaultLanguage): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Returns the cached number format for a language. Creating one takes longer than formatting a thousand numbers. */
function getNumberFormat(language: string, digits: number | undefined): Intl.NumberFormat {
  const key = `${language} ${digits}`
  let format = numberFormats.get(key)
  if (!format) {
    const options = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
    format = new Intl.NumberFormat(language, options)
    numberFormats.set(key, format)
  }
  return format
}

/** Matches languages that format small integers like JavaScript does. */
const plainIntegerLanguagePattern = /^(?:en|de)(?:-[A-Z]{2})?$/

/**
 * Formats a number with the thousands separators of a language, given as a BCP 47 tag: `1,234,567`, `1.234.567`. Small
 * integers bypass `Intl.NumberFormat`, because creating the first instance takes about 10 ms.
 *
 * @internal
 */
export const formatCount = (count: number, language = defaultLanguage): string =>
  Number.isInteger(count) && count >= 0 && count < 1_000 && plainIntegerLanguagePattern.test(language)
    ? String(count)
    : getNumberFormat(language, undefined).format(count)

const valueFormats = new Map<string, Intl.NumberFormat>()

/**
 * Formats a number from the data with all its digits, without trailing zeros: `99,999` for `99999.0`. Four-digit
 * numbers are not grouped, because they are often years or codes. Any other text, including `007` and `1e9`, is
 * returned unchanged.
 *
 * @internal
 */
export function formatNumericText(text: string, language = defaultLanguage): string {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d{1,20})?$/.test(text)) return text
  let format = valueFormats.get(language)
  if (!format) {
    format = new Intl.NumberFormat(language, { maximumFractionDigits: 20, useGrouping: 'min2' })
    valueFormats.set(language, format)
  }
  return format.format(text as `${number}`)
}

/** Matches languages that use the unit symbols `ms`, `s`, `min` and `kB`. */
const unitSymbolLanguagePattern = /^(?:en|de)(?:-|$)/

const unitFormats = new Map<string, Intl.NumberFormat>()

/**
 * Formats a number with an `Intl` unit, such as `1.24 s`. Uses the localized unit name if the language does not use the
 * symbol.
 */
function formatWithUnit(
  value: number,
  unit: keyof typeof unitSymbols,
  digits: number | undefined,
  language: string,
): string {
  if (unitSymbolLanguagePattern.test(language))
    return `${digits === undefined ? value : getNumberFormat(language, digits).format(value)} ${unitSymbols[unit]}`
  const key = `${language} ${unit} ${digits}`
  let format = unitFormats.get(key)
  if (!format) {
    const digitOptions = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
    unitFormats.set(
      key,
      (format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', ...digitOptions })),
    )
  }
  return format.format(value)
}

const unitSymbols = {
  millisecond: 'ms',
  second: 's',
  minute: 'min',
  byte: 'B',
  kilobyte: 'kB',
  megabyte: 'MB',
  gigabyte: 'GB',
  terabyte: 'TB',
} as const

/** Formats a duration in a suitable unit: `82 ms`, `1.24 s`, `3 min 05 s`. `language` is a BCP 47 tag. @internal */
export function formatDuration(ms: number, language = defaultLanguage): string {
  if (ms < 999.5) return formatWithUnit(Math.max(0, Math.round(ms)), 'millisecond', undefined, language)
  if (ms < 59_950) return formatWithUnit(ms / 1000, 'second', ms < 9_995 ? 2 : 1, language)
  const seconds = Math.round(ms / 1000)
  const remainingSeconds = seconds % 60
  const minutes = formatWithUnit(Math.floor(seconds / 60), 'minute', undefined, language)
  return `${minutes} ${unitSymbolLanguagePattern.test(language) ? `${String(remainingSeconds).padStart(2, '0')} s` : formatWithUnit(remainingSeconds, 'second', undefined, language)}`
}

/** Formats a number of bytes in a suitable unit: `812 B`, `1.4 MB`. `language` is a BCP 47 tag. @internal */
export function formatBytes(bytes: number, language = defaultLanguage): string {
  if (bytes < 1_000) return formatWithUnit(bytes, 'byte', undefined, language)
  const largerUnits = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  let value = bytes / 1_000
  let unitIndex = 0
  while (value >= 999.5 && unitIndex < largerUnits.length - 1) {
    value /= 1_000
    unitIndex++
  }
  return value < 9.95
    ? formatWithUnit(value, largerUnits[unitIndex]!, 1, language)
    : formatWithUnit(Math.round(value), largerUnits[unitIndex]!, undefined, language)
}

const percentFormats = new Map<string, Intl.NumberFormat>()

/**
 * Formats a fraction from 0 to 1 as a percentage with at most `digits` decimals: `12.5%`, `12,5 %`. Only exact values
 * are formatted as 0% and 100%. Values that are closer to them than one unit of the last digit are formatted as a
 * bound: `< 0.1%`, `> 99.9%`.
 *
 * @internal
 */
export function formatPercent(fraction: number, language = defaultLanguage, digits = 0): string {
  const key = `${language} ${digits}`
  let format = percentFormats.get(key)
  if (!format) {
    percentFormats.set(
      key,
      (format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits })),
    )
  }
  const step = 10 ** -(digits + 2)
  if (fraction > 0 && fraction < step) return `< ${format.format(step)}`
  if (fraction < 1 && fraction > 1 - step) return `> ${format.format(1 - step)}`
  return format.format(fraction)
}

/** Formats the time of day of a timestamp in the local time zone: `09:00:01.250`. @internal */
export function formatTimeOfDay(time: number): string {
  const date = new Date(time)
  const padTwo = (value: number): string => String(value).padStart(2, '0')
  return `${padTwo(date.getHours())}:${padTwo(date.getMinutes())}:${padTwo(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

const dateTimeFormats = new Map<string, Intl.DateTimeFormat>()

/**
 * Formats a timestamp (in milliseconds since the Unix epoch) in the local time zone: `Nov 20, 2026, 9:00:01 AM`.
 *
 * @param includesTimeZone Whether to include the name of the time zone, for readers in other time zones.
 * @internal
 */
export function formatDateTime(time: number, language = defaultLanguage, includesTimeZone = false): string {
  const key = `${language} ${includesTimeZone}`
  let format = dateTimeFormats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: includesTimeZone ? 'long' : 'medium' })
    dateTimeFormats.set(key, format)
  }
  return format.format(time)
}
