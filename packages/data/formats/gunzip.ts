import { Gunzip } from 'fflate'

/**
 * Decompresses a gzip stream with one or more members. The platform's decompression verifies checksums, but stops after
 * the first member in some browsers; a slower implementation then decompresses the remaining members. A chunk may
 * expand to up to a thousand times its size and is decompressed completely before the next chunk is requested.
 */
export async function* gunzip(openCompressed: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let yieldedBytes = 0
  try {
    for await (const chunk of decompress(openCompressed(), new DecompressionStream('gzip'))) {
      yieldedBytes += chunk.length
      yield chunk
    }
  } catch (cause) {
    if (!isTrailingDataError(cause)) throw cause
    yield* skipBytes(yieldedBytes, gunzipMembers(openCompressed()))
  }
}

/** Matches the messages of Chromium, Firefox and Safari for data after the first member. */
const isTrailingDataError = (cause: unknown): boolean =>
  cause instanceof TypeError && /junk|after the end|extra bytes|trailing/i.test(cause.message)

/** Passes chunks through a transform stream. */
export async function* decompress(
  chunks: AsyncIterable<Uint8Array>,
  transform: { readable: ReadableStream; writable: WritableStream },
): AsyncGenerator<Uint8Array> {
  const writer = transform.writable.getWriter()
  const writePromise = (async () => {
    for await (const chunk of chunks) {
      // Await each write. With `ready` alone, Node.js would buffer the whole file, because its streams count chunks
      // instead of bytes.
      await writer.write(chunk)
    }
    await writer.close()
  })()
  writePromise.catch((cause: unknown) => writer.abort(cause).catch(() => undefined))
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    await writePromise
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

async function* gunzipMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = []
  const unpacker = new Gunzip((chunk) => void output.push(chunk))
  for await (const chunk of chunks) {
    unpacker.push(chunk)
    yield* output.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* output.splice(0)
}

async function* skipBytes(start: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let offset = 0
  for await (const chunk of chunks) {
    const end = offset + chunk.length
    if (end > start) yield chunk.subarray(Math.max(0, start - offset))
    offset = end
  }
}
