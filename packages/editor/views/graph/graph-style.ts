import type { GraphStyle } from './draw-graph.ts'
import type { GraphData } from './graph-data.ts'

type Rgba = readonly [number, number, number, number]

/** CSS variables with the colors that a graph uses. */
export const graphColorVariables = [
  '--_surface',
  '--_muted',
  '--_accent',
  ...Array.from({ length: 8 }, (_, index) => `--_category-${index + 1}`),
  '--_category-other',
  '--_ramp-low',
  '--_ramp-high',
] as const

const [minPointSize, maxPointSize] = [3, 16]

/** Computes the colors, sizes and widths of points and links based on the theme's colors (components from 0 to 255). */
export function computeGraphStyle(graph: GraphData, colors: Readonly<Record<string, Rgba>>): GraphStyle {
  const getColor = (name: string): Rgba =>
    (colors[name] ?? [128, 128, 128, 255]).map((component) => component / 255) as unknown as Rgba
  const [r, g, b] = getColor('--_muted')
  const linkCount = graph.links.length / 2
  return {
    background: getColor('--_surface'),
    // The more links there are, the more transparent they become.
    link: [r, g, b, linkCount > 20_000 ? 0.08 : linkCount > 2_000 ? 0.18 : linkCount > 500 ? 0.32 : 0.5],
    ring: getColor('--_accent'),
    colors: colorPoints(graph, getColor),
    sizes: sizePoints(graph),
    widths: graph.widths && scaleValues(graph.widths, 1.2, 5),
  }
}

function colorPoints({ ids, category, categories, shades }: GraphData, getColor: (name: string) => Rgba): Float32Array {
  const [low, high, defaultColor, otherColor] = [
    getColor('--_ramp-low'),
    getColor('--_ramp-high'),
    getColor('--_category-1'),
    getColor('--_category-other'),
  ]
  const categoryColors = categories.map((_, index) =>
    index < categories.length - 2 ? getColor(`--_category-${index + 1}`) : otherColor,
  )
  const fractions = shades && scaleValues(shades, 0, 1, NaN)
  const colors = new Float32Array(ids.length * 4)
  for (let point = 0; point < ids.length; point++) {
    const fraction = fractions?.[point]
    const color =
      fraction !== undefined
        ? Number.isNaN(fraction)
          ? otherColor
          : low.map((component, channel) => component + (high[channel]! - component) * fraction)
        : category
          ? (categoryColors[category[point]!] ?? otherColor)
          : defaultColor
    colors.set(color, point * 4)
  }
  return colors
}

/** Computes point sizes from the square roots of the values, so that the area of a point reflects its value. */
function sizePoints({ ids, sizes, degrees }: GraphData): Float32Array {
  const values = Float32Array.from(sizes ?? degrees, (value) => Math.sqrt(Math.max(0, value)))
  const [minimum, maximum] = ids.length > 20_000 ? [1.2, 6] : [minPointSize, maxPointSize]
  return scaleValues(values, minimum, maximum, minimum)
}

/** Scales finite values linearly to the range from `minimum` to `maximum`. All other values become `fallback`. */
function scaleValues(values: Float32Array, minimum: number, maximum: number, fallback = minimum): Float32Array {
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
      : fallback,
  )
}
