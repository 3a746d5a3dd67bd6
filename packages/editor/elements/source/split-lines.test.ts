import type { Dialect, RegionKind, SourceLine } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { splitLines } from './split-lines.ts'

const comma: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n' }

const lines = (text: string): SourceLine[] =>
  text.split('\n').map((line, index) => ({ line: index + 1, text: line, cut: false }))

/** A split line as text: cells between bars, delimiters in angle brackets, quotes in parentheses. */
const formatLines = (text: string, dialect = comma, kindOf: (line: number) => RegionKind = () => 'record'): string[] =>
  splitLines(lines(text), dialect, kindOf).map(({ segments }) =>
    segments
      .map(({ kind, text: piece }) =>
        kind === 'cell' ? `|${piece}|` : kind === 'delimiter' ? `<${piece}>` : kind === 'quote' ? `(${piece})` : piece,
      )
      .join(''),
  )

describe('lines split by a dialect', () => {
  it('distinguish cells, delimiters and quotes, and lose no character', () => {
    expect(formatLines('a,"b, ""c""",d')).toEqual(['|a|<,>(")|b, ""c""|(")<,>|d|'])
    for (const text of ['a,,b', '"x', 'a "b" c,"d"e', ' "q" ,1', ',', '""'])
      expect(
        splitLines(lines(text), comma, () => 'record')
          .flatMap(({ segments }) => segments.map((piece) => piece.text))
          .join(''),
      ).toBe(text)
  })

  it('continue in a quoted cell of several lines, and count records at their starts', () => {
    const split = splitLines(lines('1,"two\nlines",x\n2,y,z'), comma, () => 'record')
    expect(split.map(({ record }) => record)).toEqual([0, undefined, 1])
    expect(formatLines('1,"two\nlines",x')).toEqual(['|1|<,>(")|two|', '|lines|(")<,>|x|'])
    expect(split[1]?.segments[0]?.cell).toBe(1)
  })

  it('treat a quote without an end as text', () => {
    expect(formatLines('a,"b\nc,d')).toEqual(['|a|<,>|"b|', '|c|<,>|d|'])
  })

  it('are not split outside the table', () => {
    const kinds: RegionKind[] = ['preamble', 'header', 'record', 'note']
    expect(formatLines('x,y\na,b\n1,2\nz,z', comma, (line) => kinds[line - 1] ?? 'record')).toEqual([
      'x,y',
      '|a|<,>|b|',
      '|1|<,>|2|',
      'z,z',
    ])
  })

  it('support delimiters of several characters, runs of spaces, fixed columns and escapes', () => {
    expect(formatLines('a||b', { ...comma, delimiter: '||' })).toEqual(['|a|<||>|b|'])
    expect(formatLines(' 1   2', { ...comma, delimiter: ' ', quote: '', escape: '', repeated: true })).toEqual([
      '< >|1|<   >|2|',
    ])
    expect(formatLines('|1|2|', { ...comma, delimiter: '|', quote: '', escape: '', enclosed: 'delimiters' })).toEqual([
      '<|>|1|<|>|2|<|>',
    ])
    expect(formatLines('ab  cd', { ...comma, delimiter: '', quote: '', escape: '', columnStarts: [0, 4] })).toEqual([
      '|ab  ||cd|',
    ])
    expect(formatLines('"a\\"b",c', { ...comma, escape: '\\' })).toEqual(['(")|a\\"b|(")<,>|c|'])
  })
})
