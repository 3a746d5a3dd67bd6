import type { SourceFile } from '@aw-flow/engine'

/** Number of bytes to read ahead when reads are sequential. */
const blockBytes = 1 << 20

/**
 * Returns a function that reads ranges of a file. Sequential reads are served from a larger block, because reading a
 * file in the browser takes longer than decompressing the bytes. A read that does not continue the previous read is not
 * extended. Callers may store the returned bytes, because blocks are never modified.
 */
export function createReadAhead(
  file: Pick<SourceFile, 'size' | 'read'>,
): (from: number, to: number) => Promise<Uint8Array> {
  let block: Uint8Array = new Uint8Array()
  let blockStart = 0
  let nextStart = -1
  return async (from, to) => {
    const end = Math.min(file.size, to)
    const isSequential = from === nextStart
    nextStart = end
    if (from < blockStart || end > blockStart + block.length) {
      if (!isSequential) return file.read(from, end)
      const bytes = await file.read(from, Math.min(file.size, Math.max(end, from + blockBytes)))
      block = bytes
      blockStart = from
      return bytes.subarray(0, end - from)
    }
    return block.subarray(from - blockStart, end - blockStart)
  }
}
