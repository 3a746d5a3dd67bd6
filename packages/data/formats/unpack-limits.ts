import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Up to this size, the ratio of unpacked to packed bytes is not checked. */
const maxUncheckedBytes = 256 * 1024 * 1024
/** Data does not compress better than this. */
const maxRatio = 250

export interface UnpackLimits {
  /** The file, for the problem. */
  name: string
  /** In bytes, in all. */
  most: number
  /** How many packed bytes have been read so far. */
  read: () => number
}

/** Counts unpacked bytes; throws a `TablesError` when there are too many in total or for the bytes that they are unpacked from. */
export function weighUnpacked({ name, most, read }: UnpackLimits): (bytes: number) => void {
  let unpacked = 0
  return (bytes) => {
    unpacked += bytes
    if (unpacked > most)
      throw new TablesError(error('load.unpacks-too-large', { file: name, max: most }, { where: { file: name } }))
    if (unpacked > maxUncheckedBytes && unpacked > maxRatio * read())
      throw new TablesError(
        error('load.unpacks-too-large.ratio', { file: name, unpacked, packed: read() }, { where: { file: name } }),
      )
  }
}

/** Passes unpacked bytes on within the limits. */
export async function* withinLimits(
  pieces: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  const weigh = weighUnpacked(limits)
  for await (const piece of pieces) {
    weigh(piece.length)
    yield piece
  }
}
