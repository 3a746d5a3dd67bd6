import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it } from 'vitest'
import { inferColumn, toleratedMisfits } from './infer-column.ts'

const of = (...cells: (string | null)[]) => inferColumn(cells)
const many = (cell: (index: number) => string, count = 40): string[] =>
  Array.from({ length: count }, (_, index) => cell(index))

describe('numbers', () => {
  it.each<[string, string[], Record<string, unknown>]>([
    ['whole numbers', ['1', '-20', '+3', '0'], { type: 'BIGINT' }],
    ['decimals', ['1.5', '-.25', '3.', '4'], { type: 'DOUBLE' }],
    ['exponents', ['1e5', '2.5E-3', '7'], { type: 'DOUBLE' }],
    ['decimal commas', ['1,5', '2,25', '10'], { type: 'DOUBLE', decimal: ',' }],
    ['thousands', ['1,234', '12,345,678', '5'], { type: 'BIGINT', thousands: ',' }],
    ['thousands and decimals', ['1,234.50', '99.90'], { type: 'DOUBLE', thousands: ',' }],
    [
      'points for thousands, comma for decimals',
      ['1.234,50', '99,90'],
      { type: 'DOUBLE', decimal: ',', thousands: '.' },
    ],
    ['blanks for thousands', ['1 234', '12 345 678'], { type: 'BIGINT', thousands: ' ' }],
    ['apostrophes for thousands', ["1'234.5", "12'345.75"], { type: 'DOUBLE', thousands: "'" }],
    ['dollars', ['$1,234.50', '$5.00', '-$3.25'], { type: 'DOUBLE', thousands: ',', strip: ['$'] }],
    ['euros behind', ['5,00 €', '12,50 €'], { type: 'DOUBLE', decimal: ',', strip: ['€', ' '] }],
    ['per cent', ['12%', '5.5%'], { type: 'DOUBLE', strip: ['%'] }],
    ['blanks around', [' 1', '2 '], { type: 'BIGINT' }],
    ['infinity', ['1.5', 'inf', '-Infinity', '2'], { type: 'DOUBLE' }],
    ['a fraction of three digits after a zero', ['0.123', '0.456'], { type: 'DOUBLE' }],
  ])('reads %s', (_, cells, expected) => {
    const column = of(...cells)
    expect(column).toMatchObject(expected)
    expect(column.misfits).toEqual([])
  })

  it.each<[string, string[], Record<string, unknown>]>([
    ['Indian groups', ['40,81,148', '1,02,34,567'], { type: 'BIGINT', thousands: ',' }],
    ['blanks of any width', ['1\u00a0234', '12\u202f345', '5 678'], { type: 'BIGINT', thousands: ' \u00a0\u202f' }],
    ['minus signs of typesetters', ['\u22121,5', '2,5'], { type: 'DOUBLE', decimal: ',', minus: '\u2212' }],
    ['minus signs behind', ['1.250,50-', '99,90', '0,00'], { type: 'DOUBLE', decimal: ',', minusBehind: true }],
    ['a percent sign in front', ['%57,5', '%8,1'], { type: 'DOUBLE', decimal: ',', strip: ['%'], unit: '%' }],
    ['kronor behind', ['754,99 kr.', '27.379,28 kr.'], { type: 'DOUBLE', thousands: '.', unit: 'kr.' }],
    ['a currency in two spellings', ['5 €', '6 EUR'], { type: 'BIGINT', unit: 'EUR' }],
    ['more digits than a double holds', ['1234567890123456.567891', '0.5'], { type: 'DECIMAL(38,6)', confidence: 1 }],
    ['a double as a program writes it', ['0.30000000000000004', '48.85661400000001'], { type: 'DOUBLE' }],
  ])('reads %s', (_, cells, expected) => {
    expect(of(...cells)).toMatchObject({ ...expected, misfits: [] })
  })

  it('takes the shorthand of official statistics for no value, among numbers only', () => {
    expect(of('1,315', '[c]', '3,700', '[x]', '980')).toMatchObject({ type: 'BIGINT', nulls: ['[c]', '[x]'] })
    expect(of('North', '[c]', 'South')).toMatchObject({ type: 'VARCHAR', nulls: [] })
  })

  it.each([
    ['spans of years that are not over', ['1990', '1995-', '2001-']],
    ['a minus on either side', ['-5.25', '3.50-', '1.00']],
  ])('takes no minus behind from %s', (_, cells) => {
    expect(of(...cells).type).toBe('VARCHAR')
  })

  it('takes marks for thousands where small numbers have none, with the reason', () => {
    const column = of('1.030', '980', '2.300', '12.400')
    expect(column).toMatchObject({ type: 'BIGINT', thousands: '.', confidence: 0.85 })
    expect(JSON.stringify(column.reason)).toContain('loading.detail-thousands-shape')
    expect(column.runnersUp).toHaveLength(1)
    expect(of('1.234', '5', '2.87', '3.1')).toMatchObject({ type: 'DOUBLE' })
  })

  it.each([
    ['leading zeros', ['00501', '10001', '02134'], 'Digits with leading zeros stay text, as written.'],
    [
      'ids of sixteen digits',
      ['1234567890123456', '1234567890123457'],
      'Digits with more digits than a number holds stay text, as written.',
    ],
    [
      'telephone numbers',
      ['+4930123456', '+441234567890'],
      'Digits with a plus sign, as in phone numbers stay text, as written.',
    ],
    ['mixed currencies', ['$5.00', '€6.00'], 'Digits with several units ($, EUR) stay text, as written.'],
    ['accounting brackets', ['(5.00)', '6.00'], 'The cells are texts.'],
    ['versions', ['1.2.3', '1.2.4'], 'The cells are texts.'],
    ['addresses', ['192.168.0.1', '10.0.0.1'], 'The cells are texts.'],
    ['units', ['5 kg', '6 kg'], 'The cells are texts.'],
  ])('leaves %s as text', (_, cells, reason) => {
    const column = of(...cells)
    expect(column.type).toBe('VARCHAR')
    expect(englishFormatter.format(column.reason)).toBe(reason)
  })

  it('decides "1,234" by the file’s other columns, else by the delimiter’s habit, and says that it is unsure', () => {
    const cells = ['1,234', '5,678']
    expect(inferColumn(cells, { decimal: ',' })).toMatchObject({ type: 'DOUBLE', decimal: ',' })
    expect(inferColumn(cells, { decimal: '.' })).toMatchObject({ type: 'BIGINT', thousands: ',' })
    expect(inferColumn(cells, { comma: 'decimal' })).toMatchObject({ decimal: ',', ambiguous: 'decimal mark' })
    expect(inferColumn(cells, { comma: 'thousands' })).toMatchObject({ thousands: ',', ambiguous: 'decimal mark' })
  })
})

describe('dates', () => {
  it.each<[string, string[], Record<string, unknown>]>([
    ['ISO dates', ['2024-01-31', '2024-2-1'], { type: 'DATE' }],
    ['ISO times', ['2024-01-31T10:00:00Z', '2024-01-31 11:30'], { type: 'TIMESTAMP' }],
    ['day first', ['31/01/2024', '01/02/2024'], { type: 'DATE', format: '%d/%m/%Y' }],
    ['month first', ['01/31/2024', '02/01/2024'], { type: 'DATE', format: '%m/%d/%Y' }],
    ['points', ['31.01.2024', '1.2.2024'], { type: 'DATE', format: '%d.%m.%Y' }],
    ['year first with slashes', ['2024/01/31', '2024/02/01'], { type: 'DATE', format: '%Y/%m/%d' }],
    ['names of months', ['Jan 31 2024', 'May 1 2024'], { type: 'DATE', format: '%b %d %Y' }],
    ['full names of months', ['31 January 2024', '1 May 2024'], { type: 'DATE', format: '%d %B %Y' }],
    ['names between dashes', ['22-Jul-09', '03-Dec-09'], { type: 'DATE', format: '%d-%b-%y' }],
    ['a time behind', ['31/01/2024 10:15', '01/02/2024 9:05'], { type: 'TIMESTAMP', format: '%d/%m/%Y %H:%M' }],
    ['half days', ['1/31/2024 10:15 PM', '2/1/2024 9:05 AM'], { type: 'TIMESTAMP', format: '%m/%d/%Y %I:%M %p' }],
    ['times of day', ['10:15', '23:59:59'], { type: 'TIME' }],
    ['times of half days', ['10:15 PM', '9:05 am'], { type: 'TIME', format: '%I:%M %p' }],
    ['French months', ['3 janv. 2021', '17 mars 2021'], { type: 'DATE', format: '%d %m %Y' }],
    ['German months', ['3. Mai 2021', '17. März 2021'], { type: 'DATE', format: '%d. %m %Y' }],
    ['Spanish months', ['5 de enero de 2012', '1 de mayo de 2013'], { type: 'DATE', format: '%d de %m de %Y' }],
    ['Russian months', ['6 января 2012 г.', '17 мая 2012 г.'], { type: 'DATE', format: '%d %m %Y г.' }],
    ['Japanese dates', ['2019年11月17日', '2019年1月4日'], { type: 'DATE', format: '%Y年%m月%d日' }],
    ['Hungarian dates', ['2020. 04. 08.', '2020. 01. 26.'], { type: 'DATE', format: '%Y. %m. %d.' }],
    ['Czech dates', ['19. 3. 2018', '2. 4. 2018'], { type: 'DATE', format: '%d. %m. %Y' }],
    ['dates of SAS', ['05JAN2020', '17MAR2020'], { type: 'DATE', format: '%d%b%Y' }],
    ['ordinals', ['1st May 2020', '22nd June 2020'], { type: 'DATE', format: '%d %B %Y', strip: ['nd', 'st'] }],
    ['a year of two digits in front', ['99-03-21', '87-11-02'], { type: 'DATE', format: '%y-%m-%d' }],
    [
      'days in a row',
      ['01/07/2020', '02/07/2020', '03/07/2020', '04/07/2020'],
      { format: '%d/%m/%Y', confidence: 0.85 },
    ],
  ])('reads %s', (_, cells, expected) => {
    expect(of(...cells)).toMatchObject(expected)
  })

  it.each([
    ['months without a day', ['2024-01', '2024-02']],
    ['both orders in one column', ['31/01/2024', '01/31/2024']],
    ['two ways of writing', ['31/01/2024', '2024-01-31']],
    ['impossible days', ['2024-13-45', '2024-14-50']],
    ['part numbers', ['10-11-12', '09-08-07']],
    ['spans', ['25:61', '99:10']],
  ])('leaves %s as text', (_, cells) => {
    expect(of(...cells).type).toBe('VARCHAR')
  })

  it('reads dates without marks in columns that are named as dates, or where there are many', () => {
    const cells = ['20200131', '20200228', '20211105']
    expect(inferColumn(cells, { isDate: true })).toMatchObject({ type: 'DATE', format: '%Y%m%d' })
    expect(inferColumn(cells).type).toBe('BIGINT')
    expect(inferColumn(['20220118153725'], { isDate: true })).toMatchObject({
      type: 'TIMESTAMP',
      format: '%Y%m%d%H%M%S',
    })
    expect(inferColumn(['20201331', '20200228'], { isDate: true }).type).toBe('BIGINT')
  })

  it('takes two digits for a year only where dates are expected, and says that it is unsure', () => {
    expect(inferColumn(['01-03-21', '04-05-21'], { isDate: true })).toMatchObject({ ambiguous: 'day and month' })
    expect(of('01-03-21', '04-05-21').type).toBe('VARCHAR')
  })

  it('tells the other reading of dates that can be read both ways', () => {
    expect(of('01/02/2024', '03/04/2024').runnersUp).toEqual([{ value: '%d/%m/%Y', score: 0.45 }])
    expect(inferColumn(['01/02/2024', '03/04/2024'], { decimal: ',' })).toMatchObject({ format: '%d/%m/%Y' })
    expect(of('07-01-2018 3:05 PM', '03-04-2018 4:00 AM')).toMatchObject({ format: '%m-%d-%Y %I:%M %p' })
  })

  it('reads dates that can be read both ways by the file’s other columns, else says that it is unsure', () => {
    const cells = ['01/02/2024', '03/04/2024']
    expect(inferColumn(cells, { order: 'day first' })).toMatchObject({ format: '%d/%m/%Y', confidence: 1 })
    expect(inferColumn(cells)).toMatchObject({ format: '%m/%d/%Y', ambiguous: 'day and month' })
    expect(of('01.02.2024', '03.04.2024')).toMatchObject({ format: '%d.%m.%Y' })
  })
})

describe('yes and no', () => {
  it('reads pairs of words, and not one word alone', () => {
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
  it('reads spans of time beyond a day and of ISO 8601, and leaves times of day', () => {
    expect(of('23:10:00', '24:08:00')).toMatchObject({ type: 'INTERVAL', misfits: [] })
    expect(of('PT1H30M', 'P2D', '-PT5S')).toMatchObject({ type: 'INTERVAL' })
    expect(of('23:10:00', '20:08:00').type).toBe('TIME')
    expect(of('P', 'PT').type).toBe('VARCHAR')
  })

  it('reads UUIDs as DuckDB writes them, and leaves others as written', () => {
    const id = '8c7d1a52-0b1e-4f7e-9d7c-1f2e3d4c5b6a'
    expect(of(id).type).toBe('UUID')
    expect(of(id.toUpperCase()).type).toBe('VARCHAR')
  })

  it('keeps lists and objects as written, and says so', () => {
    expect(of('[1,2]', '[]')).toMatchObject({
      type: 'VARCHAR',
      reason: { code: 'loading.nested-cells', params: { cells: 2, kind: 'lists' } },
    })
    expect(of('{"a":1}').reason.params).toEqual({ cells: 1, kind: 'objects' })
  })
})

describe('words for no value', () => {
  it('finds them per column, among typed cells', () => {
    expect(of('1', 'NA', '-', '2.5', 'n/a')).toMatchObject({ type: 'DOUBLE', nulls: ['-', 'NA', 'n/a'] })
    expect(of('08/04/1953', '21/06/1990', '/  /', '00/00/0000')).toMatchObject({
      type: 'DATE',
      nulls: ['/  /', '00/00/0000'],
    })
    expect(of('1,5', '2,5', 'k. A.', '–')).toMatchObject({ type: 'DOUBLE', nulls: ['k. A.', '–'] })
    expect(of('2024-01-31', 'unknown')).toMatchObject({ type: 'DATE', nulls: ['unknown'] })
  })

  it('keeps them as texts among texts, but for those that mean nothing else', () => {
    expect(of('NA', 'DE', 'FR', 'None')).toMatchObject({ type: 'VARCHAR', nulls: [] })
    expect(of('a', 'NULL', '#N/A')).toMatchObject({ type: 'VARCHAR', nulls: ['#N/A', 'NULL'] })
  })

  it('does not convert a column of nothing else', () => {
    expect(of('NA', 'NA')).toMatchObject({ type: 'VARCHAR', nulls: [] })
    expect(of(null, '')).toMatchObject({ type: 'VARCHAR', reason: { code: 'loading.no-values' } })
  })
})

describe('odd cells', () => {
  it('tolerates one in twenty or one in a hundred, and none among few or among ids', () => {
    expect([19, 20, 100, 250].map(toleratedMisfits)).toEqual([0, 1, 1, 2])
    const cells = [...many(String), 'oops']
    expect(inferColumn(cells)).toMatchObject({ type: 'BIGINT', misfits: [40] })
    expect(inferColumn(cells, { exact: true })).toMatchObject({ type: 'VARCHAR', almost: 'BIGINT', misfits: [40] })
  })

  it('tells which cells alone keep a column from its type', () => {
    expect(of('1', '2', '3', 'oops')).toMatchObject({ type: 'VARCHAR', almost: 'BIGINT', misfits: [3] })
    expect(of('a', 'b', '3').almost).toBeUndefined()
  })
})

describe('texts written as formulas', () => {
  it('are read as the texts that they give, and stay texts', () => {
    const reason = { code: 'loading.formula-texts', params: { texts: 3, cells: 4 } }
    expect(of('="01067"', '="10115"', null, '="12"', '7')).toMatchObject({ type: 'VARCHAR', formulaText: true, reason })
  })

  it('are left as they are beside other formulas, and where they are few', () => {
    expect(of('="01067"', '=A1&"x"').formulaText).toBeUndefined()
    expect(inferColumn([...many(String), '="a"']).formulaText).toBeUndefined()
  })
})
