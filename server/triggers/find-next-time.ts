import { listPlannedTimes, type ScheduleTiming } from '@aw-flow/engine'

/** Returns the first scheduled time after `after`, or `undefined` if there is none. */
export function findNextTime(timing: ScheduleTiming, after: number): Date | undefined {
  const [next] = listPlannedTimes(timing, after, 1)
  return next === undefined ? undefined : new Date(next)
}
