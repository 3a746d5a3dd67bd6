import { message } from '@aw-flow/messages'
import { ExpressionError } from '../expression-error.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * Encodes text as Base64, one byte per character, as JSONata specifies. JSONata's own implementation needs `window` or
 * Node's `Buffer`, neither of which is available in a worker.
 *
 * @throws ExpressionError If the text contains a character above U+00FF.
 */
export function encodeBase64(text: string): string {
  let encoded = ''
  for (let offset = 0; offset < text.length; offset += 3) {
    const bytes = [0, 1, 2].map((index) => (offset + index < text.length ? text.charCodeAt(offset + index) : undefined))
    const outOfRangeByte = bytes.find((byte) => byte !== undefined && byte > 0xff)
    if (outOfRangeByte !== undefined) {
      throw new ExpressionError(message('expression.encode-range', { sign: String.fromCharCode(outOfRangeByte) }))
    }
    const group = (bytes[0]! << 16) | ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)
    encoded += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!
    encoded +=
      (bytes[1] === undefined ? '=' : alphabet[(group >> 6) & 63]!) +
      (bytes[2] === undefined ? '=' : alphabet[group & 63]!)
  }
  return encoded
}

/**
 * Decodes Base64 to text, one character per byte.
 *
 * @throws ExpressionError If the text is not valid Base64.
 */
export function decodeBase64(encoded: string): string {
  const text = encoded.replaceAll(/\s+/g, '').replace(/={1,2}$/, '')
  if (!/^[A-Za-z0-9+/]*$/.test(text) || text.length % 4 === 1) {
    throw new ExpressionError(message('expression.not-base64', { text: encoded.slice(0, 40) }))
  }
  let decoded = ''
  for (let offset = 0; offset < text.length; offset += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((index) =>
      offset + index < text.length ? alphabet.indexOf(text[offset + index]!) : undefined,
    )
    const group = (a! << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0)
    decoded += String.fromCharCode(group >> 16)
    if (c !== undefined) decoded += String.fromCharCode((group >> 8) & 255)
    if (d !== undefined) decoded += String.fromCharCode(group & 255)
  }
  return decoded
}
