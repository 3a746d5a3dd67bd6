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
    const response = await fetch(url)
    if (!response.ok) return undefined
    // Streaming compilation rejects the content type of servers that do not know the extension. The worker would fetch
    // the module again.
    const isWasmContentType = response.headers.get('content-type')?.startsWith('application/wasm') === true
    return await (isWasmContentType
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()))
  } catch {
    return undefined
  } finally {
    port1.close()
  }
}
