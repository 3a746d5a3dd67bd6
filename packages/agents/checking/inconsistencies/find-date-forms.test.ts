import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './rewrite.ts'

it('writes months and weekdays in one form', () => {
  const months = { January: 20, March: 20, May: 20, October: 20 }
  expect(findRewrites({ ...months, Jan: 2, '03': 1, '10': 1 })).toEqual({
    Jan: 'January',
    '03': 'March',
    '10': 'October',
  })
  expect(findRewrites({ Jan: 20, Mar: 20, May: 20, Oct: 20, January: 3 })).toEqual({ January: 'Jan' })
  expect(findRewrites(createCellCounts(12, (index) => String(index + 1)))).toEqual({})
  expect(findRewrites({ Mon: 20, Tue: 20, Sun: 20, Monday: 2, Sunday: 2 })).toEqual({ Monday: 'Mon', Sunday: 'Sun' })
})

it('adds the century to years of two digits if only one is possible', () => {
  const years = createCellCounts(60, (index) => String(1930 + index))
  expect(findRewrites({ ...years, '88': 2, "'62": 1 })).toEqual({ '88': '1988', "'62": '1962' })
  expect(findRewrites({ ...years, '1895': 1, '2012': 1, '05': 3 })).toEqual({ '05': undefined })
  expect(findRewrites({ ...years, '88': 2, '312': 3 })).toEqual({})
})

it('pads days and months as in most dates', () => {
  const dates = createCellCounts(
    60,
    (index) => `${String(1 + (index % 12)).padStart(2, '0')}/${10 + (index % 18)}/19${40 + index}`,
  )
  expect(findRewrites({ ...dates, '8/17/1956': 2, '9/2/1960': 1 })).toEqual({
    '8/17/1956': '08/17/1956',
    '9/2/1960': '09/02/1960',
  })
  const short = createCellCounts(60, (index) => `${1 + (index % 9)}/${10 + (index % 18)}/19${40 + index}`)
  expect(findRewrites({ ...short, '08/17/1956': 3 })).toEqual({ '08/17/1956': '8/17/1956' })
})

it('finds dates and years that are placeholders for a missing one', () => {
  const dates = createCellCounts(60, (index) => `2021-0${1 + (index % 9)}-${10 + (index % 18)}`)
  expect(findRewrites({ ...dates, '1970-01-01': 4 })).toEqual({ '1970-01-01': '' })
  expect(findRewrites({ ...dates, '1975-03-04': 1, '1970-01-01': 4 })).toEqual({})
  expect(findRewrites({ ...createCellCounts(60, (index) => String(1950 + index)), '0': 3, '1000': 2 })).toEqual({
    '0': '',
    '1000': '',
  })
  expect(findRewrites({ ...createCellCounts(60, (index) => `Person ${index} Smith`), TBD: 3, 'N/A': 2 })).toMatchObject(
    { TBD: '' },
  )
  expect(findRewrites({ Fixed: 40, 'Time and Materials': 30, TBD: 3 })).toEqual({})
})
