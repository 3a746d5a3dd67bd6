import { describe, expect, it } from 'vitest'
import { protectResponse } from './protect-response.ts'
import { createRedactor, redactStrings } from './redactor.ts'

const value = 'geheim/Wörter "1"'
const redactor = createRedactor([{ name: 'key', values: [value] }])
const toHex = (text: string): string => text.charCodeAt(0).toString(16).padStart(4, '0')
const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('a redactor', () => {
  it.each([
    ['plain text', value],
    ['lowercase', value.toLowerCase()],
    ['capitals', value.toUpperCase()],
    ['hexadecimal', Buffer.from(value).toString('hex')],
    ['hexadecimal in capitals', Buffer.from(value).toString('hex').toUpperCase()],
    ['JSON', JSON.stringify(value)],
    ['JSON with an escaped slash', JSON.stringify(value).replace('/', '\\/')],
    ['JSON with escapes only', value.replaceAll(/./g, (character) => `\\u${toHex(character)}`)],
    ['JSON with escapes in capitals', value.replaceAll(/./g, (character) => `\\u${toHex(character).toUpperCase()}`)],
    ['JSON in a JSON string', JSON.stringify(JSON.stringify(JSON.stringify(value)))],
    ['a URL', encodeURIComponent(value)],
    ['a URL in lowercase', encodeURIComponent(value).toLowerCase()],
    ['a URL in a URL', encodeURIComponent(encodeURIComponent(encodeURIComponent(value)))],
    ['a form', new URLSearchParams({ a: value }).toString()],
    ['HTML', value.replaceAll('"', '&quot;')],
    ['HTML with numbers', value.replaceAll(/./g, (character) => `&#${character.charCodeAt(0)};`)],
    ['HTML with hexadecimal numbers', value.replaceAll(/./g, (character) => `&#x${toHex(character)};`)],
    ['CSV', `"${value.replaceAll('"', '""')}"`],
    ['Base64', base64(value)],
    ['Base64 without padding', base64(value).replace(/=+$/, '')],
    ['Base64 for URLs', Buffer.from(value).toString('base64url')],
    ['Base64 in a URL', encodeURIComponent(base64(value))],
    ['Base64 of a longer text', base64(`user:${value}`)],
    ['Base64 of another longer text', base64(`a user:${value}`)],
  ])('masks a secret in %s', (_, text) => {
    const masked = redactor.redact(`before ${text} after`)
    expect(masked).toContain('•••')
    expect(masked).toMatch(/^before .* after$/)
    for (const part of ['geheim', 'rter', base64('geheim/W').slice(0, 8)])
      expect(masked.toLowerCase()).not.toContain(part.toLowerCase())
    expect(redactor.findNames(text)).toEqual(['key'])
  })

  it('leaves other text unchanged, and everything if there are no secrets', () => {
    const text = 'geheim/Worter "1" %67%65 \\u0067eheim &#103; Z2VoZWlt'
    expect(redactor.redact(text)).toBe(text)
    expect(createRedactor([]).redact(value)).toBe(value)
    expect(createRedactor([{ name: 'short', values: ['ab'] }]).isEmpty).toBe(true)
  })

  it('masks strings and keys in data', () => {
    expect(redactStrings({ [value]: [value, 1, null, { a: value }] }, redactor.redact)).toEqual({
      '•••': ['•••', 1, null, { a: '•••' }],
    })
  })

  it('does not try every division of escapes into characters', () => {
    const slashes = createRedactor([{ name: 'key', values: ['\\'.repeat(30) + 'x'] }])
    const text = '\\'.repeat(200)
    expect(slashes.redact(text)).toBe(text)
  })
})

describe('a response', () => {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
  const read = async (bytes: Uint8Array, type: string, pieceSize: number, values = [value]): Promise<Buffer> => {
    async function* split(): AsyncGenerator<Uint8Array> {
      for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize)
    }
    const { body } = protectResponse(
      { url: new URL('https://a.example/'), headers: [['content-type', type]], body: split() },
      createRedactor([{ name: 'key', values }]),
    )
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  it.each([1, 2, 3, 7, 100])('is masked across chunks of %i bytes', async (size) => {
    const json = JSON.stringify({ a: value, b: [value, 'grün'] })
    expect((await read(utf8(json), 'application/json', size)).toString()).toBe('{"a":"•••","b":["•••","grün"]}')
    expect((await read(utf8(`x;${value}\n`), 'text/csv', size)).toString()).toBe('x;•••\n')
    const wide = Buffer.from(`\ufeffx;${value}\n`, 'utf16le')
    expect((await read(wide, 'text/csv', size)).toString('utf16le')).toBe('\ufeffx;•••\n')
  })

  it('keeps the bytes between secrets in other encodings', async () => {
    const bytes = Buffer.from(`grün;${value};ß`, 'latin1')
    const masked = await read(bytes, 'text/csv; charset=windows-1252', 5)
    expect(masked.toString('latin1')).toBe('grün;***;ß')
  })

  it('stays valid JSON if the secret is a number', async () => {
    const masked = await read(utf8('{"a": 12345678, "b": "is 12345678\\" "}'), 'application/json', 4, ['12345678'])
    expect(JSON.parse(masked.toString())).toEqual({ a: '•••', b: 'is •••" ' })
  })

  it('passes on the events of a stream without delay', async () => {
    const event = `data: {"text": "geheim"}\n\n`
    let sentCount = 0
    async function* events(): AsyncGenerator<Uint8Array> {
      for (; sentCount < 3; sentCount++) yield utf8(event)
    }
    const { body } = protectResponse(
      { url: new URL('https://a.example/'), headers: [['content-type', 'text/event-stream']], body: events() },
      redactor,
    )
    for await (const chunk of body) {
      expect(Buffer.from(chunk).toString()).toBe(event)
      if (sentCount === 0) break
    }
    expect(sentCount).toBe(0)
  })

  it.each([
    ['binary', Buffer.from(`\0\x01${value}`)],
    ['UTF-16 in binary', Buffer.concat([Buffer.from([0, 1, 2, 3]), Buffer.from(value, 'utf16le')])],
    ['a PDF', Buffer.from(`%PDF-1.7\n(${value.replaceAll('"', '')}) "1"\n${value}`)],
  ])('that is %s is rejected by the name of the secret, and otherwise unchanged', async (_, bytes) => {
    for (const size of [1, 1000]) {
      const failure = await read(bytes, 'application/octet-stream', size).catch((cause: unknown) => cause)
      expect(failure).toMatchObject({
        kind: 'permanent',
        problem: { code: 'secret.in-response', params: { name: 'key', host: 'a.example' } },
      })
      expect(await read(bytes, 'application/octet-stream', size, ['another value'])).toEqual(bytes)
    }
  })
})
