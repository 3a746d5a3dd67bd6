import { JsonNumber, type JsonNode } from '../detect/parse-json-prefix.ts'

/** A column of a table made of JSON records: how a cell is reached, and what it is called. */
export interface JsonColumn {
  name: string
  path: string[]
}

const deepest = 3
const mostFlattened = 50

/**
 * The columns of records: their keys in order of appearance, and instead of an object that most records have its own
 * keys (`record.high`). The coordinates of GeoJSON points become `longitude`, `latitude` and `altitude`, and what a feature
 * has as properties is called as it is there. Lists and objects of changing form stay one column each, of JSON text.
 */
export function jsonColumns(records: readonly JsonNode[]): JsonColumn[] {
  const objects = records.filter((record) => record instanceof Map)
  const columns = columnsOf(objects, [])
  return objects.length > 0 && objects.every(isFeature) ? withPlainNames(columns) : columns
}

const isFeature = (object: ReadonlyMap<string, JsonNode>): boolean =>
  object.get('type') === 'Feature' && object.has('properties')

/** Columns of a feature's properties without the word, where no other column has that name. */
function withPlainNames(columns: readonly JsonColumn[]): JsonColumn[] {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()))
  return columns.map(({ name, path }) => {
    const plain = path[0] === 'properties' && path.length > 1 ? path.slice(1).join('.') : name
    return { name: taken.has(plain.toLowerCase()) ? name : plain, path }
  })
}

function columnsOf(records: readonly Map<string, JsonNode>[], path: readonly string[]): JsonColumn[] {
  const found = new Map<string, JsonNode[]>()
  for (const record of records) {
    for (const [key, value] of record) {
      const values = found.get(key) ?? []
      if (values.length === 0) found.set(key, values)
      if (value !== null) values.push(value)
    }
  }
  return [...found].flatMap(([key, values]) => columnsOfKey(records, values, [...path, key], key))
}

function columnsOfKey(
  records: readonly Map<string, JsonNode>[],
  values: readonly JsonNode[],
  path: string[],
  key: string,
): JsonColumn[] {
  const column = { name: path.join('.'), path }
  if (key === 'coordinates' && records.every(isPoint)) return pointColumns(records, path)
  const objects = values.filter((value): value is Map<string, JsonNode> => value instanceof Map && value.size > 0)
  if (objects.length === 0 || objects.length < values.length || path.length >= deepest) return [column]
  const inner = columnsOf(objects, path)
  return inner.length > mostFlattened ? [column] : inner
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

function pointColumns(records: readonly Map<string, JsonNode>[], path: readonly string[]): JsonColumn[] {
  const most = Math.max(...records.map((record) => (record.get('coordinates') as JsonNode[]).length))
  return ['longitude', 'latitude', 'altitude']
    .slice(0, most)
    .map((name, index) => ({ name, path: [...path, String(index)] }))
}

/** A JSON value as the text of a cell: a text as it is, a number as written, lists and objects as JSON. */
export function jsonCellText(value: JsonNode | undefined): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  return toJson(value)
}

function toJson(value: JsonNode): string {
  if (value instanceof JsonNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`
  if (value instanceof Map)
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${toJson(inner)}`).join(',')}}`
  return JSON.stringify(value)
}
