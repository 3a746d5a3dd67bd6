import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Fetches and compiles a wasm module. A `TablesError` that tells the address when that does not work. */
export async function fetchModule(name: string, url: string | undefined): Promise<WebAssembly.Module> {
  try {
    if (url === undefined) throw new Error('nobody has said where it is')
    const response = await fetch(url)
    if (!response.ok) throw new Error(`the answer was ${response.status}`)
    // Servers that do not know the suffix send another type, with which nothing can be compiled while it arrives.
    const isTyped = response.headers.get('content-type')?.startsWith('application/wasm') === true
    return await (isTyped ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TablesError(
      error('load.no-format-engine', `The reader of ${name} files could not be started from ${url}: ${reason}.`, {
        hint: 'Check that the address serves the wasm file, then load it again.',
      }),
      cause,
    )
  }
}
