import type { SourceFile } from '@aw-flow/engine'

/** A wasm module that a reader needs, by what it reads. */
export type WasmName = 'parquet' | 'sqlite'

/** What the formats need of the place where they are read. One implementation in the page, one in Node. */
export interface FormatsPlace {
  /** Keeps bytes that come in pieces where they take no memory, to be read at any place. Gone with the file object. */
  keep(pieces: AsyncIterable<Uint8Array>, of: Pick<SourceFile, 'dataset' | 'name'>): Promise<SourceFile>
  /** The bytes of a wasm module, or the compiled one. */
  wasm(name: WasmName): Promise<WebAssembly.Module>
  /** No file may unpack to more bytes than these. */
  readonly mostUnpacked: number
}
