import type { SourceFile } from '@aw-flow/engine'
import type { FormatsPlatform, WasmName } from '../formats/formats-platform.ts'
import { fetchModule } from './fetch-wasm.ts'
import { createBrowserFile } from './browser-file.ts'

/** URLs of the readers' Wasm modules, in the versions that this package depends on. @internal */
export type FormatWasmUrls = Readonly<Record<WasmName, string>>

/** Maximum number of bytes to hold in memory before they are moved to a blob. Browsers store large blobs on disk. */
const maxBufferedBytes = 8 * 1024 * 1024

/** Creates the formats platform for browsers, which stores unpacked files as blobs. */
export function createBrowserFormatsPlatform(urls: FormatWasmUrls | undefined): FormatsPlatform {
  const modules = new Map<WasmName, Promise<WebAssembly.Module>>()
  return {
    maxUnpackedBytes: 4 * 1024 ** 3,

    async store(chunks, { dataset, name }): Promise<SourceFile> {
      const blobs: Blob[] = []
      let parts: Uint8Array<ArrayBuffer>[] = []
      let size = 0
      for await (const chunk of chunks) {
        parts.push(chunk as Uint8Array<ArrayBuffer>)
        size += chunk.length
        if (size < maxBufferedBytes) continue
        blobs.push(new Blob(parts))
        parts = []
        size = 0
      }
      return createBrowserFile(new File([...blobs, ...parts], name), dataset)
    },

    loadWasm(name) {
      const cachedModule = modules.get(name)
      if (cachedModule) return cachedModule
      const module = fetchModule(name, urls?.[name])
      modules.set(name, module)
      module.catch(() => modules.delete(name))
      return module
    },
  }
}
