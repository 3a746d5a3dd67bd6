const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Yields text without its last `count` physical lines (LF, CRLF and CR each end a line; the last line may have no line
 * end). Buffers only those lines and one chunk, and passes the lines to `onLast`.
 */
export async function* withoutLastLines(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
  onLast: (lines: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  if (count === 0) {
    yield* chunks
    return
  }
  let buffered: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunks) {
    const joined = new Uint8Array(buffered.length + chunk.length)
    joined.set(buffered)
    joined.set(chunk, buffered.length)
    // One extra line: the last line in this buffer may be incomplete.
    const cut = startOfLastLines(joined, count + 1)
    if (cut > 0) yield joined.subarray(0, cut)
    buffered = joined.subarray(cut)
  }
  const cut = startOfLastLines(buffered, count)
  if (cut > 0) yield buffered.subarray(0, cut)
  onLast(buffered.subarray(cut))
}

/** Start of the last `count` lines; 0 if there are not more. */
function startOfLastLines(bytes: Uint8Array, count: number): number {
  let lines = 0
  for (let at = bytes.length - 1; at >= 0; at--) {
    const isEnd = bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed)
    if (isEnd && at < bytes.length - 1 && ++lines === count) return at + 1
  }
  return 0
}
