/** Concatenates chunks. Throws `createError()` if they contain more than `maxBytes` bytes. */
export async function joinChunks(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  createError: () => Error,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) throw createError()
    parts.push(chunk)
  }
  return concatenate(parts)
}

export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    result.set(chunk, offset)
    offset += chunk.length
  }
  return result
}
