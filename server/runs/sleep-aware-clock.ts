import { uptime } from 'node:os'

/** Clock differences of up to this many milliseconds are treated as measurement error. */
const toleranceMs = 1_000
/** Minimum time between two reads of the system uptime, in ms. */
const readIntervalMs = 500

/**
 * Creates a monotonic clock, in milliseconds, that also advances while the computer sleeps. `performance.now()` may
 * not.
 *
 * @param readUptimeMs Returns the time since the computer started, including time spent asleep.
 */
export function createSleepAwareClock(
  elapsed: () => number,
  readUptimeMs: () => number = () => uptime() * 1000,
): () => number {
  const startDifference = readUptimeMs() - elapsed()
  let sleptMs = 0
  let lastReadAt = -Infinity
  return () => {
    const now = elapsed()
    if (now - lastReadAt >= readIntervalMs) {
      lastReadAt = now
      const difference = readUptimeMs() - now - startDifference
      if (difference > sleptMs + toleranceMs) sleptMs = difference
    }
    return now + sleptMs
  }
}
