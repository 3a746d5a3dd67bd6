import type { SourceFile } from '@aw-flow/engine'
import { blankBytes, chunkUnits, openCodeUnits } from './code-units.ts'

const lineFeed = 0x0a
/** Maximum number of bytes of the first line that are compared. */
const maxComparedBytes = 4096

/**
 * Returns whether a large text file has a blank line between other lines, or repeats its first line. A line of
 * delimiters counts as blank. A load detects neither: readers skip blank lines, and a repeated header may be a valid
 * record. It takes less than half as long as `hasSeveralParts`, which also compares the widths of lines.
 */
export async function hasSeparatingLines(file: SourceFile, encoding: string, signal?: AbortSignal): Promise<boolean> {
  const text = openCodeUnits(file, encoding)
  const search = new SeparatorSearch()
  for (let start = 0; start < text.size;) {
    signal?.throwIfAborted()
    const bytes = await text.read(start, start + chunkUnits)
    const isLast = start + bytes.length >= text.size
    const length = isLast ? bytes.length : bytes.lastIndexOf(lineFeed) + 1
    // `hasSeveralParts` decides about a very long line.
    if (length === 0 || search.hasSeparator(bytes.subarray(0, length))) return true
    start += length
  }
  return false
}

/** Searches successive chunks of complete lines for a line that separates tables. */
class SeparatorSearch {
  /** 1 for each first byte of lines that must be examined; 0 for all others. */
  private readonly examined = blankBytes.slice()
  private firstLine: Uint8Array | undefined
  private isBelowBlankLine = false

  hasSeparator(chunk: Uint8Array): boolean {
    const isStart = this.firstLine === undefined
    const bytes = isStart ? this.readFirstLine(chunk) : chunk
    let end = bytes.length
    while (end > 0 && blankBytes[bytes[end - 1] as number] === 1) end--
    if (end > 0 && ((!isStart && this.isSeparating(bytes, 0)) || this.hasSeparatorBelow(bytes, end))) return true
    const tail = bytes.subarray(end)
    const blankLines = end === 0 ? 0 : tail.indexOf(lineFeed) + 1
    this.isBelowBlankLine = (end === 0 && this.isBelowBlankLine) || tail.includes(lineFeed, blankLines)
    return false
  }

  /** Returns the lines of the first chunk without blank lines at its start. */
  private readFirstLine(chunk: Uint8Array): Uint8Array {
    const start = findFilledLine(chunk, 0)
    if (start === undefined) return chunk.subarray(chunk.length)
    const lines = chunk.subarray(start)
    const lineEnd = lines.indexOf(lineFeed) + 1
    this.firstLine = lines.slice(0, Math.min(lineEnd || lines.length, maxComparedBytes))
    this.examined[this.firstLine[0] as number] = 1
    return lines
  }

  /** Searches the lines after the first one. At least one byte at `end - 1` is not blank. */
  private hasSeparatorBelow(bytes: Uint8Array, end: number): boolean {
    const wordStart = Math.min(end, -bytes.byteOffset & 3)
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + wordStart, (end - wordStart) >> 2)
    if (this.hasSeparatorBetween(bytes, 0, wordStart)) return true
    for (let index = 0; index < words.length; index++) {
      // Compares four bytes at a time: a byte without difference borrows from the next bit.
      const difference = (words[index] as number) ^ 0x0a0a0a0a
      if (((difference - 0x01010101) & ~difference & 0x80808080) === 0) continue
      const from = wordStart + 4 * index
      if (this.hasSeparatorBetween(bytes, from, from + 4)) return true
    }
    return this.hasSeparatorBetween(bytes, wordStart + 4 * words.length, end)
  }

  private hasSeparatorBetween(bytes: Uint8Array, from: number, to: number): boolean {
    for (let offset = from; offset < to; offset++) {
      if (bytes[offset] !== lineFeed || this.examined[bytes[offset + 1] as number] === 0) continue
      if (this.isSeparating(bytes, offset + 1)) return true
    }
    return false
  }

  /** Returns whether the line at `from`, or the first line below it that is not blank, separates tables. */
  private isSeparating(bytes: Uint8Array, from: number): boolean {
    const lineStart = findFilledLine(bytes, from) ?? bytes.length
    const { firstLine, isBelowBlankLine } = this
    this.isBelowBlankLine = false
    if (isBelowBlankLine || lineStart > from) return true
    return firstLine?.every((byte, index) => bytes[lineStart + index] === byte) === true
  }
}

/** Returns the start of the first line from `from` on that is not blank. */
function findFilledLine(bytes: Uint8Array, from: number): number | undefined {
  let lineStart = from
  for (let offset = from; offset < bytes.length; offset++) {
    if (blankBytes[bytes[offset] as number] === 0) return lineStart
    if (bytes[offset] === lineFeed) lineStart = offset + 1
  }
  return undefined
}
