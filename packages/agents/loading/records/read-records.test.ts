import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBlank, normalizeNewlines, readRecords } from './read-records.ts'
import { seed, sizes } from '../../../../test/sizes.ts'
import cases from './read-records.cases.json' with { type: 'json' }

const comma = { delimiter: ',', quote: '"', escape: '"' }
const cells = (text: string, marks = comma): string[][] => readRecords(text, marks).map((record) => record.cells)

describe('readRecords', () => {
  it.each(cases.recordsAsCells as [string, string, string[][]][])('reads %s', (_, text, expected) => {
    expect(cells(text)).toEqual(expected)
  })

  it('counts physical lines from 1, including line breaks in cells', () => {
    const lines = readRecords('a,b\n"x\ny\nz",1\nc,d\n', comma).map(({ line }) => line)
    expect(lines).toEqual([1, 2, 5])
  })

  it('reads escaped quotes', () => {
    expect(cells('"a \\" b",c', { ...comma, escape: '\\' })).toEqual([['a " b', 'c']])
  })

  it('counts quotes in invalid positions', () => {
    expect(readRecords('"a" b" c,"d"', comma)[0]?.strayQuotes).toBeGreaterThan(0)
    expect(readRecords('"a","b"', comma)[0]?.strayQuotes).toBe(0)
  })

  it('reads texts written by RFC 4180', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', '"', '\n', '1') })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n')
        expect(cells(text)).toEqual(rows)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('accepts any text without losing a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', "'", ';') }), (text) => {
        const records = readRecords(text, comma)
        const together = records.map(({ start, end }) => text.slice(start, end)).join('')
        expect(together).toBe(text)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })
})

it('normalizeNewlines converts CRLF and CR to LF', () => {
  expect(normalizeNewlines('a\r\nb\rc\nd')).toBe('a\nb\nc\nd')
})

it('isBlank detects records without text', () => {
  expect(readRecords('\n , \na,\n', comma).map(isBlank)).toEqual([true, true, false])
})
