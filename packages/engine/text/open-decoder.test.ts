import { describe, expect, it } from 'vitest'
import { codePages } from './code-pages.ts'
import { toEncodingLabel, createDecoder } from './open-decoder.ts'

/** Encodes a string in UTF-32. */
function utf32(text: string, little: boolean): Uint8Array {
  const points = [...text].map((character) => character.codePointAt(0) as number)
  const bytes = new Uint8Array(points.length * 4)
  points.forEach((point, index) => new DataView(bytes.buffer).setUint32(index * 4, point, little))
  return bytes
}

/** Decodes in chunks of `size` bytes. */
function inPieces(encoding: string, bytes: Uint8Array, size: number): string {
  const decoder = createDecoder(encoding)
  let text = ''
  for (let at = 0; at < bytes.length; at += size)
    text += decoder.decode(bytes.subarray(at, at + size), { stream: true })
  return text + decoder.decode()
}

describe('createDecoder', () => {
  it.each<[string, Uint8Array, string]>([
    ['utf-8', new TextEncoder().encode('naïve 😀\n'), 'naïve 😀\n'],
    ['utf-8', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'a'],
    ['utf-32le', utf32('\ufeffnaïve 😀\n', true), 'naïve 😀\n'],
    ['utf-32be', utf32('naïve 😀\n', false), 'naïve 😀\n'],
    ['ibm850', Uint8Array.of(0x4d, 0x81, 0x6c, 0x6c, 0x65, 0x72), 'Müller'],
    ['ibm437', Uint8Array.of(0x8e, 0x99, 0x9a, 0xe1), 'ÄÖÜß'],
    ['ibm852', Uint8Array.of(0x9d, 0xa2, 0x64, 0xab), 'Łódź'],
    ['windows-1252', Uint8Array.of(0x80, 0x92, 0x93), '€’“'],
    ['iso-8859-16', Uint8Array.of(0xba, 0xfe), 'șț'],
    ['shift_jis', Uint8Array.of(0x93, 0xfa, 0x96, 0x7b), '日本'],
    // Letters that the decoder of Node lacks.
    ['euc-kr', Uint8Array.of(0x8c, 0x63, 0x81, 0x41), '똠갂'],
    ['big5', Uint8Array.of(0xa4, 0xa4, 0x89, 0xfd), '中嗗'],
    ['iso-2022-jp', Uint8Array.of(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42), '日'],
  ])('reads %s as one chunk, and as chunks of any length', (encoding, bytes, text) => {
    expect(createDecoder(encoding).decode(bytes)).toBe(text)
    for (const size of [1, 2, 3, 5]) expect(inPieces(encoding, bytes, size)).toBe(text)
  })

  it('decodes invalid bytes as U+FFFD, or throws if requested', () => {
    const cut = utf32('ab', true).subarray(0, 7)
    expect(createDecoder('utf-32le').decode(cut)).toBe('a\ufffd')
    expect(() => createDecoder('utf-32le', { fatal: true }).decode(cut)).toThrow(TypeError)
    expect(createDecoder('utf-32be').decode(Uint8Array.of(0, 0x11, 0, 0))).toBe('\ufffd')
    expect(createDecoder('ibm857').decode(Uint8Array.of(0xe7))).toBe('\ufffd')
    expect(() => createDecoder('ibm857', { fatal: true }).decode(Uint8Array.of(0xe7))).toThrow(TypeError)
    expect(() => createDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff))).toThrow(TypeError)
  })

  it('decodes lines that are not UTF-8 in the other encoding', () => {
    const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)]
    const latin = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))
    const lines = [...utf8('\ufeffcafé,€\n'), ...latin('Ré,\u0096\r\n'), ...utf8('naïve 😀\r'), ...latin('é')]
    const text = 'café,€\nRé,–\r\nnaïve 😀\ré'
    const bytes = Uint8Array.from(lines)
    const decoder = createDecoder('UTF-8/latin1')
    expect(decoder.encoding).toBe('utf-8/windows-1252')
    expect(decoder.decode(bytes)).toBe(text)
    expect(decoder.decode(bytes)).toBe(text)
    for (const size of [1, 2, 3, 7]) expect(inPieces('utf-8/windows-1252', bytes, size)).toBe(text)
    expect(toEncodingLabel('utf-8/utf-16')).toBeUndefined()
    expect(toEncodingLabel('utf-8/klingon')).toBeUndefined()
  })

  it('decodes each line separately, wherever the exceptions are', () => {
    const lines = ['a', 'bé', 'ccé', 'dddé', 'eeeeé', 'é'].map((line) => `${line}\n`)
    for (let lineIndex = 0; lineIndex < lines.length; lineIndex++) {
      const bytes = lines.flatMap((line, index) =>
        index === lineIndex
          ? [...line].map((character) => character.charCodeAt(0))
          : [...new TextEncoder().encode(line)],
      )
      expect(createDecoder('utf-8/windows-1252').decode(Uint8Array.from(bytes)), String(lineIndex)).toBe(lines.join(''))
    }
  })

  it('does not wait for the end of an overlong line', () => {
    const decoder = createDecoder('utf-8/windows-1252')
    const piece = new TextEncoder().encode('é'.repeat(700_000))
    const first = decoder.decode(piece, { stream: true })
    expect(first.length).toBeGreaterThan(600_000)
    expect(first + decoder.decode()).toBe('é'.repeat(700_000))
  })

  it('removes a byte order mark at the start only, even when reused', () => {
    const decoder = createDecoder('utf-32le')
    expect(decoder.decode(utf32('\ufeffa\ufeff', true))).toBe('a\ufeff')
    expect(decoder.decode(utf32('\ufeffb', true))).toBe('b')
  })

  it('rejects unknown names', () => {
    expect(() => createDecoder('klingon')).toThrow(RangeError)
  })
})

it('toEncodingLabel accepts many spellings, and no unknown names', () => {
  expect(
    ['Latin1', ' UTF8 ', 'UTF-32', 'cp850', 'CP1252', 'ibm437', 'mac-roman', 'cp932', 'constructor'].map(
      toEncodingLabel,
    ),
  ).toEqual([
    'windows-1252',
    'utf-8',
    'utf-32le',
    'ibm850',
    'windows-1252',
    'ibm437',
    'macintosh',
    'shift_jis',
    undefined,
  ])
})

it('every code page has 128 characters of one code unit', () => {
  for (const [label, page] of Object.entries(codePages))
    expect([...page].length === 128 && page.length, label).toBe(128)
})
