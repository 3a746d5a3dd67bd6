import { NodeError } from '@aw-flow/engine'
import type { LanguageModel, ModelReply } from './language-model.ts'

/**
 * Creates a language model that asks the next model of a list if one fails or refuses. Each model receives the complete
 * conversation, once. If all of them fail, the first error is thrown, because it concerns the first choice.
 *
 * @internal
 */
export function createFallbackModel(models: readonly [LanguageModel, ...LanguageModel[]]): LanguageModel {
  const [first] = models
  if (models.length === 1) return first
  return {
    name: first.name,
    host: first.host,
    async ask(request) {
      let failure: unknown
      let refusal: ModelReply | undefined
      let hasText = false
      const onText =
        request.onText &&
        ((text: string) => {
          hasText = true
          request.onText!(text)
        })
      for (const model of models) {
        try {
          // After a failed model has streamed text, the text of the next model is not streamed.
          const reply = await model.ask({ ...request, onText: hasText ? undefined : onText })
          if (reply.ended === 'refused') {
            refusal ??= reply
            continue
          }
          return model === first ? reply : { ...reply, answeredBy: { model: model.name, host: model.host } }
        } catch (cause) {
          request.signal?.throwIfAborted()
          if (!(cause instanceof NodeError)) throw cause
          failure ??= cause
        }
      }
      if (refusal) return refusal
      throw failure
    },
  }
}
