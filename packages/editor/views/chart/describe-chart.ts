import type { ChartSpec } from '@aw-flow/schema'
import { usualLanguage } from '@aw-flow/messages'
import type { ChartData, ChartRow, ChartValue } from './chart-data.ts'
import type { ChartStrings } from './chart-strings.ts'

/** The description of a chart for screen readers: what it shows and its extremes. */
export function describeChart(spec: ChartSpec, { rows, facets, series }: ChartData, strings: ChartStrings): string {
  const { language } = strings
  const title = strings.title(spec)
  const parts: string[] = []
  if (spec.mark === 'scatter') {
    parts.push(
      strings.points(rows.length),
      ...rangeOf(rows, 'x', spec.x, strings),
      ...rangeOf(rows, 'y', spec.y, strings),
    )
  } else {
    const measured = rows.filter(({ value, median }) => (spec.mark === 'box' ? median : value) !== undefined)
    parts.push(strings.bars(measured.length))
    if (spec.x !== '') parts.push(...rangeOf(rows, 'x', spec.x, strings))
    const sizeOf = ({ value, median }: ChartRow): number => (spec.mark === 'box' ? median : value) ?? 0
    const [first] = measured
    if (first && measured.length > 1) {
      const max = measured.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a), first)
      const min = measured.reduce((a, b) => (sizeOf(b) < sizeOf(a) ? b : a), first)
      parts.push(
        strings.extremes(
          formatNumber(sizeOf(max), language),
          placeOf(max, language),
          formatNumber(sizeOf(min), language),
          placeOf(min, language),
        ),
      )
    }
  }
  if (series.length > 0) parts.push(strings.parts(series.length, spec.color))
  if (facets.length > 0) parts.push(strings.facets(facets.length, spec.facet))
  return strings.described(title, parts)
}

function rangeOf(rows: readonly ChartRow[], key: 'x' | 'y', column: string, strings: ChartStrings): string[] {
  const values = rows.flatMap((row) => {
    const value = row[key]
    return value === undefined || typeof value === 'string' ? [] : [value]
  })
  const [first] = values
  if (first === undefined) return []
  const min = values.reduce((a, b) => (b < a ? b : a), first)
  const max = values.reduce((a, b) => (b > a ? b : a), first)
  return [strings.between(column, formatValue(min, strings.language), formatValue(max, strings.language))]
}

const placeOf = ({ x, y, series }: ChartRow, language: string): string =>
  [x, typeof y === 'object' || y === undefined ? undefined : y, series]
    .filter((value) => value !== undefined && value !== '')
    .map((value) => formatValue(value as ChartValue, language))
    .join(', ')

/** A formatted value of an axis; a time at midnight without the clock time. */
export function formatValue(value: ChartValue, language = usualLanguage): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatNumber(value, language)
  const text = value.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}

/** A number with at most four decimal places and grouped digits; four digits are not grouped, since they may be a year. */
export const formatNumber = (value: number, language = usualLanguage): string =>
  Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toPrecision(3)
    : value.toLocaleString(language, {
        maximumFractionDigits: Math.abs(value) >= 1e6 ? 2 : 4,
        useGrouping: 'min2',
      })
