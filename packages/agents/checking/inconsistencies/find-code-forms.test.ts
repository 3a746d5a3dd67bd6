import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './rewrite.ts'

it('adds the usual scheme to URLs, and replaces it for hosts that have it', () => {
  const pages = createCellCounts(40, (index) => `https://www.example.com/${index}`)
  expect(findRewrites({ ...pages, 'www.example.com/90': 2, 'http://www.example.com/91': 1 })).toEqual({
    'www.example.com/90': 'https://www.example.com/90',
    'http://www.example.com/91': 'https://www.example.com/91',
  })
  expect(findRewrites({ ...pages, 'http://old.example.org/1': 5 })).toEqual({})
})

it('uses the case that the letters of almost all codes have, and removes country codes of phone numbers', () => {
  const codes = createCellCounts(60, (index) => `AB-${10_000 + index * 37}`)
  expect(findRewrites({ ...codes, ...createCellCounts(6, (index) => `ab-${20_000 + index}`) })).toMatchObject({
    'ab-20001': 'AB-20001',
  })
  const phones = createCellCounts(60, (index) => `(212) 555-${1000 + index * 13}`)
  expect(findRewrites({ ...phones, ...createCellCounts(6, (index) => `+1 646 555 ${2000 + index}`) })).toMatchObject({
    '+1 646 555 2001': '(646) 555-2001',
  })
})

it('replaces country codes with the names that most cells have', () => {
  const countries = { Germany: 60, France: 60, Japan: 60 }
  expect(findRewrites({ ...countries, DE: 5, FR: 4 })).toEqual({ DE: 'Germany', FR: 'France' })
})

it('replaces language codes with those that most cells have, and leaves those of no language', () => {
  const codes = { en: 60, fr: 60, und: 1, mul: 1 }
  expect(findRewrites({ ...codes, fre: 5, deu: 4 })).toEqual({ fre: 'fr' })
})

it('repairs email addresses and IPv4 addresses', () => {
  const addresses = createCellCounts(40, (index) => `user${index}@example.com`)
  expect(findRewrites({ ...addresses, 'mailto:a@example.org': 1, 'b at example.org': 2, 'c@example': 1 })).toEqual({
    'mailto:a@example.org': 'a@example.org',
    'b at example.org': 'b@example.org',
    'c@example': undefined,
  })
  const hosts = createCellCounts(40, (index) => `10.0.${index}.1`)
  expect(findRewrites({ ...hosts, '010.000.007.001': 1, '10.0.300.1': 1, '10.0.1': 1 })).toEqual({
    '010.000.007.001': '10.0.7.1',
    '10.0.300.1': undefined,
    '10.0.1': undefined,
  })
})

it('reports codes that a spreadsheet rounded, without a repair', () => {
  const codes = createCellCounts(60, (index) => String(4_012_300_000_000 + index * 7919))
  expect(findRewrites({ ...codes, '4.0123E+12': 3 })).toEqual({ '4.0123E+12': undefined })
})

it('ignores postcodes with letters and lists of genres', () => {
  const postcodes = { ...createCellCounts(60, (index) => String(10_115 + index * 31)), '1012 AB': 9, '3511 CE': 8 }
  expect(findRewrites(postcodes)).not.toHaveProperty('1012 AB')
  expect(
    findRewrites({
      Drama: 40,
      Crime: 30,
      Comedy: 30,
      'Drama, Crime': 5,
      'Comedy, Crime': 5,
      'Crime, Drama': 4,
      Romance: 20,
      'Romance, Crime': 4,
    }),
  ).toEqual({})
})
