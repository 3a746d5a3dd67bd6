import type { SourceFile } from '@aw-flow/engine'
import type { FormatsPlace, WasmName } from '../formats/formats-place.ts'
import { fetchModule } from './fetch-wasm.ts'
import { browserFile } from './browser-file.ts'

/** Where the wasm modules of readers are; of the versions that this package depends on. */
export type FormatWasmUrls = Readonly<Record<WasmName, string>>

/** So much is handed to the browser at once, which keeps large blobs on disk. */
const blobSize = 8 * 1024 * 1024

/** Formats in the page: what is unpacked becomes blobs, which the browser keeps. */
export function browserFormatsPlace(urls: FormatWasmUrls | undefined): FormatsPlace {
  const modules = new Map<WasmName, Promise<WebAssembly.Module>>()
  return {
    mostUnpacked: 4 * 1024 ** 3,

    async keep(pieces, { dataset, name }): Promise<SourceFile> {
      const blobs: Blob[] = []
      let parts: Uint8Array<ArrayBuffer>[] = []
      let size = 0
      for await (const piece of pieces) {
        parts.push(piece as Uint8Array<ArrayBuffer>)
        size += piece.length
        if (size < blobSize) continue
        blobs.push(new Blob(parts))
        parts = []
        size = 0
      }
      return browserFile(new File([...blobs, ...parts], name), dataset)
    },

    wasm(name) {
      const known = modules.get(name)
      if (known) return known
      const module = fetchModule(name, urls?.[name])
      modules.set(name, module)
      module.catch(() => modules.delete(name))
      return module
    },
  }
}
