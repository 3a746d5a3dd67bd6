import { joinTypeAndStart, NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Details of a failed request to a model service. */
export interface ServiceFailure {
  /** The HTTP status, or `undefined` if there was no response. */
  status?: number | undefined
  /** The response body. JSON is parsed. */
  body?: unknown
  /** The content type of the response. */
  type?: string | undefined
  message: string
}

const transientStatuses = new Set([408, 409, 425, 429])

type FailureKind = 'access-denied' | 'not-found' | 'rate-limited' | 'transient' | 'permanent'

/** Kinds of failures by the code of the error or, if it has none, by its type. Other failures are kinds by status. */
const failureKinds: Readonly<Record<string, FailureKind>> = {
  invalid_api_key: 'access-denied',
  authentication_error: 'access-denied',
  permission_error: 'access-denied',
  model_not_found: 'not-found',
  DeploymentNotFound: 'not-found',
  not_found_error: 'not-found',
  rate_limit_exceeded: 'rate-limited',
  rate_limit_error: 'rate-limited',
  overloaded_error: 'transient',
  engine_overloaded: 'transient',
  api_error: 'transient',
  server_error: 'transient',
  timeout_error: 'transient',
  // Another attempt writes another call or other JSON.
  tool_use_failed: 'transient',
  json_validate_failed: 'transient',
  // These have the status of a rate limit, but waiting does not help.
  insufficient_quota: 'permanent',
  billing_hard_limit_reached: 'permanent',
  billing_not_active: 'permanent',
  billing_error: 'permanent',
  context_length_exceeded: 'permanent',
}

function findFailureKind(status: number | undefined, body: unknown): FailureKind | undefined {
  const code = findErrorCode(body) ?? findField(body, 'type') ?? ''
  if (Object.hasOwn(failureKinds, code)) return failureKinds[code]
  if (status === undefined) return undefined
  if (status === 401 || status === 403) return 'access-denied'
  if (status === 404) return 'not-found'
  if (status === 429) return 'rate-limited'
  return transientStatuses.has(status) || status >= 500 ? 'transient' : 'permanent'
}

/** Returns whether a service can accept the same request later. */
export function isTransientFailure(status: number, body: unknown): boolean {
  const kind = findFailureKind(status, body)
  return kind === 'transient' || kind === 'rate-limited'
}

/** Codes of errors that reject the content of a request, which other models may accept. */
const refusalCodes = new Set([
  'content_filter',
  'content_policy_violation',
  'ResponsibleAIPolicyViolation',
  'data_inspection_failed',
  'invalid_prompt',
  'moderation_blocked',
])

/** Returns whether a service refuses to answer because of the content of the request. */
export const isRefusal = (body: unknown): boolean => refusalCodes.has(findErrorCode(body) ?? '')

/**
 * Converts a model service's error to a `NodeError` that names the model and its host. Supports the error formats of
 * common services: `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}` and plain text.
 *
 * @returns A `transient` error if a retry may succeed, otherwise a `permanent` error.
 */
export function toModelError(
  model: string,
  host: string,
  { status, body, type = '', message }: ServiceFailure,
): NodeError {
  const text = (findErrorText(body) ?? (status === undefined ? message : '')).slice(0, 300)
  // Text that is not JSON is often the page of a proxy.
  const params = { model, host, said: typeof body === 'string' ? joinTypeAndStart(type, text) : text }
  switch (findFailureKind(status, body)) {
    case undefined:
      return new NodeError('transient', error('model.no-response', params))
    case 'access-denied':
      return new NodeError('permanent', error('model.access-denied', { ...params, status: status ?? 200 }))
    case 'not-found':
      return new NodeError('permanent', error('model.not-found', params))
    case 'rate-limited':
      return new NodeError('transient', error('model.rate-limited', params))
    case 'transient':
      return new NodeError('transient', error('model.failed', { ...params, status: status ?? 200 }))
    case 'permanent':
      return new NodeError('permanent', error('model.failed', { ...params, status: status ?? 200 }))
  }
}

/** Creates the error for a response that is not a reply, such as the page of a proxy. */
export function createNoReplyError(model: string, host: string, response: Response, text: string): NodeError {
  const start = text.replace(/\s+/g, ' ').trim().slice(0, 80)
  const params = {
    model,
    host,
    status: String(response.status),
    type: response.headers.get('content-type') ?? '',
    start,
  }
  return new NodeError('permanent', error('model.not-json', params))
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
  return ['error', 'detail', 'errors', 'innererror']
    .map((field) => findField(fields[field], name))
    .find((value) => value !== undefined)
}

/** Features of a request that some services do not support. */
export type RequestFeature =
  | 'token-limit'
  | 'temperature'
  | 'tools'
  | 'tool-schema'
  | 'tool-choice'
  | 'answer-format'
  | 'token-counts'
  | 'stream'
  | 'system'

/** The parameter of each feature, and the words by which services without error codes name it. */
const featureNames: readonly { feature: RequestFeature; parameter: RegExp; words: RegExp }[] = [
  { feature: 'token-limit', parameter: /^max_tokens$/, words: /max_completion_tokens|argument supplied: max_tokens/ },
  { feature: 'token-counts', parameter: /^stream_options\b/, words: /stream_options|include_usage/ },
  {
    feature: 'answer-format',
    parameter: /^response_format\b/,
    words: /response_format|json_schema|json_object|structured output/i,
  },
  { feature: 'temperature', parameter: /^temperature$/, words: /\btemperature\b/i },
  { feature: 'stream', parameter: /^stream$/, words: /\bstreaming\b|['"`]stream['"`]|to stream /i },
  {
    feature: 'system',
    parameter: /^messages\.?\[0\]\.role$/,
    words: /\b(?:system|developer) (?:role|message|instruction)/i,
  },
  {
    feature: 'tool-choice',
    parameter: /^tool_choice\b/,
    words: /tool_choice/,
  },
  {
    feature: 'tool-schema',
    parameter: /^tools\b.*\b(?:parameters|input_schema)/,
    words: /schema for function|\binput_schema\b|\bat 'tools\[|function_declarations\[/,
  },
  {
    feature: 'tools',
    parameter: /^(tools|functions)$/,
    // A tool in a message or a part of its schema is not the feature.
    words:
      /\b(?:tools|(?:tool|function)[ -](?:use|call(?:s|ing)?)|functions)\b(?!\[|['"`]?\.\w)|support ['"`]?(?:tool|function)_call/i,
  },
]

/** Matches errors that reject a feature as such, rather than its value. */
const unsupportedPattern =
  /support|unknown|unrecogni[sz]ed|unexpected|extra|deprecated|not (allowed|permitted|available|enabled|implemented)|cannot both|only (?:be set to )?1\b/i

/** Features whose every rejection has an alternative: a schema that one service accepts can be invalid for another. */
const schemaFeatures: ReadonlySet<RequestFeature> = new Set(['answer-format', 'tool-schema'])

/**
 * Returns the most output tokens that a service names when it rejects a higher limit: the highest number below `asked`.
 * Returns `undefined` for all other errors, such as a conversation that is too long.
 */
export function findTokenLimit(body: unknown, asked: number): number | undefined {
  const text = findErrorText(body) ?? ''
  const parameter = findField(body, 'param') ?? findLocation(body) ?? text
  if (!/max_?(?:completion_|output_?|new_)?tokens/i.test(parameter) || /context (?:length|window)/i.test(text))
    return undefined
  // Digits of a model's name are none.
  const limits = [...text.matchAll(/(?<![\w.-])(\d[\d,_]*)(?![\w-])(?: \((exclusive)\))?/g)]
    .map(([, digits, exclusive]) => Number(digits!.replaceAll(/[,_]/g, '')) - (exclusive ? 1 : 0))
    .filter((limit) => limit > 1 && limit < asked)
  return limits.length === 0 ? undefined : Math.max(...limits)
}

/** Returns the parameter that an error of a schema locates as `["body", "tools", 0, "name"]`: `tools[0].name`. */
function findLocation(body: unknown): string | undefined {
  if (Array.isArray(body)) return body.map(findLocation).find((location) => location !== undefined)
  if (typeof body !== 'object' || body === null) return undefined
  const { loc: location, detail } = body as { loc?: unknown; detail?: unknown }
  if (!Array.isArray(location)) return findLocation(detail)
  const steps: unknown[] = location[0] === 'body' ? location.slice(1) : location
  return steps.map((step) => (typeof step === 'number' ? `[${step}]` : String(step))).join('.') || undefined
}

/**
 * Returns the feature that a service names as the reason why it rejects a request: by code and parameter of the error, or
 * by its words if it has no parameter. Returns `undefined` for all other errors.
 */
export function findRejectedFeature(status: number | undefined, body: unknown): RequestFeature | undefined {
  if (![400, 404, 422, 501].includes(status ?? 0)) return undefined
  const parameter = findField(body, 'param') ?? findLocation(body)
  const text = findErrorText(body) ?? ''
  const named = featureNames.find((names) =>
    parameter === undefined || parameter === 'messages' ? names.words.test(text) : names.parameter.test(parameter),
  )
  const reason = (parameter === undefined ? undefined : findErrorCode(body)) ?? text
  return named && (schemaFeatures.has(named.feature) || unsupportedPattern.test(reason)) ? named.feature : undefined
}
