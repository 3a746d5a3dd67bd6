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
