import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findColumnsBetween, estimateWidth, computeLeftEdges } from './table-columns.ts'

describe('columns of a table', () => {
  it('are found exactly if they are visible', () => {
    const widths = fc.array(fc.integer({ min: 40, max: 400 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(
        widths,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 50, max: 3_000 }),
        (list, part, view) => {
          const edges = computeLeftEdges(list)
          const left = Math.floor(((edges.at(-1) ?? 0) - 1) * part)
          const [first, last] = findColumnsBetween(edges, left, left + view)
          const visible = list.flatMap((_, index) =>
            (edges[index + 1] ?? 0) > left && (edges[index] ?? 0) < left + view ? [index] : [],
          )
          expect([first, last]).toEqual([visible[0], visible.at(-1)])
        },
      ),
      { seed: 20261120 },
    )
    expect(findColumnsBetween([0], 0, 100)).toEqual([0, -1])
  })

  it('are as wide as their names or cells, within limits', () => {
    const text = { name: 'a', type: 'VARCHAR' }
    expect(estimateWidth(text, ['x'.repeat(500)])).toBe(340)
    expect(estimateWidth(text, ['some words here'])).toBeGreaterThan(estimateWidth(text, ['some']))
    expect(estimateWidth(text, ['some words here'], { scale: 2 })).toBeGreaterThan(
      estimateWidth(text, ['some words here']),
    )
    // Digits are about 8.3 pixels wide in a wide interface font, and a truncated phone number looks like another one.
    expect(estimateWidth({ name: 'phone', type: 'VARCHAR' }, ['2053258100'])).toBeGreaterThan(10 * 8.3 + 20)
    expect(estimateWidth({ name: 'email', type: 'VARCHAR' }, ['c10@example.org'])).toBeGreaterThan(140)
    // On a phone, the end of a long string is visible without scrolling sideways.
    expect(estimateWidth(text, ['some words '.repeat(50)], { availableWidth: 300 })).toBe(300)
    expect(estimateWidth(text, ['some words '.repeat(50)], { availableWidth: 20 })).toBe(160)
    // A truncated code looks like a different one.
    expect(estimateWidth(text, ['1'.repeat(36)], { availableWidth: 300 })).toBeGreaterThan(330)
    const id = { name: 'identifier', type: 'BIGINT' }
    // A truncated number looks like a different number.
    expect(estimateWidth(id, ['1'.repeat(40)], { availableWidth: 300 })).toBe(estimateWidth(id, ['1'.repeat(40)]))
    expect(estimateWidth(id, ['1'], { hasMenu: true })).toBe(estimateWidth(id, ['1']) + 26)
    expect(estimateWidth({ name: 'a name of some length', type: 'BIGINT' }, ['1'])).toBeGreaterThan(180)
  })
})
