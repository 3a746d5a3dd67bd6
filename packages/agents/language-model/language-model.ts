/** A message of a conversation with a language model. @internal */
export interface ModelMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** @internal */
export interface ModelRequest {
  messages: readonly ModelMessage[]
  /** Name and JSON Schema of the answer. */
  answer: { name: string; schema: Readonly<Record<string, unknown>> }
  signal?: AbortSignal | undefined
}

/** @internal */
export interface ModelReply {
  /** The answer, which should be JSON. */
  text: string
  /** The model's explanation of a refusal. */
  refusal?: string
  /** The reason the answer ended: `stop` if complete, `unknown` if the service did not report it or was interrupted. */
  ended: 'stop' | 'length' | 'refused' | 'unknown'
  /** Usage as counted by the service; absent if it does not report it. */
  tokens?: { input: number; output: number }
}

/**
 * Port: a language model.
 *
 * @internal
 */
export interface LanguageModel {
  /** The service's name for the model. */
  readonly name: string
  /** Host and port of the service. */
  readonly host: string
  /**
   * Requests an answer.
   *
   * @throws NodeError `transient` if a retry can succeed (no answer, too many requests), otherwise `permanent` (unknown
   * model, access denied).
   */
  ask(request: ModelRequest): Promise<ModelReply>
}
