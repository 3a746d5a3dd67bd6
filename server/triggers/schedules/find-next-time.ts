import { listPlannedTimes, type ScheduleTiming } from '@aw-flow/engine'

/** Returns the first planned time after `time`, or `undefined` if there is none. */
export function findNextTime(timing: ScheduleTiming, time: number): Date | undefined {
  const [next] = listPlannedTimes(timing, time, 1)
  return next === undefined ? undefined : new Date(next)
}
