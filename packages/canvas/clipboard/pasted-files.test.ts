import { describe, expect, it } from 'vitest'
import { createUrlFile, urlFileType, readPastedFiles } from './pasted-files.ts'

const clipboard = (texts: Record<string, string>): DataTransfer =>
  ({ files: [] as unknown as FileList, getData: (type: string) => texts[type] ?? '' }) as unknown as DataTransfer

describe('a web address', () => {
  it('is recognized, alone or in a list of addresses', async () => {
    for (const text of [
      'https://a.example/x.csv?q=1',
      ' http://localhost:8000/x.csv\n',
      '# a comment\r\nhttps://a.example/x.csv?q=1',
    ]) {
      const file = createUrlFile(text)
      expect(file?.type).toBe(urlFileType)
      expect(await file?.text()).toMatch(/^https?:\/\/\S+$/)
    }
  })

  it.each([
    '',
    'a.example/x.csv',
    'ftp://a.example/x.csv',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'see https://a.example',
  ])('%j is none', (text) => expect(createUrlFile(text)).toBeUndefined())
})

describe('a clipboard', () => {
  it('yields an address instead of its text, and cells, tables and lines unchanged', () => {
    const typeOf = (texts: Record<string, string>): string[] =>
      readPastedFiles(clipboard(texts)).map(({ name, type }) => `${name} ${type}`)
    expect(typeOf({ 'text/plain': 'https://a.example/x.csv' })).toEqual(['a.example text/uri-list'])
    expect(typeOf({ 'text/plain': 'https://a.example/1\nhttps://a.example/2' })).toEqual(['pasted.txt text/plain'])
    expect(typeOf({ 'text/plain': 'a\tb\n1\t2' })).toEqual(['pasted.txt text/plain'])
    expect(typeOf({ 'text/plain': 'a', 'text/html': '<table><tr><td>a</table>' })).toEqual(['pasted.html text/html'])
    expect(typeOf({ 'text/plain': 'word' })).toEqual([])
  })
})
