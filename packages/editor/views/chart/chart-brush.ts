import type { ChartSpec, TableFilter } from '@aw-flow/schema/internal'
import type { ChartData, ChartValue } from './chart-data.ts'

/** An Observable Plot scale. */
interface PlotScale {
  readonly type: string
  readonly domain?: Iterable<unknown> | undefined
  readonly range?: Iterable<number> | undefined
  readonly bandwidth?: number | undefined
  apply(value: unknown): number
  invert?(position: number): unknown
}

/** The chart area in which the user can select column values. Positions are in pixels relative to the chart. */
export type ChartBrush =
  | {
      readonly kind: 'range'
      readonly column: string
      readonly start: number
      readonly end: number
      toPosition(value: ChartValue): number
      toValue(position: number): number | Date
    }
  | {
      readonly kind: 'values'
      readonly column: string
      readonly isVertical: boolean
      readonly bands: readonly { readonly value: string; readonly start: number; readonly end: number }[]
    }

/** Chart types whose horizontal axis supports selecting a range of numbers or times. */
const rangeMarks: ReadonlySet<ChartSpec['mark']> = new Set(['histogram', 'line', 'area', 'scatter'])

/**
 * Creates the selectable area of a drawing, or returns `undefined` if nothing can be selected. In charts with facets,
 * nothing can be selected, because each facet has its own axis.
 */
export function createChartBrush(
  spec: ChartSpec,
  { rows, facets }: ChartData,
  getScale: (name: 'x' | 'y') => PlotScale | undefined,
): ChartBrush | undefined {
  if (facets.length > 0 || spec.x === '') return undefined
  if (rangeMarks.has(spec.mark) && rows.every(({ x }) => typeof x !== 'string')) {
    const scale = getScale('x')
    const [start, end] = [...(scale?.range ?? [])]
    if (!scale?.invert || start === undefined || end === undefined) return undefined
    const invert = scale.invert.bind(scale)
    return {
      kind: 'range',
      column: spec.x,
      start,
      end,
      toPosition: (value) => scale.apply(value),
      toValue: (position) => invert(position) as number | Date,
    }
  }
  if (spec.mark !== 'bar' && spec.mark !== 'box') return undefined
  const scales = (['x', 'y'] as const).map((name) => ({ scale: getScale(name), isVertical: name === 'y' }))
  const bandAxis = scales.find(({ scale }) => scale?.bandwidth !== undefined)
  const { scale, isVertical = false } = bandAxis ?? {}
  if (!scale) return undefined
  const bands = [...(scale.domain ?? [])].map((value) => {
    const start = scale.apply(value)
    return { value: String(value), start, end: start + (scale.bandwidth ?? 0) }
  })
  return { kind: 'values', column: spec.x, isVertical, bands }
}

/** Creates the filter for a selected range. Numbers are rounded to the precision of one pixel. */
export function createRangeFilter(
  brush: Extract<ChartBrush, { kind: 'range' }>,
  positions: readonly [number, number],
  type: string,
): TableFilter {
  const clamp = (position: number): number => Math.max(brush.start, Math.min(position, brush.end))
  const [from, to] = [Math.min(...positions), Math.max(...positions)].map(clamp) as [number, number]
  const middle = (brush.start + brush.end) / 2
  const valuePerPixel = Math.abs(Number(brush.toValue(middle + 1)) - Number(brush.toValue(middle)))
  const format = (value: number | Date): string =>
    value instanceof Date
      ? formatTime(value, type)
      : value.toFixed(Math.max(0, Math.min(12, Math.ceil(-Math.log10(valuePerPixel)))))
  return {
    column: brush.column,
    test: 'between',
    value: format(brush.toValue(from)),
    upTo: format(brush.toValue(to)),
  }
}

const formatTime = (time: Date, type: string): string => {
  const text = time.toISOString()
  return type === 'DATE' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}

/** Adds a category to a `one-of` filter, or removes it if present. Returns `undefined` if no category remains. */
export function toggleCategory(
  column: string,
  filter: TableFilter | undefined,
  category: string | null,
): TableFilter | undefined {
  const values = filter?.test === 'one-of' ? (filter.values ?? []) : []
  const toggledValues = values.includes(category) ? values.filter((value) => value !== category) : [...values, category]
  return toggledValues.length === 0 ? undefined : { column, test: 'one-of', values: toggledValues }
}

/** Returns the start and end positions of the parts of a drawing that a filter selects. */
export function getFilterRanges(
  brush: ChartBrush,
  filter: TableFilter,
  nullLabel: string,
): readonly (readonly [start: number, end: number])[] {
  if (brush.kind === 'values') {
    const values =
      filter.test === 'one-of' ? (filter.values ?? []) : filter.test === 'equals' ? [filter.value ?? ''] : []
    return brush.bands.flatMap(({ value, start, end }) =>
      values.includes(value === nullLabel ? null : value) ? [[start, end] as const] : [],
    )
  }
  if (filter.test !== 'between') return []
  const isTime = brush.toValue(brush.start) instanceof Date
  const locate = (text: string | undefined, fallback: number): number => {
    if (text === undefined || text === '') return fallback
    const position = brush.toPosition(
      isTime ? new Date(`${text.replace(' ', 'T')}${text.includes(' ') ? 'Z' : ''}`) : Number(text),
    )
    return Number.isFinite(position) ? Math.max(brush.start, Math.min(position, brush.end)) : fallback
  }
  return [[locate(filter.value, brush.start), locate(filter.upTo, brush.end)]]
}
