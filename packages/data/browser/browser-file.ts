import type { SourceFile } from '@aw-flow/engine'
import { freeBytes } from './free-bytes.ts'

/** A file in the browser. DuckDB reads it on demand instead of receiving all of its bytes. @internal */
export interface BrowserFile extends SourceFile {
  readonly blob: Blob
}

/**
 * Creates a source file from a browser file.
 *
 * @param dataset SHA-256 digest of the file's content, as hex.
 * @internal
 */
export function createBrowserFile(file: File, dataset: string): BrowserFile {
  return {
    blob: file,
    dataset,
    name: file.name,
    size: file.size,
    async read(start, end, buffer) {
      const bytes = await file.slice(start, end).arrayBuffer()
      const { byteLength } = bytes
      if (!buffer || buffer.length < byteLength) return new Uint8Array(bytes)
      buffer.set(new Uint8Array(bytes))
      freeBytes(bytes)
      return buffer.subarray(0, byteLength)
    },
  }
}
