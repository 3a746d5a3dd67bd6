import type { Readable } from 'node:stream'

/**
 * Storage for files with names such as `datasets/…` and `results/…`. Each file is written once and atomically. Files
 * are stored on disk (`openDiskBlobs`), or in a bucket shared by several machines (`openS3Blobs`). Both implementations
 * pass the same conformance tests.
 */
export interface Blobs {
  /** Whether files are on disk or in a bucket. */
  readonly provider: 'local' | 's3'
  /** Moves a local file into the storage, replacing any existing file with the same name. */
  put(name: string, path: string): Promise<void>
  /** Opens a file's content as a stream. Rejects if the file is missing. */
  openStream(name: string): Promise<Readable>
  /**
   * Returns the path of a read-only local copy, downloading the file if necessary. Returns `undefined` if the file is
   * missing.
   */
  findLocalPath(name: string): Promise<string | undefined>
  /** Returns a file's size in bytes, or `undefined` if the file is missing. */
  findSize(name: string): Promise<number | undefined>
  /** Removes a file, if it exists. */
  remove(name: string): Promise<void>
  /** Lists the files whose names start with a prefix, in no particular order. */
  list(prefix: string): AsyncIterable<{ name: string; size: number }>
  /** Checks that the storage is writable. Rejects with the reason if it is not. */
  check(): Promise<void>
}
