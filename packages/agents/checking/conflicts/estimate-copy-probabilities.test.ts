import { describe, expect, it } from 'vitest'
import type { Item, Verdict } from './estimate-reliability.ts'
import { estimateCopyProbabilities, computeIndependentFractions } from './estimate-copy-probabilities.ts'

/** Sources 0 to 2 have their own errors; 3 is wrong in four of ten items, and 4 copies it. The correct value is 1. */
const items = Array.from({ length: 60 }, (_, at): Item => {
  const original = at % 10 < 4 ? 2 + at * 10 : 1
  const independent = [0, 1, 2].map((source) => (at % 5 === source ? 3 + at * 10 + source : 1))
  const values = [...independent, original, at % 20 === 5 ? 9 + at * 10 : original]
  return { column: 0, claims: values.map((value, source) => ({ row: at * 5 + source, source, value })) }
})
const verdicts = items.map((): Verdict => ({ value: 1, probability: 0.9, agreeingCount: 3, claimCount: 5 }))
const reliability = Float64Array.from([0.8, 0.8, 0.8, 0.6, 0.58])

describe('sources that copy from each other', () => {
  it('agree on false values', () => {
    const copies = [...estimateCopyProbabilities(items, verdicts, reliability, 20)].filter(
      ([, probability]) => probability > 0.2,
    )
    expect(copies.map(([pair]) => pair)).toEqual([3 * 5 + 4])
    expect(copies[0]?.[1]).toBeGreaterThan(0.99)
  })

  it('have one vote, that of the most reliable one', () => {
    const shares = computeIndependentFractions([4, 3, 0], reliability, new Map([[3 * 5 + 4, 1]]))
    expect(shares.get(0)).toBe(1)
    expect(shares.get(3)).toBe(1)
    expect(shares.get(4)).toBeCloseTo(0.1)
  })

  it('are not searched for among two sources', () => {
    expect(estimateCopyProbabilities(items, verdicts, reliability.slice(0, 2), 20).size).toBe(0)
  })
})
