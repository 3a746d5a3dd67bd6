import { sql } from '@aw-flow/engine'
import { expect, it } from 'vitest'
import { scaleNumber } from './number-column.ts'

it.each([
  [Infinity, 2, 'prepare.infinite-offset'],
  [Number.NaN, 2, 'prepare.infinite-offset'],
  [0, 0, 'prepare.zero-divisor'],
  [0, Infinity, 'prepare.zero-divisor'],
])('rejects the offset %d with the divisor %d as %s', (offset, divisor, code) =>
  expect(() => scaleNumber(sql`1`, offset, divisor)).toThrow(code),
)
