import { JsonNumber, serializeJson, type JsonNode } from '../format/parse-json-prefix.ts'

/** A column of JSON records: its name, and the path of its value within a record. */
export interface JsonColumn {
  name: string
  path: string[]
}

const maxDepth = 3
const maxFlattenedColumns = 50

/**
 * Returns the columns of JSON records: their keys, in order of first appearance. Nested objects are flattened
 * (`record.high`). The coordinates of GeoJSON points become `longitude`, `latitude` and `altitude`. The properties of
 * GeoJSON features have no prefix. A list becomes a single column of JSON text, and so does a key that contains an
 * object in only some records.
 */
export function findJsonColumns(records: readonly JsonNode[]): JsonColumn[] {
  const objects = records.filter((record) => record instanceof Map)
  const columns = collectColumns(objects, [])
  return objects.length > 0 && objects.every(isFeature) ? removePropertiesPrefix(columns) : columns
}

const isFeature = (object: ReadonlyMap<string, JsonNode>): boolean =>
  object.get('type') === 'Feature' && object.has('properties')

/**
 * Removes the prefix `properties.` from the names of feature properties, unless another column already has the shorter
 * name.
 */
function removePropertiesPrefix(columns: readonly JsonColumn[]): JsonColumn[] {
  const usedNames = new Set(columns.map(({ name }) => name.toLowerCase()))
  return columns.map(({ name, path }) => {
    const shortName = path[0] === 'properties' && path.length > 1 ? path.slice(1).join('.') : name
    return { name: usedNames.has(shortName.toLowerCase()) ? name : shortName, path }
  })
}

function collectColumns(records: readonly Map<string, JsonNode>[], path: readonly string[]): JsonColumn[] {
  const valuesByKey = new Map<string, JsonNode[]>()
  for (const record of records) {
    for (const [key, value] of record) {
      const values = valuesByKey.get(key) ?? []
      if (values.length === 0) valuesByKey.set(key, values)
      if (value !== null) values.push(value)
    }
  }
  return [...valuesByKey].flatMap(([key, values]) => collectKeyColumns(records, values, [...path, key], key))
}

function collectKeyColumns(
  records: readonly Map<string, JsonNode>[],
  values: readonly JsonNode[],
  path: string[],
  key: string,
): JsonColumn[] {
  const column = { name: path.join('.'), path }
  if (key === 'coordinates' && records.every(isPoint)) return createPointColumns(records, path)
  const objects = values.filter((value): value is Map<string, JsonNode> => value instanceof Map && value.size > 0)
  if (objects.length === 0 || objects.length < values.length || path.length >= maxDepth) return [column]
  const nestedColumns = collectColumns(objects, path)
  return nestedColumns.length > maxFlattenedColumns ? [column] : nestedColumns
}

const isPoint = (object: ReadonlyMap<string, JsonNode>): boolean => {
  const coordinates = object.get('coordinates')
  return (
    object.get('type') === 'Point' &&
    Array.isArray(coordinates) &&
    coordinates.length >= 2 &&
    coordinates.every((number) => number instanceof JsonNumber)
  )
}

function createPointColumns(records: readonly Map<string, JsonNode>[], path: readonly string[]): JsonColumn[] {
  const dimensionCount = Math.max(...records.map((record) => (record.get('coordinates') as JsonNode[]).length))
  return ['longitude', 'latitude', 'altitude']
    .slice(0, dimensionCount)
    .map((name, index) => ({ name, path: [...path, String(index)] }))
}

/** Converts a JSON value to cell text. Strings and numbers are kept as written; lists and objects become JSON. */
export function toCellText(value: JsonNode | undefined): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  return serializeJson(value)
}
