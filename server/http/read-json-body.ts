import { error, parseJson, getProblemText, type Json, type Problem } from '@aw-flow/schema'
import { reservedNames } from '@aw-flow/schema/internal'
import type { Context } from 'hono'
import { z } from 'zod'
import type { AppEnvironment } from '../app-environment.ts'
import { Rejection } from './rejection.ts'
import { readBodyText } from './read-body-text.ts'

export interface BodyRejection {
  status: 400 | 415 | 422
  problem: Problem
  details?: Problem[]
}

export type JsonBody = { json: Json; rejection?: undefined } | { json?: undefined; rejection: BodyRejection }

/**
 * Returns a rejection if the request's content type is not JSON. JSON Patch (RFC 6902) is a list of operations, which no
 * route applies, and is not a body of any route.
 *
 * @param otherTypes Other content types that the route accepts.
 */
export function findContentTypeRejection(
  context: Context<AppEnvironment>,
  otherTypes: readonly string[] = [],
): BodyRejection | undefined {
  const type = context.req.header('content-type') ?? ''
  if (/^application\/(?!json-patch\+)([\w.-]+\+)?json\s*(;|$)/i.test(type)) return undefined
  const isPatch = context.req.method === 'PATCH'
  const types = ['application/json', ...(isPatch ? ['application/merge-patch+json'] : []), ...otherTypes]
  if (isPatch) context.header('Accept-Patch', types.join(', '))
  return { status: 415, problem: error('body.not-json', { type, types }) }
}

/**
 * Reads a request body as JSON. Rejects other content types, malformed JSON (with its location) and excessive nesting.
 */
export async function readJsonBody(context: Context<AppEnvironment>): Promise<JsonBody> {
  const rejection = findContentTypeRejection(context)
  if (rejection) return { rejection }
  return parseJsonBody(await readBodyText(context), context.get('maxBodyDepth'))
}

/**
 * Parses the text of a request body.
 *
 * @param maxDepth Maximum nesting depth. 0 means unlimited.
 */
export function parseJsonBody(text: string, maxDepth: number): JsonBody {
  if (maxDepth > 0 && exceedsDepth(text, maxDepth)) {
    return { rejection: { status: 400, problem: error('body.too-deep', { max: maxDepth }) } }
  }
  const parsedJson = parseJson(text)
  if (parsedJson.ok) return { json: parsedJson.value }
  const { where } = parsedJson.problem
  const reason = getProblemText(parsedJson.problem)
  return { rejection: { status: 400, problem: error('body.malformed', { reason }, { where }) } }
}

export type BodyResult<T> = { body: T; rejection?: undefined } | { body?: undefined; rejection: BodyRejection }

/**
 * Reads a request body and validates it against a schema. Reports up to 20 mismatches. Rejects property
 * names that could be used to modify a prototype, such as `__proto__`.
 *
 * @param options `optional` treats an empty body as `{}`. `example` is a valid body to show in the hints of problems.
 * @throws {Rejection} if the body is not valid.
 */
export async function readBody<T>(
  context: Context<AppEnvironment>,
  schema: z.ZodType<T>,
  { optional = false, example = '' }: { optional?: boolean | undefined; example?: string | undefined } = {},
): Promise<T> {
  const isEmpty = optional && (await readBodyText(context)).trim() === ''
  const json = isEmpty ? {} : await readJson(context)
  // In a patch, null is not the same as an absent field.
  const isPatch = context.req.method === 'PATCH'
  const { body, rejection } = validateBody(isPatch ? json : omitUnset(json, schema), schema, example)
  if (rejection) throw toRejection(rejection)
  return body
}

/**
 * Reads the body of a PUT that can omit fields: those keep their values, and null resets a field to its default.
 *
 * @param current The current response, which has the fields of the body. If the value of the field `kind` changes, the
 *   other fields keep nothing, because they describe something else.
 * @throws {Rejection} if the body is not valid.
 */
export async function readChange<T>(
  context: Context<AppEnvironment>,
  schema: z.ZodType<T>,
  { current, kind, example }: { current: object; kind?: string; example?: string | undefined },
): Promise<T> {
  const json = await readJson(context)
  const values = current as Record<string, Json>
  const sentKind = isObject(json) && kind !== undefined ? (json[kind] ?? values[kind]) : undefined
  const isOther = sentKind !== undefined && sentKind !== values[kind!]
  const shape = schema instanceof z.ZodObject && !isOther ? (schema.shape as Record<string, z.ZodType>) : {}
  // A field that only the server sets can have a value that no body can have.
  const keptFields = Object.entries(shape).flatMap(([name, field]) =>
    field.safeParse(values[name]).success ? [[name, values[name] as Json] as const] : [],
  )
  const changed = isObject(json) ? { ...Object.fromEntries(keptFields), ...json } : json
  const { body, rejection } = validateBody(omitUnset(changed, schema), schema, example)
  if (rejection) throw toRejection(rejection)
  return body
}

const isObject = (json: Json): json is Record<string, Json> =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/**
 * Removes the optional fields of a body that are null but cannot be null, because clients in other languages send null
 * for fields that are not set.
 */
export function omitUnset(json: Json, schema: z.ZodType): Json {
  if (!isObject(json) || !(schema instanceof z.ZodObject)) return json
  const shape = schema.shape as Record<string, z.ZodType>
  const isUnset = (name: string): boolean =>
    json[name] === null && Object.hasOwn(shape, name) && shape[name]!.isOptional() && !shape[name]!.isNullable()
  return Object.fromEntries(Object.entries(json).filter(([name]) => !isUnset(name)))
}

/**
 * Reads a request body as JSON, without a schema.
 *
 * @throws {Rejection} if the body is not JSON.
 */
export async function readJson(context: Context<AppEnvironment>): Promise<Json> {
  const { json, rejection } = await readJsonBody(context)
  if (rejection) throw toRejection(rejection)
  return json
}

export const toRejection = ({ status, problem, details }: BodyRejection): Rejection =>
  new Rejection(status, problem, details)

/** Validates a parsed body. See `readBody`. */
export function validateBody<T>(json: Json, schema: z.ZodType<T>, example = ''): BodyResult<T> {
  const name = findReservedName(json)
  if (name !== undefined) {
    return { rejection: { status: 422, problem: error('body.reserved-name', { name }) } }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { body: parsed.data }
  // Messages include the path and expected type, but never the value, which could be secret.
  const knownFields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  const problems = parsed.error.issues.slice(0, 20).map((issue) => {
    const issuePath = formatIssuePath(issue)
    const fields = issue.code === 'unrecognized_keys' && issuePath === '' ? knownFields : []
    return error(
      'body.invalid',
      { place: issuePath, reason: formatIssueReason(issue), known: fields.length, example, fields },
      issuePath ? { where: { setting: issuePath } } : {},
    )
  })
  return { rejection: { status: 422, problem: problems[0]!, details: problems } }
}

/** Formats the path of a zod issue, with segments joined by dots. Returns an empty string for the root. */
export const formatIssuePath = ({ path }: { readonly path: readonly PropertyKey[] }): string =>
  path.map(String).join('.')

/** Returns a zod issue's message without the trailing period. */
export const formatIssueReason = ({ message }: { readonly message: string }): string => message.replace(/\.$/, '')

/**
 * Returns the first property name, at any depth, that could be used to modify a prototype. Callers must limit the depth
 * first, because the function is recursive.
 */
export function findReservedName(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, inner] of Object.entries(value)) {
    if (reservedNames.has(name)) return name
    const reservedName = findReservedName(inner)
    if (reservedName !== undefined) return reservedName
  }
  return undefined
}

/** Returns whether arrays and objects in JSON text are nested more than `maxDepth` levels deep. */
export function exceedsDepth(text: string, maxDepth: number): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22) {
      for (index++; index < text.length && text.charCodeAt(index) !== 0x22; index++)
        if (text.charCodeAt(index) === 0x5c) index++
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > maxDepth) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}
