import type { Readable } from 'node:stream'

/**
 * Bytes by name (`datasets/…`, `results/…`), each written once, whole or not at all. On a disk (`openDiskBlobs`) or in a
 * bucket that several machines share (`openS3Blobs`); one conformance suite holds both.
 */
export interface Blobs {
  /** Takes a file of this machine in and removes it there. One of that name that is there already is replaced. */
  put(name: string, path: string): Promise<void>
  /** The bytes, piece by piece; the stream fails where they are gone. */
  stream(name: string): Promise<Readable>
  /** A file of this machine with these bytes, fetched where it must be; `undefined` where they are gone. Never written to. */
  local(name: string): Promise<string | undefined>
  /** In bytes; `undefined` where there is nothing of that name. */
  size(name: string): Promise<number | undefined>
  /** What is not there is removed already. */
  remove(name: string): Promise<void>
  /** The names that begin so, in no order. */
  list(beginning: string): AsyncIterable<{ name: string; size: number }>
  /** Rejects where nothing can be kept at present, and says why. */
  check(): Promise<void>
}
