import type { RecordsShape } from '@aw-flow/schema'
import { JsonNumber, type JsonNode } from './parse-json-prefix.ts'

/** A place in a JSON document that can be read as records. */
export interface RecordsPlace {
  path: string[]
  shape: RecordsShape
  /** Records seen; of a sample's last place more may follow. */
  count: number
}

const deepestPath = 5
const order: RecordsShape[] = ['objects', 'lists', 'columns', 'values', 'object']

/**
 * Where the records of a JSON document are, best first: a list of objects before a list of lists before single values,
 * and of equals the longest. In a graph the nodes come before its links, since the links speak of them.
 */
export function findRecords(root: JsonNode): RecordsPlace[] {
  const places = placesIn(root, [])
  const graph = places.find(({ path }) => /^(?:nodes|vertices|points)$/i.test(path.at(-1) ?? ''))
  const links = places.some(({ path }) => /^(?:links|edges)$/i.test(path.at(-1) ?? ''))
  const rank = (place: RecordsPlace): number => (place === graph && links ? -1 : order.indexOf(place.shape))
  return places.sort(
    (one, other) => rank(one) - rank(other) || other.count - one.count || one.path.length - other.path.length,
  )
}

/** The value that a path leads to. */
export function valueAt(root: JsonNode | undefined, path: readonly string[]): JsonNode | undefined {
  let value = root
  for (const key of path) {
    if (value instanceof Map) value = value.get(key)
    else if (Array.isArray(value)) value = value[Number(key)]
    else return undefined
  }
  return value
}

function placesIn(value: JsonNode, path: string[]): RecordsPlace[] {
  if (Array.isArray(value)) {
    const shape = shapeOfList(value)
    return shape === undefined ? [] : [{ path, shape, count: value.length }]
  }
  if (!(value instanceof Map)) return []
  const columns = columnCount(value)
  const here: RecordsPlace[] = columns === undefined ? [] : [{ path, shape: 'columns', count: columns }]
  // The lists of an object of columns are no records of their own.
  const inside =
    columns === undefined && path.length < deepestPath
      ? [...value].flatMap(([key, inner]) => placesIn(inner, [...path, key]))
      : []
  if (path.length === 0 && columns === undefined && value.size > 0) here.push({ path, shape: 'object', count: 1 })
  return [...here, ...inside]
}

function shapeOfList(list: readonly JsonNode[]): RecordsShape | undefined {
  const objects = list.filter((item) => item instanceof Map).length
  if (objects > 0 && objects >= list.length / 2) return 'objects'
  const lists = list.filter(Array.isArray).length
  if (lists > 0 && lists >= list.length / 2) return 'lists'
  return list.length === 0 ? undefined : 'values'
}

/** How many rows an object of columns has: lists of one length, or objects keyed by row number; `undefined` for others. */
function columnCount(object: ReadonlyMap<string, JsonNode>): number | undefined {
  const values = [...object.values()]
  if (values.length === 0) return undefined
  if (values.every((value): value is JsonNode[] => Array.isArray(value) && value.every(isScalar))) {
    const lengths = new Set(values.slice(0, -1).map((list) => list.length))
    const first = (values[0] as JsonNode[]).length
    // The last list of a sample may be cut short.
    return values.length >= 2 && lengths.size === 1 && (values.at(-1) as JsonNode[]).length <= first ? first : undefined
  }
  const isByRow = (value: JsonNode): value is Map<string, JsonNode> =>
    value instanceof Map && value.size > 0 && [...value].every(([key, cell]) => /^\d+$/.test(key) && isScalar(cell))
  return values.every(isByRow) ? (values[0] as Map<string, JsonNode>).size : undefined
}

const isScalar = (value: JsonNode): boolean =>
  value === null || typeof value !== 'object' || value instanceof JsonNumber
