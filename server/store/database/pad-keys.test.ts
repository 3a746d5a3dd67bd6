import { expect, test } from 'vitest'
import { padKeys } from './pad-keys.ts'

test('the last key is repeated until their number is a power of two', () => {
  expect(padKeys(['a'])).toEqual(['a'])
  expect(padKeys(['a', 'b'])).toEqual(['a', 'b'])
  expect(padKeys(['a', 'b', 'c'])).toEqual(['a', 'b', 'c', 'c'])
  expect(padKeys(Array.from({ length: 65 }, (_, index) => String(index)))).toHaveLength(128)
})

test('no keys result in no keys', () => {
  expect(padKeys([])).toEqual([])
})
