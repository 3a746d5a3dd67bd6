import { message } from '@aw-flow/messages'
import { faultReason, FormatFault } from '../formats/format-fault.ts'
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

/** The folder under which files are registered, and the only one that statements may read. */
export const filesFolder = '/aw/'

/** What the wasm asks for more memory with: the whole size that it wants, in bytes; 0 says no. */
type ResizeHeap = (bytes: number) => number

/** Emscripten takes up to this much more than was asked for. */
const overgrowth = 96 * 2 ** 20 + 2 ** 16

/**
 * Ends the heap at 2 GB, behind which addresses are negative to whoever takes them for signed: the package's own
 * `openFile` then writes a file's size nowhere, and the file reads as empty.
 */
function endHeap(imports: WebAssembly.Imports): void {
  const env = imports.env as { emscripten_resize_heap: ResizeHeap }
  const resize = env.emscripten_resize_heap
  env.emscripten_resize_heap = (bytes) => ((bytes >>> 0) + overgrowth > 2 ** 31 ? 0 : resize(bytes))
}

/** DuckDB's files in the page: those that were registered, and never an address. */
const runtime: Runtime = {
  ...BROWSER_RUNTIME,
  glob(module, path, length) {
    if (readString(module, path, length).startsWith(filesFolder)) BROWSER_RUNTIME.glob(module, path, length)
  },
  checkFile: (module, path, length) =>
    readString(module, path, length).startsWith(filesFolder) && BROWSER_RUNTIME.checkFile(module, path, length),
  // The package's own posts a message to whoever started this worker.
  progressUpdate: () => undefined,
}

/**
 * The package asks of every file that it drops whether it is one of these, and breaks off in browsers that know none
 * (WebKitGTK): there nothing is one.
 */
function nameSyncAccessHandles(): void {
  if (!('FileSystemSyncAccessHandle' in globalThis))
    Object.assign(globalThis, { FileSystemSyncAccessHandle: function FileSystemSyncAccessHandle() {} })
}

/**
 * Fetches, compiles and starts DuckDB in this worker. One at a time: the bindings keep their files in the worker's
 * global scope.
 *
 * @param wasmUrl Where `duckdb-eh.wasm` of the same package version is.
 */
export async function instantiateDuckDb(wasmUrl: string): Promise<Bindings> {
  nameSyncAccessHandles()
  const bundle = { mainModule: wasmUrl }
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), runtime)
  return new Promise((resolve, reject) => {
    // The package's own loses a failed download: nobody would hear of it, and the promise would never settle.
    bindings.instantiateWasm = (imports, success) => {
      Object.assign(globalThis, { DUCKDB_RUNTIME: runtime })
      endHeap(imports)
      fetchWasm(wasmUrl, imports).then(({ instance, module }) => success(instance, module), reject)
      return {}
    }
    bindings.instantiate().then(resolve, reject)
  })
}

async function fetchWasm(
  url: string,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  try {
    const response = await fetch(url)
    if (!response.ok) throw new FormatFault(message('file.fault.http-status', { status: String(response.status) }))
    // Servers that do not know the suffix send another type, with which nothing can be compiled while it arrives.
    const isTyped = response.headers.get('content-type')?.startsWith('application/wasm') === true
    return await (isTyped
      ? WebAssembly.instantiateStreaming(response, imports)
      : WebAssembly.instantiate(await response.arrayBuffer(), imports))
  } catch (cause) {
    throw new TablesError(error('tables.no-engine', { url, reason: faultReason(cause) }), cause)
  }
}
