import { Decompress } from 'fzstd'

/** The content of a Zstandard stream, of one frame or several. */
export async function* unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const found: Uint8Array[] = []
  const unpacker = new Decompress((piece) => void found.push(Uint8Array.from(piece)))
  for await (const piece of packed) {
    unpacker.push(Uint8Array.from(piece))
    yield* found.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* found.splice(0)
}
