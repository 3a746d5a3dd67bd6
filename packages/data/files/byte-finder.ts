/**
 * Finds the next occurrence of a byte. Caches the last result, so that repeated searches for a rare or absent byte scan
 * the bytes only once.
 */
export class ByteFinder {
  private readonly byte: number
  private bytes: Uint8Array = new Uint8Array(0)
  private from = 0
  private found = 0

  /** @param byte The byte to find; a negative value is never found. */
  constructor(byte: number) {
    this.byte = byte
  }

  /**
   * Offset of the first occurrence at or after `from`, or `end` if there is none before it. The bytes must not change
   * between calls.
   */
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
