/** Compiles the Wasm module in a response, while it is received if possible. */
export async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  // Servers that do not know the extension send a different content type, which streaming compilation rejects.
  const isWasmContentType = response.headers.get('content-type')?.startsWith('application/wasm') === true
  return isWasmContentType ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer())
}
