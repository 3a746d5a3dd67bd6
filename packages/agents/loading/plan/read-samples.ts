import type { SourceFile } from '@aw-flow/engine'

const maxCompleteBytes = 512 * 1024
const headBytes = 256 * 1024
const blockBytes = 64 * 1024
/** Maximum number of lines in the start and in a block. A line takes up to 1.5 kB of memory while tables are searched. */
const maxHeadLines = 50_000
const maxBlockLines = 10_000

/** The parts of a file that its load plan is based on. */
export interface FileSample {
  /** The start of the file, or the entire file if it is small. */
  head: Uint8Array
  /** Blocks from the middle and the end of a larger file. They may start and end within a line or a character. */
  blocks: Uint8Array[]
  /** Whether `head` is the entire file. */
  isComplete: boolean
}

/**
 * Reads samples of a file. A file of up to 512 KiB is read completely. For a larger file, reads the first 256 KiB and
 * blocks of 64 KiB at one third, at two thirds and at the end.
 */
export async function readSamples(file: SourceFile, signal?: AbortSignal): Promise<FileSample> {
  const start = await file.read(0, file.size <= maxCompleteBytes ? file.size : headBytes)
  const head = takeLines(start, maxHeadLines)
  if (head.length === file.size) return { head, blocks: [], isComplete: true }
  const blocks: Uint8Array[] = []
  // Offsets are even, so that no UTF-16 code unit is split.
  const starts = [file.size / 3, (2 * file.size) / 3, Math.max(head.length, file.size - blockBytes)].map(
    (offset) => 2 * Math.floor(offset / 2),
  )
  for (const blockOffset of starts) {
    signal?.throwIfAborted()
    const blockStart = Math.max(head.length, blockOffset)
    const isLast = blockOffset === starts.at(-1)
    // The last block extends to the end of the file even if the file has an odd number of bytes.
    const block = await file.read(blockStart, isLast ? file.size : blockStart + blockBytes)
    blocks.push(isLast ? takeLastLines(block, maxBlockLines) : takeLines(block, maxBlockLines))
  }
  return { head, blocks, isComplete: false }
}

/** Returns the first lines of bytes in any encoding. The rest of the last code unit, and maybe of a line, is included. */
function takeLines(bytes: Uint8Array, maxLines: number): Uint8Array {
  let count = 0
  for (let index = 0; index < bytes.length; index++)
    if (isLineEnd(bytes[index]) && ++count === maxLines) return bytes.subarray(0, alignToCodeUnit(index + 1))
  return bytes
}

/** Returns the last lines of bytes in any encoding. */
function takeLastLines(bytes: Uint8Array, maxLines: number): Uint8Array {
  let count = 0
  for (let index = bytes.length - 1; index >= 0; index--)
    if (isLineEnd(bytes[index]) && ++count > maxLines) return bytes.subarray(alignToCodeUnit(index + 1))
  return bytes
}

const isLineEnd = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d

/** Code units have at most four bytes. */
const alignToCodeUnit = (offset: number): number => (offset + 3) & ~3
