import { expect, it } from 'vitest'
import { createCellCounts, findRewrites } from './test-rewrite.ts'

it('converts a rare unit, and reports it without a repair if the result is unusual', () => {
  const heights = createCellCounts(60, (index) => `${150 + index} cm`)
  expect(findRewrites({ ...heights, '1.93 m': 1, '1.71 m': 2 })).toEqual({ '1.93 m': '193 cm', '1.71 m': '171 cm' })
  expect(findRewrites({ ...heights, '170 m': 2 })).toEqual({ '170 m': undefined })
  const temperatures = createCellCounts(60, (index) => `${index - 10} °C`)
  expect(findRewrites({ ...temperatures, '86 °F': 2, '23 °F': 1 })).toEqual({ '86 °F': '30 °C', '23 °F': '-5 °C' })
})

it('reads the names of properties like any other word after a number', () => {
  const sizes = createCellCounts(40, (index) => `${150 + index} cm`)
  const find = (word: string) => Object.values(findRewrites({ ...sizes, [`7 ${word}`]: 1, [`8 ${word}s`]: 1 }))
  expect(find('word')).toEqual(['7 cm', '8 cm'])
  for (const name of ['constructor', 'valueOf']) expect(find(name)).toEqual(find('word'))
})

it('reads numbers in scientific notation and of accounts', () => {
  const large = createCellCounts(40, (index) => String(104_000 + 977 * index))
  expect(findRewrites({ ...large, '2.56E+05': 2, '1.1e5': 1 })).toEqual({ '2.56E+05': '256000', '1.1e5': '110000' })
  const balances = {
    ...createCellCounts(40, (index) => `${index}.25`),
    ...createCellCounts(20, (index) => `-${index}.75`),
  }
  expect(findRewrites({ ...balances, '(53.50)': 3 })).toEqual({ '(53.50)': '-53.50' })
  expect(findRewrites({ ...createCellCounts(40, (index) => `${index}.25`), '(53.50)': 3 })).toEqual({})
})

it('reads measures with and without the unit of the other numbers', () => {
  const weights = createCellCounts(60, (index) => String(400 + 40 * index))
  const cells = {
    ...weights,
    ...createCellCounts(6, (index) => `${900 + index} g`),
    ...createCellCounts(5, (index) => `1.${200 + index} kg`),
  }
  expect(findRewrites(cells)).toMatchObject({ '901 g': '901', '1.202 kg': '1202' })
  const houses = {
    ...createCellCounts(60, (index) => String(1 + index)),
    ...createCellCounts(6, (index) => `${index} g`),
    '3 b': 2,
  }
  expect(findRewrites(houses)).toEqual({})
})

it('finds several sentinels of missing numbers', () => {
  const temperatures = createCellCounts(60, (index) => (index / 4).toFixed(1))
  expect(findRewrites({ ...temperatures, '-999': 4, '-999.0': 3, '9999': 3 })).toEqual({
    '-999': '',
    '-999.0': '',
    '9999': '',
  })
})

it('does not change the sign of an offset', () => {
  expect(findRewrites({ '+03:00': 40, '+01:00': 40, '+05:30': 40, '-03:00': 12 })).toEqual({})
})
