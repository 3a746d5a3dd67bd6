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

  it.each([
    ['leading zeros', ['00501', '10001', '02134'], /leading zeros/],
    ['ids of sixteen digits', ['1234567890123456', '1234567890123457'], /more digits/],
    ['telephone numbers', ['+4930123456', '+441234567890'], /plus sign/],
    ['mixed currencies', ['$5.00', '€6.00'], /texts/],
    ['accounting brackets', ['(5.00)', '6.00'], /texts|cells/],
    ['versions', ['1.2.3', '1.2.4'], /texts/],
    ['addresses', ['192.168.0.1', '10.0.0.1'], /texts/],
    ['units', ['5 kg', '6 kg'], /texts/],
  ])('leaves %s as text', (_, cells, reason) => {
    const column = of(...cells)
    expect(column.type).toBe('VARCHAR')
    expect(column.reason).toMatch(reason)
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
  })
})

describe('words for no value', () => {
  it('finds them per column, among typed cells', () => {
    expect(of('1', 'NA', '-', '2.5', 'n/a')).toMatchObject({ type: 'DOUBLE', nulls: ['-', 'NA', 'n/a'] })
    expect(of('2024-01-31', 'unknown')).toMatchObject({ type: 'DATE', nulls: ['unknown'] })
  })

  it('keeps them as texts among texts, but for those that mean nothing else', () => {
    expect(of('NA', 'DE', 'FR', 'None')).toMatchObject({ type: 'VARCHAR', nulls: [] })
    expect(of('a', 'NULL', '#N/A')).toMatchObject({ type: 'VARCHAR', nulls: ['#N/A', 'NULL'] })
  })

  it('does not convert a column of nothing else', () => {
    expect(of('NA', 'NA')).toMatchObject({ type: 'VARCHAR', nulls: [] })
    expect(of(null, '')).toMatchObject({ type: 'VARCHAR', reason: 'No values.' })
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
