import type { SourceFile } from '@aw-flow/engine'

/** A wasm module that a reader needs, by format. */
export type WasmName = 'parquet' | 'sqlite'

/** What the formats need from the platform. There is one implementation for the browser and one for Node. */
export interface FormatsPlatform {
  /** Stores streamed bytes outside memory, with random access. They are released with the file object. */
  keep(chunks: AsyncIterable<Uint8Array>, of: Pick<SourceFile, 'dataset' | 'name'>): Promise<SourceFile>
  /** Returns the compiled wasm module. */
  wasm(name: WasmName): Promise<WebAssembly.Module>
  /** Maximum unpacked size of a file, in bytes. */
  readonly maxUnpackedBytes: number
}
