import { describe, expect, it } from 'vitest'
import { priorCorrection } from './prior-correction.ts'

describe('priorCorrection', () => {
  it('is 0 where one cell in forty is certainly wrong', () => {
    expect(
      priorCorrection(
        Array.from({ length: 100 }, () => 6),
        4000,
      ),
    ).toBe(0)
    expect(
      priorCorrection(
        Array.from({ length: 6 }, () => 6),
        240,
      ),
    ).toBe(0)
  })

  it('lowers the odds of few suspicious cells in small and large tables', () => {
    expect(priorCorrection([1.5], 240)).toBeLessThan(-1.5)
    expect(priorCorrection([1.5, 1.5], 4000)).toBeLessThan(-2.5)
  })

  it('lowers higher odds less', () => {
    const levels = [0, 2, 4, 8].map((odds) => priorCorrection([odds], 600))
    expect(levels.toSorted((a, b) => a - b)).toEqual(levels)
  })
})
