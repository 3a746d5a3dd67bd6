/** What is no JSON, and where: an offset in bytes. */
export class JsonSyntaxError extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** A value as it stands in the bytes: `from` to `to`, quotes and brackets included. */
export interface JsonSpan {
  readonly from: number
  readonly to: number
}

const deepest = 500
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]
const [minus, zero, nine] = [0x2d, 0x30, 0x39]
const decoder = new TextDecoder()
const encoder = new TextEncoder()
const words = ['true', 'false', 'null'].map((word) => encoder.encode(word))

/**
 * Finds values in JSON text (UTF-8) without making anything of them, so that numbers stay as they are written, keys are
 * only names, and a large text costs no objects. Strict: RFC 8259, and no deeper than 500.
 */
export class JsonScanner {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Past white space. */
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

  /** Where the value at `from` ends. */
  skipValue(from: number, depth = 0): number {
    const byte = this.bytes[from]
    if (byte === quote) return this.skipString(from)
    if (byte === openBrace || byte === openBracket) {
      if (depth >= deepest) throw new JsonSyntaxError(`it is nested deeper than ${deepest}`, from)
      return byte === openBrace
        ? this.members(from, (_, value) => this.skipValue(value, depth + 1))
        : this.elements(from, (value) => this.skipValue(value, depth + 1))
    }
    if (byte === minus || isDigit(byte)) return this.skipNumber(from)
    const word = words.find((one) => one.every((letter, index) => this.bytes[from + index] === letter))
    if (word) return from + word.length
    throw this.unexpected(from)
  }

  /** Calls `visit` with where each key and its value begin; it gives back where the value ends. */
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

  /** Calls `visit` with where each element begins; it gives back where the element ends. */
  elements(from: number, visit: (value: number) => number): number {
    let at = this.skipBlanks(from + 1)
    if (this.bytes[at] === closeBracket) return at + 1
    for (;;) {
      at = this.skipBlanks(visit(at))
      if (this.bytes[at] === closeBracket) return at + 1
      at = this.skipComma(at)
    }
  }

  /** True where a list ends. */
  isClosed(at: number): boolean {
    return this.bytes[at] === closeBracket
  }

  /** Past a comma and the white space behind it. */
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

  isNull(at: number): boolean {
    return this.bytes[at] === 0x6e
  }

  /** True when a string has an escape in it. */
  isEscaped({ from, to }: JsonSpan): boolean {
    for (let at = from + 1; at < to; at++) if (this.bytes[at] === backslash) return true
    return false
  }

  /** True when the string at `from` is written just as these bytes. */
  isWritten(from: number, text: Uint8Array): boolean {
    for (let index = 0; index < text.length; index++) if (this.bytes[from + 1 + index] !== text[index]) return false
    return this.bytes[from + 1 + text.length] === quote
  }

  /** The text of the string at `from`. */
  text(from: number): string {
    const raw = decoder.decode(this.bytes.subarray(from, this.skipString(from)))
    return raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1)
  }

  /** A nested value as JSON text without white space, everything else in it as it is written. */
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

  /** The physical line (from 1) of an offset, counted on from a place that is known. */
  lineOf(offset: number, known: { offset: number; line: number } = { offset: 0, line: 1 }): number {
    let { line } = known
    for (let at = known.offset; at < offset; at++) if (this.bytes[at] === 0x0a) line++
    return line
  }

  private skipString(from: number): number {
    const { bytes } = this
    for (let at = from + 1; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte === quote) return at + 1
      if (byte < 0x20) throw this.unexpected(at)
      if (byte === backslash) at = this.escapeEnd(at)
    }
    throw this.unexpected(bytes.length)
  }

  private escapeEnd(at: number): number {
    const letter = String.fromCharCode(this.bytes[at + 1] ?? 0)
    if ('"\\/bfnrt'.includes(letter)) return at + 1
    if (letter !== 'u') throw this.unexpected(at + 1)
    for (let index = at + 2; index < at + 6; index++) {
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(this.bytes[index] ?? 0))) throw this.unexpected(index)
    }
    return at + 5
  }

  private skipNumber(from: number): number {
    let at = this.bytes[from] === minus ? from + 1 : from
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

  private unexpected(at: number): JsonSyntaxError {
    if (at >= this.bytes.length) return new JsonSyntaxError('it ends too early', at)
    const found = decoder.decode(this.bytes.subarray(at, at + 12)).slice(0, 8)
    return new JsonSyntaxError(`\`${found}\` is not expected`, at)
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine
