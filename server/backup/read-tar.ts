import type { Problem } from '@aw-flow/schema'
import { NodeError } from '@aw-flow/engine'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import tar, { type ExtractEvents } from 'tar-stream'

/** An entry of a tar file: its header and its content. The content must be read before the next entry is requested. */
export type TarEntry = ExtractEvents['entry'][1]

export interface TarReader {
  /** The entries in order. Reading them rejects with `problem` if the file is not a complete gzip file. */
  entries: AsyncIterator<TarEntry>
  close(): void
}

/** Starts reading a gzipped tar file. No entry is lost if the first one is requested late. */
export function readTar(path: string, problem: Problem): TarReader {
  const extract = tar.extract()
  // The iterator is created before the first byte, because an entry without a reader would be lost.
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
