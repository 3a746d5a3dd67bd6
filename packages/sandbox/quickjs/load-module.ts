import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'

/** A QuickJS module with a memory limit. */
export interface BoundedModule {
  readonly quickJs: QuickJSWASMModule
  /** Memory available to code, in bytes. */
  readonly memoryBytes: number
  /** Returns whether the memory has grown since the module was loaded. The memory never shrinks. */
  hasGrown(): boolean
}

/** Size of a WebAssembly memory page, in bytes. */
const pageBytes = 64 * 1024
/** Initial memory of the module, in bytes, for its stack, its data and the first values. */
const initialBytes = 16 * 2 ** 20

/**
 * Loads QuickJS with a memory limit for itself and the code. QuickJS's own limit applies only to individual
 * allocations: on WebAssembly, its allocator cannot determine the size of an allocated block, so it does not track the
 * total. With that limit alone, code could fill 2 GB with small allocations.
 */
export async function loadModule(memoryBytes: number): Promise<BoundedModule> {
  const memory = new WebAssembly.Memory({
    initial: initialBytes / pageBytes,
    maximum: Math.ceil((initialBytes + memoryBytes) / pageBytes),
  })
  const boundedVariant = newVariant(variant, { wasmMemory: memory })
  const quickJs = await newQuickJSWASMModuleFromVariant({
    ...boundedVariant,
    async importModuleLoader() {
      const importedModule = await boundedVariant.importModuleLoader()
      const loader = typeof importedModule === 'function' ? importedModule : importedModule.default
      const load = typeof loader === 'function' ? loader : loader.default
      return async (options) => {
        const module = await load(options)
        const allocate = module._malloc
        // The bindings write strings to the returned address without checking for failure.
        module._malloc = (bytes) => {
          const address = allocate(bytes)
          if (address === 0) throw new OutOfMemoryError(memoryBytes)
          return address
        }
        return module
      }
    },
  })
  return { quickJs, memoryBytes, hasGrown: () => memory.buffer.byteLength > initialBytes }
}

/** Thrown if values passed to code do not fit into its memory. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError'
  readonly memoryBytes: number

  constructor(memoryBytes: number) {
    super('out of memory')
    this.memoryBytes = memoryBytes
  }
}
