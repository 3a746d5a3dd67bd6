import type { ChartSpec } from '@aw-flow/schema/internal'
import { defaultLanguage } from '@aw-flow/messages'
import type { ChartData, ChartRow, ChartValue } from './chart-data.ts'
import type { ChartStrings } from './chart-strings.ts'

/** Describes a chart for screen readers: what it shows, its ranges, and its largest and smallest values. */
export function describeChart(
  spec: ChartSpec,
  { rows, facets, facetRows, series }: ChartData,
  strings: ChartStrings,
): string {
  const { language } = strings
  const title = getChartTitle(spec, strings)
  const parts: string[] = []
  if (spec.mark === 'scatter') {
    parts.push(
      strings.points(rows.length),
      ...describeRange(rows, 'x', spec.x, strings),
      ...describeRange(rows, 'y', spec.y, strings),
    )
  } else {
    const measuredRows = rows.filter(({ value, median }) => (spec.mark === 'box' ? median : value) !== undefined)
    parts.push(strings.bars(measuredRows.length))
    if (spec.x !== '') parts.push(...describeRange(rows, 'x', spec.x, strings))
    const getValue = ({ value, median }: ChartRow): number => (spec.mark === 'box' ? median : value) ?? 0
    const [first] = measuredRows
    if (first && measuredRows.length > 1) {
      const max = measuredRows.reduce((a, b) => (getValue(b) > getValue(a) ? b : a), first)
      const min = measuredRows.reduce((a, b) => (getValue(b) < getValue(a) ? b : a), first)
      parts.push(
        strings.extremes(
          formatNumber(getValue(max), language),
          describePosition(max, language),
          formatNumber(getValue(min), language),
          describePosition(min, language),
        ),
      )
    }
  }
  if (series.length > 0) parts.push(strings.parts(series.length, spec.color))
  if (facets.length > 0) parts.push(strings.facets(facets.length, spec.facet))
  if (facetRows.length > 0) parts.push(strings.facets(facetRows.length, spec.facetRow))
  return `${[title, ...parts].join('. ')}.`
}

function describeRange(rows: readonly ChartRow[], key: 'x' | 'y', column: string, strings: ChartStrings): string[] {
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

const describePosition = ({ x, y, series }: ChartRow, language: string): string =>
  [x, typeof y === 'object' || y === undefined ? undefined : y, series]
    .filter((value) => value !== undefined && value !== '')
    .map((value) => formatValue(value as ChartValue, language))
    .join(', ')

/** Formats an axis value. Times at midnight (UTC) are formatted as dates. */
export function formatValue(value: ChartValue, language = defaultLanguage, unit?: Intl.NumberFormatOptions): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatNumber(value, language, unit)
  const text = value.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
}

/**
 * Formats a number with up to four decimals, or up to two if it is a million or more or has a unit. Four-digit numbers
 * are not grouped because they are often years.
 */
export const formatNumber = (value: number, language = defaultLanguage, unit?: Intl.NumberFormatOptions): string =>
  Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toPrecision(3)
    : getNumberFormat(language, {
        maximumFractionDigits: Math.abs(value) >= 1e6 || unit ? 2 : 4,
        useGrouping: 'min2',
        ...unit,
      }).format(value)

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Returns a cached number format. Creating one takes far longer than using it, and each row of a chart has a tooltip. */
function getNumberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language, options])
  let format = numberFormats.get(key)
  if (!format) numberFormats.set(key, (format = new Intl.NumberFormat(language, options)))
  return format
}

/** Returns the display name of a measure, such as "Mean of price" or "Count". */
export function getMeasureName({ mark, measure, y, color }: ChartSpec, strings: ChartStrings): string {
  if (mark === 'histogram' || measure === 'count') return strings.measures.count
  return strings.formatMeasure(strings.measures[measure], mark === 'heat-map' ? color : y)
}

/** Returns a one-line title for a chart. */
export const getChartTitle = (spec: ChartSpec, strings: ChartStrings): string =>
  strings.title(spec, getMeasureName(spec, strings))
