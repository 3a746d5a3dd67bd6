import type { RecordsShape } from '@aw-flow/schema'
import { JsonNumber, type JsonNode } from '../detect/parse-json-prefix.ts'

/** A place in a JSON document that can be read as records. */
export interface RecordsPlace {
  path: string[]
  shape: RecordsShape
  /** Records seen; of a sample's last place more may follow. */
  count: number
}

const deepestPath = 5
const order: readonly (readonly RecordsShape[])[] = [
  ['objects', 'keyed'],
  ['lists'],
  ['columns'],
  ['values'],
  ['object'],
]

/**
 * Where the records of a JSON document are, best first: a list of objects before a list of lists before single values,
 * and of equals the longest. In a graph the nodes come before its links, since the links speak of them. Objects that
 * describe the columns of a list of lists are no records, and a few single values beside others are one object's.
 */
export function findRecords(root: JsonNode): RecordsPlace[] {
  const places = placesIn(root, [])
  const graph = places.find(({ path }) => /^(?:nodes|vertices|points)$/i.test(path.at(-1) ?? ''))
  const links = places.some(({ path }) => /^(?:links|edges)$/i.test(path.at(-1) ?? ''))
  const naming = places.find(({ shape }) => shape === 'lists') && columnNamesPlace(root, places)
  const rank = (place: RecordsPlace): number => {
    if (place === graph && links) return -1
    if (place.shape === 'values' && isOfObject(root, place)) return order.length
    const isNaming = place.path.join('.') === naming?.path.join('.')
    return isNaming ? order.length + 1 : order.findIndex((shapes) => shapes.includes(place.shape))
  }
  return places.sort((a, b) => rank(a) - rank(b) || b.count - a.count || a.path.length - b.path.length)
}

/** Names of a list of lists' columns that stand elsewhere in the document: in a list as long as its lists are. */
export interface NamedColumns {
  path: string[]
  names: string[]
}

/** Where the columns of the first list of lists are named: a list of names, or of objects that have one each. */
export function columnNamesPlace(root: JsonNode, places: readonly RecordsPlace[]): NamedColumns | undefined {
  const lists = places.find(({ shape }) => shape === 'lists')
  const rows = lists && valueAt(root, lists.path)
  if (!lists || !Array.isArray(rows)) return undefined
  const width = Math.max(...rows.slice(0, 100).map((row) => (Array.isArray(row) ? row.length : 0)))
  for (const { path, shape, count } of places) {
    if (count !== width || !/^(?:columns?|fields?|headers?|names?|keys|cols|variables)$/i.test(path.at(-1) ?? ''))
      continue
    const value = valueAt(root, path)
    if (!Array.isArray(value) || (shape !== 'objects' && shape !== 'values')) continue
    const names = value.map((item) => (item instanceof Map ? nameIn(item) : item))
    if (names.every((name): name is string => typeof name === 'string')) return { path, names }
  }
  return undefined
}

function nameIn(object: ReadonlyMap<string, JsonNode>): JsonNode | undefined {
  for (const key of ['name', 'label', 'title', 'fieldName', 'field', 'id', 'key']) {
    const value = object.get(key)
    if (typeof value === 'string') return value
  }
  return undefined
}

/** True for a short list of single values beside other single values: a member of one object, which is the record. */
function isOfObject(root: JsonNode, { path, count }: RecordsPlace): boolean {
  const object = valueAt(root, path.slice(0, -1))
  if (path.length === 0 || !(object instanceof Map)) return false
  const scalars = [...object.values()].filter(isScalar).length
  return scalars > 0 && (count < 5 || count <= 2 * scalars)
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
  const isKeyed = columns === undefined && areRecords([...value.values()])
  if (isKeyed) here.push({ path, shape: 'keyed', count: value.size })
  // The lists of an object of columns are no records of their own.
  const inside =
    columns === undefined && !isKeyed && path.length < deepestPath
      ? [...value].flatMap(([key, inner]) => placesIn(inner, [...path, key]))
      : []
  if (path.length === 0 && columns === undefined && !isKeyed && value.size > 0)
    here.push({ path, shape: 'object', count: 1 })
  return [...here, ...inside]
}

function shapeOfList(list: readonly JsonNode[]): RecordsShape | undefined {
  const objects = list.filter((item) => item instanceof Map).length
  if (objects > 0 && objects >= list.length / 2) return 'objects'
  const lists = list.filter(Array.isArray).length
  if (lists > 0 && lists >= list.length / 2) return 'lists'
  return list.length === 0 ? undefined : 'values'
}

/** True for three objects or more that have mostly the same keys, some of them with single values. */
function areRecords(values: readonly JsonNode[]): boolean {
  if (values.length < 3 || !values.every((value): value is Map<string, JsonNode> => value instanceof Map)) return false
  const looked = values.slice(0, 1000)
  const counts = new Map<string, number>()
  let members = 0
  let scalars = 0
  for (const object of looked) {
    members += object.size
    for (const [key, value] of object) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (isScalar(value)) scalars++
    }
  }
  return scalars > 0.3 * members && members >= 0.6 * counts.size * looked.length
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
