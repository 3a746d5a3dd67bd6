import { createDecoder, toEncodingLabel } from './open-decoder.ts'

/**
 * Decodes a header that contains UTF-8. HTTP libraries return the bytes of a header as characters.
 *
 * @example
 *   decodeHeader('grÃ¼n') // 'grün'
 *
 * @internal
 */
export function decodeHeader(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value) || /[^\0-\u00ff]/.test(value)) return value
  return decode('utf-8', value) ?? value
}

/**
 * Encodes a header whose characters are not all bytes as UTF-8, because HTTP libraries send each character as a byte.
 *
 * @internal
 */
export function encodeHeader(value: string): string {
  if (!/[^\0-\u00ff]/.test(value)) return value
  return Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('')
}

/**
 * Returns the file name in a `Content-Disposition` header (RFC 6266): `filename*`, or `filename` as a word, in quotes or
 * encoded as in mails.
 *
 * @example
 *   readFileName("attachment; filename*=UTF-8''gr%C3%BCn.csv") // 'grün.csv'
 *   readFileName('attachment; filename="a; \\"b\\".csv"') // 'a; "b".csv'
 *
 * @internal
 */
export function readFileName(disposition: string): string | undefined {
  const [, charset = '', encodedName = ''] =
    /(?:^|;)\s{0,9}filename\*\s{0,9}=\s{0,9}"?([\w-]{1,40})'[\w-]{0,40}'([^;"\s]{1,2000})/i.exec(disposition) ?? []
  const bytes = encodedName.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  if (encodedName !== '') return decode(toEncodingLabel(charset), bytes) ?? encodedName
  const [, quotedName, word] =
    /(?:^|;)\s{0,9}filename\s{0,9}=\s{0,9}(?:"((?:[^"\\]|\\[^]){1,2000})"|([^;"\s]{1,2000}))/i.exec(disposition) ?? []
  const name = quotedName?.replace(/\\(["\\])/g, '$1') ?? word
  const [, mailCharset = '', form = '', text = ''] =
    /^=\?([\w-]{1,40})\?([bq])\?([^?]{1,2000})\?=$/i.exec(name ?? '') ?? []
  if (text === '' || name === undefined) return name && decodeHeader(name)
  return (
    decode(toEncodingLabel(mailCharset), form.toLowerCase() === 'b' ? decodeBase64(text) : decodeQuoted(text)) ?? name
  )
}

/** Decodes characters that stand for bytes. Returns `undefined` if they are not valid. */
function decode(label: string | undefined, bytes: string | undefined): string | undefined {
  if (bytes === undefined) return undefined
  try {
    return createDecoder(label ?? 'utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
    )
  } catch {
    return undefined
  }
}

const decodeBase64 = (text: string): string | undefined => (/^[\w+/]+={0,2}$/.test(text) ? atob(text) : undefined)
const decodeQuoted = (text: string): string =>
  text.replaceAll('_', ' ').replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
