import { describe, expect, it } from 'vitest'
import { findInconsistencies } from './find-inconsistencies.ts'
import { createCellCounts, findRewrites } from './test-rewrite.ts'

const listKinds = (cellCounts: Readonly<Record<string, number>>): (string | undefined)[] =>
  findInconsistencies(
    Object.entries(cellCounts).map(([text, cellCount]) => ({ text, cellCount })),
    100,
  ).inconsistencies.map(({ kind, rule }) => kind ?? rule)

describe('rare values next to a frequent one', () => {
  const cities = { Hamburg: 60, Berlin: 50, Bremen: 40 }

  it('are typos, even in short codes whose length they change', () => {
    expect(findRewrites({ ...cities, Hambrug: 1, Berln: 2 })).toEqual({ Hambrug: 'Hamburg', Berln: 'Berlin' })
    expect(findRewrites({ KY: 900, K: 4, KxY: 1, KKY: 1, YK: 1 })).toEqual({ K: 'KY', KxY: 'KY', KKY: 'KY', YK: 'KY' })
  })

  it('are not typos if their letters are a code or occur in other values, or if they differ in digits', () => {
    expect(findRewrites({ ON: 800, QC: 500, NS: 150, NU: 9, NL: 4 })).toEqual({})
    expect(findRewrites({ '1-JUL-05': 80, '1-JUN-05': 4, '2-JUN-05': 60 })).toEqual({})
    expect(findRewrites({ 'Room A1': 90, 'Room A2': 2 })).toEqual({})
  })

  it('are as likely typos as they outnumber similar values among the frequent ones', () => {
    const names = { Marie: 20, Maria: 20, Anne: 20, Anna: 20, Julia: 20, Julie: 20 }
    const getOdds = (cellCounts: Readonly<Record<string, number>>, text: string): number | undefined =>
      findInconsistencies(
        Object.entries(cellCounts).map(([value, cellCount]) => ({ text: value, cellCount })),
        200,
      ).rewrites.get(text)?.logOdds
    expect(getOdds({ ...names, Marix: 1 }, 'Marix')).toBeLessThan(getOdds({ ...cities, Bremex: 1 }, 'Bremex') as number)
  })
})

describe('text among numbers', () => {
  const numbers = createCellCounts(40, (index) => String(100 + index))

  it('deviates, without a repair', () => {
    expect(findRewrites({ ...numbers, 'see note': 1 })).toEqual({ 'see note': undefined })
    expect(listKinds({ ...numbers, 'see note': 1 })).toEqual(['pattern'])
  })

  it('may be a number without an exact value, which is a kind of its own', () => {
    expect(listKinds({ ...numbers, '<5': 2, '≥ 200': 1, 'under 5': 1, '10+': 1 })).toEqual(['censored'])
  })

  it('does not deviate in a column of texts', () => {
    expect(findRewrites({ Anna: 20, Berta: 20, 12: 20 })).toEqual({})
  })
})

it('unifies letters of two scripts that look alike in one word', () => {
  const cells = { Москва: 9, Pаris: 1, Cахара: 1, μm: 4, Paris: 9 }
  expect(findRewrites(cells)).toEqual({ Pаris: 'Paris', Cахара: 'Сахара' })
  expect(listKinds(cells)).toEqual(['mixed-script'])
})

it('finds words in another language, and abbreviations, as kinds of their own', () => {
  expect(findRewrites({ August: 9, December: 9, July: 9, Juli: 2 })).toEqual({ Juli: 'July' })
  expect(listKinds({ August: 9, December: 9, July: 9, Juli: 2 })).toEqual(['mixed-language'])
  expect(listKinds({ yes: 20, no: 20, ja: 3 })).toEqual(['mixed-language'])
  expect(listKinds({ August: 9, December: 9, July: 9, Aug: 3 })).toEqual(['abbreviation'])
})
