import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { ArchiveEntry } from './archive.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** Below this unpacked size, the ratio of unpacked to packed bytes is not checked. */
const maxUncheckedBytes = 256 * 1024 * 1024
/** The maximum ratio of unpacked to packed bytes; real data does not compress better. */
const maxRatio = 250

export interface UnpackLimits {
  /** The file name in the problem. */
  name: string
  /** The maximum unpacked size, in bytes. */
  maxUnpackedBytes: number
  /** Returns the number of packed bytes that were actually read so far; sizes stated by an archive can be wrong. */
  getPackedBytes: () => number
}

/**
 * Returns a function that counts unpacked bytes and throws a `TablesError` if there are too many in total or relative
 * to the packed bytes.
 */
export function createUnpackCheck({ name, maxUnpackedBytes, getPackedBytes }: UnpackLimits): (bytes: number) => void {
  let unpackedBytes = 0
  return (bytes) => {
    unpackedBytes += bytes
    if (unpackedBytes > maxUnpackedBytes)
      throw new TablesError(
        error('load.unpacks-too-large', { file: name, max: maxUnpackedBytes }, { where: { file: name } }),
      )
    if (unpackedBytes > maxUncheckedBytes && unpackedBytes > maxRatio * getPackedBytes())
      throw new TablesError(
        error(
          'load.unpacks-too-large.ratio',
          { file: name, unpacked: unpackedBytes, packed: getPackedBytes() },
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

/** Unpacks an entry of an archive within the limits, which count the packed bytes that are actually read. */
export function unpackEntry(
  entry: ArchiveEntry,
  limits: Omit<UnpackLimits, 'getPackedBytes'>,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  let packedBytes = 0
  const chunks = entry.chunks({ ...options, onPackedRead: (bytes) => (packedBytes = bytes) })
  return enforceLimits(chunks, { ...limits, getPackedBytes: () => packedBytes })
}
