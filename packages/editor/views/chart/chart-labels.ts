import type { ChartSpec } from '@aw-flow/schema'
import type { ChartRow, ChartValue } from './chart-data.ts'
import type { ChartStrings } from './chart-strings.ts'
import { formatNumber, formatValue } from './describe-chart.ts'

/** The name of a measure: "Mean of price", "Count". */
export function measureName({ mark, measure, y, color }: ChartSpec, strings: ChartStrings): string {
  if (mark === 'histogram' || measure === 'count') return strings.measures.count
  return strings.measureOf(strings.measures[measure], mark === 'heat-map' ? color : y)
}

/** The labels of the axes. */
export function axisLabels(spec: ChartSpec, strings: ChartStrings): { x: string; y: string } {
  const { mark, x, y } = spec
  const isPlaced = mark === 'scatter' || mark === 'heat-map' || mark === 'box'
  return { x, y: isPlaced ? y : measureName(spec, strings) }
}

/** The lines of a mark's tooltip. */
export function reportRow(row: ChartRow, spec: ChartSpec, strings: ChartStrings): string {
  const { mark } = spec
  const { language } = strings
  const range = (from: ChartValue | undefined, to: ChartValue | undefined): string =>
    from === undefined
      ? ''
      : to === undefined
        ? formatValue(from, language)
        : `${formatValue(from, language)} – ${formatValue(to, language)}`
  const number = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value, language))
  const hasY = mark === 'scatter' || mark === 'heat-map'
  const isBox = row.median !== undefined
  const lines: [string, string][] = [
    [spec.x, range(row.x, row.x2)],
    [spec.y, hasY ? range(row.y, row.y2) : ''],
    [spec.facet, row.facet ?? ''],
    [mark === 'heat-map' ? '' : spec.color, row.series ?? number(row.shade)],
    isBox
      ? [spec.y, [row.low, row.q1, row.median, row.q3, row.high].map(number).join(' | ')]
      : [mark === 'box' ? spec.y : measureName(spec, strings), number(row.value)],
  ]
  const words = lines.flatMap(([name, value]) => (value === '' ? [] : [name === '' ? value : `${name}: ${value}`]))
  const isCounted = mark === 'histogram' || spec.measure === 'count'
  if (row.rows !== undefined && (isBox || !isCounted)) words.push(strings.rows(row.rows))
  return words.join('\n')
}
