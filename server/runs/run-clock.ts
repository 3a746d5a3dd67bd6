import type { Clock } from '@aw-flow/engine'

/**
 * Creates the clock for one attempt of a run. It starts at the wall time, or at `earliest` if that is later, and then
 * advances with the monotonic clock, so that changes to the wall clock neither extend nor end the waits of the attempt.
 */
export function createRunClock(clock: Clock, earliest = 0): Clock {
  const startTime = Math.max(clock.now(), earliest)
  const startElapsed = clock.elapsed()
  return {
    now: () => Math.floor(startTime + clock.elapsed() - startElapsed),
    elapsed: clock.elapsed,
    sleep: clock.sleep,
  }
}
