import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core'

/** A QuickJS module with limited memory. */
export interface BoundedModule {
  readonly quickJs: QuickJSWASMModule
  /** The memory that code may use, in bytes. */
  readonly memoryBytes: number
  /** Returns whether the memory has grown. It never shrinks. */
  hasGrown(): boolean
}

/** The size of a WebAssembly memory page. */
const pageBytes = 64 * 1024
/** The initial memory of the module, in bytes: its stack, its data and the first values. */
const initialBytes = 16 * 2 ** 20

/**
 * Loads QuickJS with memory for itself and for the code. QuickJS's own limit applies to single allocations only,
 * because on WebAssembly its allocator does not know their sizes. Code could therefore fill 2 GB with small
 * allocations.
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
      const imported = await boundedVariant.importModuleLoader()
      const loader = typeof imported === 'function' ? imported : imported.default
      const load = typeof loader === 'function' ? loader : loader.default
      return async (options) => {
        const module = await load(options)
        const allocate = module._malloc
        // The bindings write strings to the returned address without checking it.
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

/** Thrown if values that are passed to code do not fit into its memory. */
export class OutOfMemoryError extends Error {
  override readonly name = 'OutOfMemoryError'
  readonly memoryBytes: number

  constructor(memoryBytes: number) {
    super('out of memory')
    this.memoryBytes = memoryBytes
  }
}
