import { describe, expect, it } from 'vitest'
import { findInconsistencies } from './find-inconsistencies.ts'

/** Number of cells by text, in a column of a small table. */
type Cells = Readonly<Record<string, number>>

const rewrites = (cells: Cells, emptyCells = 0): Record<string, string | undefined> => {
  const texts = Object.entries(cells).map(([text, count]) => ({ text, cellCount: count }))
  const rows = texts.reduce((sum, text) => sum + text.cellCount, emptyCells)
  return Object.fromEntries(
    [...findInconsistencies(texts, rows).rewrites].map(([text, { replacement }]) => [text, replacement] as const),
  )
}

const list = (count: number, text: (index: number) => string): Cells =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [text(index), 1]))

describe('closed lists in several forms', () => {
  it('writes yes and no in one form', () => {
    expect(rewrites({ Yes: 30, No: 20, Y: 3, '0': 2, FALSE: 2 })).toEqual({ Y: 'Yes', '0': 'No', FALSE: 'No' })
    expect(rewrites({ '1': 30, '0': 20, '2': 5 })).toEqual({})
  })

  it('writes initials as the categories that most cells have', () => {
    expect(rewrites({ Female: 20, Male: 25, F: 4, M: 3 })).toEqual({ F: 'Female', M: 'Male' })
    expect(rewrites({ Small: 20, Large: 25, XS: 4, XL: 3 })).toEqual({})
  })

  it('writes languages and countries as names or as codes', () => {
    expect(rewrites({ English: 40, French: 9, fre: 2, fr: 1, eng: 5 })).toEqual({
      fre: 'French',
      fr: 'French',
      eng: 'English',
    })
    expect(rewrites({ US: 40, GB: 9, FR: 9, USA: 4, 'United Kingdom': 3 })).toEqual({
      USA: 'US',
      'United Kingdom': 'GB',
    })
  })

  it('ignores short words that are not on a list', () => {
    expect(rewrites({ Portland: 20, Eugene: 10, is: 2, de: 2, Salem: 9 })).toEqual({})
  })
})

describe('amounts of money', () => {
  it('ignores columns of several currencies', () => {
    expect(rewrites({ ...list(20, (index) => `$${index}.50`), '€5.20': 4, '7.20': 2 })).toEqual({})
  })
})

describe('rounding errors', () => {
  const exact = list(40, (index) => (0.03 + index / 1000).toFixed(3))

  it('ignores numbers that were exported with 17 digits, and columns of computed numbers', () => {
    expect(rewrites({ ...exact, '0.55600000000000005': 3 })).toEqual({})
    const computed = [24.4, 25.1, 26.7, 28.3, 30.9].map((number) => String(number + 0.05 - 1e-15 * 4))
    expect(rewrites({ ...exact, ...Object.fromEntries(computed.map((text) => [text, 1])) })).toEqual({})
    expect(computed.join(' ')).toMatch(/9999/)
  })
})

describe('dates', () => {
  it('converts day-first dates to the usual order', () => {
    expect(rewrites({ ...list(20, (index) => `03/${10 + index}/2015`), '25/04/2015': 2, '17/11/2016': 2 })).toEqual({
      '25/04/2015': '04/25/2015',
      '17/11/2016': '11/17/2016',
    })
  })
})

describe('codes', () => {
  it('ignores quantities with remarks', () => {
    expect(
      rewrites({ '1 cup': 20, '1 tbsp': 18, '1 slice': 15, '2 oz': 9, '1 cup, diced': 6, '1 cup, melted': 6 }),
    ).toEqual({})
  })
})

describe('null placeholders', () => {
  it('ignores a frequent "unknown" among texts', () => {
    const names = list(60, (index) => `Station ${String.fromCharCode(65 + (index % 26))}${'x'.repeat(index)}`)
    expect(rewrites({ ...names, unknown: 20 })).toEqual({})
    expect(rewrites({ ...names, unknown: 4 })).toEqual({ unknown: '' })
  })
})

describe('units of different size', () => {
  it('converts numbers to the unit that most cells have', () => {
    expect(rewrites({ ...list(40, (index) => `${150 + index} cm`), '1.61 m': 3, '1.75 m': 4 })).toEqual({
      '1.61 m': '161 cm',
      '1.75 m': '175 cm',
    })
    expect(rewrites({ ...list(40, (index) => String(900 + 50 * index)), '1.25 kg': 3, '2.5 kg': 3 })).toEqual({
      '1.25 kg': '1250',
      '2.5 kg': '2500',
    })
    expect(rewrites({ ...list(40, (index) => `${20 + index}%`), '0.37': 3, '0.5': 3 })).toEqual({
      '0.37': '37%',
      '0.5': '50%',
    })
  })

  it('ignores units that are used for different magnitudes', () => {
    expect(rewrites({ ...list(40, (index) => `${100 + 20 * index} g`), '1.5 kg': 6, '2 kg': 6 })).toEqual({})
  })

  it('ignores codes that end with a letter', () => {
    expect(rewrites({ ...list(60, (index) => String(1_002_003_000 + 7 * index)), ...list(7, (index) => `20030040${index}X`) })).toEqual({}) // oxfmt-ignore
  })
})

describe('numbers with remarks', () => {
  it('ignores house numbers', () => {
    expect(rewrites({ ...list(60, (index) => String(1 + index)), '12 b': 5, '14/2': 3, '7/5': 3 })).toEqual({})
  })
})

describe('punctuation of codes', () => {
  it('stays in ranges and decimals', () => {
    expect(rewrites({ ...list(40, (index) => String(1980 + index)), '2010-2011': 5, '19.85': 5 })).toEqual({})
  })
})

describe('names of persons', () => {
  it('are not places', () => {
    expect(rewrites({ 'Paris, France': 20, 'Nice, France': 20, 'Rome, Italy': 20, 'New York': 6 })).toEqual({})
  })
})

describe('values of one kind in several forms', () => {
  it('are recognized in a column of one country, and in currencies', () => {
    expect(rewrites({ 'United States': 60, USA: 9, 'U.S.A.': 4 })).toEqual({
      USA: 'United States',
      'U.S.A.': 'United States',
    })
    expect(rewrites({ EUR: 60, USD: 9, '€': 4, $: 3 })).toEqual({ '€': 'EUR', $: 'USD' })
  })
})

describe('signs for missing values', () => {
  it('are not categories among words', () => {
    expect(rewrites({ daily: 60, weekly: 50, never: 30, '?': 4, '-': 4 })).toEqual({ '?': '', '-': '' })
    expect(rewrites({ A: 60, B: 50, '-': 30 })).toEqual({})
  })
})

describe('letter cases with typos', () => {
  it('are unified before typos are compared', () => {
    expect(rewrites({ Berlin: 40, Hamburg: 40, Bremen: 30, berlin: 6, hamburg: 5, amburg: 1 })).toEqual({
      amburg: 'Hamburg',
      berlin: 'Berlin',
      hamburg: 'Hamburg',
    })
  })
})
