/**
 * A file that is read in ranges rather than loaded as a whole.
 *
 * @public
 */
export interface SourceFile {
  /** The SHA-256 hash of the file's bytes in hex, which serves as the dataset id. */
  readonly dataset: string
  /** The file name. */
  readonly name: string
  /** The file size in bytes. */
  readonly size: number
  /** Size in bytes of the compressed file from which this file was unpacked. */
  readonly packedSize?: number
  /**
   * Reads the bytes from `start` (inclusive) to `end` (exclusive, clamped to the file size).
   *
   * @param buffer Memory to use for the result if it is large enough. The next call with the same buffer may overwrite
   *   the result.
   */
  read(start: number, end: number, buffer?: Uint8Array): Promise<Uint8Array>
}

/**
 * The storage for dataset contents.
 *
 * @public
 */
export interface Files {
  /** Opens a dataset. Returns `undefined` if its content is not stored here. */
  open(dataset: string): Promise<SourceFile | undefined>
  /** Atomically stores bytes as a dataset. Equal bytes are the same dataset. Absent if the storage is read-only. */
  add?(name: string, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<SourceFile>
}
