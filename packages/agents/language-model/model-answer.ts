import { NodeError } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import type { LanguageModel, ModelRequest } from './language-model.ts'

/** The reply of a model, or the reason for its absence. @internal */
export type ModelAnswer =
  | { text: string; model: string; host: string; problem?: undefined }
  | { problem: Problem; text?: undefined }

/** Asks a model once. A failure is returned as a problem, so that the caller continues without the model. @internal */
export type AskModel = (request: ModelRequest) => Promise<ModelAnswer>

/** Creates a function that asks a model outside a run. @internal */
export const createAskModel =
  (model: LanguageModel, signal: AbortSignal): AskModel =>
  async (request) => {
    try {
      const { text } = await model.ask({ ...request, signal })
      return { text, model: model.name, host: model.host }
    } catch (cause) {
      if (!(cause instanceof NodeError)) throw cause
      return { problem: cause.problem }
    }
  }
