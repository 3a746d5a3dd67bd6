/** Creates the smallest WebAssembly module. */
export const createEmptyModule = (): WebAssembly.Module =>
  new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))

/**
 * Fetches and compiles a Wasm module for a worker.
 *
 * @returns `undefined` if that is not possible here, or the module could not be passed to a worker. The worker reports
 *   why when it tries itself.
 */
export async function precompile(url: string): Promise<WebAssembly.Module | undefined> {
  const { port1 } = new MessageChannel()
  try {
    // Throws in browsers that pass no modules through message ports.
    port1.postMessage(createEmptyModule())
    return await WebAssembly.compileStreaming(fetch(url))
  } catch {
    return undefined
  } finally {
    port1.close()
  }
}
