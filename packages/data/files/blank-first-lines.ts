const [lineFeed, carriageReturn, space] = [0x0a, 0x0d, 0x20]

/**
 * Replaces the first `count` lines of a text with spaces, such as comments above JSON. Line numbers and offsets remain
 * the same.
 */
export async function* blankFirstLines(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let remainingLines = count
  for await (const chunk of chunks) {
    const bytes = remainingLines > 0 ? chunk.slice() : chunk
    for (let offset = 0; offset < bytes.length && remainingLines > 0; offset++) {
      if (bytes[offset] === lineFeed) remainingLines--
      else if (bytes[offset] !== carriageReturn) bytes[offset] = space
    }
    yield bytes
  }
}
