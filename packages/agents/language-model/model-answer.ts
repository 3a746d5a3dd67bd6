import { NodeError } from '@aw-flow/engine'
import { failed, ok, type Result } from '@aw-flow/schema'
import type { LanguageModel, ModelRequest } from './language-model.ts'

/** A model's reply. @internal */
export interface ModelAnswer {
  text: string
  model: string
  host: string
}

/**
 * Sends a single request to a model. A failure is returned as a problem, so that the caller can continue without the
 * model. @internal
 */
export type AskModel = (request: ModelRequest) => Promise<Result<ModelAnswer>>

/** Creates a function that sends requests to a model independently of a run. @internal */
export const createAskModel =
  (model: LanguageModel, signal: AbortSignal): AskModel =>
  async (request) => {
    try {
      const { text } = await model.ask({ ...request, signal })
      return ok({ text, model: model.name, host: model.host })
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      return failed(error.problem)
    }
  }
