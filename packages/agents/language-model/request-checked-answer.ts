import { message, type Text } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { getProblemText } from '@aw-flow/schema'
import type { z } from 'zod'
import type { LanguageModel, ModelMessage } from './language-model.ts'
import { readJsonReply } from './read-proposal.ts'

/** Maximum number of requests that correct an answer. */
const maxCorrections = 3
/** Maximum number of requests that only look something up. */
const maxLookups = 2

/** The result of checking an answer. @internal */
export interface AnswerCheck {
  /** English reasons why the answer cannot be used, for the next request; empty if it can be. */
  readonly errors: readonly string[]
  /** The information that the model asked for before it answers. Not counted as a correction, at most twice. */
  readonly lookup?: string | undefined
}

/** @internal */
export interface CheckedAnswerOptions<Value> {
  readonly model: LanguageModel
  readonly messages: readonly ModelMessage[]
  /** Name and JSON Schema of the answer. */
  readonly answer: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  /** Parses the answer. */
  readonly schema: z.ZodType<Value>
  /** Checks a parsed answer. The caller stores what it can use. `lookup` of the result is used only if `canLookUp`. */
  check(value: Value, canLookUp: boolean): Promise<AnswerCheck>
  readonly signal: AbortSignal
}

/**
 * Asks a language model for an answer with a schema, and reports errors in the answer to the model, at most three
 * times.
 *
 * @returns The number of requests, and `failure` if a reply could not be read, was refused, or did not arrive.
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
  let requests = 0
  let corrections = 0
  let lookups = 0
  let failure: Text | undefined
  while (corrections <= maxCorrections) {
    signal.throwIfAborted()
    let reply
    try {
      requests++
      reply = await model.ask({ messages: [...conversation], answer, temperature: 0, signal })
    } catch (cause) {
      signal.throwIfAborted()
      if (!(cause instanceof NodeError)) throw cause
      return { requests, failure: getProblemText(cause.problem) }
    }
    if (reply.ended === 'refused')
      return { requests, failure: message('model.refused', { said: reply.refusal?.trim() ?? '' }) }
    const parsedReply = readJsonReply(reply, schema)
    let next: string
    if (parsedReply.error) {
      failure = parsedReply.error
      next = englishFormatter.format(parsedReply.error)
      corrections++
    } else {
      const { errors, lookup } = await check(parsedReply.value, lookups < maxLookups)
      if (lookup !== undefined && lookups < maxLookups) {
        lookups++
        conversation.push({ role: 'assistant', content: reply.text }, { role: 'user', content: lookup })
        continue
      }
      if (errors.length === 0) break
      next = `The answer has these problems:\n${errors.slice(0, 20).join('\n')}`
      corrections++
    }
    conversation.push(
      { role: 'assistant', content: reply.text },
      { role: 'user', content: `${next}\nAnswer with the complete corrected object.` },
    )
  }
  return { requests, failure }
}
