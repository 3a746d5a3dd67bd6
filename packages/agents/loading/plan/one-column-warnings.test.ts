import { englishFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it } from 'vitest'
import { readRecords } from '../records/read-records.ts'
import { createNoTableWarnings, createOneColumnWarnings } from './one-column-warnings.ts'

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

describe('createNoTableWarnings', () => {
  const findKind = (text: string, width = 1): unknown => {
    const records = readRecords(text, { delimiter: ';', quote: '', escape: '' })
    return createNoTableWarnings(text, width, records)[0]?.params?.['kind']
  }

  it.each([
    ['settings', '[section]\nkey=value\nother = 1\n\n[more]\nx: 2\n'],
    ['settings', 'name: x\nversion: 1\nitems:\n  - a\n  - b\n'],
    ['settings', 'a.b=c\nd.e=f\n'],
    ['code', 'import x from "y"\n\nfunction a(b, c) {\n  return b + c\n}\n'],
    [
      'sentences',
      'MIT License\n\nPermission is hereby granted, free of charge,\nto any person obtaining a copy of this.\n',
    ],
  ])('recognizes %s in %j', (kind, text) => {
    expect(findKind(text)).toBe(kind)
  })

  it('recognizes sentences that a semicolon splits', () => {
    expect(findKind('The fox jumps over it; it goes on.\nThe dog sleeps under it; it stays.\n', 2)).toBe('sentences')
    expect(findKind('a;b\nc;d\n', 2)).toBeUndefined()
  })

  it.each([
    'apple\nbanana\n',
    'comment\nThe room was clean and quiet.\nWe would come back any time.\n',
    '1.5\n2.5\n',
    'https://a.example/x\nhttps://b.example/y\n',
    '10:30\n11:45\n',
  ])('accepts %j', (text) => {
    expect(findKind(text)).toBeUndefined()
  })
})
