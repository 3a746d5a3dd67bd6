import { expect, it } from 'vitest'
import { toShortestFloat } from './shortest-single.ts'

it.each([
  [0.1, 0.1],
  [-0.3, -0.3],
  [1234.567, 1234.567],
  [16_777_217.5, 16_777_218],
  [1e-45, 1e-45],
  [3.4028235e38, 3.4028234663852886e38],
  [1e10, 1e10],
])('writes the single-precision number nearest to %d as %d', (value, expected) =>
  expect(toShortestFloat(Math.fround(value))).toBe(expected),
)

it('keeps zeros, values that are not finite, and doubles', () => {
  expect([-0, Number.NaN, Infinity, 0.1].map(toShortestFloat)).toEqual([-0, Number.NaN, Infinity, 0.1])
})

it('returns the same single-precision number', () => {
  for (let index = 0; index < 10_000; index++) {
    const value = Math.fround((Math.sin(index) * 10 ** ((index % 70) - 35)) as number)
    expect(Math.fround(toShortestFloat(value))).toBe(value)
  }
})
