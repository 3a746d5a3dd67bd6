import { describe, expect, test } from 'vitest'
import { createClockJumpDetector } from './clock-jumps.ts'

const hour = 3_600_000

describe('jumps of the clock of the database', () => {
  /** Returns what each reading shows: the offset of the database, and the times before and after the query. */
  const read = (...readings: [offsetMs: number, beforeMs: number, afterMs: number][]): boolean[] => {
    const detector = createClockJumpDetector(10_000)
    return readings.map(([offsetMs, beforeMs, afterMs]) =>
      detector.addReading({ databaseMs: offsetMs + (beforeMs + afterMs) / 2, beforeMs, afterMs }),
    )
  }

  test.each([
    ['forward', hour],
    ['back', -hour],
  ])('%s are found, until running workers have sent a heartbeat', (_, jumpMs) => {
    const start = 1e12
    expect(
      read([start, 0, 10], [start, 3000, 3010], [start + jumpMs, 6000, 6010], [start + jumpMs, 9000, 9010]),
    ).toEqual([false, false, true, true])
    expect(read([start, 0, 10], [start + jumpMs, 3000, 3010], [start + jumpMs, 13_020, 13_030])).toEqual([
      false,
      true,
      false,
    ])
  })

  test('are not mistaken for slow queries', () => {
    expect(read([0, 0, 10], [8000, 3000, 23_000], [0, 24_000, 24_010], [-9000, 25_000, 45_000])).toEqual(
      Array(4).fill(false),
    )
  })
})
