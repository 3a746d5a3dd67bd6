import { Decompress } from 'fzstd'

/**
 * Decompresses a Zstandard stream with one or more frames.
 *
 * @param onUnpacked Called with the number of unpacked bytes as they are produced. The callback must throw if the
 *   limits are exceeded: a few compressed bytes can expand to a block of 128 KB, so the unpacked size of a chunk is not
 *   limited.
 * @param maxWindowBytes Maximum size of the window that a frame declares, for which the decompressor reserves memory.
 */
export async function* unzstd(
  chunks: AsyncIterable<Uint8Array>,
  onUnpacked: (bytes: number) => void,
  maxWindowBytes: number,
): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = []
  const unpacker = new Decompress((chunk) => {
    onUnpacked(chunk.length)
    output.push(chunk.slice())
  })
  const checkWindows = createWindowCheck(maxWindowBytes)
  for await (const chunk of chunks) {
    checkWindows(chunk)
    unpacker.push(Uint8Array.from(chunk))
    yield* output.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* output.splice(0)
}

/**
 * Returns a function that follows the frames and blocks of a stream, and throws if a frame declares a larger window. The
 * decompressor itself allows 2 GB, and takes twice as much memory. It reports all other faults.
 */
function createWindowCheck(maxBytes: number): (chunk: Uint8Array) => void {
  /** The beginning of a header that continues in the next chunk. */
  let pending: Uint8Array = new Uint8Array(0)
  let skippedBytes = 0
  let isInFrame = false
  let hasChecksum = false

  /** Reads the header at the start, and returns the number of bytes until the next one; 0 if more bytes are needed. */
  const readHeader = (bytes: Uint8Array): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (isInFrame) {
      if (bytes.length < 3) return 0
      const header = view.getUint16(0, true) | (view.getUint8(2) << 16)
      const isLast = (header & 1) === 1
      const isRepeatedByte = ((header >> 1) & 3) === 1
      isInFrame = !isLast
      return 3 + (isRepeatedByte ? 1 : header >> 3) + (isLast && hasChecksum ? 4 : 0)
    }
    // The longest header has 18 bytes, and a frame with the shortest one has at least 9.
    if (bytes.length < 9) return 0
    const magic = view.getUint32(0, true)
    if (magic >>> 4 === 0x184d2a5) return 8 + view.getUint32(4, true)
    const descriptor = view.getUint8(4)
    const isSingleSegment = (descriptor & 32) !== 0
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
    const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!
    const sizeOffset = (isSingleSegment ? 5 : 6) + dictionaryBytes
    if (bytes.length < sizeOffset + sizeBytes) return 0
    const windowSize = 2 ** (10 + (view.getUint8(5) >> 3)) * (1 + (view.getUint8(5) & 7) / 8)
    const contentSize =
      sizeBytes === 8
        ? Number(view.getBigUint64(sizeOffset, true))
        : sizeBytes === 4
          ? view.getUint32(sizeOffset, true)
          : 0
    const bytesNeeded = isSingleSegment ? contentSize : windowSize
    if (bytesNeeded > maxBytes) throw new Error(`window size too large: ${bytesNeeded} bytes, at most ${maxBytes}`)
    isInFrame = true
    hasChecksum = (descriptor & 4) !== 0
    return sizeOffset + sizeBytes
  }

  return (chunk) => {
    let bytes = chunk
    if (pending.length > 0) {
      bytes = new Uint8Array(pending.length + chunk.length)
      bytes.set(pending)
      bytes.set(chunk, pending.length)
    }
    let offset = skippedBytes
    while (offset < bytes.length) {
      const length = readHeader(bytes.subarray(offset))
      if (length === 0) break
      offset += length
    }
    skippedBytes = Math.max(0, offset - bytes.length)
    pending = bytes.slice(offset)
  }
}
