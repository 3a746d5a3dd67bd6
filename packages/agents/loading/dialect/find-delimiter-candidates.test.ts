import { describe, expect, it } from 'vitest'
import { findDelimiterCandidates } from './find-delimiter-candidates.ts'
import { detectDialect } from './detect-dialect.ts'

const lines = (name: string, value: (at: number) => string): string =>
  [name, ...Array.from({ length: 40 }, (_, at) => value(at + 10))].join('\n') + '\n'

describe('a column of values that contain delimiters', () => {
  it.each<[string, string]>([
    ['dates', lines('day', (at) => `${String((at % 28) + 1).padStart(2, '0')}/11/2026`)],
    ['times', lines('t', (at) => `10:${at}:00`)],
    ['dates with times', lines('ts', (at) => `2026-11-20 10:${at}:00`)],
    ['URLs', lines('page', (at) => `https://example.org/a/${at}?b=c:d`)],
    ['phone numbers', lines('phone', (at) => `+49 351 12${at}`)],
    ['decimal commas', lines('price', (at) => `${at},${10 + (at % 90)}`)],
    ['amounts with decimal commas', lines('price', (at) => `${at * 7},50 €`)],
    ['thousands separators and decimals', lines('amount', (at) => `${at},250.5${at % 10}`)],
    ['dates without a name', lines('01/01/2026', (at) => `${(at % 12) + 1}/${(at % 28) + 1}/2026`)],
  ])('is not split: %s', (_, text) => {
    expect(detectDialect(text).width).toBe(1)
  })

  it('is split if the first line names the parts', () => {
    const parts = lines('day/month/year', (at) => `${(at % 28) + 1}/11/2026`)
    expect(findDelimiterCandidates(parts).map(({ delimiter }) => delimiter)).toContain('/')
    expect(detectDialect(lines('date time', (at) => `2026-11-20 10:${at}`)).dialect.delimiter).toBe(' ')
  })

  it('is split at the comma with two names, or if the number of digits after it varies', () => {
    expect(detectDialect(lines('a,b', (at) => `${at},25`)).width).toBe(2)
    expect(detectDialect(lines('counts', (at) => `${at},${at * 37}`)).width).toBe(2)
  })

  it('does not affect files with several columns', () => {
    const { dialect, width } = detectDialect(lines('when;where', (at) => `${(at % 28) + 1}/11/2026;a/b`))
    expect([dialect.delimiter, width]).toEqual([';', 2])
    expect(detectDialect(lines('a b c', (at) => `2026-11-20 10:${at} ${at}`)).width).toBe(3)
  })
})

describe('a character within brackets', () => {
  const delimiters = (text: string): string[] => findDelimiterCandidates(text).map(({ delimiter }) => delimiter)

  it('is not a delimiter', () => {
    expect(delimiters('a (x; y) 1\nb (z; x; y) 2\nc (y; z) 3\n')).not.toContain(';')
  })

  it('is a delimiter if the brackets enclose the lines, or if it also occurs outside', () => {
    expect(delimiters('(1,2)\n(3,4)\n(5,6)\n')).toContain(',')
    expect(delimiters('a (x; y); 1\nb (z; x); 2\nc (y; z); 3\n')).toContain(';')
  })
})
