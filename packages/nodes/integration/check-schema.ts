import { message, type Text } from '@aw-flow/messages'
import { format, Validator, type Schema } from '@cfworker/json-schema'
import { error, isLargeInteger, parseJson, type Json, failed, ok, type Result } from '@aw-flow/schema'
import { findSchemaError } from './find-schema-error.ts'

/** Checks a value against a schema. Returns the violations, or an empty list if the value matches. @internal */
export type CheckValue = (value: Json) => string[]

// The pattern of the library takes exponential time, and nothing can interrupt it.
format.url = (text) => URL.canParse(text) && /^(https?|ftp):/.test(text)

/** Maximum duration of a check, in ms. References to the same part double its duration with each level. */
const maxCheckMs = 1_000
/** Maximum length of a list if the schema requires unique items, because each item is compared with all others. */
const maxUniqueItems = 1_000
/** Maximum number of property names in a value, multiplied with that of patterns for them. */
const maxNameMatches = 1_000_000

const numericKeywords: ReadonlySet<string> = new Set([
  'maximum',
  'minimum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'multipleOf',
])

/**
 * Returns a schema whose limits are numbers. Limits such as that of 64-bit integers are text if `parseJson` read them,
 * but JSON Schema requires numbers, which may be rounded.
 *
 * @internal
 */
export const toNumericLimits = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema), (name, value: Json) =>
    numericKeywords.has(name) && typeof value === 'string' && isLargeInteger(value) ? Number(value) : value,
  ) as Json

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
  if (typeof parsedJson.value !== 'object' || parsedJson.value === null || Array.isArray(parsedJson.value)) {
    return reject(message('tool.schema-not-object', {}))
  }
  try {
    const json = toNumericLimits(parsedJson.value)
    const schemaError = findSchemaError(json)
    if (schemaError !== undefined) return reject(message('tool.schema-invalid', { detail: schemaError }))
    const patterns = collectPatterns(json)
    const slowPattern = patterns.find((pattern) => !isSafePattern(pattern))
    if (slowPattern !== undefined)
      return reject(message('tool.schema-pattern', { pattern: JSON.stringify(slowPattern) }))
    const maxSizes = findMaxSizes(json, patterns)
    const deadline = limitDuration(json)
    const validator = new Validator(json as Schema, '2020-12', false)
    deadline.start()
    validator.validate(null)
    return ok((value) => findSizeViolation(value, maxSizes) ?? findViolations(validator, value, deadline.start))
  } catch (cause) {
    // The stack overflows if the schema refers to itself, or is nested thousands of levels deep.
    const isEndless = cause instanceof RangeError || !(cause instanceof Error)
    return reject(message('tool.schema-invalid', { detail: isEndless ? tooComplexReason : cause.message }))
  }
}

const tooComplexReason = 'It is nested too deeply, refers to itself without end, or takes too long to check.'

function findViolations(validator: Validator, value: Json, startDeadline: () => void): string[] {
  startDeadline()
  try {
    const { valid, errors } = validator.validate(value)
    if (valid) return []
    return errors
      .filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items')
      .map(({ instanceLocation, error: detail }) => {
        const location = instanceLocation.replace(/^#\/?/, '')
        return `${location === '' ? '/' : location}: ${detail}`
      })
  } catch {
    // The deadline, a stack overflow because of a reference to itself, or a property name that is not valid Unicode.
    return ['/: The schema is too complex to check this value.']
  }
}

/** Ends checks at a deadline: the validator reads `$ref` in each part of a schema that it applies to a value. */
function limitDuration(schema: Json): { start(): void } {
  let endsAt = Infinity
  const limitPart = (part: Json): void => {
    if (typeof part !== 'object' || part === null) return
    for (const inner of Object.values(part)) limitPart(inner)
    if (Array.isArray(part)) return
    const { $ref: reference } = part
    Object.defineProperty(part, '$ref', {
      enumerable: reference !== undefined,
      get() {
        if (performance.now() > endsAt) throw new Error(tooComplexReason)
        return reference
      },
    })
  }
  limitPart(schema)
  return { start: () => (endsAt = performance.now() + maxCheckMs) }
}

/** Maximum sizes of values that can be checked against a schema. */
interface MaxSizes {
  characters: number
  items: number
  names: number
}

function findMaxSizes(schema: Json, patterns: readonly string[]): MaxSizes {
  return {
    characters: Math.min(...patterns.map(findMaxLength)),
    items: JSON.stringify(schema).includes('"uniqueItems"') ? maxUniqueItems : Infinity,
    names: maxNameMatches / countNamePatterns(schema),
  }
}

/** Returns what makes a value too large for a schema, or `undefined` if it can be checked. */
function findSizeViolation(value: Json, maxSizes: MaxSizes): string[] | undefined {
  const { characters, items, names } = measureValue(value)
  if (characters > maxSizes.characters)
    return [`/: A string of ${characters} characters is too long for a pattern in the schema.`]
  if (items > maxSizes.items) return [`/: A list of ${items} items is too long for "uniqueItems" in the schema.`]
  if (names > maxSizes.names) return [`/: ${names} properties are too many for the property patterns in the schema.`]
  return undefined
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

const countNamePatterns = (json: Json): number => {
  if (typeof json !== 'object' || json === null) return 0
  const { patternProperties } = json as { patternProperties?: Json }
  const ownCount = Object.keys(patternProperties ?? {}).length
  return Object.values(json).reduce<number>((sum, inner) => sum + countNamePatterns(inner), ownCount)
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

/** Returns the length of the longest string or property name, that of the longest list, and the number of all names. */
function measureValue(value: Json): MaxSizes {
  const sizes = { characters: 0, items: 0, names: 0 }
  const measure = (part: Json): void => {
    if (typeof part === 'string') sizes.characters = Math.max(sizes.characters, part.length)
    if (typeof part !== 'object' || part === null) return
    if (Array.isArray(part)) {
      sizes.items = Math.max(sizes.items, part.length)
      part.forEach(measure)
      return
    }
    for (const [name, inner] of Object.entries(part)) {
      sizes.names++
      sizes.characters = Math.max(sizes.characters, name.length)
      measure(inner)
    }
  }
  measure(value)
  return sizes
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
