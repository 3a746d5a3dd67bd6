import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it } from 'vitest'
import { inferColumn, computeMaxMisfits } from './infer-column.ts'
import cases from './infer-column.cases.json' with { type: 'json' }

const of = (...cells: (string | null)[]) => inferColumn(cells)
const many = (cell: (index: number) => string, count = 40): string[] =>
  Array.from({ length: count }, (_, index) => cell(index))

describe('numbers', () => {
  it.each(cases.numbers as [string, string[], Record<string, unknown>][])('reads %s', (_, cells, expected) => {
    const column = of(...cells)
    expect(column).toMatchObject(expected)
    expect(column.misfits).toEqual([])
  })

  it.each(cases.formattedNumbers as [string, string[], Record<string, unknown>][])('reads %s', (_, cells, expected) => {
    expect(of(...cells)).toMatchObject({ ...expected, misfits: [] })
  })

  it('reads the shorthand of official statistics as null among numbers only', () => {
    expect(of('1,315', '[c]', '3,700', '[x]', '980')).toMatchObject({ type: 'BIGINT', nulls: ['[c]', '[x]'] })
    expect(of('North', '[c]', 'South')).toMatchObject({ type: 'VARCHAR', nulls: [] })
  })

  it.each([
    ['open-ended ranges of years', ['1990', '1995-', '2001-']],
    ['leading and trailing minus signs', ['-5.25', '3.50-', '1.00']],
  ])('does not read a trailing minus in %s', (_, cells) => {
    expect(of(...cells).type).toBe('VARCHAR')
  })

  it('reads marks as thousands separators if small numbers have none, and gives the reason', () => {
    const column = of('1.030', '980', '2.300', '12.400')
    expect(column).toMatchObject({ type: 'BIGINT', thousands: '.', confidence: 0.85 })
    expect(JSON.stringify(column.reason)).toContain('loading.detail-thousands-shape')
    expect(column.runnersUp).toHaveLength(1)
    expect(of('1.234', '5', '2.87', '3.1')).toMatchObject({ type: 'DOUBLE' })
  })

  it.each(cases.texts as [string, string[], string][])('keeps %s as text', (_, cells, reason) => {
    const column = of(...cells)
    expect(column.type).toBe('VARCHAR')
    expect(englishFormatter.format(column.reason)).toBe(reason)
  })

  it('decides "1,234" by the file’s other columns; otherwise by the delimiter, marked as ambiguous', () => {
    const cells = ['1,234', '5,678']
    expect(inferColumn(cells, { decimal: ',' })).toMatchObject({ type: 'DOUBLE', decimal: ',' })
    expect(inferColumn(cells, { decimal: '.' })).toMatchObject({ type: 'BIGINT', thousands: ',' })
    expect(inferColumn(cells, { comma: 'decimal' })).toMatchObject({ decimal: ',', ambiguity: 'decimal mark' })
    expect(inferColumn(cells, { comma: 'thousands' })).toMatchObject({ thousands: ',', ambiguity: 'decimal mark' })
  })
})

describe('dates', () => {
  it.each<[string, string[], Record<string, unknown>]>([
    [
      'ISO 8601 and day first',
      ['2024-01-05', '15.02.2024', '2024-03-15', '17.04.2024'],
      { format: '%Y-%m-%d', otherFormat: '%d.%m.%Y' },
    ],
    [
      'numbers and names of months',
      ['5 February 2024', '31/01/2024', '2/2/2024', '17 April 2024'],
      { format: '%d %B %Y', otherFormat: '%d/%m/%Y' },
    ],
    [
      'month first and day first with other separators',
      ['01/31/2024', '31.12.2023', '02/20/2024', '17.4.2024'],
      { format: '%m/%d/%Y', otherFormat: '%d.%m.%Y' },
    ],
    [
      'years of two and of four digits',
      ['31/01/24', '31/03/2024', '25/04/2024', '2/05/24'],
      { format: '%d/%m/%y', otherFormat: '%d/%m/%Y' },
    ],
  ])('may have two formats: %s', (_, cells, expected) => {
    expect(of(...cells)).toMatchObject({ type: 'DATE', ...expected, misfits: [] })
  })

  it.each([
    ['one of which has no day above 12', ['01/02/2024', '2024-03-15', '03/04/2024', '2024-05-15']],
    ['with the same separators and both orders', ['01/31/2024', '31/12/2023', '02/20/2024', '17/4/2024']],
    ['and a third one', ['2024-01-05', '15.02.2024', '17 April 2024', '20240405']],
  ])('remain text if they have two formats %s', (_, cells) => {
    expect(of(...cells).type).toBe('VARCHAR')
  })

  it.each(cases.times as [string, string[], Record<string, unknown>][])('reads %s', (_, cells, expected) => {
    expect(of(...cells)).toMatchObject(expected)
  })

  it.each([
    ['months without a day', ['2024-01', '2024-02']],
    ['both orders in one column', ['31/01/2024', '01/31/2024']],
    ['two formats in one column, one of them ambiguous', ['05/01/2024', '2024-01-31']],
    ['impossible days', ['2024-13-45', '2024-14-50']],
    ['part numbers', ['10-11-12', '09-08-07']],
    ['invalid times', ['25:61', '99:10']],
  ])('keeps %s as text', (_, cells) => {
    expect(of(...cells).type).toBe('VARCHAR')
  })

  it('reads dates without separators if the column name suggests dates', () => {
    const cells = ['20200131', '20200228', '20211105']
    expect(inferColumn(cells, { hasDateName: true })).toMatchObject({ type: 'DATE', format: '%Y%m%d' })
    expect(inferColumn(cells).type).toBe('BIGINT')
    expect(inferColumn(['20220118153725'], { hasDateName: true })).toMatchObject({
      type: 'TIMESTAMP',
      format: '%Y%m%d%H%M%S',
    })
    expect(inferColumn(['20201331', '20200228'], { hasDateName: true }).type).toBe('BIGINT')
  })

  it('reads two-digit years only where dates are expected, marked as ambiguous', () => {
    expect(inferColumn(['01-03-21', '04-05-21'], { hasDateName: true })).toMatchObject({ ambiguity: 'day and month' })
    expect(of('01-03-21', '04-05-21').type).toBe('VARCHAR')
  })

  it('lists the swapped format of ambiguous dates as runner-up', () => {
    expect(of('01/02/2024', '03/04/2024').runnersUp).toEqual([{ value: '%d/%m/%Y', score: 0.45 }])
    expect(inferColumn(['01/02/2024', '03/04/2024'], { decimal: ',' })).toMatchObject({ format: '%d/%m/%Y' })
    expect(of('07-01-2018 3:05 PM', '03-04-2018 4:00 AM')).toMatchObject({ format: '%m-%d-%Y %I:%M %p' })
  })

  it('decides ambiguous dates by the file’s other columns; otherwise marks them as ambiguous', () => {
    const cells = ['01/02/2024', '03/04/2024']
    expect(inferColumn(cells, { order: 'day first' })).toMatchObject({ format: '%d/%m/%Y', confidence: 1 })
    expect(inferColumn(cells)).toMatchObject({ format: '%m/%d/%Y', ambiguity: 'day and month' })
    expect(of('01.02.2024', '03.04.2024')).toMatchObject({ format: '%d.%m.%Y' })
  })
})

describe('booleans', () => {
  it('requires both words of a pair, except for true and false', () => {
    expect(of('Yes', 'No', 'yes')).toMatchObject({ type: 'BOOLEAN', trueValues: ['Yes', 'yes'], falseValues: ['No'] })
    expect(of('true', 'true').type).toBe('BOOLEAN')
    expect(of('Y', 'N').type).toBe('BOOLEAN')
    expect(of('NO', 'NO').type).toBe('VARCHAR')
    expect(of('0', '1').type).toBe('BIGINT')
    expect(of('Oui', 'Non')).toMatchObject({ type: 'BOOLEAN', trueValues: ['Oui'], falseValues: ['Non'] })
    expect(of('да', 'нет', '-')).toMatchObject({ type: 'BOOLEAN', nulls: ['-'] })
    expect(of('S', 'N', 'S').type).toBe('BOOLEAN')
    expect(of('Ja', 'No').type).toBe('VARCHAR')
  })
})

describe('other types', () => {
  it('reads ISO 8601 durations and times beyond a day as durations', () => {
    expect(of('23:10:00', '24:08:00')).toMatchObject({ type: 'INTERVAL', misfits: [] })
    expect(of('PT1H30M', 'P2D', '-PT5S')).toMatchObject({ type: 'INTERVAL' })
    expect(of('23:10:00', '20:08:00').type).toBe('TIME')
    expect(of('P', 'PT').type).toBe('VARCHAR')
  })

  it('reads lower-case UUIDs and keeps others as text', () => {
    const id = '8c7d1a52-0b1e-4f7e-9d7c-1f2e3d4c5b6a'
    expect(of(id).type).toBe('UUID')
    expect(of(id.toUpperCase()).type).toBe('VARCHAR')
  })

  it('keeps lists and objects as written, and gives the reason', () => {
    expect(of('[1,2]', '[]')).toMatchObject({
      type: 'VARCHAR',
      reason: { code: 'loading.nested-cells', params: { cells: 2, kind: 'lists' } },
    })
    expect(of('{"a":1}').reason.params).toEqual({ cells: 1, kind: 'objects' })
  })
})

describe('null values', () => {
  it('are detected per column among typed cells', () => {
    expect(of('1', 'NA', '-', '2.5', 'n/a')).toMatchObject({ type: 'DOUBLE', nulls: ['-', 'NA', 'n/a'] })
    expect(of('08/04/1953', '21/06/1990', '/  /', '00/00/0000')).toMatchObject({
      type: 'DATE',
      nulls: ['/  /', '00/00/0000'],
    })
    expect(of('1,5', '2,5', 'k. A.', '–')).toMatchObject({ type: 'DOUBLE', nulls: ['k. A.', '–'] })
    expect(of('2024-01-31', 'unknown')).toMatchObject({ type: 'DATE', nulls: ['unknown'] })
  })

  it('stay text among texts unless they are unambiguous', () => {
    expect(of('NA', 'DE', 'FR', 'None')).toMatchObject({ type: 'VARCHAR', nulls: [] })
    expect(of('a', 'NULL', '#N/A')).toMatchObject({ type: 'VARCHAR', nulls: ['#N/A', 'NULL'] })
  })

  it('do not make a typed column alone', () => {
    expect(of('NA', 'NA')).toMatchObject({ type: 'VARCHAR', nulls: [] })
    expect(of(null, '')).toMatchObject({ type: 'VARCHAR', reason: { code: 'loading.no-values' } })
  })
})

describe('misfits', () => {
  it('are tolerated in one of 20 or 1% of the cells, but not in fewer cells or among ids', () => {
    expect([19, 20, 100, 250].map(computeMaxMisfits)).toEqual([0, 1, 1, 2])
    const cells = [...many(String), 'oops']
    expect(inferColumn(cells)).toMatchObject({ type: 'BIGINT', misfits: [40] })
    expect(inferColumn(cells, { containsIds: true })).toMatchObject({
      type: 'VARCHAR',
      typeWithoutMisfits: 'BIGINT',
      misfits: [40],
    })
  })

  it('are listed if they alone prevent a type', () => {
    expect(of('1', '2', '3', 'oops')).toMatchObject({ type: 'VARCHAR', typeWithoutMisfits: 'BIGINT', misfits: [3] })
    expect(of('a', 'b', '3').typeWithoutMisfits).toBeUndefined()
  })
})

describe('texts written as formulas', () => {
  it('are read as their results and stay text', () => {
    const reason = { code: 'loading.formula-text', params: { texts: 3, cells: 4 } }
    expect(of('="01067"', '="10115"', null, '="12"', '7')).toMatchObject({ type: 'VARCHAR', formulaText: true, reason })
  })

  it('are kept if they are few or other formulas occur', () => {
    expect(of('="01067"', '=A1&"x"').formulaText).toBeUndefined()
    expect(inferColumn([...many(String), '="a"']).formulaText).toBeUndefined()
  })
})
