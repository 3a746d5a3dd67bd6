import { getStrings } from '../language/strings.ts'

const secondsPerHour = 3_600
const secondsPerDay = 86_400

/** Formats how long a replaced token or secret stays valid. */
export function formatOverlap(seconds: number): string {
  const { none, hours, days } = getStrings().webhooks.overlap
  if (seconds === 0) return none
  return seconds < secondsPerDay ? hours(seconds / secondsPerHour) : days(seconds / secondsPerDay)
}
