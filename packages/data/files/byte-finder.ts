/**
 * Finds the next occurrence of a byte. Caches the last result, so that repeated searches for a rare or absent byte scan
 * the data only once.
 */
export class ByteFinder {
  private readonly byte: number
  private bytes: Uint8Array = new Uint8Array(0)
  private searchStart = 0
  private foundOffset = 0

  /** @param byte The byte to find. A negative value is never found. */
  constructor(byte: number) {
    this.byte = byte
  }

  /**
   * Returns the offset of the first occurrence at or after `start`, or `end` if the byte does not occur before `end`.
   * The bytes must not change between calls.
   */
  find(bytes: Uint8Array, start: number, end: number): number {
    if (this.byte < 0) return end
    if (bytes !== this.bytes || start < this.searchStart || start > this.foundOffset) {
      const offset = bytes.indexOf(this.byte, start)
      this.bytes = bytes
      this.searchStart = start
      this.foundOffset = offset < 0 ? bytes.length : offset
    }
    return Math.min(this.foundOffset, end)
  }
}
