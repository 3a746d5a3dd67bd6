import type { Clock } from '@aw-flow/engine'

/**
 * Creates the clock for one attempt to execute a run. It starts at the wall-clock time, or at `earliestTime` if that is
 * later, and then advances with the monotonic clock. Changes to the wall clock therefore neither extend nor shorten the
 * attempt's waits.
 */
export function createRunClock(clock: Clock, earliestTime = 0): Clock {
  const startTime = Math.max(clock.now(), earliestTime)
  const startElapsed = clock.elapsed()
  return {
    now: () => Math.floor(startTime + clock.elapsed() - startElapsed),
    elapsed: clock.elapsed,
    sleep: clock.sleep,
  }
}
