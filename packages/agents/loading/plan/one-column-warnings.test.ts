import { englishFormatter } from '@aw-flow/messages/catalogs'
import { expect, it } from 'vitest'
import { oneColumnWarnings } from './one-column-warnings.ts'

const told = (text: string): string[] =>
  oneColumnWarnings(text, false).map((problem) => englishFormatter.problem(problem).message)

it('tells of lines of other lengths under names', () => {
  expect(told('a,b,c\n1,2\n3,4,5,6\n5\n7,8,9\n')).toEqual([
    expect.stringContaining('3 names and 4 of 5 lines hold a comma'),
  ])
  expect(told('id;name\r\n1;x;y\r\n2\r\n3;a;b;c\r\n')[0]).toContain('semicolon')
})

it('says nothing of words, nor of sentences', () => {
  expect(told('name\nAnna\nBert\n')).toEqual([])
  expect(told('Well, this is text\nand, yes, more\nof it, here\n')).toEqual([])
  expect(told('a,b\nno mark here\nnor here\nnor there\n')).toEqual([])
  expect(told('a,b')).toEqual([])
})
