/**
 * Fetches and compiles a Wasm module.
 *
 * @returns `undefined` if that is not possible here. The reader of the module reports why when it tries itself.
 */
export async function precompile(url: string): Promise<WebAssembly.Module | undefined> {
  try {
    return await WebAssembly.compileStreaming(fetch(url))
  } catch {
    return undefined
  }
}
