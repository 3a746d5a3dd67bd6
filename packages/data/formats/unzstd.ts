import { Decompress } from 'fzstd'

/**
 * The content of a Zstandard stream, of one frame or several.
 *
 * @param weigh Told of unpacked bytes as they come, and throws where they are too many: a few bytes can be a block of
 *   128 KB, so what is unpacked of one piece knows no bounds.
 */
export async function* unzstd(
  packed: AsyncIterable<Uint8Array>,
  weigh: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const found: Uint8Array[] = []
  const unpacker = new Decompress((piece) => {
    weigh(piece.length)
    found.push(piece.slice())
  })
  for await (const piece of packed) {
    unpacker.push(Uint8Array.from(piece))
    yield* found.splice(0)
  }
  unpacker.push(new Uint8Array(0), true)
  yield* found.splice(0)
}
