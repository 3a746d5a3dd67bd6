import { message, type Message } from '@aw-flow/messages'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Maximum size of a tag or a text. In bytes. */
const maxTokenBytes = 1 << 22

const [less, greater, slash, equals, exclamation, question] = [0x3c, 0x3e, 0x2f, 0x3d, 0x21, 0x3f]
const [doubleQuote, singleQuote, colon, hyphen, openBracket, closeBracket] = [0x22, 0x27, 0x3a, 0x2d, 0x5b, 0x5d]

/**
 * Scans XML in UTF-8 chunks for tags and texts without creating objects, for worksheets of many megabytes. Names are
 * local, without a prefix. A document type is rejected, so no entity can be declared; comments and processing
 * instructions are skipped.
 */
export abstract class XmlBytes {
  protected bytes: Uint8Array = new Uint8Array(0)
  private position = 0
  private readonly file: string
  protected nameFrom = 0
  protected nameTo = 0
  protected valueFrom = 0
  protected valueTo = 0

  constructor(file: string) {
    this.file = file
  }

  /** Called for an opening tag: its name is from `nameFrom` to `nameTo`, its attributes from there to `end`. */
  protected abstract open(end: number): void
  /** Called for a closing tag, and after `open` for an empty element. */
  protected abstract close(): void
  /** Called for a text; `raw` if entities in it are literal. */
  protected abstract content(from: number, to: number, raw: boolean): void

  read(chunk: Uint8Array): void {
    const rest = this.bytes.length - this.position
    if (rest === 0) this.bytes = chunk
    else {
      if (rest > maxTokenBytes) throw this.damaged(message('file.fault.open-tag', {}))
      const joined = new Uint8Array(rest + chunk.length)
      joined.set(this.bytes.subarray(this.position))
      joined.set(chunk, rest)
      this.bytes = joined
    }
    this.position = 0
    this.scan()
  }

  damaged(reason: Message): TablesError {
    return new TablesError(error('load.damaged', { file: this.file, reason }, { where: { file: this.file } }))
  }

  /** Finds the next attribute, stores the positions of its name and value, and returns its end; -1 if there is none. */
  protected attribute(from: number, end: number): number {
    const { bytes } = this
    let at = from
    while (at < end && isBlank(bytes[at] as number)) at++
    if (at >= end || bytes[at] === slash) return -1
    this.nameFrom = at
    while (at < end && bytes[at] !== equals && !isBlank(bytes[at] as number)) {
      if (bytes[at] === colon) this.nameFrom = at + 1
      at++
    }
    this.nameTo = at
    while (at < end && (bytes[at] === equals || isBlank(bytes[at] as number))) at++
    const quote = bytes[at]
    if (quote !== doubleQuote && quote !== singleQuote) return -1
    this.valueFrom = ++at
    while (at < end && bytes[at] !== quote) at++
    this.valueTo = at
    return at + 1
  }

  /** True if the last name equals this one. */
  protected isName(name: Uint8Array): boolean {
    const { bytes, nameFrom } = this
    if (this.nameTo - nameFrom !== name.length) return false
    for (let index = 0; index < name.length; index++) if (bytes[nameFrom + index] !== name[index]) return false
    return true
  }

  /** The last value as a non-negative integer; NaN for anything else. */
  protected wholeValue(): number {
    let number = 0
    for (let at = this.valueFrom; at < this.valueTo; at++) {
      const digit = (this.bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return Number.NaN
      number = number * 10 + digit
    }
    return this.valueTo > this.valueFrom ? number : Number.NaN
  }

  private scan(): void {
    const { bytes } = this
    const { length } = bytes
    let at = this.position
    while (at < length) {
      if (bytes[at] !== less) {
        const end = bytes.indexOf(less, at)
        if (end < 0) break
        this.content(at, end, false)
        at = end
      }
      const next = this.scanTag(at, length)
      if (next < 0) break
      at = next
    }
    this.position = at
  }

  /** Returns the end of the tag at `from`, or -1 if it is incomplete. */
  private scanTag(from: number, length: number): number {
    const { bytes } = this
    const first = bytes[from + 1]
    if (first === exclamation || first === question) return this.scanOther(from, length)
    let at = from + 1
    const closes = first === slash
    if (closes) at++
    let name = at
    let byte = 0
    for (; at < length; at++) {
      byte = bytes[at] as number
      if (byte === colon) name = at + 1
      else if (byte === greater || byte === slash || isBlank(byte)) break
    }
    const nameTo = at
    while (at < length && bytes[at] !== greater) {
      const quote = bytes[at]
      if (quote === doubleQuote || quote === singleQuote) {
        at = bytes.indexOf(quote, at + 1)
        if (at < 0) return -1
      }
      at++
    }
    if (at >= length) return -1
    this.nameFrom = name
    this.nameTo = nameTo
    if (closes) this.close()
    else {
      this.open(at)
      if (bytes[at - 1] === slash) {
        this.nameFrom = name
        this.nameTo = nameTo
        this.close()
      }
    }
    return at + 1
  }

  private scanOther(from: number, length: number): number {
    const { bytes } = this
    // Nine characters identify the construct: `<![CDATA[`.
    if (from + 9 > length) return -1
    if (bytes[from + 1] === question) return after(bytes, from + 2, [question, greater])
    if (bytes[from + 2] === hyphen) return after(bytes, from + 4, [hyphen, hyphen, greater])
    if (bytes[from + 2] !== openBracket) throw this.damaged(message('file.fault.doctype', {}))
    const end = after(bytes, from + 9, [closeBracket, closeBracket, greater])
    if (end > 0) this.content(from + 9, end - 3, true)
    return end
  }
}

function after(bytes: Uint8Array, from: number, mark: readonly number[]): number {
  const [first] = mark as [number]
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (mark.every((byte, index) => bytes[at + index] === byte)) return at + mark.length
  }
  return -1
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
