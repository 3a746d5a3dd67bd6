import { describe, expect, it } from 'vitest'
import { withoutLastLines } from './without-last-lines.ts'

async function cut(text: string, count: number, size: number): Promise<string> {
  const bytes = new TextEncoder().encode(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let out = ''
  for await (const piece of withoutLastLines(pieces(), count)) out += new TextDecoder().decode(piece)
  return out
}

describe.each([1, 2, 3, 7, 100])('withoutLastLines in pieces of %i bytes', (size) => {
  it.each([
    ['nothing', 'a\nb\nc\n', 0, 'a\nb\nc\n'],
    ['a line with its end', 'a\nb\nc\n', 1, 'a\nb\n'],
    ['a line without an end', 'a\nb\nc', 1, 'a\nb\n'],
    ['blank lines', 'a\n\nnote\n', 2, 'a\n'],
    ['CRLF', 'a\r\nb\r\nc\r\n', 2, 'a\r\n'],
    ['CR', 'a\rb\rc', 1, 'a\rb\r'],
    ['all there is', 'a\nb\n', 5, ''],
  ])('takes off %s', async (_, text, count, left) => {
    expect(await cut(text, count, size)).toBe(left)
  })
})
