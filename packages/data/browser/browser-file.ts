import type { SourceFile } from '@aw-flow/engine'

/** A file in the browser. DuckDB reads it on demand, without receiving all of its bytes. @internal */
export interface BrowserFile extends SourceFile {
  readonly blob: Blob
}

/**
 * Creates a source from a browser file.
 *
 * @param dataset SHA-256 of the file content, in hex.
 * @internal
 */
export const createBrowserFile = (file: File, dataset: string): BrowserFile => ({
  blob: file,
  dataset,
  name: file.name,
  size: file.size,
  read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
})
