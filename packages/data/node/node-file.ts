import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceFile } from '@aw-flow/engine'

/** A file on disk. DuckDB reads it through a link instead of receiving its bytes. @internal */
export interface NodeFile extends SourceFile {
  readonly path: string
}

/**
 * Creates a source file from a file on disk.
 *
 * @param dataset SHA-256 of the file's content, in hex. See `hashFile`.
 * @internal
 */
export async function openNodeFile(path: string, dataset: string, name: string = basename(path)): Promise<NodeFile> {
  const { size } = await stat(path)
  return {
    path,
    dataset,
    name,
    size,
    async read(start, end, buffer) {
      const handle = await open(path)
      try {
        const length = Math.max(0, Math.min(end, size) - start)
        const bytes = buffer && buffer.length >= length ? buffer.subarray(0, length) : new Uint8Array(length)
        let bytesReadSoFar = 0
        while (bytesReadSoFar < bytes.length) {
          const { bytesRead } = await handle.read(
            bytes,
            bytesReadSoFar,
            bytes.length - bytesReadSoFar,
            start + bytesReadSoFar,
          )
          if (bytesRead === 0) break
          bytesReadSoFar += bytesRead
        }
        return bytesReadSoFar === bytes.length ? bytes : bytes.subarray(0, bytesReadSoFar)
      } finally {
        await handle.close()
      }
    },
  }
}

/** Computes the SHA-256 of a file's content, in hex. The hash is the file's dataset id. @internal */
export async function hashFile(path: string, options: { signal?: AbortSignal } = {}): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal: options.signal }))
    hash.update(chunk)
  return hash.digest('hex')
}
