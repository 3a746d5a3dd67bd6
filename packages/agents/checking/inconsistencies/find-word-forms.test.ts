import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './rewrite.ts'

it('uses the usual separator of lists, if their items are known', () => {
  const colors = { 'red; blue': 20, 'green; red': 20, 'blue; green; red': 9 }
  expect(findRewrites({ ...colors, 'blue, red': 2, 'green/blue': 1 })).toEqual({
    'blue, red': 'blue; red',
    'green/blue': 'green; blue',
  })
  expect(findRewrites({ ...colors, 'pink, red': 5 })).toEqual({})
})

it('removes quotes around some cells', () => {
  const names = { Berlin: 20, Paris: 20, Rome: 20 }
  expect(findRewrites({ ...names, '"Rome"': 2, "'Paris'": 1 })).toEqual({ '"Rome"': 'Rome', "'Paris'": 'Paris' })
  expect(findRewrites({ ...names, '"Rome"': 50 })).toEqual({})
})

it('writes abbreviated last words in full if most cells have the word', () => {
  const streets = {
    ...createCellCounts(40, (index) => `${index} Oak Street`),
    ...createCellCounts(40, (index) => `${index} Elm Road`),
  }
  const short = {
    ...createCellCounts(6, (index) => `${index} Lake St.`),
    ...createCellCounts(5, (index) => `${index} Hill Rd`),
  }
  expect(findRewrites({ ...streets, ...short })).toMatchObject({
    '3 Lake St.': '3 Lake Street',
    '4 Hill Rd': '4 Hill Road',
  })
  expect(
    findRewrites({ ...streets, ...createCellCounts(40, (index) => `${index} Lake Station`), ...short }),
  ).not.toHaveProperty('3 Lake St.')
})

it('finds values that differ in punctuation, diacritics or an addition', () => {
  const cities = { Berlin: 40, Köln: 40, Düsseldorf: 40, Hamburg: 40 }
  expect(findRewrites({ ...cities, Koeln: 2, 'Hamburg.': 3, Dusseldorf: 1 })).toEqual({
    Koeln: 'Köln',
    'Hamburg.': 'Hamburg',
    Dusseldorf: 'Düsseldorf',
  })
  expect(findRewrites({ ...cities, 'Berlin, Germany': 2, 'Köln, Germany': 1, 'Hamburg, Germany': 1 })).toEqual({
    'Berlin, Germany': 'Berlin',
    'Köln, Germany': 'Köln',
    'Hamburg, Germany': 'Hamburg',
  })
  expect(findRewrites({ ...cities, 'Berlin, Ohio': 2, 'Hamburg, Iowa': 3 })).toEqual({})
  expect(findRewrites({ 'Model 1.5': 40, 'Model 15': 40, 'Model 2': 40, 'Model 1-5': 4 })).toEqual({})
})

it('finds texts that were cut, and completes them if one value begins with them', () => {
  const titles = createCellCounts(40, (index) => `Title of work ${index}`)
  expect(findRewrites({ ...titles, 'Title of work 3...': 1, 'Title of work 17…': 1, 'Other tit...': 1 })).toEqual({
    'Title of work 3...': undefined,
    'Title of work 17…': undefined,
    'Other tit...': undefined,
  })
  expect(findRewrites({ ...titles, 'Complete sentence here': 5, 'Complete sen...': 3 })).toEqual({
    'Complete sen...': 'Complete sentence here',
  })
  const names = createCellCounts(60, (index) => `Product number ${index} of the ${'long'.repeat(1 + (index % 5))} list`)
  const cut = Object.fromEntries(
    Object.keys(names)
      .slice(10, 40)
      .map((text) => [text.slice(0, 20), 1]),
  )
  expect(Object.keys(findRewrites({ ...names, ...cut }))).toEqual(Object.keys(cut))
})

it('removes HTML tags from some cells', () => {
  const jobs = createCellCounts(40, (index) => `Engineer ${index}`)
  expect(findRewrites({ ...jobs, '<p>Cook</p>': 2, 'Nurse<br />': 1 })).toEqual({
    '<p>Cook</p>': 'Cook',
    'Nurse<br />': 'Nurse',
  })
  expect(findRewrites(createCellCounts(40, (index) => `<p>Text ${index}</p>`))).toEqual({})
})

it('writes states in one form, durations as minutes, and amounts with a scale as numbers', () => {
  expect(findRewrites({ MA: 40, NY: 40, TX: 40, Massachusetts: 3, Texas: 2 })).toEqual({
    Massachusetts: 'MA',
    Texas: 'TX',
  })
  const minutes = createCellCounts(60, (index) => String(90 + index))
  expect(findRewrites({ ...minutes, '1h 52m': 3, '2h 5m': 1 })).toEqual({ '1h 52m': '112', '2h 5m': '125' })
  const gross = createCellCounts(60, (index) => String(4_000_123 + index * 700_001))
  expect(findRewrites({ ...gross, '$26.7M': 3 })).toEqual({ '$26.7M': '26700000' })
  const prices = createCellCounts(60, (index) => String(120_000 + index * 7000))
  expect(findRewrites({ ...prices, '269.000,00 €': 3 })).toEqual({ '269.000,00 €': '269000' })
})
