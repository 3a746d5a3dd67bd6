import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  computeBounds,
  fit,
  maxScale,
  minScale,
  overlaps,
  pan,
  createRectBetween,
  toGraph,
  toScreen,
  zoomAt,
  type Viewport,
} from './view.ts'

const views = fc.record({
  x: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
  y: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
  scale: fc.double({ min: minScale, max: maxScale, noNaN: true }),
})
const points = fc.record({
  x: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
  y: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
})
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(a), Math.abs(b)) * 1e3

describe('the view', () => {
  it('converts a point to the screen and back', () => {
    fc.assert(
      fc.property(views, points, (view, point) => {
        const back = toGraph(view, toScreen(view, point))
        expect(near(back.x, point.x) && near(back.y, point.y)).toBe(true)
      }),
      { seed: 20261120 },
    )
  })

  it('keeps the point under the pivot at any zoom', () => {
    fc.assert(
      fc.property(views, points, fc.double({ min: 0.01, max: 100, noNaN: true }), (view, pivot, factor) => {
        const before = toGraph(view, pivot)
        const zoomed = zoomAt(view, factor, pivot)
        expect(zoomed.scale).toBeGreaterThanOrEqual(minScale)
        expect(zoomed.scale).toBeLessThanOrEqual(maxScale)
        const after = toScreen(zoomed, before)
        expect(near(after.x, pivot.x) && near(after.y, pivot.y)).toBe(true)
      }),
      { seed: 20261120 },
    )
  })

  it('pans by pixels at any zoom', () => {
    const view: Viewport = { x: 10, y: 20, scale: 0.5 }
    expect(pan(view, 5, -3)).toEqual({ x: 15, y: 17, scale: 0.5 })
  })

  it('fits a rectangle between the margins, at most at 100%', () => {
    const size = { width: 1_000, height: 600 }
    const rect = { x: -200, y: 100, width: 2_000, height: 300 }
    const view = fit(rect, size, 50)
    const topLeft = toScreen(view, rect)
    const bottomRight = toScreen(view, { x: rect.x + rect.width, y: rect.y + rect.height })
    expect(topLeft.x).toBeCloseTo(50, 0)
    expect(bottomRight.x).toBeCloseTo(950, 0)
    expect(fit({ x: 0, y: 0, width: 10, height: 10 }, size).scale).toBe(1)
    expect(fit(undefined, size)).toEqual({ x: 500, y: 300, scale: 1 })
  })

  it('finds bounds and overlaps', () => {
    expect(computeBounds([])).toBe(undefined)
    const both = [createRectBetween({ x: 5, y: 5 }, { x: 0, y: 0 }), { x: 10, y: -5, width: 2, height: 2 }]
    expect(computeBounds(both)).toEqual({ x: 0, y: -5, width: 12, height: 10 })
    expect(overlaps({ x: 0, y: 0, width: 2, height: 2 }, { x: 1, y: 1, width: 5, height: 5 })).toBe(true)
    expect(overlaps({ x: 0, y: 0, width: 2, height: 2 }, { x: 2, y: 0, width: 5, height: 5 })).toBe(false)
  })
})
