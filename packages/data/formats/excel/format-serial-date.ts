const millisecondsPerDay = 86_400_000

/**
 * Converts a workbook's day number to ISO text: `2024-05-01`, `2024-05-01 10:30:00` or `10:30:00`, or, for durations,
 * hours that may exceed 24 (`26:30:00`). The precision is milliseconds. Returns `undefined` for numbers before day 0 or
 * after the year 9999.
 *
 * @param is1904 Whether days are counted from 1904-01-01 (day 0) instead of 1900-01-01 (day 1). In the 1900 system, the
 *   year 1900 has a February 29, as in early spreadsheet programs.
 */
export function formatSerialDate(
  serial: number,
  kind: 'date' | 'datetime' | 'time' | 'duration',
  is1904: boolean,
): string | undefined {
  if (!Number.isFinite(serial)) return undefined
  if (kind === 'duration')
    return (serial < 0 ? '-' : '') + formatClock(Math.round(Math.abs(serial) * millisecondsPerDay))
  const total = Math.round((is1904 ? serial + 1462 : serial) * millisecondsPerDay)
  const day = Math.floor(total / millisecondsPerDay)
  const time = total - day * millisecondsPerDay
  if (serial < 0 || day > 2_958_465) return undefined
  if (kind === 'time' && serial < 1) return formatClock(time)
  const date = formatDay(day)
  return time === 0 && kind === 'date' ? date : `${date} ${formatClock(time)}`
}

const padTwoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number))

function formatClock(milliseconds: number): string {
  const fraction = milliseconds % 1000
  const seconds = Math.floor(milliseconds / 1000)
  const clockText = `${padTwoDigits(Math.floor(seconds / 3600))}:${padTwoDigits(Math.floor(seconds / 60) % 60)}:${padTwoDigits(seconds % 60)}`
  return fraction === 0 ? clockText : `${clockText}.${String(fraction).padStart(3, '0')}`
}

const days = new Map<number, string>()

/** Formats a day: day 1 is 1900-01-01, day 60 is the nonexistent February 29, and day 61 is March 1. */
function formatDay(day: number): string {
  const cachedText = days.get(day)
  if (cachedText !== undefined) return cachedText
  if (days.size > 100_000) days.clear()
  const isoText = day === 60 ? '1900-02-29' : formatIsoDate(day < 60 ? day - 25_568 : day - 25_569)
  days.set(day, isoText)
  return isoText
}

/** Converts days since 1970-01-01 to a date (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function formatIsoDate(daysSinceEpoch: number): string {
  const shiftedDay = daysSinceEpoch + 719_468
  const era = Math.floor(shiftedDay / 146_097)
  const dayOfEra = shiftedDay - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  const monthOfYear = month < 10 ? month + 3 : month - 9
  const year = yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${padTwoDigits(monthOfYear)}-${padTwoDigits(day)}`
}
