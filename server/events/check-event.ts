import { compileSchema } from '@aw-flow/nodes'
import { error, type Json, type Problem } from '@aw-flow/schema'
import { isReservedEvent, type NewEvent } from './event.ts'
import type { EventTypes, EventType } from './event-types.ts'

/** Maximum number of violations listed in a problem. */
const maxViolations = 3
/** Maximum length of a value quoted in a problem, in characters. */
const maxValueCharacters = 60

/**
 * Checks an event to be published. Returns a problem if its type is reserved, or if its data does not match the type's
 * schema.
 */
export async function findEventProblem(
  { type, data }: Pick<NewEvent, 'type' | 'data'>,
  types: Pick<EventTypes, 'find'>,
): Promise<Problem | undefined> {
  if (isReservedEvent(type)) return error('event.reserved', { event: type })
  const schema = (await types.find(type))?.schema
  return schema === undefined ? undefined : findDataProblem({ name: type, schema }, data)
}

/** Checks data against an event type's schema. Returns a problem that lists the invalid values. */
export function findDataProblem({ name, schema }: Pick<EventType, 'name' | 'schema'>, data: Json): Problem | undefined {
  const validate = compileSchema(JSON.stringify(schema), 'schema')
  if (!validate.ok) return validate.problem
  const violations = validate.value(data)
  if (violations.length === 0) return undefined
  const reason = violations
    .slice(0, maxViolations)
    .map((violation) => describeViolation(violation, data))
    .join(' ')
  return error('event.data', { event: name, reason })
}

/**
 * Adds the invalid value to a violation, which has the format `location: detail`. The location is a percent-encoded
 * JSON Pointer without its leading slash, or `/` for the entire data.
 */
function describeViolation(violation: string, data: Json): string {
  const separatorIndex = violation.indexOf(': ')
  const location = violation.slice(0, separatorIndex)
  const detail = violation.slice(separatorIndex + 2)
  const keys = location === '/' ? [] : location.split('/').map(decodeKey)
  const text = JSON.stringify(readValue(data, keys)) ?? 'missing'
  const shortText = text.length > maxValueCharacters ? `${text.slice(0, maxValueCharacters)}…` : text
  return `${keys.join('/') || 'data'} is ${shortText}: ${detail}`
}

const decodeKey = (segment: string): string => decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~')

function readValue(data: Json, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = data
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, Json>)[key]
  }
  return value
}
