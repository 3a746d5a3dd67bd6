import type { RequestMessage, Requests } from './define-requests.ts'
import type { RequestTypeMap } from './request-schemas.ts'

/** Functions that create the requests that a page can send to its engine, keyed by request name. @internal */
export const requests = new Proxy({} as Requests<RequestTypeMap>, {
  get: (_, name) => (input: unknown) => ({ name, input }),
})

export type RequestName = keyof RequestTypeMap
export type InputOf<Name extends RequestName> = RequestTypeMap[Name]['input']
export type OutputOf<Name extends RequestName> = RequestTypeMap[Name]['output']
export type ProgressOf<Name extends RequestName> = RequestTypeMap[Name]['progress']

/**
 * The requests whose handler sends a response even if the request is aborted. A worker that does not respond in time is
 * terminated.
 */
export const requestsThatRespondToAbort: ReadonlySet<RequestName> = new Set(['run'])

/** A request to an engine, created with a function of `requests`. */
export type EngineRequest<Name extends RequestName = RequestName> = RequestMessage<Name, InputOf<Name>>

/**
 * Options for sending a request.
 *
 * @public
 */
export interface RequestOptions<Progress = unknown> {
  /** Cancels the request, which then fails unless it has already completed. */
  signal?: AbortSignal | undefined
  /** Called with the progress of the request until it settles or is canceled. */
  onProgress?: ((progress: Progress) => void) | undefined
}
