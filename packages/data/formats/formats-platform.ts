import type { SourceFile } from '@aw-flow/engine'

/** A wasm module that a reader needs, by format. */
export type WasmName = 'parquet' | 'sqlite'

/** The platform functions that the formats need. There is one implementation for the browser and one for Node. */
export interface FormatsPlatform {
  /** Stores streamed bytes outside memory, with random access. They are released with the file object. */
  store(chunks: AsyncIterable<Uint8Array>, source: Pick<SourceFile, 'dataset' | 'name'>): Promise<SourceFile>
  /** Returns the compiled wasm module. */
  loadWasm(name: WasmName): Promise<WebAssembly.Module>
  /** The maximum unpacked size of a file, in bytes. */
  readonly maxUnpackedBytes: number
}
