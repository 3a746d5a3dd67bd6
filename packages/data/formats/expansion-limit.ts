import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Limits what the cells of a document take in memory, in relation to its size. */
export type ExpansionLimit = ReturnType<typeof createExpansionLimit>

/** Number of bytes that the cells of any document may take. */
const minBytes = 1 << 25
/** Maximum ratio of the cells to the file. Real workbooks with repeated texts reach less than half of it. */
const maxRatio = 100

/**
 * Creates the limit of a document. It counts where cells are handed on, so that it applies to whatever multiplied them:
 * compression, shared strings, repeated rows and cells, or many tables.
 */
export function createExpansionLimit({ name, size }: Pick<SourceFile, 'name' | 'size'>) {
  const maxBytes = Math.max(minBytes, maxRatio * size)
  let total = 0
  return {
    /** Maximum number of bytes. */
    maxBytes,
    /** Counts bytes that were added. Throws a `TablesError` if there are too many. */
    count(bytes: number): void {
      total += bytes
      if (total > maxBytes)
        throw new TablesError(
          error(
            'load.decompressed-too-large.ratio',
            { file: name, unpacked: total, packed: size },
            { where: { file: name } },
          ),
        )
    },
  }
}
