import { message, type Text } from '@aw-flow/messages'
import { Validator, type Schema } from '@cfworker/json-schema'
import { error, parseJson, type Json, type Problem } from '@aw-flow/schema'

/** Returns the violations of a value; empty if the value matches the schema. */
export type CheckValue = (value: Json) => string[]

/**
 * Reads a JSON Schema (draft 2020-12) into a check that generates no code at run time, which the content security
 * policy of the page forbids. References must stay within the schema.
 *
 * @returns The check, or a problem if the text is not a schema or a pattern has unbounded matching time.
 */
export function readSchema(text: string, setting: string): CheckValue | Problem {
  const rejectSchema = (reason: Text): Problem => error('tool.schema', { reason }, { where: { setting } })
  const { json, problem } = parseJson(text)
  if (problem) return { ...problem, where: { setting } }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return rejectSchema(message('tool.schema-not-object', {}))
  }
  const slowPattern = findPattern(json)
  if (slowPattern !== undefined) {
    return rejectSchema(message('tool.schema-pattern', { pattern: JSON.stringify(slowPattern) }))
  }
  try {
    const validator = new Validator(json as Schema, '2020-12', false)
    validator.validate(null)
    return (value) => {
      const { valid, errors } = validator.validate(value)
      return valid
        ? []
        : errors
            .filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items')
            .map(({ instanceLocation, error: detail }) => {
              const location = instanceLocation.replace(/^#\/?/, '')
              return `${location === '' ? '/' : location}: ${detail}`
            })
    }
  } catch (cause) {
    return rejectSchema(
      message('tool.schema-invalid', { detail: cause instanceof Error ? cause.message : String(cause) }),
    )
  }
}

/** Returns the first pattern of a schema that may match too slowly. */
function findPattern(json: Json): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  if (!Array.isArray(json)) {
    const patterns = [
      ...(typeof json.pattern === 'string' ? [json.pattern] : []),
      ...(typeof json.patternProperties === 'object' && json.patternProperties !== null
        ? Object.keys(json.patternProperties)
        : []),
    ]
    const unsafePattern = patterns.find((pattern) => !isSafePattern(pattern))
    if (unsafePattern !== undefined) return unsafePattern
  }
  for (const inner of Object.values(json)) {
    const unsafePattern = findPattern(inner)
    if (unsafePattern !== undefined) return unsafePattern
  }
  return undefined
}

/** Nested repetitions and repeated alternatives cause exponential backtracking. */
function isSafePattern(pattern: string): boolean {
  if (pattern.length > 500 || /\([^)]*[+*{|][^)]*\)[+*{]|\\[1-9]|\\k</.test(pattern)) return false
  try {
    void new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
