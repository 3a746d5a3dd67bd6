import { describe, expect, it } from 'vitest'
import { parseNumberFormat } from './number-format.ts'
import { formatSerialDate } from './format-serial-date.ts'

describe('parseNumberFormat', () => {
  it.each([
    ['General', 'number'],
    ['0', 'number'],
    ['#,##0.00;[Red]-#,##0.00', 'number'],
    ['0.00E+00', 'number'],
    ['# ??/??', 'number'],
    ['General" km"', 'number'],
    ['0" days"', 'number'],
    ['@', 'text'],
    ['0%', 'percent'],
    ['0.00%;-0.00%', 'percent'],
    ['yyyy-mm-dd', 'date'],
    ['dd/mm/yyyy;@', 'date'],
    ['[$-409]mmm\\-yy;@', 'date'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'],
    ['mmmm', 'date'],
    ['yyyy', 'date'],
    ['d". "mmmm yyyy', 'date'],
    ['[$-411]ge.m.d', 'date'],
    ['m/d/yy h:mm', 'datetime'],
    ['yyyy\\-mm\\-dd\\Thh:mm:ss.000', 'datetime'],
    ['h:mm AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['hh:mm:ss', 'time'],
    ['[h]:mm:ss', 'duration'],
    ['[mm]:ss', 'duration'],
  ])('%s shows a %s', (code, kind) => {
    expect(parseNumberFormat(164, code)).toEqual({ kind })
  })

  it.each([
    ['#,##0.00 [$€-407]', '€'],
    ['"$"#,##0.00', '$'],
    ['\\$#,##0.00', '$'],
    ['_-£* #,##0.00_-;-£* #,##0.00_-', '£'],
    ['#,##0.00 "kr"', 'kr'],
    ['[$CHF] #,##0.00', 'CHF'],
    ['[$USD-409] #,##0', 'USD'],
  ])('%s shows an amount in %s', (code, currency) => {
    expect(parseNumberFormat(164, code)).toEqual({ kind: 'currency', currency })
  })

  it('returns the built-in format for an id without a code', () => {
    expect([9, 14, 22, 20, 46, 49, 2, 44].map((id) => parseNumberFormat(id).kind)).toEqual([
      'percent',
      'date',
      'datetime',
      'time',
      'duration',
      'text',
      'number',
      'number',
    ])
  })
})

describe('formatSerialDate', () => {
  it.each([
    [1, 'date', false, '1900-01-01'],
    [59, 'date', false, '1900-02-28'],
    [60, 'date', false, '1900-02-29'],
    [61, 'date', false, '1900-03-01'],
    [45351, 'date', false, '2024-02-29'],
    [45351.5, 'date', false, '2024-02-29 12:00:00'],
    [45351, 'datetime', false, '2024-02-29 00:00:00'],
    [45351.99998842593, 'datetime', false, '2024-02-29 23:59:59'],
    [45351.00001157407, 'datetime', false, '2024-02-29 00:00:01'],
    [45351.123456, 'datetime', false, '2024-02-29 02:57:46.598'],
    [0, 'date', true, '1904-01-01'],
    [43889, 'date', true, '2024-02-29'],
    [0.5, 'time', false, '12:00:00'],
    [0, 'time', false, '00:00:00'],
    [1.5, 'time', false, '1900-01-01 12:00:00'],
    [1.25, 'duration', false, '30:00:00'],
    [-0.5, 'duration', false, '-12:00:00'],
    [2958465, 'date', false, '9999-12-31'],
  ] as const)('%d as a %s (from 1904: %s) is %s', (serial, kind, is1904, text) => {
    expect(formatSerialDate(serial, kind, is1904)).toBe(text)
  })

  it('returns undefined before the first and after the last day', () => {
    for (const serial of [-1, 2958466, Number.NaN, Infinity])
      expect(formatSerialDate(serial, 'date', false)).toBeUndefined()
  })

  it('agrees with the calendar for every day of two centuries', () => {
    const start = Date.UTC(1900, 2, 1)
    for (let day = 0; day < 73_000; day++) {
      const iso = new Date(start + day * 86_400_000).toISOString().slice(0, 10)
      if (formatSerialDate(61 + day, 'date', false) !== iso) expect(formatSerialDate(61 + day, 'date', false)).toBe(iso)
    }
  })
})
