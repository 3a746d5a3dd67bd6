import type { Json } from '@aw-flow/schema'

/** A tool call that the model requests. @internal */
export interface ToolCall {
  /** Identifies the call within the conversation. */
  id: string
  name: string
  /** The arguments as JSON. They are not validated. */
  arguments: string
}

/**
 * What a service requires back with the tool calls of its reply: the reasoning before them, or its signature. Other
 * services may reject it.
 *
 * @internal
 */
export interface RequiredFields {
  /** The host and the model that wrote the reply. */
  author: string
  reasoning?: string
  /** The additional content of each tool call; `null` if it has none. */
  calls?: readonly Json[]
}

/** A message in a conversation with a language model. @internal */
export type ModelMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[]; required?: RequiredFields | undefined }
  | { role: 'tool'; content: string; call: string; isError?: boolean }

/** A tool that the model may call. @internal */
export interface ToolDeclaration {
  /** The tool's name, which consists of 1 to 64 letters, digits, `_` or `-`. */
  name: string
  description: string
  /** The JSON Schema of the arguments, which must describe an object. */
  parameters: { readonly [key: string]: Json }
}

/** @internal */
export interface ModelRequest {
  messages: readonly ModelMessage[]
  /** The name and JSON Schema of the answer. If absent, the model answers with text. */
  answer?: { name: string; schema: Readonly<Record<string, unknown>> }
  tools?: readonly ToolDeclaration[]
  /** The sampling temperature, from 0 to 2. Default: 0. */
  temperature?: number
  /** The maximum number of tokens in the answer. Default: the service's limit. */
  maxTokens?: number
  /** Called with each part of the answer's text as it arrives. */
  onText?: ((text: string) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Token counts reported by a service. @internal */
export interface TokenCounts {
  /** The number of input tokens, including cached ones. */
  input: number
  /** The number of input tokens that the service read from its cache. Absent if the service does not report them. */
  cachedInput?: number
  output: number
}

/** @internal */
export interface ModelReply {
  /** The text of the answer. If the request has a schema, it should be JSON. */
  text: string
  /** The model's explanation of a refusal. */
  refusal?: string
  /** The tool calls that the model requests. */
  toolCalls?: readonly ToolCall[]
  required?: RequiredFields
  /**
   * The reason why the answer ended: `stop` if it is complete, `length` if it was truncated, `refused` if the model
   * refused, `tools` if the model requests tool calls, and `unknown` if the service did not report a reason or was
   * interrupted.
   */
  ended: 'stop' | 'length' | 'refused' | 'tools' | 'unknown'
  /** The token counts reported by the service. Absent if it does not report them. */
  tokens?: TokenCounts
  /** The model that answered, unless it is the first choice. `index` is its index in the list. */
  answeredBy?: { model: string; host: string; index: number }
  /** The refusals of other models that were asked, with the indexes of these models in the list. */
  refusals?: readonly (Pick<ModelReply, 'text' | 'tokens'> & { index: number })[]
}

/**
 * A language model.
 *
 * @internal
 */
export interface LanguageModel {
  /** The name by which the service identifies the model. */
  readonly name: string
  /** The service's host and port. */
  readonly host: string
  /**
   * Sends a request and returns the model's reply.
   *
   * @throws NodeError `transient` if a retry may succeed, for example after a missing response or too many requests;
   * otherwise `permanent`, for example if the model is unknown, access is denied or tools are not supported.
   */
  ask(request: ModelRequest): Promise<ModelReply>
}
