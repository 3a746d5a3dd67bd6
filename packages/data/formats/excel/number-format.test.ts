import { describe, expect, it } from 'vitest'
import { parseNumberFormat } from './number-format.ts'
import { formatSerialDate } from './format-serial-date.ts'
import cases from './number-format.cases.json' with { type: 'json' }

describe('parseNumberFormat', () => {
  it.each(cases.kinds)('%s shows a %s', (code, kind) => {
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
  it.each(cases.dates as [number, 'date' | 'time', boolean, string][])(
    '%d as a %s (from 1904: %s) is %s',
    (serial, kind, is1904, text) => {
      expect(formatSerialDate(serial, kind, is1904)).toBe(text)
    },
  )

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
