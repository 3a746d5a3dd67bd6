import { describe, expect, it } from 'vitest'
import { computePriorCorrection } from './compute-prior-correction.ts'

describe('computePriorCorrection', () => {
  it('is 0 where one cell in forty is certainly wrong', () => {
    expect(
      computePriorCorrection(
        Array.from({ length: 100 }, () => 6),
        4000,
      ),
    ).toBe(0)
    expect(
      computePriorCorrection(
        Array.from({ length: 6 }, () => 6),
        240,
      ),
    ).toBe(0)
  })

  it('lowers the odds of few suspicious cells in small and large tables', () => {
    expect(computePriorCorrection([1.5], 240)).toBeLessThan(-1.5)
    expect(computePriorCorrection([1.5, 1.5], 4000)).toBeLessThan(-2.5)
  })

  it('lowers higher odds less', () => {
    const levels = [0, 2, 4, 8].map((logOdds) => computePriorCorrection([logOdds], 600))
    expect(levels.toSorted((a, b) => a - b)).toEqual(levels)
  })
})
