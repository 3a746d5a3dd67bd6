import { expect, it } from 'vitest'
import { decodeHeader, readFileName } from './read-headers.ts'

it.each([
  ['attachment; filename="x.csv"; filename*=UTF-8\'\'gr%C3%BCn%20a.csv', 'grün a.csv'],
  ["attachment; filename*=iso-8859-1'en'gr%FCn.csv", 'grün.csv'],
  ["attachment; filename*=UTF-8''100%.csv", '100%.csv'],
  ['attachment; filename="a;b \\"c\\".csv"', 'a;b "c".csv'],
  ['attachment; filename="C:\\temp.csv"', 'C:\\temp.csv'],
  ['attachment;FileName = a.csv; size=5', 'a.csv'],
  ['attachment; filename="gr\u00c3\u00bcn.csv"', 'grün.csv'],
  ['attachment; filename="gr\u00fcn.csv"', 'grün.csv'],
  ['attachment; filename="=?UTF-8?B?Z3LDvG4uY3N2?="', 'grün.csv'],
  ['attachment; filename="=?iso-8859-1?Q?gr=FCn_a.csv?="', 'grün a.csv'],
  ['attachment; filename="=?UTF-8?B?*?="', '=?UTF-8?B?*?='],
  ['attachment; myfilename="a.csv"', undefined],
  ['', undefined],
])('the file name in %s is %s', (disposition, name) => {
  expect(readFileName(disposition)).toBe(name)
})

it.each([
  ['plain', 'plain'],
  ['gr\u00c3\u00bcn', 'grün'],
  ['gr\u00fcn', 'gr\u00fcn'],
  ['日本', '日本'],
])('the header %s is %s', (value, text) => {
  expect(decodeHeader(value)).toBe(text)
})
