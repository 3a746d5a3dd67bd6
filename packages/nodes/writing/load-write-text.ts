import type { WriteRequest, WrittenText } from '@aw-flow/schema'
import type { WriteDependencies } from './write-text.ts'

/**
 * Writes an expression, a rule, or a pattern based on a description and examples. The code is in a separate module that
 * is loaded on the first call.
 *
 * @internal
 */
export async function writeText(request: WriteRequest, dependencies: WriteDependencies): Promise<WrittenText> {
  const writing = await import('./write-text.ts')
  return writing.writeText(request, dependencies)
}
