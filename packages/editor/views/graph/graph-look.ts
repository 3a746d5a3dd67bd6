import type { GraphLook } from './draw-graph.ts'
import type { GraphData } from './graph-data.ts'

type Rgba = readonly [number, number, number, number]

/** The CSS variables of a graph's colors. */
export const graphColors = [
  '--_surface',
  '--_muted',
  '--_accent',
  ...Array.from({ length: 8 }, (_, index) => `--_category-${index + 1}`),
  '--_category-other',
  '--_ramp-low',
  '--_ramp-high',
] as const

const [smallest, largest] = [3, 16]

/** Colors, sizes and widths of a graph's points and links, in a theme's colors (0 to 255). */
export function graphLook(graph: GraphData, colors: Readonly<Record<string, Rgba>>): GraphLook {
  const of = (name: string): Rgba => (colors[name] ?? [128, 128, 128, 255]).map((part) => part / 255) as unknown as Rgba
  const [r, g, b] = of('--_muted')
  const many = graph.links.length / 2
  return {
    ground: of('--_surface'),
    // Many links are more transparent.
    link: [r, g, b, many > 20_000 ? 0.08 : many > 2_000 ? 0.18 : many > 500 ? 0.32 : 0.5],
    ring: of('--_accent'),
    colors: colorsOf(graph, of),
    sizes: sizesOf(graph),
    widths: graph.widths && scaled(graph.widths, 1.2, 5),
  }
}

function colorsOf({ ids, category, categories, shades }: GraphData, of: (name: string) => Rgba): Float32Array {
  const [low, high, plain, other] = [
    of('--_ramp-low'),
    of('--_ramp-high'),
    of('--_category-1'),
    of('--_category-other'),
  ]
  const named = categories.map((_, index) => (index < categories.length - 2 ? of(`--_category-${index + 1}`) : other))
  const shares = shades && scaled(shades, 0, 1, NaN)
  const colors = new Float32Array(ids.length * 4)
  for (let point = 0; point < ids.length; point++) {
    const share = shares?.[point]
    const color =
      share !== undefined
        ? Number.isNaN(share)
          ? other
          : low.map((part, at) => part + (high[at]! - part) * share)
        : category
          ? (named[category[point]!] ?? other)
          : plain
    colors.set(color, point * 4)
  }
  return colors
}

/** By area: a value four times as large has twice the diameter. */
function sizesOf({ ids, sizes, degrees }: GraphData): Float32Array {
  const values = Float32Array.from(sizes ?? degrees, (value) => Math.sqrt(Math.max(0, value)))
  const [minimum, maximum] = ids.length > 20_000 ? [1.2, 6] : [smallest, largest]
  return scaled(values, minimum, maximum, minimum)
}

/** Values scaled between two bounds; `none` for non-numbers. */
function scaled(values: Float32Array, minimum: number, maximum: number, none = minimum): Float32Array {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const range = high - low
  return values.map((value) =>
    Number.isFinite(value)
      ? range > 0
        ? minimum + ((value - low) / range) * (maximum - minimum)
        : (minimum + maximum) / 2
      : none,
  )
}
