import { englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import { createOneColumnWarnings } from './one-column-warnings.ts'

const warningsOf = (text: string): string[] =>
  createOneColumnWarnings(text, false).map((problem) => englishFormatter.renderProblem(problem).message)

it('warns about lines of different lengths below column names', () => {
  expect(warningsOf('a,b,c\n1,2\n3,4,5,6\n5\n7,8,9\n')).toEqual([
    expect.stringContaining('3 column names and 4 of 5 lines contain a comma'),
  ])
  expect(warningsOf('id;name\r\n1;x;y\r\n2\r\n3;a;b;c\r\n')[0]).toContain('semicolon')
})

it('does not warn about words or sentences', () => {
  expect(warningsOf('name\nAnna\nBert\n')).toEqual([])
  expect(warningsOf('Well, this is text\nand, yes, more\nof it, here\n')).toEqual([])
  expect(warningsOf('a,b\nno mark here\nnor here\nnor there\n')).toEqual([])
  expect(warningsOf('a,b')).toEqual([])
})
