import { pluralize, formatBytes, formatCost, formatCount, formatDuration, formatPercent } from '@aw-flow/editor'

/**
 * Formatters for a locale, which is a BCP 47 tag. Times are in milliseconds since the Unix epoch, durations in
 * milliseconds.
 */
export interface Formats {
  readonly locale: string
  count(count: number): string
  /** Formats a count with its noun: `1 row`, `1,234 rows`. */
  pluralize(count: number, one: string, other: string): string
  bytes(bytes: number): string
  /** Formats a cost in US dollars: `$0.0123`. */
  cost(cost: number): string
  duration(ms: number): string
  /** Formats a fraction as a percentage: `75%`, `75 %`. */
  percent(fraction: number): string
  /** Formats a date and time. */
  dateTime(time: number): string
  /** Formats the date and time of a scheduled run. Omits the seconds if they are zero, as they usually are. */
  scheduledTime(time: number): string
  /** Formats a time as a date in UTC. */
  date(time: number): string
  time(time: number): string
  /**
   * Formats a past time relative to `now`: `5 minutes ago`, `yesterday`. Older times are formatted as a date. `justNow`
   * is used for the last 45 seconds.
   */
  relativeTime(time: number, now: number, justNow: string): string
}

export function createFormats(locale: string): Formats {
  const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const formatDate = (time: number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, options).format(time)
  return {
    locale,
    count: (count) => formatCount(count, locale),
    pluralize: (count, one, other) => pluralize(count, { one, other }, locale),
    bytes: (bytes) => formatBytes(bytes, locale),
    cost: (cost) => formatCost(cost, locale),
    duration: (ms) => formatDuration(ms, locale),
    percent: (fraction) => formatPercent(fraction, locale),
    dateTime: (time) => formatDate(time, { dateStyle: 'medium', timeStyle: 'medium' }),
    scheduledTime: (time) =>
      formatDate(time, { dateStyle: 'medium', timeStyle: time % 60_000 === 0 ? 'short' : 'medium' }),
    date: (day) => formatDate(day, { dateStyle: 'long', timeZone: 'UTC' }),
    time: (time) => formatDate(time, { timeStyle: 'medium' }),
    relativeTime(time, now, justNow) {
      const seconds = Math.max(0, Math.round((now - time) / 1000))
      if (seconds < 45) return justNow
      const minutes = Math.round(seconds / 60)
      if (minutes < 60) return relativeFormat.format(-minutes, 'minute')
      const hours = Math.round(minutes / 60)
      if (hours < 24) return relativeFormat.format(-hours, 'hour')
      const days = Math.round(hours / 24)
      return days < 7 ? relativeFormat.format(-days, 'day') : formatDate(time, { dateStyle: 'medium' })
    },
  }
}
