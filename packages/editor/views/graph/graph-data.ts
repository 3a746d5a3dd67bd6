/** Columns of the links table. Each link has the ids of its two endpoints. */
export interface LinkColumns {
  readonly source: readonly (string | undefined)[]
  readonly target: readonly (string | undefined)[]
  readonly width?: readonly number[] | undefined
}

/** Columns of the points table: the ids and optional properties. */
export interface PointColumns {
  readonly id: readonly (string | undefined)[]
  readonly label?: readonly (string | undefined)[] | undefined
  /** Category of each point. Ignored if `shade` is present. */
  readonly category?: readonly (string | undefined)[] | undefined
  readonly shade?: readonly number[] | undefined
  readonly size?: readonly number[] | undefined
  readonly x?: readonly number[] | undefined
  readonly y?: readonly number[] | undefined
}

/** A graph whose points are identified by index. */
export interface GraphData {
  readonly ids: readonly string[]
  readonly labels: readonly string[]
  /** Two point indices per link. */
  readonly links: Float32Array
  readonly widths: Float32Array | undefined
  /** Number of links per point. */
  readonly degrees: Uint32Array
  /** Category names. */
  readonly categories: readonly string[]
  /** For each point, the index of its category in `categories`. */
  readonly category: Uint16Array | undefined
  readonly shades: Float32Array | undefined
  readonly sizes: Float32Array | undefined
  /** The x and y coordinates of each point, if the data contains coordinates. */
  readonly positions: Float32Array | undefined
  /** Number of omitted rows for each reason. */
  readonly omitted: {
    readonly noId: number
    readonly repeated: number
    readonly noEndpoint: number
    readonly unresolved: number
    readonly loops: number
    readonly noPosition: number
  }
}

const maxCategories = 8
export const otherCategory = '(other)'
export const noCategory = '(none)'

/**
 * Builds a graph from rows. Without a points table, the points are the endpoints of the links, in order of appearance.
 * With one, links to unknown points are omitted and counted. If several points share an id, the first one is used.
 */
export function buildGraph(links: LinkColumns | undefined, points: PointColumns | undefined): GraphData {
  const omitted = { noId: 0, repeated: 0, noEndpoint: 0, unresolved: 0, loops: 0, noPosition: 0 }
  const indices = new Map<string, number>()
  /** Row indices of the points in the graph. */
  const rows: number[] = []
  points?.id.forEach((id, row) => {
    if (id === undefined || id === '') omitted.noId++
    else if (indices.has(id)) omitted.repeated++
    else if (points.x && points.y && !(Number.isFinite(points.x[row]) && Number.isFinite(points.y[row])))
      omitted.noPosition++
    else {
      indices.set(id, rows.length)
      rows.push(row)
    }
  })
  const endpoints: number[] = []
  const widths: number[] = []
  const resolveIndex = (end: string): number | undefined => {
    const existingIndex = indices.get(end)
    if (existingIndex !== undefined || points) return existingIndex
    const index = indices.size
    indices.set(end, index)
    return index
  }
  links?.source.forEach((source, row) => {
    const target = links.target[row]
    if (source === undefined || target === undefined || source === '' || target === '') omitted.noEndpoint++
    else {
      const [from, to] = [resolveIndex(source), resolveIndex(target)]
      if (from === undefined || to === undefined) omitted.unresolved++
      else if (from === to) omitted.loops++
      else {
        endpoints.push(from, to)
        widths.push(links.width?.[row] ?? 1)
      }
    }
  })
  const ids = [...indices.keys()]
  const degrees = new Uint32Array(ids.length)
  for (const end of endpoints) degrees[end]! += 1
  const selectRows = (values: readonly number[] | undefined): Float32Array | undefined =>
    values && Float32Array.from(rows, (row) => values[row] ?? NaN)
  const { category, categories } = assignCategories(points?.category, rows)
  return {
    ids,
    labels: points?.label ? rows.map((row, index) => points.label?.[row] || ids[index]!) : ids,
    links: Float32Array.from(endpoints),
    widths: links?.width ? Float32Array.from(widths) : undefined,
    degrees,
    category,
    categories,
    shades: selectRows(points?.shade),
    sizes: selectRows(points?.size),
    positions:
      points?.x && points.y ? Float32Array.from(rows.flatMap((row) => [points.x![row]!, points.y![row]!])) : undefined,
    omitted,
  }
}

/** Assigns each point a category. The most frequent categories keep their own color, and the rest share one. */
function assignCategories(
  values: readonly (string | undefined)[] | undefined,
  rows: readonly number[],
): { category: Uint16Array | undefined; categories: string[] } {
  if (!values) return { category: undefined, categories: [] }
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = values[row]
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const topCategories = [...counts]
    .toSorted(([nameA, countA], [nameB, countB]) => countB - countA || (nameA < nameB ? -1 : 1))
    .slice(0, maxCategories)
  const categories = [...topCategories.map(([value]) => value), otherCategory, noCategory]
  const indexByCategory = new Map(categories.map((value, index) => [value, index]))
  const [otherIndex, noneIndex] = [categories.length - 2, categories.length - 1]
  const category = Uint16Array.from(rows, (row) => {
    const value = values[row]
    return value === undefined ? noneIndex : (indexByCategory.get(value) ?? otherIndex)
  })
  return { category, categories }
}

/** Returns the indices of a point's neighbors in ascending order, without duplicates. */
export function findNeighbors({ links }: GraphData, point: number): number[] {
  const neighbors = new Set<number>()
  for (let index = 0; index < links.length; index += 2) {
    if (links[index] === point) neighbors.add(links[index + 1]!)
    else if (links[index + 1] === point) neighbors.add(links[index]!)
  }
  return [...neighbors].toSorted((a, b) => a - b)
}

/** Returns up to `max` points whose label or id contains the text: exact matches first, then by number of links. */
export function findPoints({ ids, labels, degrees }: GraphData, text: string, max: number): number[] {
  const query = text.trim().toLowerCase()
  const matches: number[] = []
  for (let point = 0; point < ids.length; point++) {
    if (query === '' || labels[point]!.toLowerCase().includes(query) || ids[point]!.toLowerCase().includes(query))
      matches.push(point)
  }
  const getRank = (point: number): number =>
    labels[point]!.toLowerCase() === query || ids[point] === text.trim() ? 0 : 1
  return matches.toSorted((a, b) => getRank(a) - getRank(b) || degrees[b]! - degrees[a]! || a - b).slice(0, max)
}
