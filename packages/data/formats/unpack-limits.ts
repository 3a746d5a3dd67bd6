import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Unpacked size up to which the ratio of unpacked to packed bytes is not checked. */
const maxUncheckedBytes = 256 * 1024 * 1024
/** Maximum ratio of unpacked to packed bytes; real data does not compress better. */
const maxRatio = 250

export interface UnpackLimits {
  /** File name for the problem. */
  name: string
  /** Maximum unpacked size, in bytes. */
  maxUnpackedBytes: number
  /** Returns the number of packed bytes read so far. */
  packedBytes: () => number
}

/**
 * Returns a function that counts unpacked bytes and throws a `TablesError` if there are too many in total or relative
 * to the packed bytes.
 */
export function createUnpackCheck({ name, maxUnpackedBytes, packedBytes }: UnpackLimits): (bytes: number) => void {
  let unpackedBytes = 0
  return (bytes) => {
    unpackedBytes += bytes
    if (unpackedBytes > maxUnpackedBytes)
      throw new TablesError(
        error('load.unpacks-too-large', { file: name, max: maxUnpackedBytes }, { where: { file: name } }),
      )
    if (unpackedBytes > maxUncheckedBytes && unpackedBytes > maxRatio * packedBytes())
      throw new TablesError(
        error(
          'load.unpacks-too-large.ratio',
          { file: name, unpacked: unpackedBytes, packed: packedBytes() },
          { where: { file: name } },
        ),
      )
  }
}

/** Passes unpacked bytes through and enforces the limits. */
export async function* enforceLimits(
  chunks: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  const check = createUnpackCheck(limits)
  for await (const chunk of chunks) {
    check(chunk.length)
    yield chunk
  }
}
