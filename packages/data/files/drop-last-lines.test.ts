import { describe, expect, it } from 'vitest'
import { dropLastLines } from './drop-last-lines.ts'

async function cut(text: string, count: number, size: number): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let out = ''
  for await (const chunk of dropLastLines(chunks(), count)) out += new TextDecoder().decode(chunk)
  return out
}

describe.each([1, 2, 3, 7, 100])('dropLastLines in chunks of %i bytes', (size) => {
  it.each([
    ['no line', 'a\nb\nc\n', 0, 'a\nb\nc\n'],
    ['a line with its end', 'a\nb\nc\n', 1, 'a\nb\n'],
    ['a line without an end', 'a\nb\nc', 1, 'a\nb\n'],
    ['blank lines', 'a\n\nnote\n', 2, 'a\n'],
    ['CRLF', 'a\r\nb\r\nc\r\n', 2, 'a\r\n'],
    ['CR', 'a\rb\rc', 1, 'a\rb\r'],
    ['all lines', 'a\nb\n', 5, ''],
  ])('removes %s', async (_, text, count, left) => {
    expect(await cut(text, count, size)).toBe(left)
  })
})
