import { Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

type Chunks = AsyncIterable<Uint8Array>

/** Decodes content. @internal */
export type ContentDecoder = (chunks: Chunks) => Chunks

const decoders: Readonly<Record<string, ContentDecoder>> = {
  gzip: (chunks) => decodeNonEmpty(chunks, () => createGunzip()),
  'x-gzip': (chunks) => decodeNonEmpty(chunks, () => createGunzip()),
  // "deflate" is zlib data by the standard, but some services send it without the zlib header.
  deflate: (chunks) =>
    decodeNonEmpty(chunks, ([first]) => ((first! & 0x0f) === 8 ? createInflate() : createInflateRaw())),
  br: (chunks) => decodeNonEmpty(chunks, () => createBrotliDecompress()),
}

/** Names in `Content-Encoding` that change no bytes. The last three are not encodings, but servers send them. */
const unchangedNames = new Set(['', 'identity', 'none', 'utf-8', 'aws-chunked'])

/** Maximum number of encodings. Each one more multiplies what a few bytes expand to on the way. */
const maxEncodings = 2
/**
 * Maximum ratio of content that was decoded once to content that was encoded twice, and number of bytes that are not
 * checked. Encoded content hardly shrinks again, but a kilobyte can expand to millions of empty archives.
 */
const [maxRatio, maxUncheckedBytes] = [10, 1 << 20]

/**
 * Returns the decoders for a `Content-Encoding` header in the order of their use, or `undefined` if it contains an
 * unknown encoding, or too many.
 *
 * @internal
 */
export function findContentDecoders(header: string): ContentDecoder[] | undefined {
  const names = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !unchangedNames.has(name))
  if (names.length > maxEncodings || !names.every((name) => Object.hasOwn(decoders, name))) return undefined
  return names.map((name) => decoders[name]!).toReversed()
}

/** Decodes content. Fails if the content fails, if it is not encoded as declared, or if it expands between decoders. @internal */
export function decodeContent(body: Chunks, contentDecoders: readonly ContentDecoder[]): Chunks {
  const [first, second] = contentDecoders
  if (!first || !second) return first ? first(body) : body
  let encodedBytes = 0
  let decodedBytes = 0
  const encoded = countBytes(body, (bytes) => (encodedBytes += bytes))
  const decoded = countBytes(first(encoded), (bytes) => {
    decodedBytes += bytes
    if (decodedBytes > Math.max(maxUncheckedBytes, maxRatio * encodedBytes))
      throw Object.assign(new Error('The content expands too much.'), { code: 'Z_BUF_ERROR' })
  })
  return second(decoded)
}

async function* countBytes(chunks: Chunks, onChunk: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onChunk(chunk.length)
    yield chunk
  }
}

/** Decodes content with the decoder for its first bytes. Services declare an encoding for empty content, too. */
async function* decodeNonEmpty(
  chunks: Chunks,
  createDecoder: (start: Uint8Array) => Transform,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return
  async function* readAll(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  const decoder = createDecoder(first.value)
  const source = Readable.from(readAll())
  source.on('error', (cause) => decoder.destroy(cause))
  decoder.on('close', () => source.destroy())
  yield* source.pipe(decoder) as Chunks
}
