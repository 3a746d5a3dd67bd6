import { readSchema } from '@aw-flow/nodes'
import { error, type Json, type Problem } from '@aw-flow/schema'
import { isReservedEvent, type EventType, type NewEvent } from './event.ts'
import type { EventTypes } from './event-types.ts'

/** Maximum number of violations in a problem. */
const maxViolations = 3
/** Maximum length of a value in a problem, in characters. */
const maxValueCharacters = 60

/** Returns a problem if an event has a reserved type, or data that does not match the schema of its type. */
export async function findEventProblem(
  { type, data }: Pick<NewEvent, 'type' | 'data'>,
  types: Pick<EventTypes, 'find'>,
): Promise<Problem | undefined> {
  if (isReservedEvent(type)) return error('event.reserved', { event: type })
  const schema = (await types.find(type))?.schema
  return schema === undefined ? undefined : findDataProblem({ name: type, schema }, data)
}

/** Returns a problem that lists the values that do not match the schema of a type. */
export function findDataProblem({ name, schema }: Pick<EventType, 'name' | 'schema'>, data: Json): Problem | undefined {
  const check = readSchema(JSON.stringify(schema), 'schema')
  if (typeof check !== 'function') return check
  const violations = check(data)
  if (violations.length === 0) return undefined
  const reason = violations
    .slice(0, maxViolations)
    .map((violation) => describeViolation(violation, data))
    .join(' ')
  return error('event.data', { event: name, reason })
}

/** Adds the value to a violation of the form `location: detail`, whose location is an encoded JSON Pointer. */
function describeViolation(violation: string, data: Json): string {
  const end = violation.indexOf(': ')
  const location = violation.slice(0, end)
  const detail = violation.slice(end + 2)
  const keys = location === '/' ? [] : location.split('/').map(decodeKey)
  const text = JSON.stringify(readValue(data, keys)) ?? 'nothing'
  const shortText = text.length > maxValueCharacters ? `${text.slice(0, maxValueCharacters)}…` : text
  return `${keys.join('/') || 'data'} is ${shortText}: ${detail}`
}

const decodeKey = (part: string): string => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')

function readValue(data: Json, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = data
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, Json>)[key]
  }
  return value
}
