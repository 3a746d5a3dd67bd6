import type { Problem } from '@aw-flow/schema'
import { NodeError } from '@aw-flow/engine'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import tar, { type ExtractEvents } from 'tar-stream'

/** An entry of a tar: its header, and its bytes as a stream, which must be read before the next entry is asked for. */
export type TarEntry = ExtractEvents['entry'][1]

export interface TarReading {
  /** Entries in their order. Rejects with `damaged` where the file is no whole gzip. */
  entries: AsyncIterator<TarEntry>
  close(): void
}

/** Begins to read a gzipped tar; however late its first entry is asked for, it is handed out. */
export function readTar(path: string, damaged: Problem): TarReading {
  const extract = tar.extract()
  // Before the first byte: an entry that nobody waits for is never handed out again.
  const entries = extract[Symbol.asyncIterator]()
  const source = createReadStream(path)
  source
    .on('error', (cause) => extract.destroy(cause))
    .pipe(createGunzip())
    .on('error', () => extract.destroy(new NodeError('permanent', damaged)))
    .pipe(extract as unknown as NodeJS.WritableStream)
  return {
    entries,
    close() {
      source.destroy()
      extract.destroy()
    },
  }
}
