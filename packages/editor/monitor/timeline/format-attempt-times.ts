import type { RunAttempt } from '@aw-flow/schema'
import type { RunMonitorStrings } from '../monitor-strings.ts'

/** Returns an attempt's total waiting time in ms, excluding a wait in progress. */
const sumWaits = ({ waits }: RunAttempt): number =>
  waits.reduce((sum, { since, until = since }) => sum + until - since, 0)

/** Formats the duration and the waiting time of an attempt. The duration is omitted if the attempt only waited. */
export function formatAttemptTimes(attempt: RunAttempt, strings: RunMonitorStrings): string[] {
  const { ms } = attempt
  const waitMs = sumWaits(attempt)
  const hasOnlyWaited = waitMs > 0 && ms !== undefined && Math.round(ms) <= 0
  return [
    ...(ms === undefined || hasOnlyWaited ? [] : [strings.took(ms)]),
    ...(waitMs === 0 ? [] : [strings.waitedFor(waitMs)]),
  ]
}
