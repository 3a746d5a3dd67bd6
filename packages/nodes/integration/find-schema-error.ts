import type { Json } from '@aw-flow/schema'

type JsonTest = (value: Json) => boolean

const types = new Set<Json>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'])
const isType: JsonTest = (value) => types.has(value)
const isText: JsonTest = (value) => typeof value === 'string'
const isNumber: JsonTest = (value) => typeof value === 'number'
const isCount: JsonTest = (value) => Number.isInteger(value) && (value as number) >= 0
const isList: JsonTest = Array.isArray
const isTextList: JsonTest = (value) => Array.isArray(value) && value.every(isText)

/** Tests of keywords whose values are not schemas. With an invalid one, the validator ignores it or fails for every value. */
const keywordTests = new Map<string, JsonTest>([
  ['type', (value) => (Array.isArray(value) ? value.length > 0 && value.every(isType) : isType(value))],
  ['required', isTextList],
  ['enum', isList],
  ...['pattern', 'format', '$ref'].map((name): [string, JsonTest] => [name, isText]),
  ...['minimum', 'maximum', 'multipleOf'].map((name): [string, JsonTest] => [name, isNumber]),
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map(
    (name): [string, JsonTest] => [name, isCount],
  ),
])
/** Keywords whose values are schemas, lists of schemas, and schemas by name. In earlier drafts, `items` can be a list. */
const schemaKeywords = new Set(
  'items additionalProperties unevaluatedItems unevaluatedProperties contains propertyNames not if then else'.split(
    ' ',
  ),
)
const listKeywords = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const mapKeywords = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the first value of a JSON Schema (draft 2020-12) that its keyword does not allow, with its location. */
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
