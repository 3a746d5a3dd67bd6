import { NodeError } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import type { LanguageModel, ModelReply } from './language-model.ts'

/**
 * Creates a language model that asks the next model in a list if one fails or refuses to answer. Each model receives
 * the whole conversation, and is asked at most once. If no model answers, the first refusal is returned; if all models
 * fail, the first error is thrown.
 *
 * @internal
 */
export function createFallbackModel(models: readonly [LanguageModel, ...LanguageModel[]]): LanguageModel {
  const [firstModel] = models
  if (models.length === 1) return firstModel
  return {
    name: firstModel.name,
    host: firstModel.host,
    async ask(request) {
      let failure: unknown
      let refusal: ModelReply | undefined
      const refusals: NonNullable<ModelReply['refusals']>[number][] = []
      let hasText = false
      const onText =
        request.onText &&
        ((text: string) => {
          hasText = true
          request.onText!(text)
        })
      for (const [index, model] of models.entries()) {
        try {
          // If a model streamed text before it failed, the next model's text is not streamed.
          const reply = await model.ask({ ...request, onText: hasText ? undefined : onText })
          if (reply.ended === 'refused') {
            refusal ??= { ...reply, ...toAnsweredBy(model, index) }
            refusals.push(defined({ text: reply.text, tokens: reply.tokens, index }))
            continue
          }
          return {
            ...reply,
            ...toAnsweredBy(model, index),
            // Refusals are included, because they are charged like any other reply.
            ...(refusals.length > 0 ? { refusals } : {}),
          }
        } catch (error) {
          request.signal?.throwIfAborted()
          if (!(error instanceof NodeError)) throw error
          failure ??= error
        }
      }
      if (refusal) return refusals.length > 1 ? { ...refusal, refusals: refusals.slice(1) } : refusal
      throw failure
    },
  }
}

/** Returns which model answered, unless it is the first choice. */
const toAnsweredBy = ({ name, host }: LanguageModel, index: number): Pick<ModelReply, 'answeredBy'> =>
  index === 0 ? {} : { answeredBy: { model: name, host, index } }
