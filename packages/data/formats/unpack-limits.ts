import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { ArchiveEntry } from './archive.ts'
import { maxSmallContentBytes, smallFileBytes } from './expansion-limit.ts'
import type { UnpackOptions } from './unpack-options.ts'

/** The compression ratio is not checked below this unpacked size. */
const maxUncheckedBytes = 256 * 1024 * 1024
/** Maximum ratio of unpacked to compressed bytes. Real data does not compress better. */
const maxRatio = 250

/** Maximum window of Zstandard, in bytes: that of the command `zstd`, also with `--long`. */
const maxWindowBytes = 1 << 27

/** Returns the maximum window of a file, in bytes. Small files may not unpack to more than the limit of their content. */
export const getMaxWindowBytes = (fileBytes: number): number =>
  fileBytes < smallFileBytes ? maxSmallContentBytes : maxWindowBytes

export interface UnpackLimits {
  /** File name to include in the error message. */
  name: string
  /** Size of the file that contains all layers. Absent for parts of documents, whose cells are counted instead. */
  fileBytes?: number
  /** Maximum unpacked size, in bytes. */
  maxUnpackedBytes: number
  /** Returns the number of compressed bytes actually read so far. The sizes that an archive declares may be wrong. */
  getCompressedBytes: () => number
}

/**
 * Returns a function that counts unpacked bytes. The function throws a `TablesError` if there are too many of them,
 * either in total or relative to the compressed bytes.
 */
export function createUnpackCheck({
  name,
  fileBytes = Infinity,
  maxUnpackedBytes,
  getCompressedBytes,
}: UnpackLimits): (bytes: number) => void {
  const isSmall = fileBytes < smallFileBytes
  let unpackedBytes = 0
  return (bytes) => {
    unpackedBytes += bytes
    if (unpackedBytes > maxUnpackedBytes)
      throw new TablesError(
        error('load.decompressed-too-large', { file: name, max: maxUnpackedBytes }, { where: { file: name } }),
      )
    // All layers and entries count with the size of the file, because entries can share their compressed bytes.
    const packedBytes = isSmall ? fileBytes : getCompressedBytes()
    const isTooLarge = isSmall
      ? unpackedBytes > maxSmallContentBytes
      : unpackedBytes > maxUncheckedBytes && unpackedBytes > maxRatio * packedBytes
    if (isTooLarge)
      throw new TablesError(
        error(
          'load.decompressed-too-large.ratio',
          { file: name, unpacked: unpackedBytes, packed: packedBytes },
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

/** Unpacks an archive entry within the limits, which are based on the compressed bytes actually read. */
export function unpackEntry(
  entry: ArchiveEntry,
  limits: Omit<UnpackLimits, 'getCompressedBytes'>,
  options: UnpackOptions,
): AsyncGenerator<Uint8Array> {
  let compressedBytes = 0
  const chunks = entry.readChunks({ ...options, onPackedRead: (bytes) => (compressedBytes = bytes) })
  return enforceLimits(chunks, { ...limits, getCompressedBytes: () => compressedBytes })
}
