import { quoteIdentifier, sql, tableName, unsafeSql } from '@aw-flow/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import {
  compileExactSum,
  createMagnitudeQuery,
  createOrdinaryRangeQuery,
  readMagnitudes,
  findOrdinaryColumns,
} from './exact-sum.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables(2)

const values = (numbers: readonly number[]): string =>
  numbers.map((number, place) => `(${place}, '${String(number)}'::DOUBLE)`).join(', ')

/** Returns the sum as calculated by the nodes, and its SQL. */
async function sumOf(numbers: readonly number[]): Promise<{ sum: number; text: string }> {
  const table = await tables.create(unsafeSql(`SELECT * FROM (VALUES ${values(numbers)}) t(place, x)`), { id: 'sum' })
  const from = quoteIdentifier(tableName(table.id))
  const column = { name: 'x', type: 'DOUBLE' }
  const [seen = {}] = await tables.rows(createOrdinaryRangeQuery([column], from, true)!)
  const [composed = {}] = await tables.rows(createOrdinaryRangeQuery([column], from, false)!)
  const facts = await tables.rows(createMagnitudeQuery([column], from)!)
  const ordinary = findOrdinaryColumns(seen).get('x')
  expect(findOrdinaryColumns(composed)).toEqual(findOrdinaryColumns(seen))
  expect(ordinary !== undefined, numbers.join(', ')).toBe(numbers.every(isOrdinary))
  const magnitude = ordinary ?? readMagnitudes(facts).get('x')!
  const { text } = compileExactSum(quoteIdentifier('x'), magnitude, { rows: numbers.length, row: sql`rowid` })
  const [row] = await tables.rows(sql`SELECT ${unsafeSql(text)} AS total FROM ${from}`)
  return { sum: Number(row?.total), text }
}

/** Converts a double to a multiple of the smallest positive double. */
function multiple(number: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, number)
  const all = bits.getBigUint64(0)
  const exponent = Number((all >> 52n) & 0x7ffn)
  const part = all & 0xfffffffffffffn
  const size = exponent === 0 ? part : (part | (1n << 52n)) << BigInt(exponent - 1)
  return number < 0 ? -size : size
}
const size = (number: bigint): bigint => (number < 0n ? -number : number)

const isOrdinary = (number: number): boolean =>
  number === 0 || (Math.abs(number) >= 2 ** -14 && Math.abs(number) < 2 ** 31)

describe('sums of DOUBLE', () => {
  const number = fc.oneof(
    fc
      .tuple(fc.double({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -20, max: 20 }), fc.boolean())
      .map(([part, exponent, isBelow]) => (isBelow ? -part : part) * 2 ** exponent),
    fc.integer({ min: -1000, max: 1000 }).map((cents) => cents / 100),
    fc.constantFrom(0, -0, 1e-9, -1e9, 0.1, 123456789.123),
  )

  it('are exact except for the last digit, and equal in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(number, { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.nat()),
        async (numbers, picks) => {
          const { sum, text } = await sumOf(numbers)
          expect(text).not.toContain('ORDER BY')
          const exact = numbers.reduce((all, one) => all + multiple(one), 0n)
          const largest = numbers.map((one) => size(multiple(one))).reduce((one, other) => (other > one ? other : one))
          const allowed = (size(exact) >> 52n) + ((largest * BigInt(numbers.length ** 2)) >> 104n) + 1n
          expect(size(multiple(sum) - exact) <= allowed, `${sum} of ${numbers.join(' + ')}`).toBe(true)
          const mixed = numbers
            .map((one) => [picks.next().value as number, one] as const)
            .sort(([one], [other]) => one - other)
            .map(([, one]) => one)
          expect(Object.is((await sumOf(mixed)).sum, sum)).toBe(true)
        },
      ),
      { numRuns: sizes.databaseRuns, seed },
    )
  })

  it.each([
    [[1e16, 1, -1e16], 1],
    // The three values exceed a power of two by 2^-55, which IEEE doubles when rounding.
    [[0.1, 0.2, -0.3], 2 ** -55],
    [[5e-324, 5e-324], 1e-323],
    [[1e300, 1e300], 2e300],
    [[-0, -0], 0],
    [[0], 0],
    [[2 ** 53, 1, 1], 2 ** 53 + 2],
    [[2 ** 31], 2 ** 31],
    [[2 ** 31 - 2 ** -22, 2 ** -14, 2 ** -66 - 2 ** -14], 2 ** 31],
    [[-(2 ** 31) + 2 ** -22, -(2 ** -14)], 2 ** -22 - 2 ** -14 - 2 ** 31],
    [[-(2 ** 31)], -(2 ** 31)],
    [[2 ** -14 - 2 ** -67], 2 ** -14],
  ])('of %j is %s', async (numbers, expected) => {
    const { sum } = await sumOf(numbers)
    expect(Math.abs(sum - expected) <= Math.abs(expected) * 2 ** -52, String(sum)).toBe(true)
  })

  it('are IEEE sums in row order for magnitudes too far apart, infinities and NaN', async () => {
    for (const numbers of [
      [1e300, 1e-300],
      [Infinity, 1],
      [NaN, 1],
      [1.7e308, 1.7e308],
    ]) {
      const { sum, text } = await sumOf(numbers)
      expect(text).toContain('ORDER BY')
      expect(sum).toBe(numbers.reduce((all, one) => all + one))
    }
  })
})
