import type { SourceFile } from '@aw-flow/engine'

const wholeBelow = 512 * 1024
const headSize = 256 * 1024
const blockSize = 64 * 1024

/** What is read of a file before it is decided how to load it. */
export interface FileSample {
  /** The first bytes; the whole file where it is small. */
  head: Uint8Array
  /** Blocks from the middle and the end of a larger file; they begin and end anywhere in a line. */
  blocks: Uint8Array[]
  /** True when `head` is the whole file. */
  whole: boolean
}

/** Reads a small file whole (up to 512 KiB), of a larger one 256 KiB of head, and 64 KiB each at a third, two thirds and the end. */
export async function readSamples(file: SourceFile, signal?: AbortSignal): Promise<FileSample> {
  if (file.size <= wholeBelow) return { head: await file.read(0, file.size), blocks: [], whole: true }
  const head = await file.read(0, headSize)
  const blocks: Uint8Array[] = []
  // Even offsets, so that UTF-16 is not cut inside a character.
  const starts = [file.size / 3, (2 * file.size) / 3, file.size - blockSize].map((at) => 2 * Math.floor(at / 2))
  for (const start of starts) {
    signal?.throwIfAborted()
    blocks.push(await file.read(Math.max(headSize, start), Math.max(headSize, start) + blockSize))
  }
  return { head, blocks, whole: false }
}
