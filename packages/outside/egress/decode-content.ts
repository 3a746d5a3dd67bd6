import { Duplex, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** Creates a stream that decodes content. @internal */
export type ContentDecoder = () => Duplex

const decoders: Readonly<Record<string, ContentDecoder>> = {
  gzip: () => decodeNonEmpty(() => createGunzip()),
  'x-gzip': () => decodeNonEmpty(() => createGunzip()),
  // "deflate" is zlib data by the standard, but some services send it without the zlib header.
  deflate: () => decodeNonEmpty(([first]) => ((first! & 0x0f) === 8 ? createInflate() : createInflateRaw())),
  br: () => decodeNonEmpty(() => createBrotliDecompress()),
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

/** Decodes a stream. Its failure, and that of each decoder, is the failure of the result. @internal */
export const decodeContent = (body: Readable, contentDecoders: readonly ContentDecoder[]): Readable =>
  limitExpansion(contentDecoders).reduce((source: Readable, createDecoder) => {
    const decoder = createDecoder()
    source.on('error', (cause) => decoder.destroy(cause))
    decoder.on('close', () => source.destroy())
    return source.pipe(decoder)
  }, body)

/** Decodes content with the decoder for its first bytes. Services declare an encoding for empty content, too. */
const decodeNonEmpty = (createDecoder: (start: Uint8Array) => Duplex): Duplex =>
  Duplex.from(async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const iterator = chunks[Symbol.asyncIterator]()
    const first = await iterator.next()
    if (first.done) return
    const decoder = createDecoder(first.value)
    const source = Duplex.from(async function* () {
      yield first.value
      yield* { [Symbol.asyncIterator]: () => iterator }
    })
    source.on('error', (cause) => decoder.destroy(cause))
    yield* source.pipe(decoder)
  })

/** Counts the content before and after the first of two decoders, because the limits of bodies apply after the second. */
function limitExpansion(contentDecoders: readonly ContentDecoder[]): readonly ContentDecoder[] {
  const [first, second] = contentDecoders
  if (!first || !second) return contentDecoders
  let encodedBytes = 0
  let decodedBytes = 0
  const count = (onChunk: (bytes: number) => void): Duplex =>
    Duplex.from(async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of chunks) {
        onChunk(chunk.length)
        yield chunk
      }
    })
  const check = (bytes: number): void => {
    decodedBytes += bytes
    if (decodedBytes > Math.max(maxUncheckedBytes, maxRatio * encodedBytes))
      throw Object.assign(new Error('The content expands too much.'), { code: 'Z_BUF_ERROR' })
  }
  return [() => count((bytes) => (encodedBytes += bytes)), first, () => count(check), second]
}
