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
}
