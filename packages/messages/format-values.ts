/** The default language of texts. @internal */
export const usualLanguage = 'en-US'

/**
 * The name of a language (a BCP 47 tag) in another one: `German`, `Deutsch`; the tag itself if it has no name.
 *
 * @internal
 */
export function languageName(tag: string, language = usualLanguage): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

const numbers = new Map<string, Intl.NumberFormat>()

/** The cached number format of a language; creating one takes longer than formatting a thousand numbers. */
function numberFormat(language: string, digits: number | undefined): Intl.NumberFormat {
  const key = `${language} ${digits}`
  let format = numbers.get(key)
  if (!format) {
    const options = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
    format = new Intl.NumberFormat(language, options)
    numbers.set(key, format)
  }
  return format
}

/** Languages in which small integers look as in JavaScript. */
const writesPlainly = /^(?:en|de)(?:-[A-Z]{2})?$/

/**
 * Formats a number with the thousands separators of a language (a BCP 47 tag): `1,234,567`, `1.234.567`. Small integers
 * do not use a number format, because creating the first one takes about 10 ms.
 *
 * @internal
 */
export const formatCount = (count: number, language = usualLanguage): string =>
  Number.isInteger(count) && count >= 0 && count < 1_000 && writesPlainly.test(language)
    ? String(count)
    : numberFormat(language, undefined).format(count)

/** Languages that use the symbols of units: `ms`, `s`, `min`, `kB`. */
const writesSigns = /^(?:en|de)(?:-|$)/

const units = new Map<string, Intl.NumberFormat>()

/**
 * Formats a number with a unit of `Intl`: `1.24 s`. If the language does not use the symbol, the name of the unit is
 * written.
 */
function withUnit(value: number, unit: keyof typeof signs, digits: number | undefined, language: string): string {
  if (writesSigns.test(language))
    return `${digits === undefined ? value : numberFormat(language, digits).format(value)} ${signs[unit]}`
  const key = `${language} ${unit} ${digits}`
  let format = units.get(key)
  if (!format) {
    const exact = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }
    units.set(key, (format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', ...exact })))
  }
  return format.format(value)
}

const signs = {
  millisecond: 'ms',
  second: 's',
  minute: 'min',
  byte: 'B',
  kilobyte: 'kB',
  megabyte: 'MB',
  gigabyte: 'GB',
  terabyte: 'TB',
} as const

/** Formats a duration in a suitable unit: `82 ms`, `1.24 s`, `3 min 05 s`. `language`: a BCP 47 tag. @internal */
export function formatDuration(ms: number, language = usualLanguage): string {
  if (ms < 999.5) return withUnit(Math.max(0, Math.round(ms)), 'millisecond', undefined, language)
  if (ms < 59_950) return withUnit(ms / 1000, 'second', ms < 9_995 ? 2 : 1, language)
  const seconds = Math.round(ms / 1000)
  const rest = seconds % 60
  const minutes = withUnit(Math.floor(seconds / 60), 'minute', undefined, language)
  return `${minutes} ${writesSigns.test(language) ? `${String(rest).padStart(2, '0')} s` : withUnit(rest, 'second', undefined, language)}`
}

/** Formats a number of bytes in a suitable unit: `812 B`, `1.4 MB`. `language`: a BCP 47 tag. @internal */
export function formatBytes(bytes: number, language = usualLanguage): string {
  if (bytes < 1_000) return withUnit(bytes, 'byte', undefined, language)
  const larger = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  let value = bytes / 1_000
  let unit = 0
  while (value >= 999.5 && unit < larger.length - 1) {
    value /= 1_000
    unit++
  }
  return value < 9.95
    ? withUnit(value, larger[unit]!, 1, language)
    : withUnit(Math.round(value), larger[unit]!, undefined, language)
}

const shares = new Map<string, Intl.NumberFormat>()

/** Formats a share of 1 as a percentage with a number of digits: `12.5%`, `12,5 %`. @internal */
export function formatPercent(share: number, language = usualLanguage, digits = 0): string {
  const key = `${language} ${digits}`
  let format = shares.get(key)
  if (!format) {
    shares.set(key, (format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits })))
  }
  return format.format(share)
}

/** Formats a time of day in the local time zone: `09:00:01.250`. @internal */
export function formatClock(time: number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

const moments = new Map<string, Intl.DateTimeFormat>()

/**
 * Formats a timestamp (in ms since 1970) in the local time zone: `Nov 20, 2026, 9:00:01 AM`. `zone`: with the name of
 * the time zone, for readers elsewhere.
 *
 * @internal
 */
export function formatMoment(time: number, language = usualLanguage, zone = false): string {
  const key = `${language} ${zone}`
  let format = moments.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: zone ? 'long' : 'medium' })
    moments.set(key, format)
  }
  return format.format(time)
}
