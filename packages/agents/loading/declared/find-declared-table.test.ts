import { describe, expect, it } from 'vitest'
import { findDeclaredTable } from './find-declared-table.ts'

describe('a table that declares its columns', () => {
  it.each<[string, string, object]>([
    [
      'IPAC: all header lines',
      '\\key = 1\n|a  |b    |\n|int|real |\n|m  |     |\n|-9 |null |\n  1  2.5   \n -9  null  \n',
      { skippedLines: 1, headerLines: 4, names: ['a', 'b'], nulls: ['-9', 'null'] },
    ],
    ['IPAC: names between dashes', '|--a--|-b-|\n   1   2  \n', { headerLines: 1, names: ['a', 'b'] }],
    [
      'ARFF: quoted names',
      "% x\n@RELATION r\n@ATTRIBUTE 'a b' REAL\n@attribute c {x, y}\n@DATA\n1,x\n",
      { skippedLines: 5, headerLines: 0, names: ['a b', 'c'], nulls: ['?', '?'] },
    ],
    [
      'LAS: names in the last section',
      '~V\nWRAP. NO : x\n~W\nNULL. -999 : x\n~C\nDEPT.M : x\nGR .API : x\n~A DEPT GR\n1 2\n',
      { skippedLines: 7, headerLines: 1, names: ['DEPT', 'GR'], nulls: ['-999', '-999'] },
    ],
  ])('is found: %s', (_, text, expected) => {
    expect(findDeclaredTable(text)).toMatchObject(expected)
  })

  it.each([
    ['lines between pipes', '|a|b|\n|1|2|\n|3|4|\n'],
    ['pipes above values at other positions', '|a|b|\n1 2 3\n4 5 6\n'],
    ['sparse records', '@relation r\n@attribute a real\n@attribute b real\n@data\n{1 5}\n'],
    ['wrapped records', '~V\nWRAP. YES : x\n~C\nDEPT.M : x\nGR .API : x\n~A\n1\n2\n'],
    ['names that start with an at sign', '@a,@b\n1,2\n'],
  ])('is not found: %s', (_, text) => {
    expect(findDeclaredTable(text)).toBeUndefined()
  })
})
