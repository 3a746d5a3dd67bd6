import { Decompress } from 'fzstd'

/**
 * Unpacks a Zstandard stream with one or several frames.
 *
 * @param onUnpacked Called with unpacked bytes as they arrive; throws if there are too many. A few packed bytes can be
 *   a block of 128 KB, so one chunk can unpack to any size.
 */
export async function* unzstd(
  packed: AsyncIterable<Uint8Array>,
  onUnpacked: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = []
  const unpacker = new Decompress((chunk) => {
    onUnpacked(chunk.length)
    output.push(chunk.slice())
  })
  for await (const chunk of packed) {
    unpacker.push(Uint8Array.from(chunk))
    yield* output.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* output.splice(0)
}
