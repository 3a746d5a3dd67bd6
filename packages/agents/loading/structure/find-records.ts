import type { RecordsShape } from '@aw-flow/schema/internal'
import { JsonNumber, type JsonNode } from '../format/parse-json-prefix.ts'

/** The location of a value in a JSON document that can be read as records. */
export interface RecordsLocation {
  path: string[]
  shape: RecordsShape
  /** Number of records. In a truncated document, the last location may have more. */
  count: number
}

const maxPathLength = 5
const shapePriority: readonly (readonly RecordsShape[])[] = [
  ['objects', 'keyed'],
  ['lists'],
  ['columns'],
  ['values'],
  ['object'],
]

/**
 * Finds the locations of records in a JSON document, best first. Lists of objects precede lists of lists, which precede
 * lists of single values; longer lists precede shorter ones of the same kind. The nodes of a graph precede its edges.
 * Column names for a list of lists, and short lists of values that are members of a record, come last.
 */
export function findRecords(root: JsonNode): RecordsLocation[] {
  const locations = findLocations(root, [])
  const nodesLocation = locations.find(({ path }) => /^(?:nodes|vertices|points)$/i.test(path.at(-1) ?? ''))
  const hasEdges = locations.some(({ path }) => /^(?:links|edges)$/i.test(path.at(-1) ?? ''))
  const columnNames = locations.find(({ shape }) => shape === 'lists') && findColumnNames(root, locations)
  const getRank = (location: RecordsLocation): number => {
    if (location === nodesLocation && hasEdges) return -1
    if (location.shape === 'values' && isMemberOfRecord(root, location)) return shapePriority.length
    const isColumnNameList = location.path.join('.') === columnNames?.path.join('.')
    return isColumnNameList
      ? shapePriority.length + 1
      : shapePriority.findIndex((shapes) => shapes.includes(location.shape))
  }
  return locations.sort((a, b) => getRank(a) - getRank(b) || b.count - a.count || a.path.length - b.path.length)
}

/** The column names for a list of lists, and their location in the document. */
export interface NamedColumns {
  path: string[]
  names: string[]
}

/** Finds the column names for the first list of lists. The names are a list of strings, or of objects with a name. */
export function findColumnNames(root: JsonNode, locations: readonly RecordsLocation[]): NamedColumns | undefined {
  const listsLocation = locations.find(({ shape }) => shape === 'lists')
  const rows = listsLocation && resolvePath(root, listsLocation.path)
  if (!listsLocation || !Array.isArray(rows)) return undefined
  const width = Math.max(...rows.slice(0, 100).map((row) => (Array.isArray(row) ? row.length : 0)))
  for (const { path, shape, count } of locations) {
    if (count !== width || !/^(?:columns?|fields?|headers?|names?|keys|cols|variables)$/i.test(path.at(-1) ?? ''))
      continue
    const value = resolvePath(root, path)
    if (!Array.isArray(value) || (shape !== 'objects' && shape !== 'values')) continue
    const names = value.map((item) => (item instanceof Map ? findName(item) : item))
    if (names.every((name): name is string => typeof name === 'string')) return { path, names }
  }
  return undefined
}

function findName(object: ReadonlyMap<string, JsonNode>): JsonNode | undefined {
  for (const key of ['name', 'label', 'title', 'fieldName', 'field', 'id', 'key']) {
    const value = object.get(key)
    if (typeof value === 'string') return value
  }
  return undefined
}

/** Returns whether a short list of values is a member of an object that is itself a record. */
function isMemberOfRecord(root: JsonNode, { path, count }: RecordsLocation): boolean {
  const object = resolvePath(root, path.slice(0, -1))
  if (path.length === 0 || !(object instanceof Map)) return false
  const scalarCount = [...object.values()].filter(isScalar).length
  return scalarCount > 0 && (count < 5 || count <= 2 * scalarCount)
}

/** Returns the value at a path of object keys and list indexes, or `undefined` if there is none. */
export function resolvePath(root: JsonNode | undefined, path: readonly string[]): JsonNode | undefined {
  let value = root
  for (const key of path) {
    if (value instanceof Map) value = value.get(key)
    else if (Array.isArray(value)) value = value[Number(key)]
    else return undefined
  }
  return value
}

function findLocations(value: JsonNode, path: string[]): RecordsLocation[] {
  if (Array.isArray(value)) {
    const shape = detectListShape(value)
    return shape === undefined ? [] : [{ path, shape, count: value.length }]
  }
  if (!(value instanceof Map)) return []
  const columnRowCount = countColumnRows(value)
  const valueLocations: RecordsLocation[] =
    columnRowCount === undefined ? [] : [{ path, shape: 'columns', count: columnRowCount }]
  const isKeyed = columnRowCount === undefined && isRecordList([...value.values()])
  if (isKeyed) valueLocations.push({ path, shape: 'keyed', count: value.size })
  // The lists in an object of columns are not searched for records.
  const nestedLocations =
    columnRowCount === undefined && !isKeyed && path.length < maxPathLength
      ? [...value].flatMap(([key, member]) => findLocations(member, [...path, key]))
      : []
  if (path.length === 0 && columnRowCount === undefined && !isKeyed && value.size > 0)
    valueLocations.push({ path, shape: 'object', count: 1 })
  return [...valueLocations, ...nestedLocations]
}

function detectListShape(list: readonly JsonNode[]): RecordsShape | undefined {
  const objectCount = list.filter((item) => item instanceof Map).length
  if (objectCount > 0 && objectCount >= list.length / 2) return 'objects'
  const listCount = list.filter(Array.isArray).length
  if (listCount > 0 && listCount >= list.length / 2) return 'lists'
  return list.length === 0 ? undefined : 'values'
}

/**
 * Returns whether there are at least three values, all of which are objects that mostly share their keys and have some
 * scalar members.
 */
function isRecordList(values: readonly JsonNode[]): boolean {
  if (values.length < 3 || !values.every((value): value is Map<string, JsonNode> => value instanceof Map)) return false
  const sampledObjects = values.slice(0, 1000)
  const counts = new Map<string, number>()
  let memberCount = 0
  let scalarCount = 0
  for (const object of sampledObjects) {
    memberCount += object.size
    for (const [key, value] of object) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (isScalar(value)) scalarCount++
    }
  }
  return scalarCount > 0.3 * memberCount && memberCount >= 0.6 * counts.size * sampledObjects.length
}

/**
 * Counts the rows in an object of columns, which are lists of equal length or objects keyed by row number. Returns
 * `undefined` for other objects.
 */
function countColumnRows(object: ReadonlyMap<string, JsonNode>): number | undefined {
  const values = [...object.values()]
  if (values.length === 0) return undefined
  if (values.every((value): value is JsonNode[] => Array.isArray(value) && value.every(isScalar))) {
    const lengths = new Set(values.slice(0, -1).map((list) => list.length))
    const rowCount = (values[0] as JsonNode[]).length
    // In a truncated document, the last list may be incomplete.
    return values.length >= 2 && lengths.size === 1 && (values.at(-1) as JsonNode[]).length <= rowCount
      ? rowCount
      : undefined
  }
  const isKeyedByRow = (value: JsonNode): value is Map<string, JsonNode> =>
    value instanceof Map && value.size > 0 && [...value].every(([key, cell]) => /^\d+$/.test(key) && isScalar(cell))
  return values.every(isKeyedByRow) ? (values[0] as Map<string, JsonNode>).size : undefined
}

const isScalar = (value: JsonNode): boolean =>
  value === null || typeof value !== 'object' || value instanceof JsonNumber
