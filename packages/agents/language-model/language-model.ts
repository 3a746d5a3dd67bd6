import type { Json } from '@aw-flow/schema'

/** A tool call, as the model requests it. @internal */
export interface ToolCall {
  /** Identifies the call in the conversation. */
  id: string
  name: string
  /** The arguments as JSON; unchecked. */
  arguments: string
}

/** A message of a conversation with a language model. @internal */
export type ModelMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[] }
  | { role: 'tool'; content: string; call: string; isError?: boolean }

/** A tool that the model may call. @internal */
export interface ToolDeclaration {
  /** The name: 1 to 64 letters, digits, `_` or `-`. */
  name: string
  description: string
  /** The JSON Schema of the arguments: an object. */
  parameters: { readonly [key: string]: Json }
}

/** @internal */
export interface ModelRequest {
  messages: readonly ModelMessage[]
  /** Name and JSON Schema of the answer. Default: text. */
  answer?: { name: string; schema: Readonly<Record<string, unknown>> }
  tools?: readonly ToolDeclaration[]
  /** The sampling temperature, from 0 to 2. Default: 0. */
  temperature?: number
  /** The maximum number of tokens in the answer. Default: the limit of the service. */
  maxTokens?: number
  /** Receives the text of the answer in parts, as it arrives. */
  onText?: ((text: string) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Tokens as counted by a service. @internal */
export interface TokenCounts {
  /** All input tokens, including cached ones. */
  input: number
  /** Input tokens that the service had cached; absent if it does not report them. */
  cachedInput?: number
  output: number
}

/** @internal */
export interface ModelReply {
  /** The answer, which should be JSON if the request has a schema. */
  text: string
  /** The model's explanation of a refusal. */
  refusal?: string
  /** The tools that the model requests to be called. */
  toolCalls?: readonly ToolCall[]
  /**
   * The reason that the answer ended: `stop` if complete, `unknown` if the service did not report it or was
   * interrupted.
   */
  ended: 'stop' | 'length' | 'refused' | 'tools' | 'unknown'
  /** Usage as counted by the service; absent if it does not report it. */
  tokens?: TokenCounts
  /** The service that answered, if it is not the first choice. */
  answeredBy?: { model: string; host: string; index: number }
  /** The refusals of the models that were asked before, and the indexes of these models in the list. */
  refusals?: readonly (Pick<ModelReply, 'text' | 'tokens'> & { index: number })[]
}

/**
 * A language model.
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
   * @throws NodeError `transient` if a retry can succeed (no response, too many requests), otherwise `permanent`
   * (unknown model, access denied, no support for tools).
   */
  ask(request: ModelRequest): Promise<ModelReply>
}
