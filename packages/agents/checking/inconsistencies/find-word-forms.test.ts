import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './rewrite.ts'

it('removes quotes around some cells', () => {
  const names = { Berlin: 20, Paris: 20, Rome: 20 }
  expect(findRewrites({ ...names, '"Rome"': 2, "'Paris'": 1 })).toEqual({ '"Rome"': 'Rome', "'Paris'": 'Paris' })
  expect(findRewrites({ ...names, '"Rome"': 50 })).toEqual({})
})

it('finds values that differ in punctuation or diacritics', () => {
  const cities = { Berlin: 40, Köln: 40, Düsseldorf: 40, Hamburg: 40 }
  expect(findRewrites({ ...cities, Koeln: 2, 'Hamburg.': 3, Dusseldorf: 1 })).toEqual({
    Koeln: 'Köln',
    'Hamburg.': 'Hamburg',
    Dusseldorf: 'Düsseldorf',
  })
  expect(findRewrites({ ...cities, 'Berlin, Ohio': 2, 'Hamburg, Iowa': 3 })).toEqual({})
  expect(findRewrites({ 'Model 1.5': 40, 'Model 15': 40, 'Model 2': 40, 'Model 1-5': 4 })).toEqual({})
})

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
