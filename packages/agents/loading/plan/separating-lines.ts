import type { SourceFile } from '@aw-flow/engine'
import { blankBytes, chunkUnits, openCodeUnits, type CodeUnits } from './code-units.ts'
import { joinBytes } from './join-bytes.ts'
import { openLineScanner, type LineScanner } from './line-scanner.ts'

const lineFeed = 0x0a
/** Bytes that a blank line may start with. */
const blankLineBytes = [...blankBytes.keys()].filter((byte) => blankBytes[byte] === 1)
/** Maximum number of bytes at the start of the first line that are compared with other lines. */
const maxComparedBytes = 4096

/**
 * Starts searching a large text file for a blank line between other lines or a repetition of its first line. Either may
 * separate tables. A line that contains only delimiters counts as blank. Loading the file would not detect this, since
 * readers skip blank lines and a repeated header may be a valid record. The search takes a fraction of the time of
 * `hasSeveralParts`, which also compares the widths of lines.
 *
 * If a table engine reads the file in this thread, the search observes its reads: finish it after the load, so that the
 * file is not read twice.
 *
 * @example
 * const search = openSeparatorSearch(file, 'utf-8')
 * if (search.observesReads) await load()
 * const mayHaveSeveralTables = await search.finish(signal)
 */
export function openSeparatorSearch(file: SourceFile, encoding: string): SeparatorSearch {
  return new SeparatorSearch(file, encoding)
}

/** Searches successive bytes of a text for a line that separates tables. */
class SeparatorSearch {
  /** Whether the search observes the reads of a table engine. */
  readonly observesReads: boolean
  private readonly text: CodeUnits
  private readonly stopObserving: (() => void) | undefined
  private firstLine: Uint8Array | undefined
  private scanner: LineScanner | undefined
  private followsBlankLine = false
  private isFound = false
  /** Number of code units that have been searched, excluding those of `incompleteLine`. */
  private searchedUnits = 0
  /** The incomplete line at the end of the observed bytes. */
  private incompleteLine = new Uint8Array()

  constructor(file: SourceFile, encoding: string) {
    this.text = openCodeUnits(file, encoding)
    if (/^utf-?8$/i.test(encoding))
      this.stopObserving = file.observeReads?.((start, bytes) => this.searchObserved(start, bytes))
    this.observesReads = this.stopObserving !== undefined
  }

  /** Searches the rest of the file, and returns whether it has a line that may separate tables. */
  async finish(signal?: AbortSignal): Promise<boolean> {
    this.stopObserving?.()
    const { text } = this
    // All chunks share one buffer, because new ones would trigger several garbage collections per file.
    const buffer = new Uint8Array(Math.min(chunkUnits, text.size - this.searchedUnits))
    while (!this.isFound && this.searchedUnits < text.size) {
      signal?.throwIfAborted()
      const start = this.searchedUnits
      const bytes = await text.read(start, start + chunkUnits, buffer)
      const isLast = start + bytes.length >= text.size
      const length = isLast ? bytes.length : bytes.lastIndexOf(lineFeed) + 1
      // Leave the decision about a very long line to `hasSeveralParts`.
      if (length === 0) return true
      this.searchLines(bytes.subarray(0, length))
    }
    return this.isFound
  }

  /** Searches bytes read by a table engine if they continue directly from the bytes searched so far. */
  private searchObserved(start: number, observedBytes: Uint8Array): void {
    const end = this.searchedUnits + this.incompleteLine.length
    if (this.isFound || start > end || start + observedBytes.length <= end) return
    let bytes = observedBytes.subarray(end - start)
    if (this.incompleteLine.length > 0) {
      const length = bytes.indexOf(lineFeed) + 1
      const line = joinBytes([this.incompleteLine, bytes.subarray(0, length || bytes.length)])
      this.incompleteLine = length === 0 && line.length <= chunkUnits ? line : new Uint8Array()
      // `finish` reads a very long line again.
      if (length === 0 || line.length > chunkUnits) return
      this.searchLines(line)
      bytes = bytes.subarray(length)
    }
    while (!this.isFound && bytes.length > 0) {
      const length = bytes.subarray(0, chunkUnits).lastIndexOf(lineFeed) + 1
      if (length === 0) break
      this.searchLines(bytes.subarray(0, length))
      bytes = bytes.subarray(length)
    }
    if (bytes.length < chunkUnits) this.incompleteLine = bytes.slice()
  }

  private searchLines(lines: Uint8Array): void {
    this.isFound ||= this.hasSeparator(lines)
    this.searchedUnits += lines.length
  }

  /** Returns whether successive complete lines contain a separator. */
  private hasSeparator(chunk: Uint8Array): boolean {
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
