import { message } from '@aw-flow/messages'
import { describeFormatError, FormatError } from '../formats/format-error.ts'
import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { compileResponse } from './compile-response.ts'

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
    return await compileResponse(response)
  } catch (cause) {
    throw new TablesError(
      error('load.no-format-engine', { format: name, url: url ?? '', reason: describeFormatError(cause) }),
      cause,
    )
  }
}
