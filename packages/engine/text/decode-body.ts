import { createDecoder, toEncodingLabel, type DecoderOptions } from './open-decoder.ts'

/**
 * Decodes the text of an HTTP body: by its byte order mark, else by the `charset` of its type, else by a declaration in
 * XML or HTML, else by the zero bytes of UTF-16. Other text is UTF-8 or, if it is not valid UTF-8, windows-1252, as in browsers.
 *
 * @param options With `fatal`, bytes that are not valid, and text in no declared encoding that is not UTF-8, are errors.
 *   `guessEncoding` replaces windows-1252, also for text that is not in its declared encoding: it is called with the
 *   first part of the text that is not ASCII.
 * @throws TypeError If `fatal` is set and the bytes are not valid.
 * @internal
 */
export function decodeBody(
  bytes: Uint8Array,
  contentType: string,
  { fatal = false, guessEncoding }: DecoderOptions & { guessEncoding?: (sample: Uint8Array) => string } = {},
): string {
  const encoding = findByteOrderMark(bytes) ?? findCharset(contentType) ?? findDeclaration(bytes) ?? findUtf16(bytes)
  if (encoding !== undefined) {
    try {
      return createDecoder(encoding, { fatal: fatal || guessEncoding !== undefined }).decode(bytes)
    } catch (cause) {
      if (fatal) throw cause
    }
  }
  try {
    const text = createDecoder('utf-8', { fatal: true }).decode(bytes)
    return guessEncoding && usesEscapes(text) ? createDecoder(guessEncoding(bytes)).decode(bytes) : text
  } catch (cause) {
    if (fatal) throw cause
    return createDecoder(guessEncoding?.(takeSample(bytes)) ?? 'windows-1252').decode(bytes)
  }
}

/** Returns whether ASCII text switches to two bytes per character, as ISO-2022 does. */
const usesEscapes = (text: string): boolean => text.includes('\u001b$') && !/[^\0-\u007f]/.test(text)

const maxSampleLength = 8_000

/**
 * Returns the part of a text that starts with the first byte that is not ASCII. It ends at a byte that is no part of a
 * character of several bytes, so that it is valid in the encoding of the text.
 */
function takeSample(bytes: Uint8Array): Uint8Array {
  const rest = bytes.subarray(bytes.findIndex((byte) => byte > 0x7f))
  const start = rest.subarray(0, maxSampleLength)
  const end = rest.length <= maxSampleLength ? rest.length : start.findLastIndex((byte) => byte < 0x30)
  // Between spaces, the first and last bytes are no parts of a character that is cut off.
  return Uint8Array.of(0x20, ...start.subarray(0, end < 0 ? maxSampleLength : end), 0x20)
}

function findByteOrderMark([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return 'utf-32le'
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'utf-32be'
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function findCharset(contentType: string): string | undefined {
  const [, name = ''] = /;\s*charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType) ?? []
  // Text in ASCII is also UTF-8, and other text is not in ASCII.
  return /^(?:us-)?ascii$/i.test(name) ? undefined : toEncodingLabel(name)
}

/** Returns the byte order of UTF-16 that begins with two ASCII characters, as JSON and XML do. */
function findUtf16([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0 && second! > 0 && third === 0 && fourth! > 0) return 'utf-16be'
  return first! > 0 && second === 0 && third! > 0 && fourth === 0 ? 'utf-16le' : undefined
}

/** Length of the text in which browsers look for a declaration, in bytes. */
const declarationLength = 1024

function findDeclaration(bytes: Uint8Array): string | undefined {
  const start = createDecoder('windows-1252').decode(bytes.subarray(0, declarationLength))
  if (!start.trimStart().startsWith('<')) return undefined
  const [, xmlName] = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(start) ?? []
  const [, htmlName = ''] = /<meta[^<>]*charset\s*=\s*["']?([\w.:-]+)/i.exec(start) ?? []
  const label = toEncodingLabel(xmlName ?? htmlName)
  // The text could not be read if it were UTF-16.
  return label?.startsWith('utf-16') ? 'utf-8' : label
}
