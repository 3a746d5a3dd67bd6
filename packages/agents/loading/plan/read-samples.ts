import type { SourceFile } from '@aw-flow/engine'

const maxCompleteBytes = 512 * 1024
const headBytes = 256 * 1024
const blockBytes = 64 * 1024

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
  if (file.size <= maxCompleteBytes) return { head: await file.read(0, file.size), blocks: [], isComplete: true }
  const head = await file.read(0, headBytes)
  const blocks: Uint8Array[] = []
  // Offsets are even, so that no UTF-16 code unit is split.
  const starts = [file.size / 3, (2 * file.size) / 3, file.size - blockBytes].map(
    (offset) => 2 * Math.floor(offset / 2),
  )
  for (const start of starts) {
    signal?.throwIfAborted()
    const blockStart = Math.max(headBytes, start)
    // The last block extends to the end of the file even if the file has an odd number of bytes.
    blocks.push(await file.read(blockStart, start === starts.at(-1) ? file.size : blockStart + blockBytes))
  }
  return { head, blocks, isComplete: false }
}
