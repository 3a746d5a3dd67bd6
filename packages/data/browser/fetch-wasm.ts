import { message } from '@aw-flow/messages'
import { describeFormatError, FormatError } from '../formats/format-error.ts'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/**
 * Fetches and compiles a Wasm module.
 *
 * @throws `TablesError` with the URL if the module cannot be fetched or compiled.
 */
export async function fetchModule(name: string, url: string | undefined): Promise<WebAssembly.Module> {
  try {
    if (url === undefined) throw new FormatError(message('file.error.no-address', {}))
    const response = await fetch(url)
    if (!response.ok) throw new FormatError(message('file.error.http-status', { status: String(response.status) }))
    // Servers that do not know the extension send a different content type, which streaming compilation rejects.
    const isWasmContentType = response.headers.get('content-type')?.startsWith('application/wasm') === true
    return await (isWasmContentType
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()))
  } catch (cause) {
    throw new TablesError(
      error('load.no-format-engine', { format: name, url: url ?? '', reason: describeFormatError(cause) }),
      cause,
    )
  }
}
