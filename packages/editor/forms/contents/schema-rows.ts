import { defined, type Json } from '@aw-flow/schema'

type JsonObject = { [name: string]: Json }

/** Property types that the form offers for a JSON Schema. */
export const rowTypes = [
  'string',
  'number',
  'integer',
  'boolean',
  'date',
  'choice',
  'strings',
  'numbers',
  'any',
] as const
type RowType = (typeof rowTypes)[number]

const schemasByType: Readonly<Record<Exclude<RowType, 'choice'>, JsonObject>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  strings: { type: 'array', items: { type: 'string' } },
  numbers: { type: 'array', items: { type: 'number' } },
  any: {},
}

/**
 * Converts the JSON Schema of an object to rows, one per property.
 *
 * @param schema - The schema. If absent, there are no rows.
 * @returns The rows, or `undefined` if rows cannot represent the schema.
 */
export function readSchemaRows(schema: Json | undefined): JsonObject[] | undefined {
  if (schema === undefined || schema === null) return []
  if (!isObject(schema)) return undefined
  const properties = schema['properties'] ?? {}
  const required = schema['required'] ?? []
  if (!isObject(properties) || !Array.isArray(required)) return undefined
  const rows: JsonObject[] = []
  for (const [name, property] of Object.entries(properties)) {
    const row = isObject(property) ? readRow(property) : undefined
    if (!row) return undefined
    rows.push({ name, ...row, ...(required.includes(name) ? { required: true } : {}) })
  }
  const writtenSchema = writeSchemaRows(rows, schema)
  return Object.keys(schema).length === 0 || toSortedJson(writtenSchema) === toSortedJson(schema) ? rows : undefined
}

/**
 * Converts rows to a JSON Schema. Rows without a name and rows with a duplicate name are omitted.
 *
 * @param previousSchema - The schema whose other keywords, such as `additionalProperties` or `description`, are kept.
 */
export function writeSchemaRows(rows: readonly JsonObject[], previousSchema: Json | undefined): JsonObject {
  const properties: JsonObject = {}
  const required: string[] = []
  for (const row of rows) {
    const name = String(row['name'] ?? '')
    if (name === '' || Object.hasOwn(properties, name)) continue
    properties[name] = writeRow(row)
    if (row['required'] === true) required.push(name)
  }
  const preservedEntries = isObject(previousSchema)
    ? Object.entries(previousSchema).filter(([key]) => preservedKeywords.has(key))
    : []
  return {
    type: 'object',
    ...(rows.length > 0 || (isObject(previousSchema) && 'properties' in previousSchema) ? { properties } : {}),
    ...(required.length > 0 ||
    (isObject(previousSchema) && Array.isArray(previousSchema['required']) && previousSchema['required'].length === 0)
      ? { required }
      : {}),
    ...Object.fromEntries(preservedEntries),
  }
}

const preservedKeywords: ReadonlySet<string> = new Set(['additionalProperties', 'title', 'description', '$schema'])

function readRow(property: JsonObject): JsonObject | undefined {
  const { description, enum: choices, ...rest } = property
  if (description !== undefined && typeof description !== 'string') return undefined
  const descriptionEntry = defined({ description })
  if (choices !== undefined) {
    const isStringList = Array.isArray(choices) && choices.every((choice) => typeof choice === 'string')
    return isStringList && toSortedJson(rest) === '{"type":"string"}'
      ? { type: 'choice', choices, ...descriptionEntry }
      : undefined
  }
  const type = rowTypes.find((name) => name !== 'choice' && toSortedJson(schemasByType[name]) === toSortedJson(rest))
  return type && { type, ...descriptionEntry }
}

function writeRow({ type, choices, description }: JsonObject): JsonObject {
  const rowType = rowTypes.find((name) => name === type) ?? 'string'
  return {
    ...(rowType === 'choice'
      ? { type: 'string', enum: Array.isArray(choices) ? choices : [] }
      : schemasByType[rowType]),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Serializes a value so that objects with the same properties in a different order yield the same JSON. */
function toSortedJson(value: Json): string {
  return JSON.stringify(value, (_, nestedValue: Json) =>
    isObject(nestedValue)
      ? Object.fromEntries(Object.entries(nestedValue).sort(([a], [b]) => (a < b ? -1 : 1)))
      : nestedValue,
  )
}
