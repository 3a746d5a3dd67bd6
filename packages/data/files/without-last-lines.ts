const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/**
 * Text in pieces without its last `count` physical lines (LF, CRLF and CR each end a line; a text that does not end with
 * one has a last line all the same). Holds back no more than those lines and a piece; gives them to `onLast`.
 */
export async function* withoutLastLines(
  pieces: AsyncIterable<Uint8Array>,
  count: number,
  onLast: (lines: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  if (count === 0) {
    yield* pieces
    return
  }
  let held: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    const joined = new Uint8Array(held.length + piece.length)
    joined.set(held)
    joined.set(piece, held.length)
    // One line more than asked: the last one here may not have ended.
    const cut = startOfLastLines(joined, count + 1)
    if (cut > 0) yield joined.subarray(0, cut)
    held = joined.subarray(cut)
  }
  const cut = startOfLastLines(held, count)
  if (cut > 0) yield held.subarray(0, cut)
  onLast(held.subarray(cut))
}

/** Where the last `count` lines begin; 0 where there are no more. */
function startOfLastLines(bytes: Uint8Array, count: number): number {
  let lines = 0
  for (let at = bytes.length - 1; at >= 0; at--) {
    const isEnd = bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed)
    if (isEnd && at < bytes.length - 1 && ++lines === count) return at + 1
  }
  return 0
}
