import { expect, it } from 'vitest'
import { formatEncodingName, formatFileFormatName } from './format-names.ts'

it('spells encodings as their standards do', () => {
  const names = ['utf-8', 'utf-16le', 'windows-1252', 'big5', 'shift_jis', 'euc-kr', 'iso-8859-15', 'x-unknown']
  expect(names.map(formatEncodingName)).toEqual([
    'UTF-8',
    'UTF-16LE',
    'Windows-1252',
    'Big5',
    'Shift_JIS',
    'EUC-KR',
    'ISO-8859-15',
    'X-UNKNOWN',
  ])
})

it('names formats of files, and keeps unknown ones', () => {
  expect(['csv', 'jsonl', 'excel', 'acme'].map(formatFileFormatName)).toEqual(['CSV', 'JSON Lines', 'Excel', 'acme'])
})
