import type { SourceFile } from '@aw-flow/engine'

/** A file of the page. DuckDB reads it piece by piece and is not given its bytes. */
export interface BrowserFile extends SourceFile {
  readonly blob: Blob
}

/**
 * A file of the page as a source.
 *
 * @param dataset SHA-256 of its bytes, in hex.
 */
export const browserFile = (file: File, dataset: string): BrowserFile => ({
  blob: file,
  dataset,
  name: file.name,
  size: file.size,
  read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
})
