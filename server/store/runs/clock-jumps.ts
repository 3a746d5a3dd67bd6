/** Maximum difference between two readings that is not a jump, in ms. Clocks drift. */
const toleranceMs = 2_000

/** The database time, and the times of a monotonic clock of this process before and after the query, in ms. */
export interface ClockReading {
  databaseMs: number
  beforeMs: number
  afterMs: number
}

/** Detects jumps of the database clock, after which heartbeats seem older or newer than they are. */
export interface ClockJumpDetector {
  /** Adds a reading. Returns whether the clock has jumped within `settleMs`, or this reading shows a jump. */
  addReading(reading: ClockReading): boolean
}

/** @param settleMs Time after a jump until running workers have certainly sent a heartbeat. */
export function createClockJumpDetector(settleMs: number): ClockJumpDetector {
  let lastOffset: { min: number; max: number } | undefined
  let settledAtMs = -Infinity
  return {
    addReading({ databaseMs, beforeMs, afterMs }) {
      // The database read its clock at some time during the query.
      const offset = { min: databaseMs - afterMs, max: databaseMs - beforeMs }
      const hasJumped =
        lastOffset && (offset.min > lastOffset.max + toleranceMs || offset.max < lastOffset.min - toleranceMs)
      lastOffset = offset
      if (hasJumped) settledAtMs = afterMs + settleMs
      return afterMs < settledAtMs
    },
  }
}
