/**
 * A file that can be read in ranges, without loading it completely.
 *
 * @public
 */
export interface SourceFile {
  /** The SHA-256 of its bytes in hex, which is the id of the dataset. */
  readonly dataset: string
  /** The file name. */
  readonly name: string
  /** The size of the file, in bytes. */
  readonly size: number
  /**
   * Reads the bytes from `start` (inclusive) to `end` (exclusive, clamped to the size).
   *
   * @param buffer Memory that the result may use if it is large enough. The next call with it may overwrite the result.
   */
  read(start: number, end: number, buffer?: Uint8Array): Promise<Uint8Array>
}

/**
 * The storage of dataset contents.
 *
 * @public
 */
export interface Files {
  /** Opens a dataset; `undefined` if its content is not stored here. */
  open(dataset: string): Promise<SourceFile | undefined>
  /**
   * Stores bytes atomically as a dataset; equal bytes are the same dataset. Absent if nothing can be
   * stored.
   */
  add?(name: string, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<SourceFile>
}
