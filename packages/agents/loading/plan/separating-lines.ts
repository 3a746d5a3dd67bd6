import type { SourceFile } from '@aw-flow/engine'
import { blankBytes, chunkUnits, openCodeUnits } from './code-units.ts'
import { openLineScanner, type LineScanner } from './line-scanner.ts'

const lineFeed = 0x0a
/** Bytes that a blank line may start with. */
const blankLineBytes = [...blankBytes.keys()].filter((byte) => blankBytes[byte] === 1)
/** Maximum number of bytes at the start of the first line that are compared with other lines. */
const maxComparedBytes = 4096

/**
 * Returns whether a large text file has a blank line between other lines or repeats its first line. Either may separate
 * tables. A line that contains only delimiters counts as blank. Loading the file would not detect this, since readers
 * skip blank lines and a repeated header may be a valid record. The search takes a fraction of the time of
 * `hasSeveralParts`, which also compares the widths of lines.
 */
export async function hasSeparatingLines(file: SourceFile, encoding: string, signal?: AbortSignal): Promise<boolean> {
  const text = openCodeUnits(file, encoding)
  const search = new SeparatorSearch()
  // All chunks share one buffer, because new ones would trigger several garbage collections per file.
  const buffer = new Uint8Array(Math.min(chunkUnits, text.size))
  for (let start = 0; start < text.size;) {
    signal?.throwIfAborted()
    const bytes = await text.read(start, start + chunkUnits, buffer)
    const isLast = start + bytes.length >= text.size
    const length = isLast ? bytes.length : bytes.lastIndexOf(lineFeed) + 1
    // Leave the decision about a very long line to `hasSeveralParts`.
    if (length === 0 || search.hasSeparator(bytes.subarray(0, length))) return true
    start += length
  }
  return false
}

/** Searches successive chunks of complete lines for a line that separates tables. */
class SeparatorSearch {
  private firstLine: Uint8Array | undefined
  private scanner: LineScanner | undefined
  private followsBlankLine = false

  hasSeparator(chunk: Uint8Array): boolean {
    const isStart = this.firstLine === undefined
    const bytes = isStart ? this.readFirstLine(chunk) : chunk
    let end = bytes.length
    while (end > 0 && blankBytes[bytes[end - 1] as number] === 1) end--
    if (end > 0 && ((!isStart && this.isTableSeparator(bytes, 0)) || this.hasSeparatorBelow(bytes, end))) return true
    const tail = bytes.subarray(end)
    const tailStart = end === 0 ? 0 : tail.indexOf(lineFeed) + 1
    this.followsBlankLine = (end === 0 && this.followsBlankLine) || tail.includes(lineFeed, tailStart)
    return false
  }

  /** Stores the first line that is not blank. Returns the rest of the chunk, starting with this line. */
  private readFirstLine(chunk: Uint8Array): Uint8Array {
    const start = findNonBlankLine(chunk, 0)
    if (start === undefined) return chunk.subarray(chunk.length)
    const lines = chunk.subarray(start)
    const lineEnd = lines.indexOf(lineFeed) + 1
    this.firstLine = lines.slice(0, Math.min(lineEnd || lines.length, maxComparedBytes))
    this.scanner = openLineScanner([...blankLineBytes, this.firstLine[0] as number])
    return lines
  }

  /** Searches the lines after the first one for a separator. The byte at `end - 1` must not be blank. */
  private hasSeparatorBelow(bytes: Uint8Array, end: number): boolean {
    const { scanner } = this
    if (!scanner) return false
    scanner.setText(bytes)
    let lineFeedOffset = scanner.findLineFeed(0, end)
    while (lineFeedOffset < end && !this.isTableSeparator(bytes, lineFeedOffset + 1))
      lineFeedOffset = scanner.findLineFeed(lineFeedOffset + 1, end)
    return lineFeedOffset < end
  }

  /** Returns whether the line at `start` is blank, follows a blank line, or repeats the first line. */
  private isTableSeparator(bytes: Uint8Array, start: number): boolean {
    const lineStart = findNonBlankLine(bytes, start) ?? bytes.length
    const { firstLine, followsBlankLine } = this
    this.followsBlankLine = false
    if (followsBlankLine || lineStart > start) return true
    return firstLine?.every((byte, index) => bytes[lineStart + index] === byte) === true
  }
}

/** Returns the start of the first non-blank line at or after `start`. */
function findNonBlankLine(bytes: Uint8Array, start: number): number | undefined {
  let lineStart = start
  for (let offset = start; offset < bytes.length; offset++) {
    if (blankBytes[bytes[offset] as number] === 0) return lineStart
    if (bytes[offset] === lineFeed) lineStart = offset + 1
  }
  return undefined
}
