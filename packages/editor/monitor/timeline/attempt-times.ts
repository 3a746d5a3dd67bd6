import type { RunAttempt } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/** Time an attempt has waited, in ms, without a wait in progress. */
const waitedMs = ({ waits }: RunAttempt): number =>
  waits.reduce((sum, { since, until = since }) => sum + until - since, 0)

/** The duration and waiting time of an attempt as text; only the waiting time if it has only waited. */
export function attemptTimes(attempt: RunAttempt, strings: RunMonitorStrings): string[] {
  const { ms } = attempt
  const waited = waitedMs(attempt)
  const onlyWaited = waited > 0 && ms !== undefined && Math.round(ms) <= 0
  return [
    ...(ms === undefined || onlyWaited ? [] : [strings.took(ms)]),
    ...(waited === 0 ? [] : [strings.waitedFor(waited)]),
  ]
}
