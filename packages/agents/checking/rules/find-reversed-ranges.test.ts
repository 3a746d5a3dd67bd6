import { describe, expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { findReversedRanges } from './find-reversed-ranges.ts'

const dayOf = (day: number): string => new Date(Date.UTC(2020, 0, 1) + day * 86_400_000).toISOString().slice(0, 10)

describe('starts after their ends', () => {
  it('exchanges dates whose distance is usual', () => {
    const rows = Array.from({ length: 50 }, (_, row) => [dayOf(row), dayOf(row + 5 + (row % 7))])
    rows[20] = [dayOf(26), dayOf(20)]
    const found = findReversedRanges(encodeTable(['start_date', 'end_date'], rows))
    expect(found.map(({ row, column, replacement: value }) => [row, column, value])).toEqual([
      [20, 0, dayOf(20)],
      [20, 1, dayOf(26)],
    ])
  })

  it('ignores numbers whose distance is unusual, and columns whose names are not a range', () => {
    const rows = Array.from({ length: 50 }, (_, row) => [String(row), String(row + 3)])
    rows[20] = ['920', '23']
    expect(findReversedRanges(encodeTable(['min_temp', 'max_temp'], rows))).toEqual([])
    rows[20] = ['24', '20']
    expect(findReversedRanges(encodeTable(['min_temp', 'max_temp'], rows))).toHaveLength(2)
    expect(findReversedRanges(encodeTable(['rank', 'score'], rows))).toEqual([])
  })
})

describe('orders that only the values show', () => {
  const dates = (): string[][] =>
    Array.from({ length: 120 }, (_, row) => [
      dayOf((row * 67) % 900),
      dayOf(((row * 67) % 900) + 5 + ((row * row) % 40)),
    ])

  it('leaves rows whose distance is that of neither order', () => {
    const rows = dates()
    for (const row of [10, 50, 90]) (rows[row] as string[])[0] = dayOf(4000)
    expect(findReversedRanges(encodeTable(['admitted', 'discharged'], rows))).toEqual([])
  })
})
