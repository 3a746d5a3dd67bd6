import { describe, expect, it } from 'vitest'
import { formatCost } from './format-cost.ts'
import { formatBytes, formatCount, formatDuration, formatNumericText, formatPercent } from './format-values.ts'

describe('values in messages', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '0 ms'],
    [999, '999 ms'],
    [999.9, '1.00 s'],
    [1_234, '1.23 s'],
    [12_345, '12.3 s'],
    [59_960, '1 min 00 s'],
    [185_000, '3 min 05 s'],
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [48_213, '48 kB'],
    [999_999, '1.0 MB'],
    [2_500_000_000, '2.5 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each([
    [0, '0%', '0 %'],
    [0.0004, '< 0.1%', '< 0,1 %'],
    [0.125, '12.5%', '12,5 %'],
    [0.998, '99.8%', '99,8 %'],
    [0.9996, '> 99.9%', '> 99,9 %'],
    [1, '100%', '100 %'],
  ])('the share %d is %s, in German %s', (share, english, german) => {
    expect(formatPercent(share, 'en-US', 1)).toBe(english)
    expect(formatPercent(share, 'de', 1).replaceAll('\u{a0}', ' ')).toBe(german)
  })

  it('formats units in a language', () => {
    expect(formatDuration(1_234, 'de')).toBe('1,23 s')
    expect(formatDuration(185_000, 'de-AT')).toBe('3 min 05 s')
    expect(formatBytes(2_500_000_000, 'fr')).toMatch(/^2,5\sGo$/)
    const arabic = [82, 1_234, 185_000].map((ms) => formatDuration(ms, 'ar'))
    for (const text of arabic) expect(text).not.toMatch(/[a-z]/)
  })

  it.each([
    ['99999.0', '99,999', '99.999'],
    ['-1234567.25', '-1,234,567.25', '-1.234.567,25'],
    ['0.30000000000000004', '0.30000000000000004', '0,30000000000000004'],
    ['2024', '2024', '2024'],
  ])('the number %s is %s, in German %s', (text, english, german) =>
    expect([formatNumericText(text), formatNumericText(text, 'de')]).toEqual([english, german]),
  )

  it('leaves other text unchanged', () => {
    for (const text of ['007', '+5', '1e9', '12%', '1,234', '2024-01-31', '', 'n/a'])
      expect(formatNumericText(text)).toBe(text)
  })

  it.each([
    [0, '$0.00', '0,00 $'],
    [0.0000015, '$0.0000015', '0,0000015 $'],
    [0.01234, '$0.0123', '0,0123 $'],
    [0.5, '$0.50', '0,50 $'],
    [1234.5, '$1,234.50', '1.234,50 $'],
  ])('the cost %d is %s, in German %s', (cost, english, german) => {
    expect(formatCost(cost)).toBe(english)
    expect(formatCost(cost, 'de').replaceAll('\u{a0}', ' ')).toBe(german)
  })

  it('groups thousands', () => expect(formatCount(1_234_567)).toBe('1,234,567'))
})
