/** Differences between two readings of up to this many milliseconds are treated as clock drift, not as a jump. */
const toleranceMs = 2_000

/** The database's time, and this process's monotonic time before and after the query; all in ms. */
export interface ClockReading {
  databaseMs: number
  beforeMs: number
  afterMs: number
}

/** @param settleMs Time after a jump, in ms, by which every running worker has sent a heartbeat. */
export function createClockJumpDetector(settleMs: number) {
  let lastOffset: { min: number; max: number } | undefined
  let settledAtMs = -Infinity
  return {
    /** Adds a reading. Returns whether this reading shows a jump or follows one by less than `settleMs`. */
    addReading({ databaseMs, beforeMs, afterMs }: ClockReading): boolean {
      // The database read its clock at an unknown time during the query.
      const offset = { min: databaseMs - afterMs, max: databaseMs - beforeMs }
      const hasJumped =
        lastOffset && (offset.min > lastOffset.max + toleranceMs || offset.max < lastOffset.min - toleranceMs)
      lastOffset = offset
      if (hasJumped) settledAtMs = afterMs + settleMs
      return afterMs < settledAtMs
    },
  }
}
