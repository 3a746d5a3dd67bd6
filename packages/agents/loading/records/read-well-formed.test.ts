import { describe, expect, it } from 'vitest'
import { readWellFormedText } from './read-well-formed.ts'

const read = (text: string): { delimiter: string; records: string[][] } | undefined => {
  const found = readWellFormedText(text)
  return found && { delimiter: found.delimiter, records: found.records.map(({ cells }) => cells) }
}

describe('a well-formed text', () => {
  it.each<[string, string, string, string[][]]>([
    [
      'one record',
      'a;b\n1;2\n',
      ';',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['no record', 'a,b,c', ',', [['a', 'b', 'c']]],
    [
      'a cell that contains a line break only',
      'a,b\n1,"\n"\n',
      ',',
      [
        ['a', 'b'],
        ['1', '\n'],
      ],
    ],
    [
      'quotes in quotes',
      'a|b\n"say ""x|y"""|2\n',
      '|',
      [
        ['a', 'b'],
        ['say "x|y"', '2'],
      ],
    ],
    [
      'spaces as delimiter',
      'a "b c" d\n1 2 3\n',
      ' ',
      [
        ['a', 'b c', 'd'],
        ['1', '2', '3'],
      ],
    ],
    ['one line of quoted words with a colon at its end', 'a "b c" key:\n', ' ', [['a', 'b c', 'key:']]],
  ])('may have %s', (_, text, delimiter, records) => {
    expect(read(text)).toEqual({ delimiter, records })
  })

  it.each<[string, string, string[]]>([
    ['words', 'city\nUlm\nBonn\n', ['city', 'Ulm', 'Bonn']],
    [
      'several words in some lines',
      'city\nNew York\nUlm\nRio de Janeiro\nBonn\n',
      ['city', 'New York', 'Ulm', 'Rio de Janeiro', 'Bonn'],
    ],
    ['a comma in one of many lines', 'name\nUlm\nBonn, city\n', ['name', 'Ulm', 'Bonn, city']],
    ['quoted delimiters and empty cells', 'name\n"a,b"\n""\nx@y.org\n', ['name', 'a,b', '', 'x@y.org']],
  ])('may have a single column: %s', (_, text, cells) => {
    expect(read(text)?.records).toEqual(cells.map((cell) => [cell]))
  })

  it.each([
    ['two delimiters that split it', 'a,b;c\n1,2;3\n'],
    ['records of several widths', 'a,b,c\n1,2\n3,4,5\n'],
    ['a quote within a cell', 'a,b\n1,x"y\n'],
    ['an open quote', 'a,b\n1,"x\n'],
    ['a line that specifies the delimiter', 'sep=;\na;b\n'],
    ['a space after every delimiter', 'name, born in\nAna, 1990\nIvo, 1985\n'],
    ['a different delimiter in every line', 'a:b\n1:2\n'],
    ['a title above two words in every line', 'Title\nx 1\ny 2\nz 3\n'],
  ])('does not have %s', (_, text) => {
    expect(read(text)).toBeUndefined()
  })
})
