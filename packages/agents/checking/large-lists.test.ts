import { expect, it } from 'vitest'
import { findKeys } from './dependencies/column-keys.ts'
import { encodeTable } from './encoded-table.ts'
import { appendAll, findMax, findMin } from './large-lists.ts'

const count = 150_000

it('finds extremes of and appends lists of any length', () => {
  const numbers = Array.from({ length: count }, (_, index) => (index * 7919) % count)
  expect([findMin(numbers), findMax(numbers)]).toEqual([0, count - 1])
  expect([findMin([]), findMax([])]).toEqual([Infinity, -Infinity])
  const items = [1]
  appendAll(items, numbers)
  expect(items).toHaveLength(count + 1)
})

it('finds keys in a column whose values all have different shapes', () => {
  // The digits of a number in base 4 as a letter, a capital, a digit or a hyphen.
  const toText = (row: number): string =>
    [...row.toString(4).padStart(9, '0')].map((digit) => 'aB7-'[Number(digit)]).join('')
  const table = encodeTable(
    ['text'],
    Array.from({ length: count }, (_, row) => [toText(row)]),
  )
  expect(findKeys(table).map(({ part }) => part)).toContain(undefined)
})
