import type { ChartSpec } from '@aw-flow/schema'
import type { ChartRow, ChartValue } from './chart-data.ts'
import type { ChartStrings } from './chart-strings.ts'
import { formatNumber, formatValue } from './describe-chart.ts'

/** Returns the name of a measure, such as "Mean of price" or "Count". */
export function getMeasureName({ mark, measure, y, color }: ChartSpec, strings: ChartStrings): string {
  if (mark === 'histogram' || measure === 'count') return strings.measures.count
  return strings.formatMeasure(strings.measures[measure], mark === 'heat-map' ? color : y)
}

/** Returns the labels of the axes. */
export function getAxisLabels(spec: ChartSpec, strings: ChartStrings): { x: string; y: string } {
  const { mark, x, y } = spec
  const hasColumnOnY = mark === 'scatter' || mark === 'heat-map' || mark === 'box'
  return { x, y: hasColumnOnY ? y : getMeasureName(spec, strings) }
}

/** Returns the tooltip of a mark, with one fact per line. */
export function describeRow(row: ChartRow, spec: ChartSpec, strings: ChartStrings): string {
  const { mark } = spec
  const { language } = strings
  const formatRange = (from: ChartValue | undefined, to: ChartValue | undefined): string =>
    from === undefined
      ? ''
      : to === undefined
        ? formatValue(from, language)
        : `${formatValue(from, language)} – ${formatValue(to, language)}`
  const formatOptional = (value: number | undefined): string =>
    value === undefined ? '' : formatNumber(value, language)
  const hasY = mark === 'scatter' || mark === 'heat-map'
  const isBox = row.median !== undefined
  const lines: [string, string][] = [
    [spec.x, formatRange(row.x, row.x2)],
    [spec.y, hasY ? formatRange(row.y, row.y2) : ''],
    [spec.facet, row.facet ?? ''],
    [mark === 'heat-map' ? '' : spec.color, row.series ?? formatOptional(row.shade)],
    isBox
      ? [spec.y, [row.low, row.q1, row.median, row.q3, row.high].map(formatOptional).join(' | ')]
      : [mark === 'box' ? spec.y : getMeasureName(spec, strings), formatOptional(row.value)],
  ]
  const tooltip = lines.flatMap(([name, value]) => (value === '' ? [] : [name === '' ? value : `${name}: ${value}`]))
  const isCounted = mark === 'histogram' || spec.measure === 'count'
  if (row.rows !== undefined && (isBox || !isCounted)) tooltip.push(strings.rows(row.rows))
  return tooltip.join('\n')
}
