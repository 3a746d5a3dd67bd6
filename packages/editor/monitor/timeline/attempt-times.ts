import type { RunAttempt } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/** How long an attempt waited for somebody or something, in ms; what it still waits for is not over and not counted. */
const waitedMs = ({ waits }: RunAttempt): number =>
  waits.reduce((sum, { since, until = since }) => sum + until - since, 0)

/** What an attempt took and waited, in words. Of one that only waited, "took 0 ms" would pass for all of it. */
export function attemptTimes(attempt: RunAttempt, strings: RunMonitorStrings): string[] {
  const { ms } = attempt
  const waited = waitedMs(attempt)
  const onlyWaited = waited > 0 && ms !== undefined && Math.round(ms) <= 0
  return [
    ...(ms === undefined || onlyWaited ? [] : [strings.took(ms)]),
    ...(waited === 0 ? [] : [strings.waitedFor(waited)]),
  ]
}
