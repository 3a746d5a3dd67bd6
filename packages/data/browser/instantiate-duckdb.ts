import { message } from '@aw-flow/messages'
import { describeFormatError, FormatError } from '../formats/format-error.ts'
import {
  BROWSER_RUNTIME,
  createDuckDB,
  readString,
  VoidLogger,
  type Bindings,
  type Runtime,
} from '@duckdb/duckdb-wasm/blocking-browser'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { compileResponse } from './compile-response.ts'
import { freeBytes } from './free-bytes.ts'

/** Folder of the registered files. Statements may not read any other folder. */
export const filesFolder = '/aw/'

/** Requests a new heap size in bytes. Returns 0 if the request is rejected. */
type ResizeHeap = (bytes: number) => number

/** Maximum number of bytes that Emscripten allocates beyond the requested size. */
const maxExtraBytes = 96 * 2 ** 20 + 2 ** 16

/**
 * Limits the heap to 2 GB. Higher addresses become negative when read as signed numbers; `openFile` in duckdb-wasm
 * would then write the file size to the wrong address, and the file would appear to be empty.
 */
function limitHeap(imports: WebAssembly.Imports): void {
  const env = imports.env as { emscripten_resize_heap: ResizeHeap }
  const resizeHeap = env.emscripten_resize_heap
  env.emscripten_resize_heap = (bytes) => ((bytes >>> 0) + maxExtraBytes > 2 ** 31 ? 0 : resizeHeap(bytes))
}

/** Missing from the DOM type definitions, because only workers have this class. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }

/** Reads a range of a file. Returns `undefined` if the browser denies access. */
function readRange(file: Pick<Blob, 'slice'>, start: number, end: number): ArrayBuffer | undefined {
  try {
    return new FileReaderSync().readAsArrayBuffer(file.slice(start, end))
  } catch {
    return undefined
  }
}

/**
 * Limits DuckDB's file access to registered files. URLs are never opened. Each read buffer, up to 32 MB, is freed as
 * soon as its bytes have been copied.
 */
const runtime: Runtime = {
  ...BROWSER_RUNTIME,
  glob(module, path, length) {
    if (readString(module, path, length).startsWith(filesFolder)) BROWSER_RUNTIME.glob(module, path, length)
  },
  checkFile: (module, path, length) =>
    readString(module, path, length).startsWith(filesFolder) && BROWSER_RUNTIME.checkFile(module, path, length),
  readFile(module, fileId, address, length, offset) {
    const info = BROWSER_RUNTIME.getFileInfo(module, fileId)
    const file = info ? BROWSER_RUNTIME._files.get(info.fileName) : undefined
    const bytes = file && readRange(file, offset, offset + length)
    // The default implementation reports the error for a file that cannot be read.
    if (!bytes) return BROWSER_RUNTIME.readFile(module, fileId, address, length, offset)
    const { byteLength } = bytes
    module.HEAPU8.set(new Uint8Array(bytes), address)
    freeBytes(bytes)
    return byteLength
  },
  // The default implementation posts a message to the creator of this worker.
  progressUpdate: () => undefined,
}

/**
 * Defines a class that some browsers (WebKitGTK) lack. duckdb-wasm uses it in an `instanceof` check whenever it drops a
 * file.
 */
function defineSyncAccessHandle(): void {
  if (!('FileSystemSyncAccessHandle' in globalThis))
    Object.assign(globalThis, { FileSystemSyncAccessHandle: function FileSystemSyncAccessHandle() {} })
}

/**
 * Fetches, compiles and starts DuckDB in this worker. There can be only one instance per worker, because the bindings
 * store their files in the global scope.
 *
 * @param wasmUrl URL of `duckdb-eh.wasm` from the same version of duckdb-wasm as the bindings.
 * @param compiledModule The module at `wasmUrl`. Absent: it is fetched and compiled.
 */
export async function instantiateDuckDb(wasmUrl: string, compiledModule?: WebAssembly.Module): Promise<Bindings> {
  defineSyncAccessHandle()
  const bundle = { mainModule: wasmUrl }
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), runtime)
  return new Promise((resolve, reject) => {
    // The default implementation ignores a failed download, so the promise would never settle.
    bindings.instantiateWasm = (imports, success) => {
      Object.assign(globalThis, { DUCKDB_RUNTIME: runtime })
      limitHeap(imports)
      const start = async (): Promise<void> => {
        const module = compiledModule ?? (await fetchDuckDb(wasmUrl))
        success(await WebAssembly.instantiate(module, imports), module)
      }
      start().catch((cause: unknown) =>
        reject(new TablesError(error('tables.no-engine', { url: wasmUrl, reason: describeFormatError(cause) }), cause)),
      )
      return {}
    }
    bindings.instantiate().then(resolve, reject)
  })
}

async function fetchDuckDb(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url)
  if (!response.ok) throw new FormatError(message('file.error.http-status', { status: String(response.status) }))
  return compileResponse(response)
}
