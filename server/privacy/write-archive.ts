import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import tar, { type Pack } from 'tar-stream'
import type { ArchiveFile } from './account-archive.ts'

/**
 * Creates a gzipped tar stream. Files are added while the stream is read. If a file cannot be read, the archive is
 * truncated.
 *
 * @param onError Called if a file cannot be read. Not called if the reader stops early.
 */
export function createArchiveStream(files: AsyncIterable<ArchiveFile>, onError: (cause: unknown) => void): Readable {
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

/**
 * Adds a file to the archive. Even text is added as a stream, so that writing does not outpace the archive's reader.
 */
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
