import { message } from '@aw-flow/messages'
import type { ExpansionLimit } from '../expansion-limit.ts'
import { requiresQuotes, writeCell } from '../grid/grid-row.ts'
import { XmlScanner } from './xml-scanner.ts'
import { unescapeExcel, decodeXmlText } from './xml-text.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const [itemName, textName, phoneticName] = ['si', 't', 'rPh'].map((name) => encoder.encode(name)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
/** Bytes that describe a string: its end. */
const bytesPerString = 4
const [ampersand, underscore, carriageReturn] = [0x26, 0x5f, 0x0d]

/**
 * A workbook's shared strings, stored as CSV cells in one buffer. Cell `i` spans from `ends[i - 1]` to `ends[i]`.
 * Rich text runs are joined, and phonetic guides are omitted.
 */
export class SharedStrings extends XmlScanner {
  data = new Uint8Array(1 << 16)
  ends = new Uint32Array(1 << 10)
  count = 0
  private length = 0
  private isInText = false
  private phoneticDepth = 0
  private countedLength = 0
  private readonly limit: ExpansionLimit | undefined

  constructor(file: string, limit?: ExpansionLimit) {
    super(file)
    this.limit = limit
  }

  /** Returns the start offset of a string in `data`. */
  getStart(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number)
  }

  protected override onOpenTag(): void {
    if (this.hasName(textName)) this.isInText = this.phoneticDepth === 0
    else if (this.hasName(phoneticName)) this.phoneticDepth++
  }

  protected override onCloseTag(): void {
    if (this.hasName(textName)) this.isInText = false
    else if (this.hasName(phoneticName)) this.phoneticDepth--
    else if (this.hasName(itemName)) this.endItem()
  }

  protected override onText(from: number, to: number, isRaw: boolean): void {
    if (!this.isInText) return
    const { bytes } = this
    this.reserve((to - from) * 3)
    let { length } = this
    for (let offset = from; offset < to; offset++) {
      const byte = bytes[offset] as number
      if (byte === underscore || byte === carriageReturn || (byte === ampersand && !isRaw)) {
        const unescapedText = unescapeExcel(decodeXmlText(bytes, from, to, isRaw))
        this.length += encoder.encodeInto(unescapedText, this.data.subarray(this.length)).written
        return
      }
      this.data[length++] = byte
    }
    this.length = length
  }

  private endItem(): void {
    const start = this.getStart(this.count)
    const isPlain = this.data[start] !== 0xef && !this.mustQuote(start)
    if (!isPlain) {
      const content = decoder.decode(this.data.subarray(start, this.length))
      this.reserve(content.length * 3 + 2)
      this.length = writeCell(this.data, start, content)
    }
    if (this.count === this.ends.length) {
      const ends = new Uint32Array(this.ends.length * 2)
      ends.set(this.ends)
      this.ends = ends
    }
    this.ends[this.count++] = this.length
    this.countBytes(bytesPerString)
  }

  private mustQuote(start: number): boolean {
    for (let offset = start; offset < this.length; offset++)
      if (requiresQuotes(this.data[offset] as number)) return true
    return false
  }

  private countBytes(additional: number): void {
    this.limit?.count(this.length - this.countedLength + additional)
    this.countedLength = this.length
  }

  private reserve(size: number): void {
    if (this.length + size <= this.data.length) return
    this.countBytes(0)
    if (this.length + size > 1 << 30) throw this.createDamagedError(message('file.error.long-texts', { max: 1 << 30 }))
    const data = new Uint8Array(Math.min(1 << 30, Math.max(this.data.length * 2, this.length + size)))
    data.set(this.data.subarray(0, this.length))
    this.data = data
  }
}
