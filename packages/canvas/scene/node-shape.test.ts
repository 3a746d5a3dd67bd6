import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeNodeShape, findFreePosition, gridSize, headerHeight, portRowHeight } from './node-shape.ts'
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

describe('the shape of a node', () => {
  const port = (name: string, required = false) => ({ name, type: 'table' as const, required })
  const inputs = [port('table', true), port('plan'), port('rules')]
  const outputs = [port('table'), port('report'), port('inverse')]

  it('has rows only for ports that are always drawn', () => {
    const plain = computeNodeShape([inputs[0]!], [outputs[0]!], 'Prepares')
    const shape = computeNodeShape(inputs, outputs, 'Prepares')
    expect(shape.height).toBe(plain.height)
    expect(shape.outputs.map(({ isMain }) => isMain)).toEqual([true, false, false])
    const ys = shape.outputs.map(({ y }) => y)
    expect(ys).toEqual(ys.toSorted((a, b) => a - b))
    expect(new Set(ys).size).toBe(3)
    expect(Math.max(...ys)).toBeLessThan(shape.height)
  })

  it('has a row for each connected port', () => {
    const shape = computeNodeShape(
      inputs,
      outputs,
      'Prepares',
      {},
      (side, { name }) => side === 'output' && name === 'inverse',
    )
    expect(shape.outputs.filter(({ isMain }) => isMain).map(({ y }) => y)).toEqual([
      headerHeight + 2 + portRowHeight / 2,
      headerHeight + 2 + portRowHeight * 1.5,
    ])
    expect(shape.summaryTop).toBe(headerHeight + 2 + 2 * portRowHeight)
  })
})
