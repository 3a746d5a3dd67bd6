import { Duplex, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** Creates a stream that decodes content. @internal */
export type ContentDecoder = () => Duplex

const decoders: Readonly<Record<string, ContentDecoder>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: () => Duplex.from(inflate),
  br: createBrotliDecompress,
}

/** Names in `Content-Encoding` that change no bytes. The last three are not encodings, but servers send them. */
const unchangedNames = new Set(['', 'identity', 'none', 'utf-8', 'aws-chunked'])

/**
 * Returns the decoders for a `Content-Encoding` header in the order of their use, or `undefined` if it contains an
 * unknown encoding.
 *
 * @internal
 */
export function findContentDecoders(header: string): ContentDecoder[] | undefined {
  const names = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !unchangedNames.has(name))
  if (!names.every((name) => Object.hasOwn(decoders, name))) return undefined
  return names.map((name) => decoders[name]!).toReversed()
}

/** Decodes a stream. Its failure, and that of each decoder, is the failure of the result. @internal */
export const decodeContent = (body: Readable, contentDecoders: readonly ContentDecoder[]): Readable =>
  contentDecoders.reduce((source: Readable, createDecoder) => {
    const decoder = createDecoder()
    source.on('error', (cause) => decoder.destroy(cause))
    decoder.on('close', () => source.destroy())
    return source.pipe(decoder)
  }, body)

/** Decodes "deflate", which is zlib data by the standard, but which some services send without the zlib header. */
async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return
  const hasHeader = (first.value[0]! & 0x0f) === 8
  const decoder = hasHeader ? createInflate() : createInflateRaw()
  const source = Duplex.from(async function* () {
    yield first.value
    yield* { [Symbol.asyncIterator]: () => iterator }
  })
  source.on('error', (cause) => decoder.destroy(cause))
  yield* source.pipe(decoder)
}
