import { message, type Text } from '@aw-flow/messages'
import { Validator, type Schema } from '@cfworker/json-schema'
import { error, parseJson, type Json, failed, ok, type Result } from '@aw-flow/schema'
import { findSchemaError } from './find-schema-error.ts'

/** Checks a value against a schema. Returns the violations, or an empty list if the value matches. @internal */
export type CheckValue = (value: Json) => string[]

/**
 * Creates a check from a JSON Schema (draft 2020-12). The check generates no code at run time, because the page's
 * content security policy forbids it. References must stay within the schema.
 *
 * @returns The check, or a problem if the text is not a valid schema or matching one of its patterns could take
 *   unbounded time.
 * @internal
 */
export function compileSchema(text: string, setting: string): Result<CheckValue> {
  const reject = (reason: Text): Result<CheckValue> => failed(error('tool.schema', { reason }, { where: { setting } }))
  const parsedJson = parseJson(text)
  if (!parsedJson.ok) return failed({ ...parsedJson.problem, where: { setting } })
  const { value: json } = parsedJson
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return reject(message('tool.schema-not-object', {}))
  }
  const schemaError = findSchemaError(json)
  if (schemaError !== undefined) return reject(message('tool.schema-invalid', { detail: schemaError }))
  const patterns = collectPatterns(json)
  const slowPattern = patterns.find((pattern) => !isSafePattern(pattern))
  if (slowPattern !== undefined) {
    return reject(message('tool.schema-pattern', { pattern: JSON.stringify(slowPattern) }))
  }
  try {
    const validator = new Validator(json as Schema, '2020-12', false)
    validator.validate(null)
    const maxLength = Math.min(...patterns.map(findMaxLength))
    return ok((value) => {
      const length = measureLongestString(value)
      if (length > maxLength) return [`/: A string of ${length} characters is too long for a pattern in the schema.`]
      const { valid, errors } = validator.validate(value)
      return valid
        ? []
        : errors
            .filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items')
            .map(({ instanceLocation, error: detail }) => {
              const location = instanceLocation.replace(/^#\/?/, '')
              return `${location === '' ? '/' : location}: ${detail}`
            })
    })
  } catch (cause) {
    return reject(message('tool.schema-invalid', { detail: cause instanceof Error ? cause.message : String(cause) }))
  }
}

/** Collects the patterns in a schema, both for values and for property names. */
function collectPatterns(json: Json): string[] {
  if (typeof json !== 'object' || json === null) return []
  const innerPatterns = Object.values(json).flatMap(collectPatterns)
  if (Array.isArray(json)) return innerPatterns
  const { pattern, patternProperties } = json
  const hasPatternProperties = typeof patternProperties === 'object' && patternProperties !== null
  return [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...(hasPatternProperties ? Object.keys(patternProperties) : []),
    ...innerPatterns,
  ]
}

/** Maximum number of ways to divide a string among the quantifiers in a pattern. */
const maxDivisions = 1e9

/**
 * Returns the maximum length of a string that may be matched against a pattern. The number of ways to divide a string
 * among adjacent quantifiers is the length of the string to the power of the number of quantifiers.
 */
function findMaxLength(pattern: string): number {
  const quantifierCount = replaceCharacterClasses(pattern).match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0
  const exponent = quantifierCount + (pattern.startsWith('^') ? 0 : 1)
  return exponent <= 1 ? Infinity : Math.floor(maxDivisions ** (1 / exponent))
}

/** Returns the length of the longest string or property name in a value. */
function measureLongestString(value: Json): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (max, [name, inner]) => Math.max(max, name.length, measureLongestString(inner)),
    0,
  )
}

/** Returns whether a pattern is valid and cannot cause exponential backtracking, as nested quantifiers can. */
function isSafePattern(pattern: string): boolean {
  if (pattern.length > 500 || /\\[1-9]|\\k</.test(pattern) || hasNestedQuantifier(pattern)) return false
  try {
    void new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

/** Returns whether a quantified group contains quantifiers or alternatives, at any depth. */
function hasNestedQuantifier(pattern: string): boolean {
  const text = replaceCharacterClasses(pattern)
  const starts: number[] = []
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') starts.push(index)
    if (text[index] !== ')') continue
    const content = text.slice(starts.pop() ?? 0, index)
    if (/[*+{|]/.test(content) && '*+{'.includes(text[index + 1] ?? ' ')) return true
  }
  return false
}

/** Replaces escapes and character classes with a letter, because the characters in them are not operators. */
const replaceCharacterClasses = (pattern: string): string =>
  pattern.replace(/\\[^]/g, 'x').replace(/\[[^\]]{0,500}\]/g, 'x')
