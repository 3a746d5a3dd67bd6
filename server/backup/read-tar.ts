import type { Problem } from '@aw-flow/schema'
import { NodeError } from '@aw-flow/engine'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import tar, { type ExtractEvents } from 'tar-stream'

/** An entry of a tar file: its header and content. Read the content before requesting the next entry. */
export type TarEntry = ExtractEvents['entry'][1]

export interface TarReader {
  /** Entries in file order. Iteration rejects with `problem` if the file is not a complete gzip file. */
  entries: AsyncIterator<TarEntry>
  close(): void
}

/** Starts reading a gzipped tar file. Entries are not lost if iteration starts later. */
export function readTar(path: string, problem: Problem): TarReader {
  const extract = tar.extract()
  // Create the iterator before the first byte is read, because an entry without a reader would be lost.
  const entries = extract[Symbol.asyncIterator]()
  const source = createReadStream(path)
  source
    .on('error', (cause) => extract.destroy(cause))
    .pipe(createGunzip())
    .on('error', () => extract.destroy(new NodeError('permanent', problem)))
    .pipe(extract as unknown as NodeJS.WritableStream)
  return {
    entries,
    close() {
      source.destroy()
      extract.destroy()
    },
  }
}
