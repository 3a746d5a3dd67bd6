import { message } from '@aw-flow/messages'
import {
  describeResponse,
  digestJson,
  NodeError,
  parseRetryAfter,
  type EgressResponse,
  type RunArguments,
  type SecretUse,
  type StreamedBody,
} from '@aw-flow/engine'
import { error, defined, parseJson, type Json, type Problem, getProblemText } from '@aw-flow/schema'
import { replaceSentence } from '@aw-flow/schema/internal'
import { findFileName } from './find-file-name.ts'
import { guessEncoding, parseJsonBody, readText } from './read-body.ts'

/** Body of a request. `identity` represents the content in the run record; equal content has the same identity. */
export interface RequestBody {
  content: Uint8Array | StreamedBody
  type: string
  identity: string
}

export interface ServiceRequest {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body?: RequestBody | undefined
  secrets: readonly SecretUse[]
  timeoutMs: number
  maxBytes: number
  /** Status codes for which the request is retried. */
  retryOn: ReadonlySet<number>
  /** Whether a status of 400 or above fails the node. */
  failOnStatus: boolean
  /** Header that lets the service detect repeated requests. Empty if the service does not support one. */
  idempotencyHeader?: string
  /** Format of the response body. */
  bodyType: 'json' | 'text' | 'file'
}

/** The response of a service, as stored in the run record. */
export interface ServiceResponse {
  status: number
  url: string
  headers: Record<string, string>
  /** The cookies, if the service sets several. */
  cookies?: string[]
  /** The encoding of the body, if it was guessed. */
  guessedEncoding?: string
  /**
   * One of `json`, `text`, and `file` is set, depending on `bodyType`. None is set for a HEAD request, or if JSON was
   * requested and the body was empty.
   */
  json?: Json
  text?: string
  file?: { dataset: string; name: string }
  /** Whether the service did not receive the request body, because it redirected the request. */
  isBodyLost?: boolean
}

type Arguments = Pick<RunArguments<unknown>, 'node' | 'label' | 'services' | 'files' | 'tables' | 'effect' | 'signal'>

/**
 * Maximum size of a text or JSON response in bytes, because these are stored in the run record. Larger responses must
 * be received as files.
 */
export const maxRecordedBytes = 8 * 1024 * 1024

/** Idempotent methods (RFC 9110 §9.2.2), for which repeating a request is safe. */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/**
 * Sends a request through the egress port as an effect. If the run record already contains the response, the response
 * is reused and the request is not repeated.
 *
 * @throws {NodeError} `transient` for a status that is retried (after the delay that the service requests) and for a
 *   request that never reached the service; `permanent` for all other failures.
 */
export async function performRequest(args: Arguments, request: ServiceRequest): Promise<ServiceResponse> {
  const { services, effect, node, label } = args
  const { egress } = services
  if (!egress) throw new NodeError('permanent', createNoEgressProblem(node, label))
  const { method, url, headers, body, secrets, idempotencyHeader = '' } = request
  const isRepeatable = idempotentMethods.has(method) || idempotencyHeader !== ''
  const recordedRequest = {
    method,
    url,
    headers: { ...headers },
    ...(body ? { body: body.identity } : {}),
    ...(secrets.length > 0 ? { secrets: secrets.map(({ name }) => name) } : {}),
  }
  const result = await effect(
    'http-request',
    recordedRequest,
    async ({ idempotencyKey, signal }) => {
      const response = await egress
        .fetch({
          method,
          url,
          headers: {
            ...(body ? { 'content-type': body.type } : {}),
            ...headers,
            ...(idempotencyHeader === '' ? {} : { [idempotencyHeader]: idempotencyKey }),
          },
          ...(body ? { body: body.content } : {}),
          secrets,
          limits: { idleMs: request.timeoutMs, totalMs: 20 * request.timeoutMs, bodyBytes: request.maxBytes },
          signal,
        })
        .catch((cause: unknown) => {
          throw isRepeatable ? cause : makePermanent(cause)
        })
      if (request.retryOn.has(response.status) || (request.failOnStatus && response.status >= 400)) {
        throw await createStatusError(response, request, label)
      }
      return (await readResponse(response, args, request)) as unknown as Json
    },
    { unknownOutcome: isRepeatable ? 'retry' : 'unknown-fails' },
  )
  return result as unknown as ServiceResponse
}

async function readResponse(
  response: EgressResponse,
  { files, tables, signal }: Arguments,
  { bodyType, method, secrets, failOnStatus }: ServiceRequest,
): Promise<ServiceResponse> {
  const { status, url, headers, cookies, isBodyLost } = response
  const result: ServiceResponse = {
    status,
    url,
    headers: { ...headers },
    ...defined({ cookies: cookies && [...cookies], isBodyLost }),
  }
  if (method === 'HEAD') {
    await response.close()
    return result
  }
  if (bodyType === 'file') {
    if (!files.add) throw new NodeError('permanent', createNoFilesProblem())
    const fileName = findFileName(url, headers)
    // A secret in an archive or workbook is found only after unpacking, which must happen before the file is stored.
    const content =
      secrets.length === 0
        ? response.body
        : tables.formats.checkContents(response.body, { name: fileName, check: response.rejectSecrets, signal })
    const { dataset, name } = await files.add(fileName, content, signal)
    return { ...result, file: { dataset, name } }
  }
  const { text, guessedEncoding } = await readText(response, maxRecordedBytes)
  Object.assign(result, defined({ guessedEncoding }))
  if (bodyType === 'text') return { ...result, text }
  if (text.trim() === '') return result
  // An error that is passed on can be a page.
  if (status >= 400 && !failOnStatus && !parseJson(text).ok) return { ...result, json: text }
  return { ...result, json: parseJsonBody(text, response) }
}

async function createStatusError(
  response: EgressResponse,
  { retryOn }: ServiceRequest,
  label: string,
): Promise<NodeError> {
  const { status, url, headers } = response
  const detail = await describeResponse(response, { guessEncoding })
  const isTransient = retryOn.has(status)
  const kind = isTransient ? 'transient' : status === 401 || status === 403 ? 'denied' : 'refused'
  const problem = error('http.status', { node: label, host: quoteHost(url), status: String(status), detail, kind })
  const delayMs = isTransient ? parseRetryAfter(headers) : undefined
  return new NodeError(isTransient ? 'transient' : 'permanent', problem, defined({ retryAfterMs: delayMs }))
}

/**
 * Makes a failure permanent if the request may have reached the service, because resending it could repeat its effect.
 */
function makePermanent(cause: unknown): unknown {
  if (!(cause instanceof NodeError) || cause.kind !== 'transient') return cause
  if (['egress.resolver-failed', 'egress.unreachable'].includes(cause.problem.code)) return cause
  const sentence = message('http.maybe-sent', { reason: getProblemText(cause.problem) })
  return new NodeError('permanent', replaceSentence(cause.problem, sentence), { cause })
}

export const quoteHost = (url: string): string => (URL.canParse(url) ? `"${new URL(url).host}"` : 'the service')

/** Creates a request body from bytes. Equal values of `identitySource` result in the same identity. */
export const createBody = (content: Uint8Array, type: string, identitySource: unknown): RequestBody => ({
  content,
  type,
  identity: digestJson(identitySource),
})

const createNoEgressProblem = (node: string, label: string): Problem =>
  error('outside.no-egress', { node: label }, { where: { node } })

const createNoFilesProblem = (): Problem =>
  error('outside.no-files', { reason: message('outside.response-not-stored', {}) })
