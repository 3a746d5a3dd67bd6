import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Details of a failed request to a model service. */
export interface ServiceFailure {
  /** The HTTP status, or `undefined` if there was no response. */
  status?: number | undefined
  /** The response body. JSON is parsed. */
  body?: unknown
  message: string
}

const transientStatuses = new Set([408, 409, 425, 429])

/**
 * Converts a model service's error to a `NodeError` that names the model and its host. Supports the error formats of
 * common services: `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}` and plain text.
 *
 * @returns A `transient` error if a retry may succeed, otherwise a `permanent` error.
 */
export function toModelError(model: string, host: string, { status, body, message }: ServiceFailure): NodeError {
  const text = (findErrorText(body) ?? (status === undefined ? message : '')).slice(0, 300)
  const params = { model, host, said: text }
  if (status === undefined) return new NodeError('transient', error('model.no-response', params))
  if (status === 401 || status === 403)
    return new NodeError('permanent', error('model.access-denied', { ...params, status }))
  if (status === 404) return new NodeError('permanent', error('model.not-found', params))
  if (status === 429) return new NodeError('transient', error('model.rate-limited', params))
  const isTransient = transientStatuses.has(status) || status >= 500
  return new NodeError(isTransient ? 'transient' : 'permanent', error('model.failed', { ...params, status }))
}

/** Finds the service's error message anywhere in a response body. */
export function findErrorText(body: unknown): string | undefined {
  if (typeof body === 'string') return body.trim() === '' ? undefined : body.replace(/\s+/g, ' ').trim()
  if (Array.isArray(body)) return body.map(findErrorText).find((nestedText) => nestedText !== undefined)
  if (typeof body !== 'object' || body === null) return undefined
  const fields = body as Readonly<Record<string, unknown>>
  for (const field of ['message', 'error', 'detail', 'msg', 'errors']) {
    const nestedText = findErrorText(fields[field])
    if (nestedText !== undefined) return nestedText
  }
  return undefined
}

/** Returns the service's error code anywhere in a response body, such as `unsupported_parameter`. */
export const findErrorCode = (body: unknown): string | undefined => findField(body, 'code')

function findField(body: unknown, name: string): string | undefined {
  if (Array.isArray(body)) return body.map((item) => findField(item, name)).find((value) => value !== undefined)
  if (typeof body !== 'object' || body === null) return undefined
  const fields = body as Readonly<Record<string, unknown>>
  if (typeof fields[name] === 'string') return fields[name]
  return ['error', 'detail', 'errors']
    .map((field) => findField(fields[field], name))
    .find((value) => value !== undefined)
}

/** Features of a request that some services do not support. */
export type RequestFeature = 'token-limit' | 'temperature' | 'tools' | 'answer-format' | 'token-counts'

/** The parameter of each feature, and the words by which services without error codes name it. */
const featureNames: readonly { feature: RequestFeature; parameter: RegExp; words: RegExp }[] = [
  { feature: 'token-limit', parameter: /^max_tokens$/, words: /max_completion_tokens/ },
  { feature: 'token-counts', parameter: /^stream_options\b/, words: /stream_options|include_usage/ },
  {
    feature: 'answer-format',
    parameter: /^response_format\b/,
    words: /response_format|json_schema|json_object|structured output/i,
  },
  { feature: 'temperature', parameter: /^temperature$/, words: /\btemperature\b/i },
  {
    feature: 'tools',
    parameter: /^(tools|tool_choice|functions)$/,
    words: /\b(tools?|functions?|function.call\w*)\b/i,
  },
]

/** Matches errors that reject a feature as such, rather than its value. */
const unsupportedPattern =
  /support|unknown|unrecogni[sz]ed|unexpected|extra|deprecated|not (allowed|permitted|available|enabled|implemented)/i

/**
 * Returns the feature that a service names as the reason why it rejects a request: by code and parameter of the error, or
 * by its words if it has no parameter. Returns `undefined` for all other errors.
 */
export function findRejectedFeature(status: number | undefined, body: unknown): RequestFeature | undefined {
  if (status !== 400 && status !== 422 && status !== 501) return undefined
  const parameter = findField(body, 'param')
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '')
  const named = featureNames.find((names) =>
    parameter === undefined ? names.words.test(text) : names.parameter.test(parameter),
  )
  // A schema that one service accepts can be invalid for another, which then accepts any JSON.
  const reason = (parameter === undefined ? undefined : findErrorCode(body)) ?? text
  return named && (named.feature === 'answer-format' || unsupportedPattern.test(reason)) ? named.feature : undefined
}
