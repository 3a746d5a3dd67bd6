import type { LanguageModel } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import type { DataAnswer, DataQuestion } from '@aw-flow/schema'

/**
 * Uses rules to interpret an English or German question about a table, and writes the statement that answers it. The
 * rules are in a separate module that is loaded on the first call.
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

/**
 * Asks a language model for the statement that answers a question about a table. The code is in a separate module that
 * is loaded on the first call.
 *
 * @internal
 */
export async function askDataWithModel(
  question: DataQuestion,
  options: { tables: Pick<Tables, 'check'>; model: LanguageModel; signal: AbortSignal },
): Promise<DataAnswer> {
  const modelModule = await import('./ask-data-by-model.ts')
  return modelModule.askDataWithModel(question, options)
}
