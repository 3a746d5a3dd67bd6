import { expect, it } from 'vitest'
import { getTypeQuality } from './get-type-quality.ts'

it.each([
  [undefined, 1],
  ['', 1],
  ['*/*', 1],
  ['text/csv', 1],
  ['TEXT/CSV; charset=utf-8', 1],
  ['application/json', 0],
  ['application/json, text/csv;q=0.5', 0.5],
  ['text/*;q=0.3, */*;q=0.1', 0.3],
  ['*/*;q=0.8, text/csv;q=0', 0],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 0.8],
  ['text/csv;q=abc', 1],
  [',,;q=1', 0],
])('the quality of text/csv in %j is %s', (accept, quality) => {
  expect(getTypeQuality(accept, 'text/csv')).toBe(quality)
})
