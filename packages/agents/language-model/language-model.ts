/** One turn of what is said to a language model. */
export interface ModelMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

export interface ModelQuestion {
  messages: readonly ModelMessage[]
  /** What the answer must be: a JSON Schema, and what it is called. */
  answer: { name: string; schema: Readonly<Record<string, unknown>> }
  signal?: AbortSignal | undefined
}

export interface ModelReply {
  /** What it said; meant to be JSON. */
  text: string
  /** Why it said no, in its own words. */
  refusal?: string
  /** Why it stopped: `stop` when it was done; `unknown` where the service does not say or broke off. */
  ended: 'stop' | 'length' | 'refused' | 'unknown'
  /** As the service counted; absent where it did not. */
  tokens?: { input: number; output: number }
}

/**
 * Port: a language model. Answers one question at a time; `ask` throws a `NodeError`: `transient` for what may be better
 * later (no answer, too many requests), `permanent` for the rest (no such model, no right).
 */
export interface LanguageModel {
  /** The model's name, as the service knows it. */
  readonly name: string
  /** Host and port of the service. */
  readonly host: string
  ask(question: ModelQuestion): Promise<ModelReply>
}
