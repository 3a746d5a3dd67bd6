import {
  error,
  failed,
  ok,
  getProblem,
  getValue,
  parseJson,
  defined,
  type Json,
  type Problem,
  type Result,
} from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { Rejection } from '../http/rejection.ts'
import { parseWebhookBody } from '../triggers/webhooks/webhook-body.ts'
import type { NewEvent } from './event.ts'

/** HTTP request that publishes events. */
export interface EventRequest {
  readHeader(name: string): string | undefined
  body: Uint8Array
  /** Maximum nesting depth of the JSON body. */
  maxDepth: number
}

/** Source of events that do not specify one. */
const defaultSource = '/api/v1/events'
const maxBatchSize = 1_000
const maxAttributeCharacters = 500
const isJsonType = (type: string): boolean => /^[\w.+-]+\/([\w.-]+\+)?json\s*(;|$)/i.test(type)

/**
 * Parses the events in a request: CloudEvents 1.0 in structured, batched or binary mode, or a plain object such as
 * `{"type": "order.created", "data": …}`.
 *
 * @throws {Rejection} if any event is invalid, even of a batch.
 */
export async function parseEvents(request: EventRequest): Promise<NewEvent[]> {
  const type = request.readHeader('content-type') ?? ''
  const mediaType = type.split(';', 1)[0]!.trim().toLowerCase()
  const isStructured = mediaType === 'application/cloudevents+json'
  const isBatch = mediaType === 'application/cloudevents-batch+json'
  const isBinary = !isStructured && !isBatch && request.readHeader('ce-specversion') !== undefined
  if (!isBinary && !isJsonType(type))
    throw new Rejection(415, error('body.not-json', { type, types: ['application/json'] }))
  const { data, files } = await parseWebhookBody({ type }, request.body, request)
  // Events cannot contain files.
  if (files.length > 0) throw new Rejection(415, error('hook.content-type', { type: mediaType }))
  if (isBinary) return requireEvents([parseBinaryEvent(request, data ?? null)])
  if (isStructured) return requireEvents([parseCloudEvent(data)])
  if (!isBatch) return requireEvents([parsePlainEvent(data)])
  if (!Array.isArray(data)) throw new Rejection(422, createProblem('a batch must be a JSON array'))
  if (data.length > maxBatchSize)
    throw new Rejection(422, createProblem(`a batch can have at most ${maxBatchSize} events`))
  return requireEvents(data.map((item, index) => parseCloudEvent(item, `event ${index}: `)))
}

function requireEvents(results: readonly Result<NewEvent>[]): NewEvent[] {
  const problems = results.flatMap((result) => getProblem(result) ?? []).slice(0, 20)
  if (problems[0]) throw new Rejection(422, problems[0], problems)
  return results.flatMap((result) => getValue(result) ?? [])
}

const createProblem = (reason: string): Problem => error('event.invalid', { reason })

const reject = (reason: string): Result<NewEvent> => failed(createProblem(reason))

function parsePlainEvent(json: Json | undefined): Result<NewEvent> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return reject('the body is not a JSON object such as {"type": "order.created", "data": {}}')
  }
  const allowedNames = new Set(['type', 'subject', 'source', 'id', 'time', 'data'])
  const unknownName = Object.keys(json).find((name) => !allowedNames.has(name))
  if (unknownName !== undefined) return reject(`"${unknownName}" is not one of ${[...allowedNames].join(', ')}`)
  return toEvent({ source: defaultSource, id: randomUUID(), ...json }, json.data ?? null, '')
}

function parseCloudEvent(json: Json | undefined, reasonPrefix = ''): Result<NewEvent> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return reject(`${reasonPrefix}it is not a JSON object`)
  }
  const { data, data_base64: base64Data, datacontenttype: type = 'application/json', ...attributes } = json
  if (attributes.specversion !== '1.0') {
    return reject(`${reasonPrefix}specversion is ${formatValue(attributes.specversion)}, expected "1.0"`)
  }
  if (base64Data === undefined) return toEvent(attributes, data ?? null, reasonPrefix)
  if (data !== undefined) return reject(`${reasonPrefix}it has both data and data_base64`)
  if (typeof base64Data !== 'string')
    return reject(`${reasonPrefix}data_base64 is ${formatValue(base64Data)}, expected a string`)
  const text = Buffer.from(base64Data, 'base64').toString('utf8')
  const parsed = typeof type === 'string' && isJsonType(type) ? parseJson(text) : undefined
  if (parsed?.ok === false) return reject(`${reasonPrefix}data_base64 is not valid JSON`)
  return toEvent(attributes, parsed ? parsed.value : base64Data, reasonPrefix)
}

function parseBinaryEvent({ readHeader }: EventRequest, data: Json): Result<NewEvent> {
  const attributes: Record<string, Json> = {}
  for (const name of ['specversion', 'id', 'source', 'type', 'subject', 'time']) {
    const value = readHeader(`ce-${name}`)
    if (value !== undefined) attributes[name] = decodeHeader(value)
  }
  if (attributes.specversion !== '1.0') {
    return reject(`ce-specversion is ${formatValue(attributes.specversion)}, expected "1.0"`)
  }
  return toEvent(attributes, data, 'ce-')
}

/** Decodes percent-encoded characters in a header. Returns the original value if it is malformed. */
function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function toEvent(attributes: { [name: string]: Json | undefined }, data: Json, reasonPrefix: string): Result<NewEvent> {
  for (const name of ['type', 'source', 'id', 'subject']) {
    const value = attributes[name]
    if (value === undefined && name === 'subject') continue
    if (typeof value !== 'string' || value === '' || value.length > maxAttributeCharacters) {
      return reject(
        `${reasonPrefix}${name} is ${formatValue(value)}, expected 1 to ${maxAttributeCharacters} characters`,
      )
    }
  }
  const { time } = attributes
  const occurredAt = time === undefined ? undefined : typeof time === 'string' ? parseTime(time) : Number.NaN
  if (Number.isNaN(occurredAt)) {
    return reject(`${reasonPrefix}time is ${formatValue(time)}, expected a time such as 2026-11-25T20:00:00Z`)
  }
  const { type, source, id, subject } = attributes as { type: string; source: string; id: string; subject?: string }
  return ok({ type, source, eventId: id, data, occurredAt, ...defined({ subject }) })
}

const parseTime = (text: string): number =>
  /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN

const formatValue = (value: Json | undefined): string =>
  value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100)
