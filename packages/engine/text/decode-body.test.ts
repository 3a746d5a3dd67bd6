import { expect, it } from 'vitest'
import { decodeBody } from './decode-body.ts'

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

it.each([
  ['a byte order mark', latin1('\xff\xfeG\0r\0\xfc\0'), 'text/plain; charset=utf-8'],
  ['a byte order mark of UTF-8', latin1('\xef\xbb\xbfGr\xc3\xbc'), ''],
  ['the charset of the type', latin1('Gr\xfc'), 'application/json; CharSet="ISO-8859-1"'],
  ['UTF-8', latin1('Gr\xc3\xbc'), 'text/plain'],
  ['UTF-8 instead of an unknown charset', latin1('Gr\xc3\xbc'), 'text/plain; charset=binary'],
  ['windows-1252 if it is not UTF-8', latin1('Gr\xfc'), 'text/plain'],
])('decodes text by %s', (_, bytes, type) => {
  expect(decodeBody(bytes, type)).toBe('Grü')
})

it.each([
  '<?xml version="1.0" encoding="iso-8859-2"?><a>\xb1</a>',
  '\n<!doctype html><meta charset=iso-8859-2><p>\xb1</p>',
  '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">\xb1',
])('decodes %j by its declaration', (text) => {
  expect(decodeBody(latin1(text), 'text/html')).toContain('ą')
})

it.each([
  ['a wrong charset', latin1('Gr\xfc'), 'text/plain; charset=utf-8', ' \xfc '],
  ['no charset', latin1('a\x93\xfa'), '', ' \x93\xfa '],
  ['escapes', latin1('\x1b$BF|\x1b(B'), '', '\x1b$BF|\x1b(B'],
])('asks for the encoding of text with %s, by the part that is not ASCII', (_, bytes, type, sample) => {
  const samples: Uint8Array[] = []
  decodeBody(bytes, type, {
    guessEncoding: (found) => {
      samples.push(found)
      return 'windows-1252'
    },
  })
  expect(samples).toEqual([latin1(sample)])
})

it('asks for the encoding of a long text by a part that ends between characters', () => {
  const long = latin1(`{"a": "${'\xd5\xc5'.repeat(3_000)}", "b": "${'\xd5\xc5'.repeat(3_000)}"}`)
  const guessEncoding = (sample: Uint8Array): string => {
    expect(sample.length).toBeLessThan(8_003)
    expect(sample.at(-2)).toBeLessThan(0x30)
    return 'gbk'
  }
  expect(decodeBody(long, '', { guessEncoding })).toContain('"b": "张张')
})

it('reads UTF-8 that states ASCII', () => {
  expect(decodeBody(latin1('Gr\xc3\xbc'), 'text/plain; charset=us-ascii')).toBe('Grü')
})

it('rejects bytes that are not valid, on request', () => {
  expect(() => decodeBody(latin1('Gr\xfc'), 'text/plain', { fatal: true })).toThrow(TypeError)
  expect(decodeBody(latin1('Gr\xfc'), 'text/plain; charset=latin1', { fatal: true })).toBe('Grü')
})
