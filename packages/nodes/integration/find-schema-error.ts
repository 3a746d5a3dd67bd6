import type { Json } from '@aw-flow/schema'

type JsonTest = (value: Json) => boolean

const types = new Set<Json>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'])
const isType: JsonTest = (value) => types.has(value)
const isString: JsonTest = (value) => typeof value === 'string'
const isNumber: JsonTest = (value) => typeof value === 'number'
const isCount: JsonTest = (value) => Number.isInteger(value) && (value as number) >= 0
const isList: JsonTest = Array.isArray
const isStringList: JsonTest = (value) => Array.isArray(value) && value.every(isString)

/**
 * Tests for keywords whose values are not schemas. The validator would ignore an invalid value or reject every input
 * because of it.
 */
const keywordTests = new Map<string, JsonTest>([
  ['type', (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value))],
  ['required', isStringList],
  ['enum', isList],
  ...['pattern', 'format', '$ref'].map((name): [string, JsonTest] => [name, isString]),
  ...['minimum', 'maximum', 'multipleOf'].map((name): [string, JsonTest] => [name, isNumber]),
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map(
    (name): [string, JsonTest] => [name, isCount],
  ),
])
/**
 * Keywords whose value is a schema, a list of schemas, or an object of schemas. In earlier drafts, `items` can also be
 * a list.
 */
const schemaKeywords = new Set(
  'items additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames not if then else'.split(
    ' ',
  ),
)
const listKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const mapKeywords = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Finds the first keyword value that JSON Schema (draft 2020-12) does not allow. Returns a description with the
 * location of the value, or `undefined` if there is none.
 */
export function findSchemaError(schema: Json, location = ''): string | undefined {
  if (typeof schema === 'boolean') return undefined
  if (!isObject(schema)) return describeError(schema, location)
  return findFirst(schema, (keyword, value) => {
    const valueLocation = `${location}/${keyword}`
    const isAllowed = keywordTests.get(keyword)
    if (isAllowed && !isAllowed(value)) return describeError(value, valueLocation)
    if (schemaKeywords.has(keyword) && !(keyword === 'items' && isList(value)))
      return findSchemaError(value, valueLocation)
    const isContainer = mapKeywords.has(keyword) ? isObject : listKeywords.has(keyword) ? isList : undefined
    if (keyword !== 'items' && !isContainer) return undefined
    if (isContainer && !isContainer(value)) return describeError(value, valueLocation)
    return findFirst(value as object, (name, inner) => findSchemaError(inner, `${valueLocation}/${name}`))
  })
}

const describeError = (value: Json, location: string): string =>
  `${location === '' ? '/' : location} is ${JSON.stringify(value).slice(0, 100)}`

function findFirst(values: object, find: (name: string, value: Json) => string | undefined): string | undefined {
  for (const [name, value] of Object.entries(values) as [string, Json][]) {
    const found = find(name, value)
    if (found !== undefined) return found
  }
  return undefined
}
