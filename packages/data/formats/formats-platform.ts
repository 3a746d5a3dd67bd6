import type { SourceFile } from '@aw-flow/engine'

/** Name of a Wasm module that a reader needs. */
export type WasmName = 'parquet' | 'sqlite'

/** The platform functions that formats need. There is one implementation for browsers and one for Node.js. */
export interface FormatsPlatform {
  /** Stores streamed bytes outside memory, with random access. They are released together with the file object. */
  store(chunks: AsyncIterable<Uint8Array>, source: Pick<SourceFile, 'dataset' | 'name'>): Promise<SourceFile>
  /** Returns the compiled Wasm module. */
  loadWasm(name: WasmName): Promise<WebAssembly.Module>
  /** Maximum size of an unpacked file, in bytes. */
  readonly maxUnpackedBytes: number
}
