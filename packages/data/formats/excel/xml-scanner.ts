import { message, type Message } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Maximum size of a tag or text node, in bytes. */
const maxTokenBytes = 1 << 22

const [lessThan, greaterThan, slash, equals, exclamation, question] = [0x3c, 0x3e, 0x2f, 0x3d, 0x21, 0x3f]
const [doubleQuote, singleQuote, colon, hyphen, openBracket, closeBracket] = [0x22, 0x27, 0x3a, 0x2d, 0x5b, 0x5d]

/**
 * Scans XML (UTF-8 in chunks) for tags and text without creating objects, so that it can handle very large worksheets.
 * Names are reported without prefixes. A document type declaration is rejected, so that no entities can be declared.
 * Comments and processing instructions are skipped.
 */
export abstract class XmlScanner {
  protected bytes: Uint8Array = new Uint8Array(0)
  private position = 0
  private readonly fileName: string
  protected nameStart = 0
  protected nameEnd = 0
  protected valueStart = 0
  protected valueEnd = 0

  constructor(fileName: string) {
    this.fileName = fileName
  }

  /**
   * Called for an opening tag. Its name is between `nameStart` and `nameEnd`, and its attributes are between `nameEnd`
   * and `end`.
   */
  protected abstract onOpenTag(end: number): void
  /** Called for a closing tag, and for an empty element after `onOpenTag`. */
  protected abstract onCloseTag(): void
  /** Called for text. `isRaw` means that entities in the text are literal. */
  protected abstract onText(from: number, to: number, isRaw: boolean): void

  read(chunk: Uint8Array): void {
    const remainingByteCount = this.bytes.length - this.position
    if (remainingByteCount === 0) this.bytes = chunk
    else {
      if (remainingByteCount > maxTokenBytes) throw this.createDamagedError(message('file.error.open-tag', {}))
      const combined = new Uint8Array(remainingByteCount + chunk.length)
      combined.set(this.bytes.subarray(this.position))
      combined.set(chunk, remainingByteCount)
      this.bytes = combined
    }
    this.position = 0
    this.scan()
  }

  createDamagedError(reason: Message): TablesError {
    return new TablesError(error('load.damaged', { file: this.fileName, reason }, { where: { file: this.fileName } }))
  }

  /**
   * Finds the next attribute and stores the positions of its name and value. Returns the offset after it, or -1 if
   * there are no more attributes.
   */
  protected findNextAttribute(from: number, end: number): number {
    const { bytes } = this
    let offset = from
    while (offset < end && isWhitespace(bytes[offset] as number)) offset++
    if (offset >= end || bytes[offset] === slash) return -1
    this.nameStart = offset
    while (offset < end && bytes[offset] !== equals && !isWhitespace(bytes[offset] as number)) {
      if (bytes[offset] === colon) this.nameStart = offset + 1
      offset++
    }
    this.nameEnd = offset
    while (offset < end && (bytes[offset] === equals || isWhitespace(bytes[offset] as number))) offset++
    const quote = bytes[offset]
    if (quote !== doubleQuote && quote !== singleQuote) return -1
    this.valueStart = ++offset
    while (offset < end && bytes[offset] !== quote) offset++
    this.valueEnd = offset
    return offset + 1
  }

  /** Returns whether the current name equals `name`. */
  protected hasName(name: Uint8Array): boolean {
    const { bytes, nameStart } = this
    if (this.nameEnd - nameStart !== name.length) return false
    for (let index = 0; index < name.length; index++) if (bytes[nameStart + index] !== name[index]) return false
    return true
  }

  /** Returns the current value as a non-negative integer, or NaN if it is not one. */
  protected parseIntegerValue(): number {
    let number = 0
    for (let offset = this.valueStart; offset < this.valueEnd; offset++) {
      const digit = (this.bytes[offset] as number) - 0x30
      if (digit < 0 || digit > 9) return Number.NaN
      number = number * 10 + digit
    }
    return this.valueEnd > this.valueStart ? number : Number.NaN
  }

  private scan(): void {
    const { bytes } = this
    const { length } = bytes
    let offset = this.position
    while (offset < length) {
      if (bytes[offset] !== lessThan) {
        const end = bytes.indexOf(lessThan, offset)
        if (end < 0) break
        this.onText(offset, end, false)
        offset = end
      }
      const next = this.scanTag(offset, length)
      if (next < 0) break
      offset = next
    }
    this.position = offset
  }

  /** Returns the offset after the tag at `from`, or -1 if the tag is incomplete. */
  private scanTag(from: number, length: number): number {
    const { bytes } = this
    const firstByte = bytes[from + 1]
    if (firstByte === exclamation || firstByte === question) return this.scanSpecialTag(from, length)
    let offset = from + 1
    const isClosing = firstByte === slash
    if (isClosing) offset++
    let nameStart = offset
    let byte = 0
    for (; offset < length; offset++) {
      byte = bytes[offset] as number
      if (byte === colon) nameStart = offset + 1
      else if (byte === greaterThan || byte === slash || isWhitespace(byte)) break
    }
    const nameEnd = offset
    while (offset < length && bytes[offset] !== greaterThan) {
      const quote = bytes[offset]
      if (quote === doubleQuote || quote === singleQuote) {
        offset = bytes.indexOf(quote, offset + 1)
        if (offset < 0) return -1
      }
      offset++
    }
    if (offset >= length) return -1
    this.nameStart = nameStart
    this.nameEnd = nameEnd
    if (isClosing) this.onCloseTag()
    else {
      this.onOpenTag(offset)
      if (bytes[offset - 1] === slash) {
        this.nameStart = nameStart
        this.nameEnd = nameEnd
        this.onCloseTag()
      }
    }
    return offset + 1
  }

  private scanSpecialTag(from: number, length: number): number {
    const { bytes } = this
    // Nine characters, the length of `<![CDATA[`, suffice to identify the construct.
    if (from + 9 > length) return -1
    if (bytes[from + 1] === question) return findEnd(bytes, from + 2, [question, greaterThan])
    if (bytes[from + 2] === hyphen) return findEnd(bytes, from + 4, [hyphen, hyphen, greaterThan])
    if (bytes[from + 2] !== openBracket) throw this.createDamagedError(message('file.error.doctype', {}))
    const end = findEnd(bytes, from + 9, [closeBracket, closeBracket, greaterThan])
    if (end > 0) this.onText(from + 9, end - 3, true)
    return end
  }
}

function findEnd(bytes: Uint8Array, from: number, marker: readonly number[]): number {
  const [firstByte] = marker as [number]
  for (let offset = bytes.indexOf(firstByte, from); offset >= 0; offset = bytes.indexOf(firstByte, offset + 1)) {
    if (marker.every((byte, index) => bytes[offset + index] === byte)) return offset + marker.length
  }
  return -1
}

const isWhitespace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
