import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  getBodyHeight,
  clampPosition,
  isScaled,
  getMaxPosition,
  maxHeight,
  toRowPosition,
  computePositionToReveal,
  toScrollTop,
} from './table-scroll.ts'

const scrolls = fc.record({
  rows: fc.integer({ min: 0, max: 50_000_000 }),
  rowHeight: fc.constant(28),
  viewHeight: fc.integer({ min: 28, max: 2_000 }),
})

describe('scrolling a table', () => {
  it('is never higher than a browser allows', () => {
    fc.assert(
      fc.property(scrolls, (scroll) => {
        expect(getBodyHeight(scroll)).toBeLessThanOrEqual(maxHeight)
      }),
      { seed: 20261120 },
    )
  })

  it('reaches the first and the last row of any table', () => {
    fc.assert(
      fc.property(scrolls, (scroll) => {
        expect(toRowPosition(scroll, 0)).toBe(0)
        const end = toRowPosition(scroll, Math.max(0, getBodyHeight(scroll) - scroll.viewHeight))
        expect(end + scroll.viewHeight / scroll.rowHeight).toBeGreaterThanOrEqual(scroll.rows - 1e-6)
      }),
      { seed: 20261120 },
    )
  })

  it('converts a row to an offset and back', () => {
    fc.assert(
      fc.property(scrolls, fc.double({ min: 0, max: 1, noNaN: true }), (scroll, part) => {
        const position = getMaxPosition(scroll) * part
        expect(toRowPosition(scroll, toScrollTop(scroll, position))).toBeCloseTo(clampPosition(scroll, position), 3)
      }),
      { seed: 20261120 },
    )
  })

  it('reveals a row completely, with minimal movement', () => {
    fc.assert(
      fc.property(scrolls, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (scroll, wanted, part) => {
        fc.pre(scroll.rows > 0)
        const row = wanted % scroll.rows
        const from = getMaxPosition(scroll) * part
        const position = computePositionToReveal(scroll, from, row)
        const visibleRows = scroll.viewHeight / scroll.rowHeight
        expect(row).toBeGreaterThanOrEqual(position - 1e-6)
        expect(row + 1).toBeLessThanOrEqual(position + visibleRows + 1e-6)
        if (row >= from && row + 1 <= from + visibleRows) expect(position).toBe(from)
      }),
      { seed: 20261120 },
    )
  })

  it('is exact to the pixel without scaling', () => {
    const scroll = { rows: 1_000, rowHeight: 28, viewHeight: 280 }
    expect(isScaled(scroll)).toBe(false)
    expect(toRowPosition(scroll, 56)).toBe(2)
    expect(isScaled({ ...scroll, rows: 1_000_000 })).toBe(true)
  })
})
