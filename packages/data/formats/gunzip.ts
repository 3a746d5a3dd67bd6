import { Gunzip } from 'fflate'

/**
 * The content of a gzip stream, of one member or several. The platform's own decompression checks the sums; some
 * browsers' ends at the first member, and then a slower one goes on from there. Of a piece all is unpacked before the
 * next one is asked for, whether anybody takes it or not: up to a thousand times its size.
 */
export async function* gunzip(packed: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let given = 0
  try {
    for await (const piece of decompress(packed(), new DecompressionStream('gzip'))) {
      given += piece.length
      yield piece
    }
  } catch (cause) {
    if (!isMoreBehindEnd(cause)) throw cause
    yield* from(given, gunzipMembers(packed()))
  }
}

/** Chromium, Firefox and Safari, in their own words. */
const isMoreBehindEnd = (cause: unknown): boolean =>
  cause instanceof TypeError && /junk|after the end|extra bytes|trailing/i.test(cause.message)

/** What a stream of the platform makes of pieces. */
export async function* decompress(
  pieces: AsyncIterable<Uint8Array>,
  transform: { readable: ReadableStream; writable: WritableStream },
): AsyncGenerator<Uint8Array> {
  const writer = transform.writable.getWriter()
  const written = (async () => {
    for await (const piece of pieces) {
      // `ready` alone would let Node take the whole file: its streams count pieces where they should count bytes.
      await writer.write(piece)
    }
    await writer.close()
  })()
  written.catch((cause: unknown) => writer.abort(cause).catch(() => undefined))
  const reader = (transform.readable as ReadableStream<Uint8Array>).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    await written
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

async function* gunzipMembers(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const found: Uint8Array[] = []
  const unpacker = new Gunzip((piece) => void found.push(piece))
  for await (const piece of pieces) {
    unpacker.push(piece)
    yield* found.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* found.splice(0)
}

async function* from(start: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const piece of pieces) {
    const end = at + piece.length
    if (end > start) yield piece.subarray(Math.max(0, start - at))
    at = end
  }
}
