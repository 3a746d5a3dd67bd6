import { message, type Message } from '@aw-flow/messages'

/** A syntax error at an offset in the scanner's bytes. `isEnd` is true if more bytes may complete the JSON. */
export class JsonSyntaxError extends Error {
  readonly reason: Message
  readonly offset: number
  readonly isEnd: boolean
  constructor(reason: Message, offset: number, isEnd = false) {
    super(reason.code)
    this.reason = reason
    this.offset = offset
    this.isEnd = isEnd
  }
}

/** The position of a value: `from` to `to`, including quotes and brackets. */
export interface JsonSpan {
  readonly from: number
  readonly to: number
}

const maxDepth = 500
const longValue = 1 << 20
/** Bytes that must be available before an unexpected character is reported. In bytes. */
const minShownBytes = 12
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]
const [minus, zero, nine, lineFeed] = [0x2d, 0x30, 0x39, 0x0a]
const decoder = new TextDecoder()
const encoder = new TextEncoder()
const keywords = new Map(
  ['true', 'false', 'null', 'NaN', 'Infinity'].map((keyword) => [keyword.charCodeAt(0), encoder.encode(keyword)]),
)

/**
 * Finds values in JSON text (UTF-8) without creating objects, so that numbers keep their original text and large
 * documents cost little memory. Strict (RFC 8259, at most 500 levels), except that it accepts `NaN`, `Infinity` and
 * `-Infinity`, which Python and others write.
 *
 * The text arrives in chunks: `bytes` holds the unread part. A value that is incomplete at its end throws a
 * `JsonSyntaxError` with `isEnd` and is scanned again when more bytes are available.
 */
export class JsonScanner {
  bytes: Uint8Array = new Uint8Array(0)
  /** True if no more bytes follow. */
  isLast = false
  /** True if the last skipped string contains an escape. */
  sawEscape = false
  private chunks: Uint8Array[] = []
  private waiting = 0
  private counted = { offset: 0, line: 1 }

  /**
   * Adds bytes. Returns false if it is not worth scanning again yet, because the current value is longer than a chunk.
   */
  extend(chunk: Uint8Array): boolean {
    this.chunks.push(chunk)
    this.waiting += chunk.length
    if (this.bytes.length > longValue && this.waiting < this.bytes.length) return false
    this.join()
    return true
  }

  end(): void {
    this.join()
    this.isLast = true
  }

  /** Discards the bytes before `at`, which becomes offset 0. */
  discard(at: number): void {
    this.counted = { offset: 0, line: this.lineOf(at) }
    this.bytes = this.bytes.subarray(at)
  }

  private join(): void {
    const joined = new Uint8Array(this.bytes.length + this.waiting)
    joined.set(this.bytes)
    let at = this.bytes.length
    for (const chunk of this.chunks) {
      joined.set(chunk, at)
      at += chunk.length
    }
    this.bytes = joined
    this.chunks = []
    this.waiting = 0
  }

  /** Offset after white space. */
  skipBlanks(from: number): number {
    const { bytes } = this
    let at = from
    while (at < bytes.length) {
      const byte = bytes[at]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
      at++
    }
    return at
  }

  /** Offset after the value at `from`. */
  skipValue(from: number, depth = 0): number {
    const byte = this.bytes[from]
    if (byte === quote) return this.skipString(from)
    if (byte === openBrace || byte === openBracket) {
      if (depth >= maxDepth) throw new JsonSyntaxError(message('json.too-deep', { depth: maxDepth }), from)
      return byte === openBrace
        ? this.members(from, (_, value) => this.skipValue(value, depth + 1))
        : this.elements(from, (value) => this.skipValue(value, depth + 1))
    }
    if (byte === minus || isDigit(byte)) return this.skipNumber(from)
    return this.skipKeyword(from)
  }

  /** Calls `visit` with the start of each key and its value; `visit` returns the end of the value. */
  members(from: number, visit: (key: number, value: number) => number): number {
    let at = this.skipBlanks(from + 1)
    if (this.bytes[at] === closeBrace) return at + 1
    for (;;) {
      if (this.bytes[at] !== quote) throw this.unexpected(at)
      const key = at
      at = this.skipBlanks(this.skipString(at))
      if (this.bytes[at] !== colon) throw this.unexpected(at)
      at = this.skipBlanks(visit(key, this.skipBlanks(at + 1)))
      if (this.bytes[at] === closeBrace) return at + 1
      at = this.skipComma(at)
    }
  }

  /** Calls `visit` with the start of each element; `visit` returns its end. */
  elements(from: number, visit: (value: number) => number): number {
    let at = this.skipBlanks(from + 1)
    if (this.bytes[at] === closeBracket) return at + 1
    for (;;) {
      at = this.skipBlanks(visit(at))
      if (this.bytes[at] === closeBracket) return at + 1
      at = this.skipComma(at)
    }
  }

  /** True if a list ends at `at`. */
  isClosed(at: number): boolean {
    return this.bytes[at] === closeBracket
  }

  /** Offset after a comma and the white space that follows it. */
  skipComma(at: number): number {
    if (this.bytes[at] !== comma) throw this.unexpected(at)
    return this.skipBlanks(at + 1)
  }

  isObject(at: number): boolean {
    return this.bytes[at] === openBrace
  }

  isArray(at: number): boolean {
    return this.bytes[at] === openBracket
  }

  isString(at: number): boolean {
    return this.bytes[at] === quote
  }

  /** True for `null` and `NaN`; both become null. */
  isNull(at: number): boolean {
    return this.bytes[at] === 0x6e || this.bytes[at] === 0x4e
  }

  /** True if the string at `from` has exactly these bytes. */
  isWritten(from: number, text: Uint8Array): boolean {
    for (let index = 0; index < text.length; index++) if (this.bytes[from + 1 + index] !== text[index]) return false
    return this.bytes[from + 1 + text.length] === quote
  }

  /** Decodes the string at `from`. */
  text(from: number): string {
    const raw = decoder.decode(this.bytes.subarray(from, this.skipString(from)))
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
  }

  /** A nested value as JSON text without white space; everything else is unchanged. */
  compact({ from, to }: JsonSpan): Uint8Array {
    const text = new Uint8Array(to - from)
    let length = 0
    for (let at = from; at < to;) {
      const next = this.bytes[at] === quote ? this.skipString(at) : at + 1
      if (next > at + 1 || (this.bytes[at] as number) > 0x20) {
        text.set(this.bytes.subarray(at, next), length)
        length += next - at
      }
      at = next
    }
    return text.subarray(0, length)
  }

  /** The physical line of an offset, counted from 1. Offsets must not decrease between calls. */
  lineOf(offset: number): number {
    let { line } = this.counted
    for (let at = this.counted.offset; ; at++) {
      at = this.bytes.indexOf(lineFeed, at)
      if (at < 0 || at >= offset) break
      line++
    }
    this.counted = { offset, line }
    return line
  }

  skipString(from: number): number {
    const { bytes } = this
    this.sawEscape = false
    for (let at = from + 1; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte === quote) return at + 1
      if (byte < 0x20) throw this.unexpected(at)
      if (byte === backslash) {
        at = this.escapeEnd(at)
        this.sawEscape = true
      }
    }
    throw this.unexpected(bytes.length)
  }

  private skipKeyword(from: number): number {
    const { bytes } = this
    const keyword = keywords.get(bytes[from] as number)
    if (!keyword) throw this.unexpected(from)
    for (let index = 0; index < keyword.length; index++) {
      if (bytes[from + index] !== keyword[index])
        throw this.unexpected(from + index < bytes.length ? from : bytes.length)
    }
    return from + keyword.length
  }

  private escapeEnd(at: number): number {
    if (at + 1 >= this.bytes.length) throw this.unexpected(at + 1)
    const letter = String.fromCharCode(this.bytes[at + 1] ?? 0)
    if ('"\\/bfnrt'.includes(letter)) return at + 1
    if (letter !== 'u') throw this.unexpected(at + 1)
    for (let index = at + 2; index < at + 6; index++) {
      if (index >= this.bytes.length) throw this.unexpected(index)
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(this.bytes[index] ?? 0))) throw this.unexpected(index)
    }
    return at + 5
  }

  private skipNumber(from: number): number {
    let at = this.bytes[from] === minus ? from + 1 : from
    if (at > from && this.bytes[at] === 0x49) return this.skipKeyword(at)
    at = this.bytes[at] === zero ? at + 1 : this.skipDigits(at)
    if (this.bytes[at] === 0x2e) at = this.skipDigits(at + 1)
    if (this.bytes[at] === 0x65 || this.bytes[at] === 0x45) {
      const sign = this.bytes[at + 1]
      at = this.skipDigits(sign === 0x2b || sign === minus ? at + 2 : at + 1)
    }
    return at
  }

  private skipDigits(from: number): number {
    let at = from
    while (isDigit(this.bytes[at])) at++
    if (at === from) throw this.unexpected(at)
    return at
  }

  /** Creates the error for the character at `at`. */
  unexpected(at: number): JsonSyntaxError {
    const { bytes, isLast } = this
    if (at >= bytes.length || (!isLast && at + minShownBytes > bytes.length)) {
      return new JsonSyntaxError(message('json.ends-early', {}), at, !isLast)
    }
    const found = decoder.decode(bytes.subarray(at, at + minShownBytes)).slice(0, 8)
    return new JsonSyntaxError(message('json.unexpected', { found }), at)
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine
