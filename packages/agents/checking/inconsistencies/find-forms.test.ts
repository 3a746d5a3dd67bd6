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
  it('writes all amounts of one currency in the usual form', () => {
    expect(
      rewrites({ ...list(20, (index) => `$${1200 + index}.50`), '1300.25': 2, 'USD 12.00': 1, '$1,250.00': 2 }),
    ).toEqual({ '1300.25': '$1300.25', 'USD 12.00': '$12.00', '$1,250.00': '$1250.00' })
  })

  it('ignores columns of several currencies', () => {
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

  it('ignores numbers that were exported with 17 digits, and columns of computed numbers', () => {
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
  it('converts day-first dates to the usual order', () => {
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

  it('ignores quantities with remarks', () => {
    expect(
      rewrites({ '1 cup': 20, '1 tbsp': 18, '1 slice': 15, '2 oz': 9, '1 cup, diced': 6, '1 cup, melted': 6 }),
    ).toEqual({})
  })

  it('ignores shorter codes that lack more zeros than any complete code has', () => {
    const complete = list(30, (index) => `0402${String(10 + index)}`)
    expect(rewrites({ ...complete, '2402': 4, '2407': 4, '3004': 4 })).toEqual({})
    expect(rewrites({ ...complete, '40211': 4, '40219': 4 })).toEqual({ '40211': '040211', '40219': '040219' })
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
  it('removes several remarks and the best rating', () => {
    expect(rewrites({ ...list(60, (index) => String(80 + index)), '104 p.': 5, '98 pages': 5, '120 S.': 5 })).toEqual({
      '104 p.': '104',
      '98 pages': '98',
      '120 S.': '120',
    })
    expect(rewrites({ ...list(60, (index) => (3 + index / 10).toFixed(1)), '7.5/10': 4, '6.1/10': 2 })).toEqual({
      '7.5/10': '7.5',
      '6.1/10': '6.1',
    })
  })

  it('ignores house numbers', () => {
    expect(rewrites({ ...list(60, (index) => String(1 + index)), '12 b': 5, '14/2': 3, '7/5': 3 })).toEqual({})
  })
})

describe('punctuation of codes', () => {
  const accounts = list(40, (index) => `DE${10 + index}5001000000${index + 10}`)

  it('is removed or added as in most codes', () => {
    expect(rewrites({ ...accounts, 'DE77 5001 0000 0033': 3, 'DE12 5001 0000 0041': 3 })).toEqual({
      'DE77 5001 0000 0033': 'DE77500100000033',
      'DE12 5001 0000 0041': 'DE12500100000041',
    })
    expect(rewrites({ ...list(40, (index) => `+1 212 ${300 + index} ${4000 + index}`), '212-555-0199': 5 })).toEqual({
      '212-555-0199': '+1 212 555 0199',
    })
    expect(
      rewrites({ ...list(40, (index) => `${10 + index}x20x${30 + index}`), '12*40*15': 5, '19 × 10 × 11': 5 }),
    ).toEqual({
      '12*40*15': '12x40x15',
      '19 × 10 × 11': '19x10x11',
    })
  })

  it('includes lost zeros if the result is another code of the column', () => {
    expect(rewrites({ '0163-4453': 30, '0140-6736': 30, '1633-2211': 9, '1634453': 3, '01406736': 3 })).toEqual({
      '1634453': '0163-4453',
      '01406736': '0140-6736',
    })
  })

  it('stays in ranges and decimals', () => {
    expect(rewrites({ ...list(40, (index) => String(1980 + index)), '2010-2011': 5, '19.85': 5 })).toEqual({})
  })
})

describe('names of persons', () => {
  const names = Object.fromEntries(
    ['Ada', 'Grace', 'Alan'].flatMap((first) => ['Hopper', 'Turing', 'Young'].map((last) => [`${last}, ${first}`, 9])),
  )

  it('are written in the order that most cells have', () => {
    expect(rewrites({ ...names, 'Ada Turing': 4, 'Grace Young': 4 })).toEqual({
      'Ada Turing': 'Turing, Ada',
      'Grace Young': 'Young, Grace',
    })
  })

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
  it('leaves a typo of a frequent value to the search for typos', () => {
    expect(rewrites({ Berlin: 40, Hamburg: 40, Bremen: 30, berlin: 6, hamburg: 5, amburg: 1 })).toEqual({
      berlin: 'Berlin',
      hamburg: 'Hamburg',
    })
  })
})
