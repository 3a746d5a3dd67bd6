import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBlank, normalizeNewlines, readRecords } from './read-records.ts'
import { seed, sizes } from '../../../../test/sizes.ts'

const comma = { delimiter: ',', quote: '"', escape: '"' }
const cells = (text: string, marks = comma): string[][] => readRecords(text, marks).map((record) => record.cells)

describe('readRecords', () => {
  it.each<[string, string, string[][]]>([
    [
      'plain cells',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a delimiter in quotes', '"a,b",c\n', [['a,b', 'c']]],
    [
      'a line break in quotes',
      '"a\nb",c\nd,e',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    ['doubled quotes', '"say ""hi""",x', [['say "hi"', 'x']]],
    ['spaces around quotes', 'a, "b" ,c', [['a', 'b', 'c']]],
    ['a quote inside a cell', '5" nail,7\' rope', [['5" nail', "7' rope"]]],
    [
      'an unclosed quote',
      '"a,b\nc,d',
      [
        ['"a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['text after a closing quote', '"a"b,c', [['"a"b', 'c']]],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty cells',
      ',\n,,',
      [
        ['', ''],
        ['', '', ''],
      ],
    ],
  ])('reads %s', (_, text, expected) => {
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
