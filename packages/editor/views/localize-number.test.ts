import { describe, expect, it } from 'vitest'
import { hasGroupedNumbers, measureNumber, localizeCell, localizeNumber } from './localize-number.ts'

describe('localizeNumber', () => {
  it('separates thousands, and keeps every digit of integers and decimals', () => {
    expect(localizeNumber('13048875123')).toBe('13,048,875,123')
    expect(localizeNumber('-9007199254740993')).toBe('-9,007,199,254,740,993')
    expect(localizeNumber('12345678901234567890.123456')).toBe('12,345,678,901,234,567,890.123456')
    expect(localizeNumber('13048875123.50', 'de-DE')).toBe('13.048.875.123,50')
    expect(localizeNumber('1234567', 'fr-FR')).toBe('1\u202f234\u202f567')
  })

  it('does not group four digits, which may be a year or a code', () => {
    expect([localizeNumber('2026'), localizeNumber('-1234.5'), localizeNumber('10000')]).toEqual([
      '2026',
      '-1234.5',
      '10,000',
    ])
  })

  it('groups four digits beside longer numbers of a column', () => {
    const group = (cells: string[]): string[] =>
      cells.map((cell) => localizeCell(cell, 'BIGINT', 'en-US', hasGroupedNumbers(cells)))
    expect(group(['1180', '16640', '-310'])).toEqual(['1,180', '16,640', '-310'])
    expect(group(['2024', '2026'])).toEqual(['2024', '2026'])
  })

  it('groups four digits beside fractions, which years and codes do not have', () => {
    const cells = ['1204.5', '88.0', '2450']
    expect(cells.map((cell) => localizeCell(cell, 'DOUBLE', 'de', hasGroupedNumbers(cells)))).toEqual([
      '1.204,5',
      '88',
      '2.450',
    ])
    expect(hasGroupedNumbers(['2024.0', '2026.00', null])).toBe(false)
  })

  it('hides the last digits of doubles only, and rounds nothing else', () => {
    const double = (text: string): string => localizeNumber(text, 'en-US', { isDouble: true })
    expect(double('0.30000000000000004')).toBe('0.3')
    expect(double('4.666666666666667')).toBe('4.66666666666667')
    expect(double('1234567.891')).toBe('1,234,567.891')
    expect(double('0.1')).toBe('0.1')
    expect([double('99999.0'), double('-147.0'), double('147.50')]).toEqual(['99,999', '-147', '147.50'])
    expect(double('-1.2345678901234567e+100')).toBe('-1.23456789012346e+100')
    expect(localizeNumber('0.33333333333333331')).toBe('0.33333333333333331')
  })

  it('returns other texts unchanged', () => {
    for (const text of ['NaN', '-Infinity', '-0', '', 'n/a', '2024-01-02']) expect(localizeNumber(text)).toBe(text)
  })
})

describe('localizeCell', () => {
  it('formats numbers by their type, and leaves other columns unchanged', () => {
    expect(localizeCell('13048875123', 'BIGINT')).toBe('13,048,875,123')
    expect(localizeCell('0.30000000000000004', 'DOUBLE')).toBe('0.3')
    expect(localizeCell('0.33333333333333331', 'DECIMAL(38,17)')).toBe('0.33333333333333331')
    expect(localizeCell('13048875123', 'VARCHAR')).toBe('13048875123')
  })

  it('has a width that grows with its digits', () => {
    expect(measureNumber('13,048,875,123')).toBeGreaterThan(measureNumber('13048875123'))
    expect(measureNumber('123', 2)).toBeCloseTo(2 * measureNumber('123'))
  })
})
