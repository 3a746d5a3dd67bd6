import { message } from '@aw-flow/messages'
import {
  digestOf,
  NodeError,
  type EgressAnswer,
  type RunArguments,
  type SecretUse,
  type StreamedBody,
} from '@aw-flow/engine'
import { error, type Json, type Problem, textOf, withSentence } from '@aw-flow/schema'
import { fileNameOf } from './file-name-of.ts'
import { readJson, readText, takeBytes } from './read-body.ts'
import { retryAfterMs } from './retry-after-ms.ts'

/** What is sent. `identity` stands for the content in the run's record: equal content, equal identity. */
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
  mostBytes: number
  /** Statuses after which it is tried again. */
  retryOn: ReadonlySet<number>
  /** Statuses from 400 on fail the node. */
  failOnStatus: boolean
  /** The header that tells the service that two requests are the same one; empty where it knows none. */
  idempotencyHeader?: string
  /** How the body is taken. */
  take: 'json' | 'text' | 'file'
}

/** What a service answered, as the record keeps it. */
export interface ServiceAnswer {
  status: number
  url: string
  headers: Record<string, string>
  /** One of these, by `take`; none where the body was empty and JSON was asked for. */
  json?: Json
  text?: string
  file?: { dataset: string; name: string }
}

type Arguments = Pick<RunArguments<unknown>, 'node' | 'label' | 'outside' | 'files' | 'effect' | 'signal'>

/** What a text or JSON may hold that stands in the run's record, in bytes. Larger ones are taken as files. */
export const mostRecordedBytes = 8 * 1024 * 1024

/** Asking twice does no harm, by HTTP's own words. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/**
 * Asks a service through the broker, as an effect: once for each outcome that the record holds. Throws a `NodeError`:
 * `transient` for statuses that are tried again (after the time that the service asks for) and for what never arrived,
 * `permanent` for the rest.
 */
export async function performRequest(args: Arguments, request: ServiceRequest): Promise<ServiceAnswer> {
  const { outside, effect, node, label } = args
  const { egress } = outside
  if (!egress) throw new NodeError('permanent', notHere(node, label))
  const { method, url, headers, body, secrets, idempotencyHeader = '' } = request
  const isRepeatable = repeatable.has(method) || idempotencyHeader !== ''
  const asked = {
    method,
    url,
    headers: { ...headers },
    ...(body ? { body: body.identity } : {}),
    ...(secrets.length > 0 ? { secrets: secrets.map(({ name }) => name) } : {}),
  }
  const answer = await effect(
    'http-request',
    asked,
    async ({ idempotencyKey, signal }) => {
      const answered = await egress
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
          limits: { idleMs: request.timeoutMs, totalMs: 20 * request.timeoutMs, bodyBytes: request.mostBytes },
          signal,
        })
        .catch((cause: unknown) => {
          throw isRepeatable ? cause : onceOnly(cause)
        })
      if (request.retryOn.has(answered.status) || (request.failOnStatus && answered.status >= 400)) {
        throw await statusFailure(answered, request, label)
      }
      return (await takeAnswer(answered, args, request)) as unknown as Json
    },
    { unknown: isRepeatable ? 'retry' : 'unknown-fails' },
  )
  return answer as unknown as ServiceAnswer
}

async function takeAnswer(
  answered: EgressAnswer,
  { files, signal }: Arguments,
  { take, method }: ServiceRequest,
): Promise<ServiceAnswer> {
  const { status, url, headers } = answered
  const told: ServiceAnswer = { status, url, headers: { ...headers } }
  if (method === 'HEAD') {
    await answered.close()
    return told
  }
  if (take === 'file') {
    if (!files.add) throw new NodeError('permanent', cannotKeep())
    const { dataset, name } = await files.add(fileNameOf(url, headers), answered.body, signal)
    return { ...told, file: { dataset, name } }
  }
  const text = answered.redact(await readText(answered, mostRecordedBytes))
  if (take === 'text') return { ...told, text }
  return text.trim() === '' ? told : { ...told, json: readJson(text, url) }
}

async function statusFailure(answered: EgressAnswer, { retryOn }: ServiceRequest, label: string): Promise<NodeError> {
  const { status, url, headers } = answered
  const said = answered
    .redact(await takeBytes(answered, 2_000).catch(() => ''))
    .replace(/\s+/g, ' ')
    .trim()
  const isTransient = retryOn.has(status)
  const kind = isTransient ? 'transient' : status === 401 || status === 403 ? 'denied' : 'refused'
  const detail = said.slice(0, 200).replace(/\.$/, '')
  const problem = error('http.status', { node: label, host: hostOf(url), status: String(status), detail, kind })
  const after = isTransient ? retryAfterMs(headers) : undefined
  return new NodeError(
    isTransient ? 'transient' : 'permanent',
    problem,
    after === undefined ? {} : { retryAfterMs: after },
  )
}

/** Whether it has arrived cannot be known, and asking twice might do it twice. */
function onceOnly(cause: unknown): unknown {
  if (!(cause instanceof NodeError) || cause.kind !== 'transient') return cause
  if (['egress.unknown-host', 'egress.unreachable'].includes(cause.problem.code)) return cause
  const sentence = message('http.maybe-sent', { reason: textOf(cause.problem) })
  return new NodeError('permanent', withSentence(cause.problem, sentence), { cause })
}

export const hostOf = (url: string): string => (URL.canParse(url) ? `"${new URL(url).host}"` : 'the service')

/** A body of these bytes. */
export const bytesBody = (content: Uint8Array, type: string, of: unknown): RequestBody => ({
  content,
  type,
  identity: digestOf(of),
})

const notHere = (node: string, label: string): Problem =>
  error('outside.no-egress', { node: label }, { where: { node } })

const cannotKeep = (): Problem => error('outside.no-files', { reason: message('outside.response-not-stored', {}) })
