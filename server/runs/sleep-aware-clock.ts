import { uptime } from 'node:os'

/** Differences between the clocks up to this many milliseconds are inaccuracies. */
const toleranceMs = 1_000
/** Interval in ms at which the time since the start of the computer is read. */
const readIntervalMs = 500

/**
 * Creates a monotonic clock in milliseconds that also advances while the computer sleeps, unlike `performance.now()`.
 *
 * @param readUptimeMs Returns the time since the start of the computer, including the time that it slept.
 */
export function createSleepAwareClock(
  elapsed: () => number,
  readUptimeMs: () => number = () => uptime() * 1000,
): () => number {
  const startDifference = readUptimeMs() - elapsed()
  let sleptMs = 0
  let lastRead = -Infinity
  return () => {
    const now = elapsed()
    if (now - lastRead >= readIntervalMs) {
      lastRead = now
      const difference = readUptimeMs() - now - startDifference
      if (difference > sleptMs + toleranceMs) sleptMs = difference
    }
    return now + sleptMs
  }
}
