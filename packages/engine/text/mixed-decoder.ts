import type { Decoder } from './decoder.ts'

/** Longer lines are decoded in parts. */
const maxLineBytes = 1 << 20

/**
 * Decodes UTF-8 with some lines in another encoding, as in files that were joined or written by two programs. A line that
 * is not UTF-8 is decoded completely in the other encoding.
 */
export class MixedDecoder implements Decoder {
  readonly encoding: string
  private readonly strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  private readonly other: Decoder
  private rest = new Uint8Array()
  private atStart = true

  constructor(encoding: string, other: Decoder) {
    this.encoding = encoding
    this.other = other
  }

  decode(bytes: Uint8Array = new Uint8Array(), { stream = false }: { stream?: boolean } = {}): string {
    const all = this.rest.length === 0 ? bytes : joined(this.rest, bytes)
    const end = stream ? completeLines(all) : all.length
    this.rest = all.slice(end)
    let text = this.lines(all.subarray(0, end))
    if (this.atStart && text !== '') {
      if (text.startsWith('\ufeff')) text = text.slice(1)
      this.atStart = false
    }
    if (!stream) this.atStart = true
    return text
  }

  /** Decodes everything at once if it is UTF-8; otherwise divides it down to the lines that are not. */
  private lines(bytes: Uint8Array): string {
    if (bytes.length === 0) return ''
    const text = this.utf8(bytes)
    if (text !== undefined) return text
    const middle = [bytes.length >> 1, 0].map((from) => lineEnd(bytes, from)).find((end) => end < bytes.length)
    if (middle === undefined) return this.other.decode(bytes)
    return this.lines(bytes.subarray(0, middle)) + this.lines(bytes.subarray(middle))
  }

  private utf8(bytes: Uint8Array): string | undefined {
    try {
      return this.strict.decode(bytes)
    } catch {
      return undefined
    }
  }
}

const isLineEnd = (byte: number | undefined): boolean => byte === 10 || byte === 13

/** The end of the first line that ends at or after `from`, including its line break. */
function lineEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) if (isLineEnd(bytes[at])) return at + 1
  return bytes.length
}

/** The number of bytes in complete lines; of an overlong line, all but a possibly incomplete last character. */
function completeLines(bytes: Uint8Array): number {
  for (let at = bytes.length; at > 0; at--) if (isLineEnd(bytes[at - 1])) return at
  if (bytes.length < maxLineBytes) return 0
  let end = bytes.length
  while (end > bytes.length - 4 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--
  return end - 1
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
