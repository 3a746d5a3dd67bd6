const millisecondsOfDay = 86_400_000

/**
 * The date that a workbook's day number stands for, as ISO text: `2024-05-01`, `2024-05-01 10:30:00`, `10:30:00`, and
 * for durations hours beyond 24 (`26:30:00`). To the millisecond, which is what a day number can hold. `undefined` for
 * numbers that no date is: before day 0 and behind the year 9999.
 *
 * @param is1904 Days are counted from 1904-01-01 (0) instead of 1900-01-01 (1); then 1900 has the 29th of February
 *   that the first spreadsheets gave it.
 */
export function serialDate(
  serial: number,
  shown: 'date' | 'datetime' | 'time' | 'duration',
  is1904: boolean,
): string | undefined {
  if (!Number.isFinite(serial)) return undefined
  if (shown === 'duration') return (serial < 0 ? '-' : '') + clock(Math.round(Math.abs(serial) * millisecondsOfDay))
  const total = Math.round((is1904 ? serial + 1462 : serial) * millisecondsOfDay)
  const day = Math.floor(total / millisecondsOfDay)
  const time = total - day * millisecondsOfDay
  if (serial < 0 || day > 2_958_465) return undefined
  if (shown === 'time' && serial < 1) return clock(time)
  const date = dateOfDay(day)
  return time === 0 && shown === 'date' ? date : `${date} ${clock(time)}`
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number))

function clock(milliseconds: number): string {
  const rest = milliseconds % 1000
  const seconds = Math.floor(milliseconds / 1000)
  const whole = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`
}

const days = new Map<number, string>()

/** Day 1 is 1900-01-01, day 60 the 29th of February that was none, day 61 the 1st of March. */
function dateOfDay(day: number): string {
  const known = days.get(day)
  if (known !== undefined) return known
  if (days.size > 100_000) days.clear()
  const made = day === 60 ? '1900-02-29' : isoDate(day < 60 ? day - 25_568 : day - 25_569)
  days.set(day, made)
  return made
}

/** Days since 1970-01-01 as a date (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function isoDate(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * month + 2) / 5) + 1
  const ofMonth = month < 10 ? month + 3 : month - 9
  const year = yearOfEra + era * 400 + (ofMonth <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${two(ofMonth)}-${two(day)}`
}
