import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

/** Limits what the content of a file takes in memory, in relation to its size. */
export interface ExpansionLimit {
  /** Maximum number of bytes. */
  readonly maxBytes: number
  /** Counts bytes that were added. Throws a `TablesError` if there are too many. */
  count(bytes: number): void
}

/** A file, or the content of a compressed file, to whose size limits refer. */
export type PackedFile = Pick<SourceFile, 'name' | 'size' | 'packedSize'>

/** Size below which a file may not expand in proportion to its size, in bytes. */
export const smallFileBytes = 1 << 20
/** Number of bytes to which a small file, or any document, may expand. A table of them takes a few times as much. */
export const maxSmallContentBytes = 1 << 24
/** Maximum ratio of the cells of a document to its size. Real workbooks with repeated texts reach less than half of it. */
const maxDocumentRatio = 100
/** The same for files with typed columns, which store repeated values in a few bits. */
const maxTableRatio = 1000
/** Number of bytes to which the table of a small file may expand. DuckDB reads Parquet files itself, with least memory. */
const maxSmallTableBytes = { parquet: 1 << 27, arrow: 1 << 26, sqlite: 1 << 24 }

/**
 * Creates the limit of a document. It counts where cells are handed on, so that it applies to whatever multiplied them:
 * compression, shared strings, repeated rows and cells, or many tables.
 */
export const createExpansionLimit = (file: PackedFile): ExpansionLimit =>
  createLimit(maxSmallContentBytes, maxDocumentRatio, file, (unpacked) =>
    error(
      'load.decompressed-too-large.ratio',
      { file: file.name, unpacked, packed: file.packedSize ?? file.size },
      { where: { file: file.name } },
    ),
  )

/** Creates the limit of a Parquet, Arrow or SQLite file. It counts cells, which dictionaries, runs or views multiply. */
export const createTableLimit = (file: PackedFile, format: keyof typeof maxSmallTableBytes): ExpansionLimit =>
  createLimit(maxSmallTableBytes[format], maxTableRatio, file, (unpacked) =>
    error(
      'load.decompressed-too-large.table',
      { file: file.name, unpacked, packed: file.packedSize ?? file.size },
      { where: { file: file.name } },
    ),
  )

/** Maximum number of cells in the table of a small file, whose own cells are fewer than a million if it is not packed. */
const maxSmallCells = 1 << 21

/**
 * Returns the maximum number of cells in the table of a text. Records with fewer cells than the table has columns are
 * filled up with empty cells, up to 4,000 times as many.
 */
export const getMaxCells = ({ size, packedSize = size }: PackedFile): number =>
  packedSize < smallFileBytes ? maxSmallCells : Math.max(size, maxDocumentRatio * packedSize)

function createLimit(
  minBytes: number,
  maxRatio: number,
  { size: unpackedSize, packedSize: size = unpackedSize }: PackedFile,
  createProblem: (total: number) => Problem,
): ExpansionLimit {
  const maxBytes = size < smallFileBytes ? minBytes : Math.max(minBytes, maxRatio * size)
  let total = 0
  return {
    maxBytes,
    count(bytes) {
      total += bytes
      if (total > maxBytes) throw new TablesError(createProblem(total))
    },
  }
}
