import { message, type Message } from '@aw-flow/messages'
import { getValue, parseJson } from '@aw-flow/schema'
import { preparationProposalSchema, type PreparationProposal } from '@aw-flow/schema/internal'
import type { z } from 'zod'
import type { ModelReply } from '../language-model.ts'

/** A valid value, or the error in the reply, which the next request reports to the model. @internal */
export type ParsedReply<Value> = { value: Value; error?: undefined } | { value?: undefined; error: Message }

/**
 * Parses the JSON in a model's reply and validates it with a schema. The JSON may be in a code fence or surrounded by
 * other text.
 *
 * @internal
 */
export function parseJsonReply<Value>(
  { text, ended: finishReason }: ModelReply,
  schema: z.ZodType<Value>,
): ParsedReply<Value> {
  const json = findJson(text)
  if (json === undefined) {
    if (text.trim() === '')
      return {
        error: finishReason === 'stop' ? message('model.answer-empty', {}) : message('model.answer-interrupted', {}),
      }
    if (finishReason === 'length') return { error: message('model.answer-too-long', {}) }
    if (finishReason === 'unknown') return { error: message('model.answer-truncated', { end: text.slice(-60) }) }
    return { error: message('model.answer-not-json', { start: text.slice(0, 120) }) }
  }
  const validationResult = schema.safeParse(json)
  if (validationResult.success) return { value: validationResult.data }
  const issues = validationResult.error.issues
    .slice(0, 10)
    .map(({ path, message: description }) => `${path.join('.') || 'answer'}: ${description}`)
  return { error: message('model.answer-not-valid', { issues }) }
}

/** Parses a model's reply as a preparation proposal. */
export const parseProposal = (reply: ModelReply): ParsedReply<PreparationProposal> =>
  parseJsonReply(reply, preparationProposalSchema)

/**
 * Finds and parses the JSON in a reply, which may be in a code fence or surrounded by other text. Returns `undefined`
 * if the text contains no JSON.
 *
 * @internal
 */
export function findJson(text: string): unknown {
  const fence = /```(?:json)?[^\S\n]*\n/.exec(text)
  const fencedStart = fence ? fence.index + fence[0].length : text.length
  const fencedEnd = text.indexOf('```', fencedStart)
  const fencedText = fencedEnd < 0 ? undefined : text.slice(fencedStart, fencedEnd)
  const bracedText = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
  const bracketedText = text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)
  for (const candidate of [text, fencedText, bracedText, bracketedText]) {
    if (candidate === undefined || candidate.trim() === '') continue
    const json = getValue(parseJson(candidate))
    if (json !== undefined) return json
  }
  return undefined
}
