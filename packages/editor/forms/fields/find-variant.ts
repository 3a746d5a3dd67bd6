import type { Json } from '@aw-flow/schema'
import type { FieldVariant } from './setting-field.ts'

/**
 * Returns the index of the variant that best matches a value, based on its type and, for objects, its constants and
 * keys. Defaults to 0.
 */
export function findVariantIndex(variants: readonly FieldVariant[], value: Json | undefined): number {
  if (value === undefined) return 0
  let bestIndex = 0
  let maxScore = -1
  for (const [index, { schema }] of variants.entries()) {
    const score = scoreVariant(schema, value)
    if (score > maxScore) [bestIndex, maxScore] = [index, score]
  }
  return bestIndex
}

function scoreVariant(schema: Readonly<Record<string, unknown>>, value: Json): number {
  if ('const' in schema) return schema.const === value ? 1_000 : -1
  if (Array.isArray(schema.enum)) return schema.enum.includes(value) ? 1_000 : -1
  if (schema.type !== undefined && schema.type !== getJsonType(value, schema.type)) return -1
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 1
  const properties = (schema.properties ?? {}) as Record<string, { const?: unknown }>
  let score = 1
  for (const [name, property] of Object.entries(properties)) {
    if (typeof property === 'object' && 'const' in property) {
      if (value[name] !== property.const) return -1
      score += 100
    } else if (Object.hasOwn(value, name)) score++
  }
  return score
}

function getJsonType(value: Json, expectedType: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number' && expectedType === 'integer' && Number.isInteger(value)) return 'integer'
  return typeof value
}

/** Creates the initial value of a variant from its constants and defaults. */
export function createInitialValue({ schema }: FieldVariant): Json {
  if ('const' in schema) return schema.const as Json
  if (schema.default !== undefined) return schema.default as Json
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, { const?: Json }>).flatMap(([name, property]) =>
          property.const === undefined ? [] : [[name, property.const]],
        ),
      )
    case 'array':
      return []
    case 'boolean':
      return false
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 0
    default:
      return Array.isArray(schema.enum) ? (schema.enum[0] as Json) : ''
  }
}
