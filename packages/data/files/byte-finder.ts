/**
 * Finds where a byte stands next. What was found last is remembered, so that asking for a byte that is rare or not there
 * again and again looks through the bytes once.
 */
export class ByteFinder {
  private readonly byte: number
  private bytes: Uint8Array = new Uint8Array(0)
  private from = 0
  private found = 0

  /** @param byte Below 0 for one that is never there. */
  constructor(byte: number) {
    this.byte = byte
  }

  /** The first place from `from` on, or `end` where there is none before it. The bytes do not change. */
  next(bytes: Uint8Array, from: number, end: number): number {
    if (this.byte < 0) return end
    if (bytes !== this.bytes || from < this.from || from > this.found) {
      const at = bytes.indexOf(this.byte, from)
      this.bytes = bytes
      this.from = from
      this.found = at < 0 ? bytes.length : at
    }
    return Math.min(this.found, end)
  }
}
