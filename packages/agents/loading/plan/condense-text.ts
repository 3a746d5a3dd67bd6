import type { SourceFile } from '@aw-flow/engine'
import type { OmittedLines } from '../structure/locate-table.ts'

/** A large text whose long parts between blank lines are shortened to locate its tables. */
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
/** Maximum size of a condensed text in bytes, for all of its parts. */
const maxCondensedBytes = 8 << 20
const maxHeadBytes = 192 << 10
const [lineFeed, quote] = [0x0a, 0x22]
const blankBytes = new Set([...' \t\r,;|'].map((character) => character.charCodeAt(0)))

/**
 * Reads a text completely to find its blank lines, and keeps the start, some lines of the middle and the end of each
 * part between them. Lines of empty cells count as blank. Returns `undefined` if no blank line separates records, or if
 * too many do.
 *
 * @param file A text in an encoding that contains ASCII.
 */
export async function condenseText(file: SourceFile, signal?: AbortSignal): Promise<CondensedText | undefined> {
  const found = await findParts(file, signal)
  if (!found || found.length < 2) return undefined
  const parts = await joinQuoted(file, found, signal)
  if (parts.length < 2 || parts.length > maxParts) return undefined
  const headBytes = Math.min(maxHeadBytes, Math.floor(maxCondensedBytes / parts.length / 2))
  const pieces: Uint8Array[] = []
  const omitted: OmittedLines[] = []
  let line = 0
  const add = (piece: Uint8Array): number => {
    pieces.push(piece)
    const lines = countByte(piece, lineFeed)
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
    const head = completeLines(await file.read(start, start + headBytes), true)
    const middle = Math.floor((start + end) / 2)
    const later = [
      completeLines(await file.read(middle, middle + headBytes / 4), false),
      completeLines(await file.read(end - headBytes / 4, end), false),
    ]
    const kept = add(head)
    const after = line
    const keptLater = later.map(add).reduce((sum, count) => sum + count, 0)
    omitted.push({ after, lines: lines - kept - keptLater })
  }
  add(await file.read(position, file.size))
  return { bytes: joinBytes(pieces), omitted }
}

/** Returns the parts between blank lines, or `undefined` if there are too many or a line is too long. */
async function findParts(file: SourceFile, signal: AbortSignal | undefined): Promise<TextPart[] | undefined> {
  const parts: TextPart[] = []
  let open: TextPart | undefined
  let blankLines = 0
  for (let start = 0; start < file.size;) {
    signal?.throwIfAborted()
    const bytes = await file.read(start, start + chunkBytes)
    const isLast = start + bytes.length >= file.size
    let at = 0
    while (at < bytes.length) {
      const found = bytes.indexOf(lineFeed, at)
      if (found < 0 && !isLast) break
      const next = found < 0 ? bytes.length : found + 1
      if (isBlankLine(bytes, at, next)) {
        if (++blankLines > maxBlankLines) return undefined
        open = undefined
      } else {
        if (!open) parts.push((open = { start: start + at, end: 0, lines: 0 }))
        open.end = start + next
        open.lines++
      }
      at = next
    }
    if (at === 0) return undefined
    start += at
  }
  return parts
}

function isBlankLine(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
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

/** Cuts bytes at the ends of lines so that no quoted cell is cut. `isStart`: the first line is complete. */
function completeLines(bytes: Uint8Array, isStart: boolean): Uint8Array {
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
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++
  return count
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let length = 0
  for (const piece of pieces) {
    joined.set(piece, length)
    length += piece.length
  }
  return joined
}
