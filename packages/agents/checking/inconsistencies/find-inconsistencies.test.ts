import { describe, expect, it } from 'vitest'
import { findInconsistencies } from './find-inconsistencies.ts'

/** Number of cells by text, in a column of a small table. */
type Cells = Readonly<Record<string, number>>

const find = (cells: Cells) => {
  const texts = Object.entries(cells).map(([text, count]) => ({ text, cellCount: count }))
  return findInconsistencies(
    texts,
    texts.reduce((sum, text) => sum + text.cellCount, 0),
  )
}
const kinds = (cells: Cells) => find(cells).inconsistencies.map(({ kind }) => kind)
const rewrites = (cells: Cells) =>
  Object.fromEntries([...find(cells).rewrites].map(([text, { replacement }]) => [text, replacement] as const))

/** Creates distinct strings, each in one cell. */
const list = (count: number, text: (index: number) => string): Cells =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [text(index), 1]))

const fruits = { Apple: 30, Banana: 25, Cherry: 20, 'Dragon fruit': 15 }

describe('findInconsistencies', () => {
  it('finds nothing in a column with one format', () => {
    expect(find({})).toEqual({ inconsistencies: [], rewrites: new Map() })
    expect(kinds(fruits)).toEqual([])
    expect(kinds(list(60, (index) => String(100 + index)))).toEqual([])
    expect(kinds(list(60, (index) => `2024-03-${String(1 + (index % 28)).padStart(2, '0')}`))).toEqual([])
  })

  it('applies each inconsistency to the rewrites of the ones before it', () => {
    const cells = { 'Fish &amp; chips': 3, 'FISH & CHIPS': 6, 'Fish & chips': 40, Salad: 30 }
    expect(kinds(cells)).toEqual(['encoding', 'letter-case'])
    expect(rewrites(cells)).toEqual({ 'Fish &amp; chips': 'Fish & chips', 'FISH & CHIPS': 'Fish & chips' })
  })
})

describe('encoding', () => {
  it('decodes HTML entities and UTF-8 that was read as Windows-1252', () => {
    const cells = { ...fruits, 'Salt &amp; pepper': 1, 'CafÃ©': 2, 'a&#228;&#x3c;': 1 }
    expect(kinds(cells)).toEqual(['encoding'])
    expect(rewrites(cells)).toEqual({ 'Salt &amp; pepper': 'Salt & pepper', 'CafÃ©': 'Café', 'a&#228;&#x3c;': 'aä<' })
  })

  it('accepts a single text that looks encoded', () => {
    expect(kinds({ ...fruits, 'Salt &amp; pepper': 1 })).toEqual([])
  })
})

describe('null placeholders', () => {
  const ages = list(60, (index) => String(20 + index))

  it('sets null placeholders in a column of numbers to null', () => {
    expect(rewrites({ ...ages, 'N/A': 5, '-': 4 })).toEqual({ 'N/A': '', '-': '' })
    expect(find({ ...ages, 'N/A': 5 }).inconsistencies).toMatchObject([
      { kind: 'missing-word', params: { words: 'N/A' } },
    ])
  })

  it('sets a number that cannot be a value to null', () => {
    expect(rewrites({ ...ages, 9999: 6 })).toEqual({ 9999: '' })
    expect(rewrites({ ...ages, '-1': 6 })).toEqual({ '-1': '' })
  })

  it('leaves rare words to the scores of single cells, and plausible numbers unchanged', () => {
    expect(rewrites({ ...ages, 'N/A': 2 })).toEqual({})
    expect(rewrites({ ...ages, 99: 6 })).toEqual({})
  })
})

describe('times', () => {
  it('rewrites times in the most frequent form, without dates and remarks', () => {
    const cells = {
      ...list(40, (index) => `${1 + (index % 11)}:${10 + index} a.m.`),
      '19:25': 2,
      '11/30 7:45 p.m. (Est)': 1,
    }
    expect(kinds(cells)).toEqual(['time-format'])
    expect(rewrites(cells)).toEqual({ '19:25': '7:25 p.m.', '11/30 7:45 p.m. (Est)': '7:45 p.m.' })
  })

  it('converts a 12-hour clock to the 24-hour clock of the column', () => {
    const cells = { ...list(40, (index) => `${String(index % 24).padStart(2, '0')}:${10 + index}`), '7:05 pm': 3 }
    expect(rewrites(cells)).toEqual({ '7:05 pm': '19:05' })
  })
})

describe('dates', () => {
  it('reads a year of two digits before month and day if no other order is valid', () => {
    const monthFirst = list(40, (index) => `${1 + (index % 12)}/1/${70 + (index % 29)}`)
    expect(rewrites({ ...monthFirst, '93-05-01': 1, '87-11-01': 2 })).toEqual({
      '93-05-01': '5/1/93',
      '87-11-01': '11/1/87',
    })
  })

  const dates = list(40, (index) => `2024-${String(1 + (index % 12)).padStart(2, '0')}-${10 + (index % 18)}`)

  it('rewrites dates in the most frequent form', () => {
    const cells = { ...dates, '12 March 2023': 1, 'Mar 5, 2023': 1, '3/25/2023': 1, '2023-04-02T00:00:00Z': 1 }
    expect(kinds(cells)).toEqual(['date-format'])
    expect(rewrites(cells)).toEqual({
      '12 March 2023': '2023-03-12',
      'Mar 5, 2023': '2023-03-05',
      '3/25/2023': '2023-03-25',
      '2023-04-02T00:00:00Z': '2023-04-02',
    })
  })

  it('lowers the odds where the order of day and month is ambiguous', () => {
    const { rewrites } = find({ ...dates, '3/4/2023': 2, '5/6/2023': 2, '7/7/2023': 1 })
    expect(rewrites.get('3/4/2023')).toMatchObject({ replacement: '2023-03-04', logOdds: 1.5 })
    expect(rewrites.get('7/7/2023')).toMatchObject({ replacement: '2023-07-07', logOdds: 4 })
  })

  it('leaves dates that do not exist unchanged', () => {
    expect(rewrites({ ...dates, '30 February 2023': 5 })).toEqual({})
  })
})

describe('units', () => {
  it('rewrites a unit in the spelling of most cells', () => {
    const cells = { ...list(40, (index) => `${10 + index}.5 oz`), '12.5 oz.': 3, '16.5 ounce': 2, '11.5': 1 }
    expect(kinds(cells)).toEqual(['unit-spelling'])
    expect(rewrites(cells)).toEqual({ '12.5 oz.': '12.5 oz', '16.5 ounce': '16.5 oz', '11.5': '11.5 oz' })
  })

  it('removes the unit if no spelling is frequent enough', () => {
    const cells = { ...list(20, (index) => String(30 + index)), ...list(8, (index) => `${10 + index} kg`) }
    expect(rewrites(cells)).toEqual(
      Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`${10 + at} kg`, `${10 + at}`])),
    )
  })

  it('divides by 100 where a percent sign implies it', () => {
    const cells = { ...list(30, (index) => `0.${10 + index}`), ...list(6, (index) => `${20 + index}%`) }
    expect(rewrites(cells)['25%']).toBe('0.25')
  })

  it('leaves columns of several units unchanged', () => {
    expect(kinds({ ...list(20, (index) => `${10 + index} kg`), ...list(20, (index) => `${10 + index} lb`) })).toEqual(
      [],
    )
  })
})

describe('numbers', () => {
  it('removes separators, currencies and spaces', () => {
    const cells = {
      ...list(40, (index) => String(1200 + index)),
      '1,350': 1,
      $1400: 1,
      ' 1600': 1,
    }
    expect(kinds(cells)).toEqual(['number-format'])
    expect(rewrites(cells)).toEqual({
      '1,350': '1350',
      $1400: '1400',
      ' 1600': '1600',
    })
  })

  it('removes trailing zeros of whole numbers, and no other digits', () => {
    expect(rewrites({ ...list(40, (index) => String(10 + index)), '12.0': 2, '13.00': 1 })).toEqual({
      '12.0': '12',
      '13.00': '13',
    })
    expect(rewrites({ ...list(40, (index) => `0.${11 + index}`), '0.055999999999999994': 3 })).toEqual({})
  })

  it('accepts thousands separators that the column uses', () => {
    expect(kinds({ ...list(30, (index) => String(100 + index)), ...list(20, (index) => `1,${200 + index}`) })).toEqual(
      [],
    )
  })
})

describe('thousands separators', () => {
  const grouped = list(30, (index) => `${1 + (index % 9)},${200 + index}`)

  it('are added if most numbers from 1,000 have them', () => {
    const cells = { ...grouped, ...list(20, (index) => String(100 + index)), '8241': 1, '12500': 2, '1500.5': 1 }
    expect(rewrites(cells)).toEqual({ '8241': '8,241', '12500': '12,500', '1500.5': '1,500.5' })
  })

  it('are not added to numbers of four digits if no such number has them', () => {
    const long = list(30, (index) => `1${index % 10},${200 + index}`)
    expect(kinds({ ...long, '8241': 3, '1999': 4 })).toEqual([])
    expect(rewrites({ ...long, '82411': 3 })).toEqual({ '82411': '82,411' })
  })
})

describe('spaces', () => {
  it('removes additional spaces of values that the column also has without them', () => {
    expect(rewrites({ ...fruits, ' Apple': 3, 'Banana ': 2, 'Dragon  fruit': 1 })).toEqual({
      ' Apple': 'Apple',
      'Banana ': 'Banana',
      'Dragon  fruit': 'Dragon fruit',
    })
  })

  it('leaves spaces that a repeated value always has, or that most cells have', () => {
    expect(kinds({ ...fruits, 'Egg  plant': 9 })).toEqual([])
    expect(kinds({ 'A ': 30, 'B ': 20, 'C ': 10, A: 3, B: 2 })).toEqual([])
  })
})

describe('codes', () => {
  it('does not shorten addresses, lists of codes and numbers with a sign', () => {
    const streets = 'Alder Birch Cedar Dogwood Ferns Ginkgo Hazel Juniper Larch Maple Rowan Spruce'.split(' ')
    const addresses = list(48, (index) => `${streets[index % 12]}street ${1 + index}`)
    expect(kinds({ ...addresses, ...list(12, (index) => `${streets[index]}s New Road ${index}`) })).toEqual([])
    const codes = list(40, (index) => `,ab${1000 + index},`)
    expect(kinds({ ...codes, ...list(12, (index) => `,ab${2000 + index},x${'cdefghijklmn'[index]},`) })).toEqual([])
    expect(kinds({ '-480': 60, '-540': 30, '-600': 20, '480': 8, '300': 7 })).toEqual([])
  })
})

describe('letter case', () => {
  it('rewrites single letters if each has a frequent counterpart', () => {
    expect(rewrites({ M: 60, F: 50, m: 5, f: 4 })).toEqual({ m: 'M', f: 'F' })
    expect(kinds({ M: 60, F: 50, m: 5, x: 4 })).toEqual([])
    expect(kinds({ M: 60, F: 50, m: 30, f: 25 })).toEqual([])
  })

  it('rewrites values as their counterpart in the canonical case', () => {
    expect(rewrites({ ...fruits, APPLE: 5, banana: 4, CHERRY: 3 })).toEqual({ APPLE: 'Apple', CHERRY: 'Cherry' })
  })

  it('converts values without a counterpart, except for abbreviations', () => {
    expect(rewrites({ ...fruits, APPLE: 5, BANANA: 4, KIWIS: 1, USA: 1 })).toEqual({
      APPLE: 'Apple',
      BANANA: 'Banana',
      KIWIS: 'Kiwis',
    })
  })

  it('leaves single exceptions to the scores of single cells', () => {
    expect(rewrites({ ...fruits, APPLE: 3 })).toEqual({})
  })
})
