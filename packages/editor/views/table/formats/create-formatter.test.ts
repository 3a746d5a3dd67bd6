import { describe, expect, test } from 'vitest'
import type { ColumnColors, ColumnFormat } from './column-format.ts'
import { createFormatter, createFormatters, hasDate } from './create-formatter.ts'
import { formatStrings } from './format-strings.ts'
import { createColumns } from '../../../../../test/columns.ts'

const format = (type: string, columnFormat: ColumnFormat, text: string, language = 'en'): string | undefined =>
  createFormatter({ type }, columnFormat, language, formatStrings)
    .format?.(text)
    .replaceAll(/[\u00A0\u202F]/g, ' ')
const color = (type: string, colors: ColumnColors, text: string) =>
  createFormatter({ type }, { colors }, 'en', formatStrings).color?.(text)

describe('formats of columns', () => {
  test.each([
    [{ style: 'number', decimals: 2 }, '1234.5', '1,234.50'],
    [{ style: 'number' }, '0.30000000000000004', '0.3'],
    [{ style: 'percent' }, '0.1234', '12.3%'],
    [{ style: 'percent', decimals: 0 }, '0.1234', '12%'],
    [{ style: 'currency', currency: 'EUR' }, '-1234.5', '-€1,234.50'],
    [{ style: 'currency', currency: 'JPY' }, '1234.5', '¥1,235'],
    [{ style: 'compact' }, '1234567', '1.2M'],
    [{ style: 'scientific' }, '1234567', '1.235E6'],
    [{ style: 'number', decimals: 1 }, 'NaN', 'NaN'],
  ] as const)('formats numbers as %j', (number, text, expected) => {
    expect(format('DOUBLE', { number }, text)).toBe(expected)
  })

  test('keep every digit of large integers and decimals', () => {
    const number = { style: 'number' } as const
    expect(format('HUGEINT', { number }, '12345678901234567890123')).toBe('12,345,678,901,234,567,890,123')
    expect(format('DECIMAL(30,3)', { number: { ...number, decimals: 3 } }, '12345678901234567890.123')).toBe(
      '12,345,678,901,234,567,890.123',
    )
  })

  test('use the language', () => {
    expect(format('DOUBLE', { number: { style: 'currency', currency: 'EUR' } }, '1234.5', 'de')).toBe('1.234,50 €')
    expect(format('DATE', { date: 'long' }, '2026-03-09', 'de')).toBe('9. März 2026')
  })

  test('format dates, and times with their clock', () => {
    expect(format('DATE', { date: 'medium' }, '2026-03-09')).toBe('Mar 9, 2026')
    expect(format('DATE', { date: 'month' }, '2026-03-09')).toBe('March 2026')
    expect(format('DATE', { date: 'weekday' }, '2026-03-09')).toBe('Mon, Mar 9, 2026')
    expect(format('TIMESTAMP', { date: 'short' }, '2026-03-09 14:05:30.5')).toBe('3/9/26, 2:05 PM')
    expect(format('TIMESTAMP', { date: 'year' }, '2026-12-31 23:59:59')).toBe('2026')
    expect(format('DATE', { date: 'medium' }, 'infinity')).toBe('infinity')
  })

  test('apply to columns of their type only', () => {
    expect(format('VARCHAR', { number: { style: 'percent' } }, '1')).toBe(undefined)
    expect(format('TIME', { date: 'long' }, '10:00:00')).toBe(undefined)
    expect([hasDate('DATE'), hasDate('TIMESTAMP WITH TIME ZONE'), hasDate('TIME'), hasDate('INTERVAL')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    const columns = createColumns('a DOUBLE, toString DOUBLE')
    const formatters = createFormatters(columns, { a: { number: { style: 'percent' } } }, 'en', formatStrings)
    expect([...formatters.keys()]).toEqual(['a'])
  })

  test('color numbers by a scale, with a bar of the same length', () => {
    const scale = { kind: 'scale', min: 0, max: 200 } as const
    expect(color('DOUBLE', scale, '50')).toMatchObject({ fraction: 0.25, accent: 'var(--_accent)', mark: '' })
    expect(color('DOUBLE', scale, '500')?.fraction).toBe(1)
    expect(color('DOUBLE', scale, 'NaN')).toBe(undefined)
    const diverging = { ...scale, min: -100, max: 100, middle: 0 }
    expect(color('DOUBLE', diverging, '-100')).toMatchObject({ fraction: 0, accent: 'var(--_warn)' })
    expect(color('DOUBLE', diverging, '-100')?.tint).toContain('40.0%')
    expect(color('DOUBLE', diverging, '0')?.tint).toContain('5.0%')
    expect(color('DOUBLE', { kind: 'scale', min: 3, max: 3 }, '3')?.fraction).toBe(1)
  })

  test('color values by the first rule that matches, with a mark and a word', () => {
    const rules: ColumnColors = {
      kind: 'rules',
      rules: [
        { test: 'at-least', value: '90', level: 'good' },
        { test: 'at-least', value: '50', level: 'warn' },
        { test: 'at-most', value: '10', level: 'bad' },
      ],
    }
    expect(color('BIGINT', rules, '95')).toMatchObject({ mark: '✓', label: 'Good (≥ 90)', fraction: 0 })
    expect(color('BIGINT', rules, '50')).toMatchObject({ mark: '!', label: 'Warning (≥ 50)' })
    expect(color('BIGINT', rules, '9')).toMatchObject({ mark: '✕' })
    expect(color('BIGINT', rules, '30')).toBe(undefined)
  })

  test('compare days with times, and texts in any case', () => {
    const rule = (test: 'at-least' | 'at-most' | 'equals' | 'contains', value: string): ColumnColors => ({
      kind: 'rules',
      rules: [{ test, value, level: 'info' }],
    })
    const matches = (type: string, colors: ColumnColors, text: string): boolean =>
      color(type, colors, text) !== undefined
    expect(matches('TIMESTAMP', rule('at-most', '2026-03-09'), '2026-03-09 23:59:59')).toBe(true)
    expect(matches('TIMESTAMP', rule('equals', '2026-03-09'), '2026-03-09 23:59:59')).toBe(true)
    expect(matches('DATE', rule('at-least', '2026-03-10'), '2026-03-09')).toBe(false)
    expect(matches('VARCHAR', rule('equals', 'FAILED'), 'failed')).toBe(true)
    expect(matches('VARCHAR', rule('contains', 'ail'), 'Failed')).toBe(true)
    expect(matches('VARCHAR', rule('equals', ''), '')).toBe(false)
  })
})
