import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findFreePosition, gridSize } from './node-shape.ts'
import { overlaps, type Rect } from '../camera/view.ts'

const node = (x: number, y: number): Rect => ({ x, y, width: 240, height: 104 })

describe('a free place', () => {
  it('is right of the selected node, below existing nodes', () => {
    const [first, second] = [node(0, 0), node(320, 0)]
    expect(findFreePosition(node(0, 0), [first])).toEqual({ x: 320, y: 0 })
    expect(findFreePosition(node(0, 0), [first, second], first)).toEqual({ x: 320, y: 144 })
  })

  it('is right of the rightmost node without a selection, and the given one without nodes', () => {
    expect(findFreePosition(node(0, 0), [node(0, 0), node(640, 48), node(320, 0)])).toEqual({ x: 960, y: 48 })
    expect(findFreePosition(node(10, 20), [])).toEqual({ x: 16, y: 16 })
  })

  it('keeps its distance from all nodes, on the grid', () => {
    const rect = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
      width: fc.constant(240),
      height: fc.integer({ min: 60, max: 300 }),
    })
    fc.assert(
      fc.property(fc.array(rect, { minLength: 1, maxLength: 30 }), fc.boolean(), (occupied, selected) => {
        const { x, y } = findFreePosition(node(0, 0), occupied, selected ? occupied[0] : undefined)
        expect([x % gridSize, y % gridSize].map(Math.abs)).toEqual([0, 0])
        const around = { x: x - 31, y: y - 31, width: 240 + 62, height: 104 + 62 }
        expect(occupied.filter((other) => overlaps(other, around))).toEqual([])
      }),
      { seed: 8 },
    )
  })
})
