import { isNumber } from '../scoring/value-shape.ts'

/** Matches the year, the separator, the month and the day, optionally followed by hours, minutes and seconds. */
const datePattern = /^(\d{4})([-/.])(\d{2})\2(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?Z?)?$/
const msPerDay = 86_400_000

/**
 * Converts a number or date to a number. Dates become days since the Unix epoch, with the time of day as a fraction.
 * Returns NaN for other text.
 */
export function toNumericPosition(text: string): number {
  if (isNumber(text)) return Number(text)
  const match = datePattern.exec(text)
  if (!match) return Number.NaN
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((group) => Number(match[group] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return Date.UTC(year, month - 1, day) / msPerDay + (hour * 3600 + minute * 60 + second) / 86_400
}
