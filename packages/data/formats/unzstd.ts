import { Decompress } from 'fzstd'

/**
 * Decompresses a Zstandard stream with one or more frames.
 *
 * @param onUnpacked Called with the number of unpacked bytes as they are produced. The callback must throw if the
 *   limits are exceeded: a few compressed bytes can expand to a block of 128 KB, so the unpacked size of a chunk is not
 *   limited.
 */
export async function* unzstd(
  chunks: AsyncIterable<Uint8Array>,
  onUnpacked: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = []
  const unpacker = new Decompress((chunk) => {
    onUnpacked(chunk.length)
    output.push(chunk.slice())
  })
  for await (const chunk of chunks) {
    unpacker.push(Uint8Array.from(chunk))
    yield* output.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* output.splice(0)
}
