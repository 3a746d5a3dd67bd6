import type { Readable } from 'node:stream'

/**
 * Files by name (`datasets/…`, `results/…`), each written once and atomically. They are on disk
 * (`openDiskBlobs`) or in a bucket that several machines share (`openS3Blobs`). Both pass the same conformance suite.
 */
export interface Blobs {
  /** Moves a local file into the storage. Replaces an existing file of that name. */
  put(name: string, path: string): Promise<void>
  /** Returns the content as a stream, which fails if the file is missing. */
  openStream(name: string): Promise<Readable>
  /** Returns the path of a local copy, downloaded if needed; `undefined` if the file is missing. It is read-only. */
  findLocalPath(name: string): Promise<string | undefined>
  /** Returns the size in bytes; `undefined` if the file is missing. */
  findSize(name: string): Promise<number | undefined>
  /** Removes a file; does nothing if it is missing. */
  remove(name: string): Promise<void>
  /** Lists the files whose names start with a prefix, in no particular order. */
  list(prefix: string): AsyncIterable<{ name: string; size: number }>
  /** Rejects with the reason if nothing can be stored. */
  check(): Promise<void>
}
