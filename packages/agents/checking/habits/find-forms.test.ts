import { describe, expect, it } from 'vitest'
import { findHabits } from './find-habits.ts'

/** Number of cells by text, in a column of a small table. */
type Cells = Readonly<Record<string, number>>

const rewrites = (cells: Cells, emptyCells = 0): Record<string, string | undefined> => {
  const texts = Object.entries(cells).map(([text, count]) => ({ text, cells: count }))
  const rows = texts.reduce((sum, text) => sum + text.cells, emptyCells)
  return Object.fromEntries([...findHabits(texts, rows).rewritten].map(([text, { to }]) => [text, to] as const))
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

  it('leaves short words alone that are not on a list', () => {
    expect(rewrites({ Portland: 20, Eugene: 10, is: 2, de: 2, Salem: 9 })).toEqual({})
  })
})

describe('amounts of money', () => {
  it('writes all amounts of one currency in the usual form', () => {
    expect(
      rewrites({ ...list(20, (index) => `$${1200 + index}.50`), '1300.25': 2, 'USD 12.00': 1, '$1,250.00': 2 }),
    ).toEqual({ '1300.25': '$1300.25', 'USD 12.00': '$12.00', '$1,250.00': '$1250.00' })
  })

  it('leaves several currencies alone', () => {
    expect(rewrites({ ...list(20, (index) => `$${index}.50`), '€5.20': 4, '7.20': 2 })).toEqual({})
  })
})

describe('numbers with a magnitude', () => {
  it('writes them out if they are as large as the other numbers', () => {
    expect(rewrites({ ...list(20, (index) => String(150_000 + index * 10_000)), '1.5M': 2, '200K': 2 })).toEqual({
      '1.5M': '1500000',
      '200K': '200000',
    })
  })
})

describe('rounding errors', () => {
  const exact = list(40, (index) => (0.03 + index / 1000).toFixed(3))

  it('rounds the few numbers that have them', () => {
    expect(rewrites({ ...exact, '0.055999999999999994': 3 })).toEqual({ '0.055999999999999994': '0.056' })
  })

  it('leaves numbers alone that were exported with 17 digits, and columns of computed numbers', () => {
    expect(rewrites({ ...exact, '0.55600000000000005': 3 })).toEqual({})
    const computed = [24.4, 25.1, 26.7, 28.3, 30.9].map((number) => String(number + 0.05 - 1e-15 * 4))
    expect(rewrites({ ...exact, ...Object.fromEntries(computed.map((text) => [text, 1])) })).toEqual({})
    expect(computed.join(' ')).toMatch(/9999/)
  })
})

describe('durations', () => {
  it('writes hours and minutes, and numbers of minutes, in the usual form', () => {
    expect(
      rewrites({ ...list(20, (index) => `${90 + index} min`), '1 hr. 38 min.': 2, '2h 05m': 1, '101': 1 }),
    ).toEqual({
      '1 hr. 38 min.': '98 min',
      '2h 05m': '125 min',
      '101': '101 min',
    })
  })

  it('writes minutes as hours and minutes where that is usual', () => {
    expect(rewrites({ ...list(20, (index) => `1 h ${10 + index} min`), '2 h': 2, '125 min': 2, '120 min': 2 })).toEqual(
      {
        '125 min': '2 h 5 min',
        '120 min': '2 h',
      },
    )
  })
})

describe('dates', () => {
  it('brings dates with the day first into the usual order', () => {
    expect(rewrites({ ...list(20, (index) => `03/${10 + index}/2015`), '25/04/2015': 2, '17/11/2016': 2 })).toEqual({
      '25/04/2015': '04/25/2015',
      '17/11/2016': '11/17/2016',
    })
  })

  it('turns dates of a spreadsheet back into ranges', () => {
    expect(rewrites({ ...list(20, (index) => `${30 + index}-${41 + index}`), '12-Sep': 1, 'Sep-70': 1 })).toEqual({
      '12-Sep': '9-12',
      'Sep-70': '9-70',
    })
    expect(rewrites(list(20, (index) => `${1 + index}-Sep`))).toEqual({})
  })
})

describe('codes', () => {
  it('adds the punctuation of codes whose parts have fixed lengths', () => {
    expect(
      rewrites({ ...list(30, (index) => `${1000 + index}-${2000 + index}`), '10772054': 2, '1088.2066': 4 }),
    ).toEqual({
      '10772054': '1077-2054',
      '1088.2066': '1088-2066',
    })
  })

  it('leaves quantities with remarks alone', () => {
    expect(
      rewrites({ '1 cup': 20, '1 tbsp': 18, '1 slice': 15, '2 oz': 9, '1 cup, diced': 6, '1 cup, melted': 6 }),
    ).toEqual({})
  })

  it('leaves shorter codes alone that lack more zeros than any complete code has', () => {
    const complete = list(30, (index) => `0402${String(10 + index)}`)
    expect(rewrites({ ...complete, '2402': 4, '2407': 4, '3004': 4 })).toEqual({})
    expect(rewrites({ ...complete, '40211': 4, '40219': 4 })).toEqual({ '40211': '040211', '40219': '040219' })
  })
})

describe('null words', () => {
  it('leaves a frequent "unknown" among texts alone', () => {
    const names = list(60, (index) => `Station ${String.fromCharCode(65 + (index % 26))}${'x'.repeat(index)}`)
    expect(rewrites({ ...names, unknown: 20 })).toEqual({})
    expect(rewrites({ ...names, unknown: 4 })).toEqual({ unknown: '' })
  })
})
