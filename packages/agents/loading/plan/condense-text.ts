import type { SourceFile } from '@aw-flow/engine'
import type { OmittedLines } from '../structure/locate-table.ts'
import { blankBytes, chunkUnits, openCodeUnits, type CodeUnits } from './code-units.ts'
import { joinBytes } from './join-bytes.ts'
import { delimiterWeights, TableStartFinder } from './table-starts.ts'

/** An excerpt of a large text file for locating its tables. Most lines of long parts are omitted. */
export interface CondensedText {
  bytes: Uint8Array
  omittedLines: OmittedLines[]
}

/** Consecutive lines that contain neither a blank line nor the start of another table. Positions are in code units. */
interface TextPart {
  start: number
  end: number
  lineCount: number
  /** Whether the part starts with the header of another table directly below the previous part. */
  startsTable: boolean
}

/** Maximum number of blank lines. If a file contains more, they do not separate tables. */
const maxBlankLines = 2_000
const maxParts = 200
/** Maximum length of the condensed text, in code units. */
const maxCondensedUnits = 8 << 20
const maxHeadUnits = 192 << 10
const [lineFeed, quote] = [0x0a, 0x22]

/**
 * Condenses a text file so that its tables can be located. Reads the complete file to find the blank lines and headers
 * that separate tables, and keeps the start, the end and some lines from the middle of each part. Lines that contain
 * only empty cells count as blank. Returns `undefined` if the file has no such separators or too many of them.
 *
 * @param file A text file in UTF-16 or in an ASCII-compatible encoding.
 */
export async function condenseText(
  file: SourceFile,
  encoding: string,
  signal?: AbortSignal,
): Promise<CondensedText | undefined> {
  const text = openCodeUnits(file, encoding)
  const foundParts = await findParts(text, signal)
  if (!foundParts || foundParts.length < 2) return undefined
  const parts = await joinQuotedParts(text, foundParts, signal)
  if (parts.length < 2 || parts.length > maxParts) return undefined
  const headUnits = Math.min(maxHeadUnits, Math.floor(maxCondensedUnits / parts.length / 2))
  const chunks: Uint8Array[] = []
  const omittedLines: OmittedLines[] = []
  let addedLineCount = 0
  const addRange = async (start: number, end: number): Promise<number> => {
    const lineCount = countByte(await text.read(start, end), lineFeed)
    chunks.push(await text.readBytes(start, end))
    addedLineCount += lineCount
    return lineCount
  }
  /** Adds the complete lines within a range. */
  const addCompleteLines = async (start: number, end: number, isLineStart: boolean): Promise<number> => {
    const [firstOffset, endOffset] = trimPartialLines(await text.read(start, end), isLineStart)
    return addRange(start + firstOffset, start + endOffset)
  }
  let position = 0
  for (const { start, end, lineCount } of parts) {
    signal?.throwIfAborted()
    // Add the blank lines above the part.
    await addRange(position, start)
    position = end
    if (end - start <= 2 * headUnits) {
      await addRange(start, end)
      continue
    }
    const headLineCount = await addCompleteLines(start, start + headUnits, true)
    const lastLine = addedLineCount
    const middle = Math.floor((start + end) / 2)
    const quarter = Math.floor(headUnits / 4)
    const middleLineCount = await addCompleteLines(middle, middle + quarter, false)
    const endLineCount = await addCompleteLines(end - quarter, end, false)
    omittedLines.push({ precedingLine: lastLine, count: lineCount - headLineCount - middleLineCount - endLineCount })
  }
  await addRange(position, text.size)
  return { bytes: joinBytes(chunks), omittedLines }
}

/**
 * Returns whether a large text file has a blank line or a header among its records, which may separate tables. Stops
 * reading at the first one. `openSeparatorSearch` is faster, but does not compare widths.
 */
export async function hasSeveralParts(file: SourceFile, encoding: string, signal?: AbortSignal): Promise<boolean> {
  const parts = await findParts(openCodeUnits(file, encoding), signal, 1)
  return parts === undefined || parts.length > 1
}

/** Returns whether a table in a text file starts directly below another table, without a blank line between them. */
export async function hasAdjacentTables(file: SourceFile, encoding: string, signal?: AbortSignal): Promise<boolean> {
  const parts = await findParts(openCodeUnits(file, encoding), signal)
  return parts?.some(({ startsTable }) => startsTable) === true
}

/**
 * Splits the text into parts. Returns `undefined` if there are too many blank lines or a line is too long. Stops
 * reading once more than `partLimit` parts have been found.
 */
async function findParts(
  text: CodeUnits,
  signal: AbortSignal | undefined,
  partLimit = Infinity,
): Promise<TextPart[] | undefined> {
  const finder = new PartFinder()
  for (let start = 0; start < text.size;) {
    signal?.throwIfAborted()
    const bytes = await text.read(start, start + chunkUnits)
    const length = finder.addChunk(bytes, start, start + bytes.length >= text.size)
    if (length === 0 || finder.blankLineCount > maxBlankLines) return undefined
    if (finder.parts.length > partLimit) break
    start += length
  }
  return finder.parts
}

/** Splits text that is added in chunks into parts. */
class PartFinder {
  readonly parts: TextPart[] = []
  blankLineCount = 0
  private readonly tableFinder = new TableStartFinder()
  private currentPart: TextPart | undefined

  /**
   * Adds the complete lines of a chunk. If it is the last chunk, a final line without a line ending is added too.
   *
   * @param start Position of the chunk in the text.
   * @returns The total length of the added lines.
   */
  addChunk(bytes: Uint8Array, start: number, isLast: boolean): number {
    const { length } = bytes
    const { tableFinder } = this
    const weights = delimiterWeights
    const blankLookup = blankBytes
    let offset = 0
    let lineStart = 0
    let continuedLineCount = 0
    while (offset < length) {
      let packedCounts = 0
      let byte
      // This is the only loop over all bytes, so it avoids function calls.
      do {
        byte = bytes[offset++] as number
        packedCounts = (packedCounts + (weights[byte] as number)) | 0
      } while (byte !== lineFeed && offset < length)
      if (byte !== lineFeed && !isLast) break
      if (
        blankLookup[bytes[lineStart] as number] === 0 &&
        tableFinder.continuesTable(bytes, lineStart, offset, packedCounts)
      ) {
        continuedLineCount++
      } else {
        this.extendPart(continuedLineCount, start + lineStart)
        continuedLineCount = 0
        this.addLine(bytes, lineStart, offset, start, packedCounts)
      }
      lineStart = offset
    }
    this.extendPart(continuedLineCount, start + lineStart)
    return lineStart
  }

  /** Adds lines to the current part. `end` is the end of the last line. */
  private extendPart(lineCount: number, end: number): void {
    if (lineCount === 0 || !this.currentPart) return
    this.currentPart.lineCount += lineCount
    this.currentPart.end = end
  }

  private addLine(bytes: Uint8Array, start: number, end: number, chunkStart: number, packedCounts: number): void {
    if (isBlankLine(bytes, start, end)) {
      this.blankLineCount++
      this.currentPart = undefined
      this.tableFinder.reset()
      return
    }
    if (!this.currentPart) {
      this.currentPart = { start: chunkStart + start, end: 0, lineCount: 0, startsTable: false }
      this.parts.push(this.currentPart)
    }
    const part = this.currentPart
    part.end = chunkStart + end
    part.lineCount++
    const table = this.tableFinder.addLine(bytes, start, end, chunkStart + start, packedCounts)
    if (!table || table.start <= part.start) return
    this.currentPart = { start: table.start, end: part.end, lineCount: table.lineCount, startsTable: true }
    part.end = table.start
    part.lineCount -= table.lineCount
    this.parts.push(this.currentPart)
  }
}

function isBlankLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let offset = start; offset < end; offset++) if (blankBytes[bytes[offset] as number] === 0) return false
  return true
}

/** Joins parts that were split within a quoted cell, that is, after an odd number of quotes. */
async function joinQuotedParts(
  text: CodeUnits,
  parts: readonly TextPart[],
  signal: AbortSignal | undefined,
): Promise<TextPart[]> {
  const joinedParts: TextPart[] = []
  let quoteCount = 0
  let lastPart: TextPart | undefined
  for (const part of parts) {
    if (lastPart && quoteCount % 2 === 1) {
      const bytesBetween = await text.read(lastPart.end, part.start)
      lastPart.lineCount += part.lineCount + countByte(bytesBetween, lineFeed)
      lastPart.end = part.end
    } else joinedParts.push((lastPart = { ...part }))
    for (let start = part.start; start < part.end; start += chunkUnits) {
      signal?.throwIfAborted()
      quoteCount += countByte(await text.read(start, Math.min(part.end, start + chunkUnits)), quote)
    }
  }
  return joinedParts
}

/**
 * Returns the range that remains after partial lines and partial quoted cells are removed from both ends.
 *
 * @param isLineStart Whether the bytes start at the beginning of a line.
 */
function trimPartialLines(bytes: Uint8Array, isLineStart: boolean): [start: number, end: number] {
  let start = isLineStart ? 0 : bytes.indexOf(lineFeed) + 1
  let end = bytes.lastIndexOf(lineFeed) + 1
  while (start < end && countByte(bytes.subarray(start, end), quote) % 2 === 1) {
    if (isLineStart) end = bytes.lastIndexOf(lineFeed, end - 2) + 1
    else start = bytes.indexOf(lineFeed, start) + 1
  }
  return [start, Math.max(start, end)]
}

function countByte(bytes: Uint8Array, byte: number): number {
  let count = 0
  for (let offset = bytes.indexOf(byte); offset >= 0; offset = bytes.indexOf(byte, offset + 1)) count++
  return count
}
