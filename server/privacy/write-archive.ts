import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import tar, { type Pack } from 'tar-stream'
import type { ArchiveFile } from './account-archive.ts'

/**
 * Writes files to a gzipped tar stream while it is read. If a file fails, the archive is truncated.
 *
 * @param onError Receives an error from reading a file. A reader that stops early is not an error.
 */
export function writeArchive(files: AsyncIterable<ArchiveFile>, onError: (cause: unknown) => void): Readable {
  const pack = tar.pack()
  const gzip = createGzip({ level: 4 })
  const addFiles = async (): Promise<void> => {
    for await (const file of files) {
      if (pack.destroyed) return
      await addFile(pack, file)
    }
    pack.finalize()
  }
  pipeline(pack, gzip, () => undefined)
  addFiles().catch((cause: unknown) => {
    if (!gzip.destroyed) onError(cause)
    pack.destroy(cause instanceof Error ? cause : new Error(String(cause)))
  })
  return gzip
}

/** Adds a file as a stream, even if it is a string, so that the reader of the archive sets the pace. */
async function addFile(pack: Pack, { name, content }: ArchiveFile): Promise<void> {
  const { size, source } =
    typeof content === 'string'
      ? { size: Buffer.byteLength(content), source: Readable.from([Buffer.from(content)]) }
      : { size: content.size, source: await content.openStream() }
  await new Promise<void>((resolve, reject) => {
    const entry = pack.entry({ name, size }, (cause) => (cause ? reject(cause) : resolve()))
    source.once('error', (cause) => entry.destroy(cause))
    source.pipe(entry as unknown as NodeJS.WritableStream)
  })
}
