import { describe, expect, it } from 'vitest'
import { errorLevel } from './error-level.ts'

describe('errorLevel', () => {
  it('changes nothing where one cell in forty is wrong beyond doubt', () => {
    expect(
      errorLevel(
        Array.from({ length: 100 }, () => 6),
        4000,
      ),
    ).toBe(0)
    expect(
      errorLevel(
        Array.from({ length: 6 }, () => 6),
        240,
      ),
    ).toBe(0)
  })

  it('lowers the odds of what little is suspicious, in a small table as in a large one', () => {
    expect(errorLevel([1.5], 240)).toBeLessThan(-1.5)
    expect(errorLevel([1.5, 1.5], 4000)).toBeLessThan(-2.5)
  })

  it('lowers them the less the surer it is', () => {
    const levels = [0, 2, 4, 8].map((odds) => errorLevel([odds], 600))
    expect(levels.toSorted((a, b) => a - b)).toEqual(levels)
  })
})
