import { NodeError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

/** A failure of a service, as far as it says what it is. */
export interface ServiceFailure {
  status?: number | undefined
  /** The body of the answer, parsed where it is JSON. */
  body?: unknown
  message: string
}

const transientStatuses = new Set([408, 409, 425, 429])

/**
 * What a service of models failed at, as a `NodeError` that names the model and its host. Bodies are read as services
 * write them: `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}`, plain text.
 */
export function modelFailure(model: string, host: string, { status, body, message }: ServiceFailure): NodeError {
  const said = wordsOf(body) ?? (status === undefined ? message : '')
  const words = said === '' ? '' : `: ${said.slice(0, 300)}`
  const make = (code: string, what: string, hint: string): Problem =>
    error(`model.${code}`, `${what}${words}`, { hint })
  if (status === undefined)
    return new NodeError(
      'transient',
      make(
        'no-answer',
        `The language model "${model}" at ${host} did not answer`,
        'See whether the service runs, and run again.',
      ),
    )
  if (status === 401 || status === 403)
    return new NodeError(
      'permanent',
      make(
        'no-right',
        `${host} does not let "${model}" be asked (${status})`,
        'Look at the secret, and at the hosts that it is bound to.',
      ),
    )
  if (status === 404)
    return new NodeError(
      'permanent',
      make(
        'not-found',
        `${host} knows no model "${model}" at this address (404)`,
        'Look at the address (it mostly ends in /v1) and at the name of the model.',
      ),
    )
  if (status === 429)
    return new NodeError(
      'transient',
      make('too-many', `${host} takes no more requests for "${model}" now (429)`, 'Wait, or choose another model.'),
    )
  const isTransient = transientStatuses.has(status) || status >= 500
  return new NodeError(
    isTransient ? 'transient' : 'permanent',
    make(
      'failed',
      `${host} answered ${status} when "${model}" was asked`,
      isTransient ? 'Run again later.' : 'Look at the name of the model and at what the service offers.',
    ),
  )
}

/** What a service says of a failure, wherever it says it. */
export function wordsOf(body: unknown): string | undefined {
  if (typeof body === 'string') return body.trim() === '' ? undefined : body.replace(/\s+/g, ' ').trim()
  if (Array.isArray(body)) return body.map(wordsOf).find((words) => words !== undefined)
  if (typeof body !== 'object' || body === null) return undefined
  const fields = body as Readonly<Record<string, unknown>>
  for (const field of ['message', 'error', 'detail', 'msg', 'errors']) {
    const words = wordsOf(fields[field])
    if (words !== undefined) return words
  }
  return undefined
}
