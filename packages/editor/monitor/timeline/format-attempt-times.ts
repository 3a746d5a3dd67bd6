import type { RunAttempt } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/** Returns how long an attempt has waited, in ms. A wait in progress is not included. */
const sumWaits = ({ waits }: RunAttempt): number =>
  waits.reduce((sum, { since, until = since }) => sum + until - since, 0)

/** Formats the duration and waiting time of an attempt. Omits the duration if the attempt only waited. */
export function formatAttemptTimes(attempt: RunAttempt, strings: RunMonitorStrings): string[] {
  const { ms } = attempt
  const waited = sumWaits(attempt)
  const hasOnlyWaited = waited > 0 && ms !== undefined && Math.round(ms) <= 0
  return [
    ...(ms === undefined || hasOnlyWaited ? [] : [strings.took(ms)]),
    ...(waited === 0 ? [] : [strings.waitedFor(waited)]),
  ]
}
