import type { Decoder } from './decoder.ts'

/** Lines longer than this are decoded in parts. */
const maxLineBytes = 1 << 20

/**
 * Decodes UTF-8 text in which some lines have a different encoding, as in concatenated files or files written by two
 * programs. If a line is not valid UTF-8, the entire line is decoded in the other encoding.
 */
export class MixedDecoder implements Decoder {
  readonly encoding: string
  private readonly strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private readonly fallbackDecoder: Decoder
  private pendingBytes = new Uint8Array()
  private isAtStart = true

  constructor(encoding: string, fallbackDecoder: Decoder) {
    this.encoding = encoding
    this.fallbackDecoder = fallbackDecoder
  }

  decode(bytes: Uint8Array = new Uint8Array(), { stream = false }: { stream?: boolean } = {}): string {
    const buffer = this.pendingBytes.length === 0 ? bytes : concatBytes(this.pendingBytes, bytes)
    const end = stream ? countCompleteBytes(buffer) : buffer.length
    this.pendingBytes = buffer.slice(end)
    let text = this.decodeLines(buffer.subarray(0, end))
    if (this.isAtStart && text !== '') {
      if (text.startsWith('\ufeff')) text = text.slice(1)
      this.isAtStart = false
    }
    if (!stream) this.isAtStart = true
    return text
  }

  /**
   * Decodes all bytes in one call if they are valid UTF-8. Otherwise, recursively splits them at line ends to isolate
   * the invalid lines.
   */
  private decodeLines(bytes: Uint8Array): string {
    if (bytes.length === 0) return ''
    const text = this.tryDecodeUtf8(bytes)
    if (text !== undefined) return text
    const splitOffset = [bytes.length >> 1, 0].map((from) => findLineEnd(bytes, from)).find((end) => end < bytes.length)
    if (splitOffset === undefined) return this.fallbackDecoder.decode(bytes)
    return this.decodeLines(bytes.subarray(0, splitOffset)) + this.decodeLines(bytes.subarray(splitOffset))
  }

  private tryDecodeUtf8(bytes: Uint8Array): string | undefined {
    try {
      return this.strictDecoder.decode(bytes)
    } catch {
      return undefined
    }
  }
}

const isLineEnd = (byte: number | undefined): boolean => byte === 10 || byte === 13

/** Returns the end offset of the first line that ends at or after `from`, including its line break. */
function findLineEnd(bytes: Uint8Array, from: number): number {
  for (let index = from; index < bytes.length; index++) if (isLineEnd(bytes[index])) return index + 1
  return bytes.length
}

/**
 * Returns the number of bytes in complete lines. For an overlong line, includes everything except the last character,
 * which may be incomplete.
 */
function countCompleteBytes(bytes: Uint8Array): number {
  for (let index = bytes.length; index > 0; index--) if (isLineEnd(bytes[index - 1])) return index
  if (bytes.length < maxLineBytes) return 0
  let end = bytes.length
  while (end > bytes.length - 4 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--
  return end - 1
}

function concatBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(first.length + second.length)
  buffer.set(first)
  buffer.set(second, first.length)
  return buffer
}
