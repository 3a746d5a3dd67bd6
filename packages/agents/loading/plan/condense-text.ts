import type { SourceFile } from '@aw-flow/engine'
import type { OmittedLines } from '../structure/locate-table.ts'

/** A large text file whose long parts between blank lines are shortened to locate its tables. */
export interface CondensedText {
  bytes: Uint8Array
  omitted: OmittedLines[]
}

/** Consecutive lines without a blank line. */
interface TextPart {
  start: number
  end: number
  lines: number
}

const chunkBytes = 4 << 20
/** If more blank lines occur, they do not separate tables. */
const maxBlankLines = 2_000
const maxParts = 200
/** Maximum size of all parts of the condensed text, in bytes. */
const maxCondensedBytes = 8 << 20
const maxHeadBytes = 192 << 10
const [lineFeed, quote] = [0x0a, 0x22]
const blankBytes = new Set([...' \t\r,;|'].map((character) => character.charCodeAt(0)))

/**
 * Reads a text file completely to find its blank lines, and keeps the start, some lines of the middle and the end of
 * each part between them. Lines of empty cells count as blank. Returns `undefined` if no blank line separates records,
 * or if too many do.
 *
 * @param file A text file in an encoding that contains ASCII.
 */
export async function condenseText(file: SourceFile, signal?: AbortSignal): Promise<CondensedText | undefined> {
  const unjoined = await findParts(file, signal)
  if (!unjoined || unjoined.length < 2) return undefined
  const parts = await joinQuoted(file, unjoined, signal)
  if (parts.length < 2 || parts.length > maxParts) return undefined
  const headBytes = Math.min(maxHeadBytes, Math.floor(maxCondensedBytes / parts.length / 2))
  const chunks: Uint8Array[] = []
  const omitted: OmittedLines[] = []
  let line = 0
  const add = (chunk: Uint8Array): number => {
    chunks.push(chunk)
    const lines = countByte(chunk, lineFeed)
    line += lines
    return lines
  }
  let position = 0
  for (const { start, end, lines } of parts) {
    signal?.throwIfAborted()
    // The blank lines above the part.
    add(await file.read(position, start))
    position = end
    if (end - start <= 2 * headBytes) {
      add(await file.read(start, end))
      continue
    }
    const head = trimPartialLines(await file.read(start, start + headBytes), true)
    const middle = Math.floor((start + end) / 2)
    const laterChunks = [
      trimPartialLines(await file.read(middle, middle + headBytes / 4), false),
      trimPartialLines(await file.read(end - headBytes / 4, end), false),
    ]
    const headLines = add(head)
    const lastLine = line
    const laterLines = laterChunks.map(add).reduce((sum, count) => sum + count, 0)
    omitted.push({ after: lastLine, lines: lines - headLines - laterLines })
  }
  add(await file.read(position, file.size))
  return { bytes: joinBytes(chunks), omitted }
}

/** Returns the parts between blank lines, or `undefined` if there are too many or a line is too long. */
async function findParts(file: SourceFile, signal: AbortSignal | undefined): Promise<TextPart[] | undefined> {
  const parts: TextPart[] = []
  let current: TextPart | undefined
  let blankLines = 0
  for (let start = 0; start < file.size;) {
    signal?.throwIfAborted()
    const bytes = await file.read(start, start + chunkBytes)
    const isLast = start + bytes.length >= file.size
    let offset = 0
    while (offset < bytes.length) {
      const newline = bytes.indexOf(lineFeed, offset)
      if (newline < 0 && !isLast) break
      const lineEnd = newline < 0 ? bytes.length : newline + 1
      if (isBlankLine(bytes, offset, lineEnd)) {
        if (++blankLines > maxBlankLines) return undefined
        current = undefined
      } else {
        if (!current) parts.push((current = { start: start + offset, end: 0, lines: 0 }))
        current.end = start + lineEnd
        current.lines++
      }
      offset = lineEnd
    }
    if (offset === 0) return undefined
    start += offset
  }
  return parts
}

function isBlankLine(bytes: Uint8Array, from: number, to: number): boolean {
  for (let offset = from; offset < to; offset++) {
    const byte = bytes[offset] as number
    if (byte !== lineFeed && !blankBytes.has(byte)) return false
  }
  return true
}

/** Joins parts whose blank line is inside a quoted cell: an odd number of quotes precedes it. */
async function joinQuoted(
  file: SourceFile,
  parts: readonly TextPart[],
  signal: AbortSignal | undefined,
): Promise<TextPart[]> {
  const joined: TextPart[] = []
  let quotes = 0
  let last: TextPart | undefined
  for (const part of parts) {
    if (last && quotes % 2 === 1) {
      const between = await file.read(last.end, part.start)
      last.lines += part.lines + countByte(between, lineFeed)
      last.end = part.end
    } else joined.push((last = { ...part }))
    for (let start = part.start; start < part.end; start += chunkBytes) {
      signal?.throwIfAborted()
      quotes += countByte(await file.read(start, Math.min(part.end, start + chunkBytes)), quote)
    }
  }
  return joined
}

/** Removes partial lines and quoted cells at the edges. `isStart`: the bytes start with a complete line. */
function trimPartialLines(bytes: Uint8Array, isStart: boolean): Uint8Array {
  let from = isStart ? 0 : bytes.indexOf(lineFeed) + 1
  let to = bytes.lastIndexOf(lineFeed) + 1
  while (from < to && countByte(bytes.subarray(from, to), quote) % 2 === 1) {
    if (isStart) to = bytes.lastIndexOf(lineFeed, to - 2) + 1
    else from = bytes.indexOf(lineFeed, from) + 1
  }
  return bytes.subarray(from, Math.max(from, to))
}

function countByte(bytes: Uint8Array, byte: number): number {
  let count = 0
  for (let offset = bytes.indexOf(byte); offset >= 0; offset = bytes.indexOf(byte, offset + 1)) count++
  return count
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let length = 0
  for (const chunk of chunks) {
    joined.set(chunk, length)
    length += chunk.length
  }
  return joined
}
