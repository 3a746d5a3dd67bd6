const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Yields text without its last `count` physical lines, which are passed to `onLastLines`. LF, CRLF and CR each end a
 * line, and the last line needs no line ending. Buffers only those lines and one chunk.
 */
export async function* dropLastLines(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
  onLastLines: (lines: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  if (count === 0) {
    yield* chunks
    return
  }
  let bufferedBytes: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunks) {
    const combinedBytes = new Uint8Array(bufferedBytes.length + chunk.length)
    combinedBytes.set(bufferedBytes)
    combinedBytes.set(chunk, bufferedBytes.length)
    // One more line than needed, because the last line in this buffer may be incomplete.
    const tailStart = findTailStart(combinedBytes, count + 1)
    if (tailStart > 0) yield combinedBytes.subarray(0, tailStart)
    bufferedBytes = combinedBytes.subarray(tailStart)
  }
  const tailStart = findTailStart(bufferedBytes, count)
  if (tailStart > 0) yield bufferedBytes.subarray(0, tailStart)
  onLastLines(bufferedBytes.subarray(tailStart))
}

/** Returns the offset at which the last `count` lines start, or 0 if there are at most that many lines. */
function findTailStart(bytes: Uint8Array, count: number): number {
  let lineCount = 0
  for (let offset = bytes.length - 1; offset >= 0; offset--) {
    const isLineEnd = bytes[offset] === lineFeed || (bytes[offset] === carriageReturn && bytes[offset + 1] !== lineFeed)
    if (isLineEnd && offset < bytes.length - 1 && ++lineCount === count) return offset + 1
  }
  return 0
}
