import type { Models } from '@aw-flow/engine'
import { error, parseJson, getProblemText } from '@aw-flow/schema'
import { grantedModelsSchema, toIssueMessage } from '@aw-flow/schema/internal'
import { createUsageError } from '../../command-error.ts'

/**
 * Reads the language models that runs may use from the value of AW_MODELS, such as `{"models": [{"id": "fast",
 * "address": "http://localhost:11434/v1", "model": "llama3.1"}]}`.
 *
 * @returns The models, or `undefined` if the value is empty.
 * @throws {CommandError} If the value is invalid.
 */
export function readModels(text: string | undefined): Models | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const parsedJson = parseJson(text)
  if (!parsedJson.ok)
    throw createUsageError(error('cli.models', { path: '', reason: getProblemText(parsedJson.problem) }))
  const { value: json } = parsedJson
  const parsed = grantedModelsSchema.safeParse(json)
  if (parsed.success) return { read: async () => parsed.data }
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  throw createUsageError(error('cli.models', { path, reason: issue ? toIssueMessage(issue, json) : '' }))
}
