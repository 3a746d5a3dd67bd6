import { message, type Message } from '@aw-flow/messages'

/**
 * A syntax error at an offset in the scanner's bytes. `isIncomplete` means that more bytes may complete the JSON text.
 */
export class JsonSyntaxError extends Error {
  readonly reason: Message
  readonly offset: number
  readonly isIncomplete: boolean
  constructor(reason: Message, offset: number, isIncomplete = false) {
    super(reason.code)
    this.reason = reason
    this.offset = offset
    this.isIncomplete = isIncomplete
  }
}

/** Position of a value, including quotes and brackets. */
export interface JsonSpan {
  readonly start: number
  readonly end: number
}

const maxDepth = 500
const longValueBytes = 1 << 20
/**
 * Minimum number of bytes to wait for before an unexpected character is reported, so that the message can quote an
 * excerpt.
 */
const minExcerptBytes = 12
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
 * documents need little memory. Parsing is strict (RFC 8259, at most 500 levels), except that it accepts `NaN`,
 * `Infinity` and `-Infinity`, which Python and other programs write.
 *
 * The text arrives in chunks; `bytes` contains the part that has not been read. If a value is incomplete at the end of
 * that part, a `JsonSyntaxError` with `isIncomplete` is thrown, and the value is scanned again once more bytes are
 * available.
 */
export class JsonScanner {
  bytes: Uint8Array = new Uint8Array(0)
  /** Whether no more bytes follow. */
  hasAllBytes = false
  /** Whether the most recently skipped string contains an escape. */
  hasEscape = false
  private chunks: (Uint8Array | undefined)[] = []
  private pendingBytes = 0
  private isCollecting = false
  private lineCounter = { offset: 0, line: 1 }

  /** Adds bytes. Returns false if scanning should wait for more, because the current value is longer than a chunk. */
  extend(chunk: Uint8Array): boolean {
    this.chunks.push(chunk)
    this.pendingBytes += chunk.length
    if (this.isCollecting) return false
    if (this.bytes.length > longValueBytes && this.pendingBytes < this.bytes.length) return false
    this.join()
    return true
  }

  /** Collects all remaining bytes and makes them available together at the end of the text. */
  collect(): void {
    this.isCollecting = true
  }

  /** Number of bytes held in memory. */
  get bufferedBytes(): number {
    return this.bytes.length + this.pendingBytes
  }

  end(): void {
    this.join()
    this.hasAllBytes = true
  }

  /** Discards the bytes before `offset`, which becomes offset 0. */
  discard(offset: number): void {
    this.lineCounter = { offset: 0, line: this.findLineNumber(offset) }
    this.bytes = this.bytes.subarray(offset)
  }

  private join(): void {
    const combinedBytes = new Uint8Array(this.bytes.length + this.pendingBytes)
    combinedBytes.set(this.bytes)
    let offset = this.bytes.length
    for (const [index, chunk] of this.chunks.entries()) {
      if (!chunk) continue
      combinedBytes.set(chunk, offset)
      offset += chunk.length
      // Memory pages of `combinedBytes` are allocated only when written, so releasing each chunk right after copying it
      // limits peak memory.
      this.chunks[index] = undefined
    }
    this.bytes = combinedBytes
    this.chunks = []
    this.pendingBytes = 0
  }

  /** Returns the offset after any whitespace. */
  skipWhitespace(from: number): number {
    const { bytes } = this
    let offset = from
    while (offset < bytes.length) {
      const byte = bytes[offset]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
      offset++
    }
    return offset
  }

  /** Returns the offset after the value at `from`. */
  skipValue(from: number, depth = 0): number {
    const byte = this.bytes[from]
    if (byte === quote) return this.skipString(from)
    if (byte === openBrace || byte === openBracket) {
      if (depth >= maxDepth) throw new JsonSyntaxError(message('json.too-deep', { depth: maxDepth }), from)
      return byte === openBrace
        ? this.visitMembers(from, (_, value) => this.skipValue(value, depth + 1))
        : this.visitElements(from, (value) => this.skipValue(value, depth + 1))
    }
    if (byte === minus || isDigit(byte)) return this.skipNumber(from)
    return this.skipKeyword(from)
  }

  /** Calls `visit` with the offsets of each key and its value. `visit` must return the offset after the value. */
  visitMembers(from: number, visit: (keyOffset: number, valueOffset: number) => number): number {
    let offset = this.skipWhitespace(from + 1)
    if (this.bytes[offset] === closeBrace) return offset + 1
    for (;;) {
      offset = this.skipWhitespace(visit(offset, this.skipKey(offset)))
      if (this.bytes[offset] === closeBrace) return offset + 1
      offset = this.skipComma(offset)
    }
  }

  /** Returns the offset of the value that belongs to the key at `from`. */
  skipKey(from: number): number {
    if (this.bytes[from] !== quote) throw this.createSyntaxError(from)
    const offset = this.skipWhitespace(this.skipString(from))
    if (this.bytes[offset] !== colon) throw this.createSyntaxError(offset)
    return this.skipWhitespace(offset + 1)
  }

  /** Calls `visit` with the offset of each element. `visit` must return the offset after it. */
  visitElements(from: number, visit: (valueOffset: number) => number): number {
    let offset = this.skipWhitespace(from + 1)
    if (this.bytes[offset] === closeBracket) return offset + 1
    for (;;) {
      offset = this.skipWhitespace(visit(offset))
      if (this.bytes[offset] === closeBracket) return offset + 1
      offset = this.skipComma(offset)
    }
  }

  /** Returns whether a list or object is closed at `offset`. */
  isClosed(offset: number, isArray: boolean): boolean {
    return this.bytes[offset] === (isArray ? closeBracket : closeBrace)
  }

  /** Returns the offset after a comma and any whitespace that follows it. */
  skipComma(offset: number): number {
    if (this.bytes[offset] !== comma) throw this.createSyntaxError(offset)
    return this.skipWhitespace(offset + 1)
  }

  isObject(offset: number): boolean {
    return this.bytes[offset] === openBrace
  }

  isArray(offset: number): boolean {
    return this.bytes[offset] === openBracket
  }

  isString(offset: number): boolean {
    return this.bytes[offset] === quote
  }

  /** Returns whether the value is `null` or `NaN`, which both become null. */
  isNull(offset: number): boolean {
    return this.bytes[offset] === 0x6e || this.bytes[offset] === 0x4e
  }

  /** Returns whether the string at `from` consists of exactly these bytes. */
  matchesString(from: number, text: Uint8Array): boolean {
    for (let index = 0; index < text.length; index++) if (this.bytes[from + 1 + index] !== text[index]) return false
    return this.bytes[from + 1 + text.length] === quote
  }

  /** Decodes the string at `from`. */
  decodeString(from: number): string {
    const raw = decoder.decode(this.bytes.subarray(from, this.skipString(from)))
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
  }

  /** Returns a nested value as JSON text without whitespace between tokens. */
  compact({ start, end }: JsonSpan): Uint8Array {
    const text = new Uint8Array(end - start)
    let length = 0
    for (let offset = start; offset < end;) {
      const next = this.bytes[offset] === quote ? this.skipString(offset) : offset + 1
      if (next > offset + 1 || (this.bytes[offset] as number) > 0x20) {
        text.set(this.bytes.subarray(offset, next), length)
        length += next - offset
      }
      offset = next
    }
    return text.subarray(0, length)
  }

  /** Returns the number of the physical line at an offset, counted from 1. Offsets must not decrease between calls. */
  findLineNumber(offset: number): number {
    let { line } = this.lineCounter
    for (let position = this.lineCounter.offset; ; position++) {
      position = this.bytes.indexOf(lineFeed, position)
      if (position < 0 || position >= offset) break
      line++
    }
    this.lineCounter = { offset, line }
    return line
  }

  skipString(from: number): number {
    const { bytes } = this
    this.hasEscape = false
    for (let offset = from + 1; offset < bytes.length; offset++) {
      const byte = bytes[offset] as number
      if (byte === quote) return offset + 1
      if (byte < 0x20) throw this.createSyntaxError(offset)
      if (byte === backslash) {
        offset = this.findEscapeEnd(offset)
        this.hasEscape = true
      }
    }
    throw this.createSyntaxError(bytes.length)
  }

  private skipKeyword(from: number): number {
    const { bytes } = this
    const keyword = keywords.get(bytes[from] as number)
    if (!keyword) throw this.createSyntaxError(from)
    for (let index = 0; index < keyword.length; index++) {
      if (bytes[from + index] !== keyword[index])
        throw this.createSyntaxError(from + index < bytes.length ? from : bytes.length)
    }
    return from + keyword.length
  }

  private findEscapeEnd(offset: number): number {
    if (offset + 1 >= this.bytes.length) throw this.createSyntaxError(offset + 1)
    const letter = String.fromCharCode(this.bytes[offset + 1] ?? 0)
    if ('"\\/bfnrt'.includes(letter)) return offset + 1
    if (letter !== 'u') throw this.createSyntaxError(offset + 1)
    for (let index = offset + 2; index < offset + 6; index++) {
      if (index >= this.bytes.length) throw this.createSyntaxError(index)
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(this.bytes[index] ?? 0))) throw this.createSyntaxError(index)
    }
    return offset + 5
  }

  private skipNumber(from: number): number {
    let offset = this.bytes[from] === minus ? from + 1 : from
    if (offset > from && this.bytes[offset] === 0x49) return this.skipKeyword(offset)
    offset = this.bytes[offset] === zero ? offset + 1 : this.skipDigits(offset)
    if (this.bytes[offset] === 0x2e) offset = this.skipDigits(offset + 1)
    if (this.bytes[offset] === 0x65 || this.bytes[offset] === 0x45) {
      const sign = this.bytes[offset + 1]
      offset = this.skipDigits(sign === 0x2b || sign === minus ? offset + 2 : offset + 1)
    }
    return offset
  }

  private skipDigits(from: number): number {
    let offset = from
    while (isDigit(this.bytes[offset])) offset++
    if (offset === from) throw this.createSyntaxError(offset)
    return offset
  }

  /** Creates the error for an unexpected character at `offset`. */
  createSyntaxError(offset: number): JsonSyntaxError {
    const { bytes, hasAllBytes } = this
    if (offset >= bytes.length || (!hasAllBytes && offset + minExcerptBytes > bytes.length)) {
      return new JsonSyntaxError(message('json.ends-early', {}), offset, !hasAllBytes)
    }
    const excerpt = decoder.decode(bytes.subarray(offset, offset + minExcerptBytes)).slice(0, 8)
    return new JsonSyntaxError(message('json.unexpected', { found: excerpt }), offset)
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine
