import type { CalendarEntry } from './server-schedules.ts'

/** A day in a month calendar. Times are in milliseconds since the Unix epoch. */
export interface CalendarDay {
  start: number
  isInMonth: boolean
  /** Scheduled runs on this day, in chronological order. */
  entries: { name: string; time: number }[]
}

/**
 * Lists the days of a month in the local time zone. Weeks start on Monday, and the first and last weeks are filled with
 * days from the adjacent months.
 */
export function listMonthDays(year: number, month: number): CalendarDay[] {
  const first = new Date(year, month, 1)
  const offset = (first.getDay() + 6) % 7
  const days: CalendarDay[] = []
  for (let day = 1 - offset; ; day++) {
    const date = new Date(year, month, day)
    const isInMonth = date.getMonth() === first.getMonth()
    if (!isInMonth && day > 0 && days.length % 7 === 0) return days
    days.push({ start: date.getTime(), isInMonth, entries: [] })
  }
}

/** Assigns scheduled runs to the days of a calendar. */
export function assignRunsToDays(days: readonly CalendarDay[], schedules: readonly CalendarEntry[]): CalendarDay[] {
  const entries = schedules.flatMap(({ name, times }) => times.map((time) => ({ name, time })))
  entries.sort((a, b) => a.time - b.time)
  return days.map((day, index) => {
    const end = days[index + 1]?.start ?? Infinity
    return { ...day, entries: entries.filter(({ time }) => time >= day.start && time < end) }
  })
}
