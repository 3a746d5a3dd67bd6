import { message, type Text } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { getProblemText } from '@aw-flow/schema'
import type { z } from 'zod'
import type { LanguageModel, ModelMessage } from '../language-model.ts'
import { parseJsonReply } from './read-proposal.ts'

/** Maximum number of requests that ask the model to correct its answer. */
const maxCorrections = 3
/** Maximum number of requests that only provide information that the model requested. */
const maxLookups = 2

/** The result of checking an answer. @internal */
export interface AnswerCheck {
  /**
   * The reasons, in English, why the answer cannot be used. They are sent to the model. Empty if the answer is valid.
   */
  readonly errors: readonly string[]
  /** Information that the model requested before answering. Up to two such lookups do not count as corrections. */
  readonly lookup?: string | undefined
}

/** @internal */
export interface CheckedAnswerOptions<Value> {
  readonly model: LanguageModel
  readonly messages: readonly ModelMessage[]
  /** The name and JSON Schema of the answer. */
  readonly answer: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  /** Validates and parses the answer. */
  readonly schema: z.ZodType<Value>
  /** Checks a parsed answer and stores its usable parts. The result's `lookup` is used only if `canLookUp` is set. */
  check(value: Value, canLookUp: boolean): Promise<AnswerCheck>
  readonly signal: AbortSignal
}

/**
 * Asks a language model for an answer that matches a schema. Errors in the answer are reported to the model, which is
 * asked to correct the answer at most three times.
 *
 * @returns The number of requests, and `failure` if a request failed or was refused, or if a reply could not be parsed.
 * @internal
 */
export async function requestCheckedAnswer<Value>({
  model,
  messages,
  answer,
  schema,
  check,
  signal,
}: CheckedAnswerOptions<Value>): Promise<{ requests: number; failure: Text | undefined }> {
  const conversation = [...messages]
  let requestCount = 0
  let correctionCount = 0
  let lookupCount = 0
  let failure: Text | undefined
  while (correctionCount <= maxCorrections) {
    signal.throwIfAborted()
    let reply
    try {
      requestCount++
      reply = await model.ask({ messages: [...conversation], answer, temperature: 0, signal })
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof NodeError)) throw error
      return { requests: requestCount, failure: getProblemText(error.problem) }
    }
    if (reply.ended === 'refused')
      return { requests: requestCount, failure: message('model.refused', { said: reply.refusal?.trim() ?? '' }) }
    const parsedReply = parseJsonReply(reply, schema)
    let nextMessage: string
    if (parsedReply.error) {
      failure = parsedReply.error
      nextMessage = englishFormatter.format(parsedReply.error)
      correctionCount++
    } else {
      const { errors, lookup } = await check(parsedReply.value, lookupCount < maxLookups)
      if (lookup !== undefined && lookupCount < maxLookups) {
        lookupCount++
        conversation.push({ role: 'assistant', content: reply.text }, { role: 'user', content: lookup })
        continue
      }
      if (errors.length === 0) break
      nextMessage = `The answer has these problems:\n${errors.slice(0, 20).join('\n')}`
      correctionCount++
    }
    conversation.push(
      { role: 'assistant', content: reply.text },
      { role: 'user', content: `${nextMessage}\nAnswer with the complete corrected object.` },
    )
  }
  return { requests: requestCount, failure }
}
