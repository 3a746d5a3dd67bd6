/** A file that can be read in pieces, without holding the whole of it. */
export interface SourceFile {
  /** SHA-256 of its bytes, in hex: the dataset's id. */
  readonly dataset: string
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Bytes from `start` (inclusive) to `end` (exclusive; clamped to the size). */
  read(start: number, end: number): Promise<Uint8Array>
}

/** Port: where datasets' bytes are. */
export interface Files {
  /** The dataset's bytes, or `undefined` where this place does not have them. */
  open(dataset: string): Promise<SourceFile | undefined>
  /**
   * Keeps bytes that came from outside as a dataset, whole or not at all; the same bytes are the dataset that is there
   * already. Absent where nothing can be kept.
   */
  add?(name: string, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<SourceFile>
}
