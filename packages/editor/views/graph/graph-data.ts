/** Links with the names of their ends. */
export interface LinkRows {
  readonly source: readonly (string | undefined)[]
  readonly target: readonly (string | undefined)[]
  readonly width?: readonly number[] | undefined
}

export interface PointRows {
  readonly id: readonly (string | undefined)[]
  readonly label?: readonly (string | undefined)[] | undefined
  /** Categories as text, or numbers. */
  readonly category?: readonly (string | undefined)[] | undefined
  readonly shade?: readonly number[] | undefined
  readonly size?: readonly number[] | undefined
  readonly x?: readonly number[] | undefined
  readonly y?: readonly number[] | undefined
}

/** Points by index, and links between them. */
export interface GraphData {
  readonly ids: readonly string[]
  readonly labels: readonly string[]
  /** Two point indices per link. */
  readonly links: Float32Array
  readonly widths: Float32Array | undefined
  /** The number of links per point. */
  readonly degrees: Uint32Array
  /** The index in `categories` per point. */
  readonly categories: readonly string[]
  readonly category: Uint16Array | undefined
  readonly shades: Float32Array | undefined
  readonly sizes: Float32Array | undefined
  /** x and y per point, if given. */
  readonly positions: Float32Array | undefined
  /** Counts of omitted rows. */
  readonly left: {
    readonly noId: number
    readonly repeated: number
    readonly noEnd: number
    readonly unresolved: number
    readonly loops: number
    readonly noPlace: number
  }
}

const maxCategories = 8
export const otherCategory = '(other)'
export const noCategory = '(none)'

/**
 * Creates a graph from rows. Without points, the ends of links are the points, in order of appearance. With points,
 * links to unknown points are counted and omitted; of points with equal ids the first is used.
 */
export function graphOfRows(links: LinkRows | undefined, points: PointRows | undefined): GraphData {
  const left = { noId: 0, repeated: 0, noEnd: 0, unresolved: 0, loops: 0, noPlace: 0 }
  const numbers = new Map<string, number>()
  /** The rows of the used points. */
  const rows: number[] = []
  points?.id.forEach((id, row) => {
    if (id === undefined || id === '') left.noId++
    else if (numbers.has(id)) left.repeated++
    else if (points.x && points.y && !(Number.isFinite(points.x[row]) && Number.isFinite(points.y[row]))) left.noPlace++
    else {
      numbers.set(id, rows.length)
      rows.push(row)
    }
  })
  const ends: number[] = []
  const widths: number[] = []
  const numberOf = (end: string): number | undefined => {
    const known = numbers.get(end)
    if (known !== undefined || points) return known
    const made = numbers.size
    numbers.set(end, made)
    return made
  }
  links?.source.forEach((source, row) => {
    const target = links.target[row]
    if (source === undefined || target === undefined || source === '' || target === '') left.noEnd++
    else {
      const [from, to] = [numberOf(source), numberOf(target)]
      if (from === undefined || to === undefined) left.unresolved++
      else if (from === to) left.loops++
      else {
        ends.push(from, to)
        widths.push(links.width?.[row] ?? 1)
      }
    }
  })
  const ids = [...numbers.keys()]
  const degrees = new Uint32Array(ids.length)
  for (const end of ends) degrees[end]! += 1
  const pick = (values: readonly number[] | undefined): Float32Array | undefined =>
    values && Float32Array.from(rows, (row) => values[row] ?? NaN)
  const { category, categories } = categoriesOf(points?.category, rows)
  return {
    ids,
    labels: points?.label ? rows.map((row, number) => points.label?.[row] || ids[number]!) : ids,
    links: Float32Array.from(ends),
    widths: links?.width ? Float32Array.from(widths) : undefined,
    degrees,
    category,
    categories,
    shades: pick(points?.shade),
    sizes: pick(points?.size),
    positions:
      points?.x && points.y ? Float32Array.from(rows.flatMap((row) => [points.x![row]!, points.y![row]!])) : undefined,
    left,
  }
}

/** The most frequent categories have a color each; all others share one. */
function categoriesOf(
  values: readonly (string | undefined)[] | undefined,
  rows: readonly number[],
): { category: Uint16Array | undefined; categories: string[] } {
  if (!values) return { category: undefined, categories: [] }
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = values[row]
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const named = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, maxCategories)
  const categories = [...named.map(([value]) => value), otherCategory, noCategory]
  const at = new Map(categories.map((value, index) => [value, index]))
  const [other, none] = [categories.length - 2, categories.length - 1]
  const category = Uint16Array.from(rows, (row) => {
    const value = values[row]
    return value === undefined ? none : (at.get(value) ?? other)
  })
  return { category, categories }
}

/** The indices of the neighbors of a point, sorted and unique. */
export function neighboursOf({ links }: GraphData, point: number): number[] {
  const found = new Set<number>()
  for (let at = 0; at < links.length; at += 2) {
    if (links[at] === point) found.add(links[at + 1]!)
    else if (links[at + 1] === point) found.add(links[at]!)
  }
  return [...found].toSorted((a, b) => a - b)
}

/** The points whose label or id contains a text, by number of links. */
export function findPoints({ ids, labels, degrees }: GraphData, text: string, max: number): number[] {
  const wanted = text.trim().toLowerCase()
  const found: number[] = []
  for (let point = 0; point < ids.length; point++) {
    if (wanted === '' || labels[point]!.toLowerCase().includes(wanted) || ids[point]!.toLowerCase().includes(wanted))
      found.push(point)
  }
  // Exact matches are first.
  const isSame = (point: number): number =>
    labels[point]!.toLowerCase() === wanted || ids[point] === text.trim() ? 0 : 1
  return found.toSorted((a, b) => isSame(a) - isSame(b) || degrees[b]! - degrees[a]! || a - b).slice(0, max)
}
