import type { Tables } from '@aw-flow/engine'
import type { DataAnswer, DataQuestion } from '@aw-flow/schema'

/**
 * Reads a question about a table by rules, in English or German, and writes the statement that answers it. The rules are
 * in a separate module that is loaded by the first call.
 *
 * @internal
 */
export async function askData(
  question: DataQuestion,
  options: { tables: Tables; signal?: AbortSignal },
): Promise<DataAnswer> {
  const rules = await import('./ask-data.ts')
  return rules.askData(question, options)
}
