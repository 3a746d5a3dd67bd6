import type { SourceFile } from '@aw-flow/engine'
import { blankBytes, chunkUnits, openCodeUnits } from './code-units.ts'
import { openLineScanner, type LineScanner } from './line-scanner.ts'

const lineFeed = 0x0a
/** First bytes of lines that may be blank. */
const blanks = [...blankBytes.keys()].filter((byte) => blankBytes[byte] === 1)
/** Maximum number of compared bytes in the first line. */
const maxComparedBytes = 4096

/**
 * Returns whether a large text file has a blank line between other lines, or repeats its first line. A line of
 * delimiters counts as blank. A load detects neither: readers skip blank lines, and a repeated header may be a valid
 * record. It takes a fraction of the time of `hasSeveralParts`, which also compares the widths of lines.
 */
export async function hasSeparatingLines(file: SourceFile, encoding: string, signal?: AbortSignal): Promise<boolean> {
  const text = openCodeUnits(file, encoding)
  const search = new SeparatorSearch()
  // One buffer for all chunks: new ones would make the garbage collector run several times per file.
  const buffer = new Uint8Array(Math.min(chunkUnits, text.size))
  for (let start = 0; start < text.size;) {
    signal?.throwIfAborted()
    const bytes = await text.read(start, start + chunkUnits, buffer)
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
  private firstLine: Uint8Array | undefined
  private scanner: LineScanner | undefined
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
    this.scanner = openLineScanner([...blanks, this.firstLine[0] as number])
    return lines
  }

  /** Searches the lines after the first one. At least one byte at `end - 1` is not blank. */
  private hasSeparatorBelow(bytes: Uint8Array, end: number): boolean {
    const { scanner } = this
    if (!scanner) return false
    scanner.setText(bytes)
    let lineFeedAt = scanner.findLineFeed(0, end)
    while (lineFeedAt < end && !this.isSeparating(bytes, lineFeedAt + 1))
      lineFeedAt = scanner.findLineFeed(lineFeedAt + 1, end)
    return lineFeedAt < end
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

/** Returns the start of the first line at or after `from` that is not blank. */
function findFilledLine(bytes: Uint8Array, from: number): number | undefined {
  let lineStart = from
  for (let offset = from; offset < bytes.length; offset++) {
    if (blankBytes[bytes[offset] as number] === 0) return lineStart
    if (bytes[offset] === lineFeed) lineStart = offset + 1
  }
  return undefined
}
