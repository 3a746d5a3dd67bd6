import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './test-rewrite.ts'

it('decodes entities in text without markup', () => {
  const jobs = createCellCounts(40, (index) => `Engineer ${index}`)
  expect(findRewrites({ ...jobs, 'Cook &amp; nurse': 2, '<p>Cook &amp; nurse</p>': 1 })).toEqual({
    'Cook &amp; nurse': 'Cook & nurse',
  })
  expect(findRewrites(createCellCounts(40, (index) => `&#${1000 + index};`))).toEqual({})
})

it('writes states in one form, and amounts as numbers', () => {
  expect(findRewrites({ MA: 40, NY: 40, TX: 40, Massachusetts: 3, Texas: 2 })).toEqual({
    Massachusetts: 'MA',
    Texas: 'TX',
  })
  const prices = createCellCounts(60, (index) => String(120_000 + index * 7000))
  expect(findRewrites({ ...prices, '269.000,00 €': 3 })).toEqual({ '269.000,00 €': '269000' })
})
